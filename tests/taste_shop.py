"""A small generated shop whose customers have tastes: two of six categories each, with complements between products."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from storefront.model import Address, Customer, Event, Product, ShopData, Variant

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
CATEGORIES = ("audio", "kitchen", "outdoor", "shoes", "bags", "skincare")
_KINDS = {
    "audio": ("Earbuds", "耳机"),
    "kitchen": ("Kettle", "电水壶"),
    "outdoor": ("Tent", "帐篷"),
    "shoes": ("Running Shoes", "跑鞋"),
    "bags": ("Backpack", "双肩包"),
    "skincare": ("Hand Cream", "护手霜"),
}
PRODUCTS_A_CATEGORY = 6
COLOURS = ("black", "white", "green")


def taste_shop(customers: int = 40, visits: int = 10, seed: int = 1) -> tuple[ShopData, dict[str, set[str]]]:
    """The shop, and the categories each customer is drawn to."""
    dice = Random(seed)
    products = tuple(_product(category, place) for category in CATEGORIES for place in range(PRODUCTS_A_CATEGORY))
    tastes = {f"C{number}": set(dice.sample(CATEGORIES, 2)) for number in range(customers)}
    events = [
        event for customer_id in tastes for event in _life(customer_id, tastes[customer_id], products, visits, dice)
    ]
    people = tuple(Customer(customer_id, "Ann", customer_id, Address()) for customer_id in tastes)
    return ShopData(customers=people, products=products, events=tuple(events)), tastes


def _product(category: str, place: int) -> Product:
    english, chinese = _KINDS[category]
    price = Decimal(50 + 60 * place)
    return Product(
        product_id=f"{category}-{place}",
        name=f"Model {place} {english}",
        variants=tuple(
            Variant(f"{category}-{place}-{colour}", {"color": colour}, price + step, "CNY", 3)
            for step, colour in enumerate(COLOURS)
        ),
        name_zh=f"{'一二三四五六'[place]}号 {chinese}",
        category=category,
        brand=f"Brand {place % 3}",
    )


def _life(customer_id: str, taste: set[str], products: tuple[Product, ...], visits: int, dice: Random) -> list[Event]:
    liked = [product for product in products if product.category in taste]
    at, events = START + timedelta(hours=dice.randrange(200)), []
    for _ in range(visits):
        at += timedelta(days=dice.randint(3, 12))
        for step in range(dice.randint(1, 3)):
            product = dice.choice(liked if dice.random() < 0.9 else products)
            events.append(Event(customer_id, "view", at + timedelta(minutes=step), product_id=product.product_id))
        if dice.random() < 0.4:
            chosen = dice.choice(liked)
            sku = dice.choice(chosen.variants).sku
            events.append(Event(customer_id, "purchase", at + timedelta(minutes=9), sku, chosen.product_id))
    return events
