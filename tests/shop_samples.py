"""A small shop written by hand, in which every kind of record and every optional field occurs."""

from datetime import UTC, datetime
from decimal import Decimal

from storefront.model import (
    Address,
    AfterSalesRequest,
    Coupon,
    Customer,
    Event,
    Invoice,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    Product,
    RequestedLine,
    Review,
    Shipment,
    ShipmentEvent,
    ShopData,
    Variant,
)

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
HANGZHOU = Address("文三路 90 号", "3 幢 501", "杭州", "浙江", "中国", "310012")
LONDON = Address("12 Rose Lane", "", "London", "", "United Kingdom", "N1 4QP")

LIN = Customer(
    customer_id="C1",
    first_name="小雨",
    last_name="林",
    address=HANGZHOU,
    payment_methods=(
        PaymentMethod("ali-1", "alipay", "Alipay 林*雨"),
        PaymentMethod("gift-1", "gift_card", "Gift card 0042", Decimal("60.00")),
    ),
    email="Lin.Xiaoyu@example.com",
    phone="+86 138-0013-8000",
    points=730,
    locale="zh",
    birth_year=1993,
    gender="female",
    occupation="teacher",
)
GREEN = Customer("C2", "Ann", "Green", LONDON, (PaymentMethod("card-2", "card", "Visa 4242"),), email="ann@example.com")
TWIN_A = Customer("C3", "Wei", "Zhang", HANGZHOU, (), phone="0571 8800 1234")
TWIN_B = Customer("C4", "wei", "ZHANG", HANGZHOU, ())

MUG = Product(
    product_id="P-MUG",
    name="Tide Mug",
    variants=(
        Variant("MUG-BLUE", {"color": "blue"}, Decimal("39.00"), "CNY", 5),
        Variant("MUG-CLAY", {"color": "clay"}, Decimal("42.50"), "CNY", 0),
    ),
    name_zh="潮汐马克杯",
    description="Stoneware, 350 ml.",
    description_zh="炻瓷，350 毫升。",
    category="kitchen",
    brand="Chaoxi",
)
TENT = Product("P-TENT", "Ridge Tent", (Variant("TENT-2", {"persons": "2"}, Decimal("899"), "CNY", 3),))


def line(line_id: str, product: Product, index: int = 0, quantity: int = 1) -> OrderLine:
    """A line that sells one variant of a product at its price."""
    variant = product.variants[index]
    return OrderLine(line_id, variant.sku, product.product_id, product.name, variant.options, variant.price, quantity)


PENDING = Order(
    order_id="#PL1001",
    customer_id="C1",
    status=OrderStatus.PENDING,
    currency="CNY",
    address=HANGZHOU,
    lines=(line("1", MUG, quantity=2), line("2", TENT)),
    payments=(
        Payment("payment", Decimal("937.00"), "ali-1"),
        Payment("payment", Decimal("40.00"), "gift-1"),
    ),
    placed_at=datetime(2026, 3, 10, 1, 2, 3, 456789, tzinfo=UTC),
)
SHIPPED = Order(
    order_id="PL1002",
    customer_id="C1",
    status=OrderStatus.SHIPPED,
    currency="CNY",
    address=HANGZHOU,
    lines=(line("1", MUG, 1),),
    payments=(Payment("payment", Decimal("42.50"), "ali-1"),),
    shipments=(
        Shipment("YT7788", ("1",), "YTO 圆通", (ShipmentEvent(datetime(2026, 3, 8, 12, tzinfo=UTC), "已揽收"),)),
    ),
    placed_at=datetime(2026, 3, 7, 3, tzinfo=UTC),
    shipped_at=datetime(2026, 3, 8, 12, tzinfo=UTC),
    eta=datetime(2026, 3, 11, 12, tzinfo=UTC),
)
RETURNING = Order(
    order_id="PL0900",
    customer_id="C2",
    status=OrderStatus.EXCHANGE_REQUESTED,
    currency="CNY",
    address=LONDON,
    lines=(line("1", MUG),),
    payments=(Payment("payment", Decimal("39.00"), "card-2"),),
    shipments=(Shipment("DHL1", ("1",)),),
    items_modified=True,
    placed_at=datetime(2026, 1, 7, 3, tzinfo=UTC),
    delivered_at=datetime(2026, 1, 20, 3, tzinfo=UTC),
    requests=(
        AfterSalesRequest(
            "exchange",
            (RequestedLine("1", 1, "MUG-CLAY"),),
            "card-2",
            "wrong colour",
            datetime(2026, 1, 21, tzinfo=UTC),
        ),
    ),
    invoice=Invoice(
        title="Green & Daughters Ltd",
        email="books@green.example",
        amount=Decimal("39.00"),
        requested_at=datetime(2026, 1, 21, 5, tzinfo=UTC),
        tax_number="GB123456789",
        number="F-0900",
        sent_again_at=datetime(2026, 1, 23, 5, tzinfo=UTC),
        corrections=1,
    ),
)
CANCELLED = Order(
    order_id="PL0800",
    customer_id="C1",
    status=OrderStatus.CANCELLED,
    currency="CNY",
    address=HANGZHOU,
    lines=(line("1", TENT),),
    payments=(Payment("payment", Decimal("899"), "ali-1"), Payment("refund", Decimal("899"), "ali-1")),
    placed_at=datetime(2025, 12, 1, tzinfo=UTC),
    cancel_reason="ordered by mistake",
)

SHOP = ShopData(
    customers=(LIN, GREEN, TWIN_A, TWIN_B),
    products=(MUG, TENT),
    orders=(SHIPPED, PENDING, RETURNING, CANCELLED),
    reviews=(
        Review("P-MUG", 5, "握在手里很舒服", datetime(2026, 2, 1, tzinfo=UTC), "C1"),
        Review("P-MUG", 2, "Chipped after a week", datetime(2026, 2, 3, tzinfo=UTC)),
    ),
    events=(
        Event("C1", "purchase", datetime(2026, 3, 7, 3, tzinfo=UTC), "MUG-CLAY", "P-MUG"),
        Event("C1", "view", datetime(2026, 3, 6, 3, tzinfo=UTC), product_id="P-MUG"),
        Event("C1", "rating", datetime(2026, 3, 9, tzinfo=UTC), product_id="P-MUG", value=4.5),
        Event("C2", "cart", datetime(2026, 3, 1, tzinfo=UTC), sku="TENT-2"),
    ),
    coupons=(
        Coupon("WELCOME15", "amount", Decimal("15"), Decimal("99")),
        Coupon("LIN-10", "percent", Decimal("10"), None, None, datetime(2026, 12, 31, tzinfo=UTC), "C1"),
        Coupon("LIN-USED", "amount", Decimal("20.00"), customer_id="C1", used_at=PENDING.placed_at),
        Coupon("ANN-5", "amount", Decimal("5"), valid_from=datetime(2026, 1, 1, tzinfo=UTC), customer_id="C2"),
    ),
)
