"""Goods the sentences of these tests speak of: some of the demo shop, some of a made-up one without Chinese names."""

from decimal import Decimal
from itertools import product as combinations

from storefront.model import OrderLine, Product, Variant


def goods(product_id: str, name: str, name_zh: str = "", brand: str = "", /, **options: str) -> Product:
    """A product with every combination of its options, given as `color="red|blue"`; `_` in a key is a space."""
    keys = [key.replace("_", " ") for key in options]
    variants = tuple(
        Variant(f"{product_id}-{number}", dict(zip(keys, values, strict=True)), Decimal(10 + number), "CNY", 3)
        for number, values in enumerate(combinations(*(written.split("|") for written in options.values())))
    )
    return Product(product_id, name, variants, name_zh, brand=brand)


EARBUDS = goods(
    "BUDS",
    "Tonviq Air 2 True Wireless Earbuds",
    "Tonviq Air 2 真无线蓝牙耳机",
    "Tonviq",
    color="black|white|sage green",
)
CANS = goods(
    "CANS",
    "Orlune Calm 700 Noise-Cancelling Headphones",
    "Orlune Calm 700 头戴式降噪耳机",
    "Orlune",
    color="graphite|sand|navy",
)
PEBBLE = goods(
    "PEBBLE",
    "Orlune Pebble Portable Bluetooth Speaker",
    "Orlune Pebble 小石头蓝牙音箱",
    "Orlune",
    color="oat|terracotta|moss green|sky blue",
)
SWAN = goods(
    "SWAN",
    "Brellin Swan Gooseneck Electric Kettle 0.8 L",
    "Brellin Swan 鹅颈温控电水壶 0.8L",
    "Brellin",
    color="black|white|pine green",
)
SHOES = goods(
    "SHOES",
    "Pacelark Drift 3 Daily Running Shoes",
    "Pacelark Drift 3 日常慢跑鞋",
    "Pacelark",
    color="white|black",
    size="EU 38|EU 40|EU 42|EU 44",
)
TEE = goods(
    "TEE", "Sumu 260 g Heavy Cotton T-Shirt", "素沐 260克重磅纯棉T恤", "Sumu", color="white|black", size="M|L|XL"
)
COOKER = goods(
    "COOKER", "Zaotai Mini Rice Cooker", "灶台记 迷你电饭煲", "Zaotai", capacity="1.6 L|3 L", color="white|jade green"
)
SOCKS = goods(
    "SOCKS",
    "Pacelark Crew Sports Socks (3 pairs)",
    "Pacelark 中筒运动袜（3双装）",
    "Pacelark",
    size="EU 36-40|EU 41-44",
)
STEAMER = goods("STEAMER", "Zaotai Two-Tier Egg Steamer", "灶台记 双层煮蛋蒸蛋器", "Zaotai", tiers="one|two")
CHAIR = goods(
    "CHAIR",
    "Oakenly Spine Mesh Ergonomic Chair",
    "Oakenly Spine 网面人体工学椅",
    "Oakenly",
    color="black|grey",
    footrest="no|yes",
)
STANDING_DESK = goods(
    "DESK", "Oakenly Lift Electric Standing Desk", "Oakenly Lift 双电机升降桌", "Oakenly", size="120x60 cm|140x70 cm"
)

SLATE = goods(
    "SLATE", "Tablet", color="black|silver|gold", screen_size="7-inch|8-inch|10-inch", storage="32GB|64GB|128GB"
)
POT = goods(
    "POT", "Travel Kettle", color="white|silver|black", capacity="1L|1.5L|2L", material="glass|stainless steel|plastic"
)
READING_LAMP = goods(
    "LAMP", "Reading Lamp", color="white|black|silver", brightness="low|medium|high", power_source="USB|battery"
)
KEYS = goods(
    "KEYS", "Compact Keyboard", switch_type="clicky|tactile|linear", backlight="RGB|white|none", color="white|black"
)
SUIT = goods("SUIT", "Rain Jacket", size="S|M|L|XL", color="navy|red", waterproof="yes|no")
MOUSE = goods("MOUSE", "Wireless Mouse", color="black|white", sensor_type="optical|laser")
BOARD = goods("BOARD", "Longboard Skateboard", deck_material="bamboo|maple|plastic", length="28 inch|31 inch|34 inch")
PUZZLE = goods("PUZZLE", "Jigsaw Puzzle", pieces="500|1000|2000", theme="animals|landscape")
SHADES = goods(
    "SHADES",
    "Sunglasses",
    frame_color="black|brown",
    lens_color="black|brown|green",
    lens_type="polarized|non-polarized",
)
PHONE = goods("PHONE", "Smartphone", color="black|gold", storage="256GB|512GB|1TB")

