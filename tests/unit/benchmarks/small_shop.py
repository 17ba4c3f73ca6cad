"""A shop of three orders, small enough to know by heart."""

from decimal import Decimal

from benchmarks.tau_retail.shop import Shop
from storefront.model import (
    Address,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    Product,
    ShopData,
    Variant,
)

HOME = Address("12 Oak Lane", "Suite 3", "Denver", "CO", "USA", "80218")
PAYPAL = PaymentMethod("paypal_1", "paypal", "paypal")
CARD = PaymentMethod("card_1", "card", "visa ending 4321")
GIFT = PaymentMethod("gift_card_1", "gift_card", "gift card", Decimal("100.00"))
ANNA = Customer("anna", "Anna", "Berg", HOME, (PAYPAL, CARD, GIFT), email="anna.berg@example.com")


def _variant(sku: str, price: str, stock: int = 5, **options: str) -> Variant:
    return Variant(
        sku, {name.replace("_", " "): value for name, value in options.items()}, Decimal(price), "USD", stock
    )


MOUSE = Product(
    "mouse",
    "Gaming Mouse",
    (
        _variant("m-black-laser", "50.00", color="black", sensor_type="laser"),
        _variant("m-white-optical", "42.50", color="white", sensor_type="optical"),
        _variant("m-white-laser", "55.00", color="white", sensor_type="laser"),
        _variant("m-red-laser", "51.00", stock=0, color="red", sensor_type="laser"),
    ),
)
LAMP = Product(
    "lamp",
    "Desk Lamp",
    (
        _variant("l-black", "120.00", color="black", power_source="USB"),
        _variant("l-white", "260.00", color="white", power_source="USB"),
    ),
)


def _order(order_id: str, status: OrderStatus, method: str, *skus: str) -> Order:
    variants = {one.sku: (product, one) for product in (MOUSE, LAMP) for one in product.variants}
    lines = tuple(
        OrderLine(
            str(place),
            sku,
            variants[sku][0].product_id,
            variants[sku][0].name,
            variants[sku][1].options,
            variants[sku][1].price,
            1,
        )
        for place, sku in enumerate(skus, 1)
    )
    total = sum((line.price for line in lines), Decimal(0))
    return Order(order_id, "anna", status, "USD", HOME, lines, (Payment("payment", total, method),))


PENDING, DELIVERED, ON_GIFT_CARD = "#W1000001", "#W1000002", "#W1000003"
SHOP = Shop.of(
    ShopData(
        customers=(ANNA,),
        products=(MOUSE, LAMP),
        orders=(
            _order(PENDING, OrderStatus.PENDING, "paypal_1", "m-black-laser", "l-black"),
            _order(DELIVERED, OrderStatus.DELIVERED, "card_1", "m-black-laser", "l-black"),
            _order(ON_GIFT_CARD, OrderStatus.PENDING, "gift_card_1", "m-white-optical"),
        ),
    )
)