KIDS_CANS = goods(
    "KIDS",
    "Hoolulu Junior Volume-Limited Headphones",
    "Hoolulu 儿童限音量头戴耳机",
    "Hoolulu",
    color="blue|yellow|pink",
)
HEADSET = goods(
    "HEADSET", "Tonviq GX40 Wireless Gaming Headset", "Tonviq GX40 无线游戏耳机", "Tonviq", color="black|white|pink"
)
TABLE = goods("TABLE", "Yeluo Egg-Roll Camp Table", "野络 蛋卷桌", "Yeluo", size="60 cm|90 cm|120 cm")
STOVE = goods(
    "STOVE", "Torvak Spider Split Gas Stove", "Torvak Spider 分体式气炉", "Torvak", set="stove only|stove + windscreen"
)
CAMP_CHAIR = goods(
    "CAMPCHAIR", "Yeluo Moon Folding Camp Chair", "野络 月亮折叠椅", "Yeluo", back="low|high", color="khaki|black"
)
NIGHT_LIGHT = goods("LIGHT", "Dengyu Moonbun Night Light", "灯屿 小馒头夜灯", "Dengyu", shape="bun|rabbit|whale")
PYJAMAS = goods(
    "PJS", "Sumu Waffle Cotton Pyjama Set", "素沐 华夫格家居服套装", "Sumu", color="grey|apricot", size="S|M|L"
)
CROSSBODY = goods("CROSS", "Tuobu Waxed Canvas Crossbody", "驮布 油蜡帆布斜挎包", "Tuobu", color="tan|olive|navy")
DUMPLING_BAG = goods("DUMPLING", "Tuobu Dumpling Shoulder Bag", "驮布 饺子包", "Tuobu", color="black|cream|lemon|mocha")
ESPRESSO = goods(
    "ESPRESSO",
    "Mifarro Uno Semi-Automatic Espresso Machine",
    "Mifarro Uno 半自动意式咖啡机",
    "Mifarro",
    color="brushed steel|cream|matte black",
)
POLES = goods(
    "POLES", "Pinecairn Stride Trekking Poles (pair)", "Pinecairn Stride 登山杖（一对）", material="aluminium|carbon"
)
TENT = goods(
    "TENT",
    "Pinecairn Ridge Freestanding Tent",
    "Pinecairn Ridge 双层自立帐篷",
    capacity="2 person|3 person",
    color="forest|sand",
)
RACERS = goods(
    "RACERS",
    "Pacelark Vault Carbon Racing Shoes",
    "Pacelark Vault 碳板竞速跑鞋",
    color="lime|white",
    size="EU 39|EU 41|EU 43",
)
VEST = goods("VEST", "Linfu Featherlight Down Vest", "霖浮 轻羽绒马甲", "Linfu", color="black|khaki", size="M|L|XL")
SHELL = goods(
    "SHELL", "Linfu Drizzle 2.5-Layer Rain Shell", "霖浮 Drizzle 轻量冲锋衣", "Linfu", color="black|orange", size="M|L"
)
SUN_JACKET = goods(
    "SUN", "Linfu Cool Sun-Protection Jacket", "霖浮 凉感防晒衣", "Linfu", color="white|lilac", size="S|M"
)

ALL = {
    one.product_id: one
    for one in (
        *(EARBUDS, CANS, PEBBLE, SWAN, SHOES, TEE, COOKER, SOCKS, STEAMER, CHAIR, STANDING_DESK),
        *(SLATE, POT, READING_LAMP, KEYS, SUIT, MOUSE, BOARD, PUZZLE, SHADES, PHONE),
        *(KIDS_CANS, HEADSET, TABLE, STOVE, CAMP_CHAIR, NIGHT_LIGHT, PYJAMAS, CROSSBODY, DUMPLING_BAG),
        *(ESPRESSO, POLES, TENT, RACERS, VEST, SHELL, SUN_JACKET),
    )
}


def line(product: Product, /, quantity: int = 1, line_id: str = "", **options: str) -> OrderLine:
    """A line of an order with the first variant that has the options."""
    asked = {key.replace("_", " "): value for key, value in options.items()}
    variant = next(one for one in product.variants if asked.items() <= one.options.items())
    return OrderLine(
        line_id or product.product_id,
        variant.sku,
        product.product_id,
        product.name,
        dict(variant.options),
        variant.price,
        quantity,
    )
