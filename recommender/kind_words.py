"""The words of two languages for kinds and categories of goods, and how names of such products end."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of product: what customers call it, what names of such products end with, and what only looks like it."""

    word: str
    said: re.Pattern[str]
    endings: tuple[str, ...]
    other: tuple[str, ...] = ()


def _kind(word: str, said: str, *endings: str, other: tuple[str, ...] = ()) -> Kind:
    return Kind(word, re.compile(said, re.IGNORECASE), endings, other)


KINDS: tuple[Kind, ...] = (
    _kind(
        "headphones",
        r"耳机|耳麦|\bheadphones?\b|\bearphones?\b|\bheadsets?\b|\bcans\b",
        *("headphones", "headset", "earphones", "earbuds", "耳机", "耳麦"),
    ),
    _kind(
        "earbuds",
        r"入耳式?耳机|真无线(?:蓝牙)?耳机|\bear ?buds?\b|\bairpods?\b",
        *("earbuds", "earphones", "in-ear headphones", "真无线蓝牙耳机", "真无线耳机", "入耳式耳机"),
    ),
    _kind("speaker", r"音箱|音响|\b(?:loud)?speakers?\b", "speaker", "speakers", "soundbar", "音箱", "音响", "回音壁"),
    _kind("soundbar", r"回音壁|\bsound ?bars?\b", "soundbar", "回音壁"),
    _kind(
        "coffee machine",
        r"咖啡机|\b(?:coffee|espresso) (?:machine|maker)s?\b",
        "espresso machine",
        "coffee machine",
        "coffee maker",
        "咖啡机",
    ),
    _kind("grinder", r"磨豆机|\bgrinders?\b", "grinder", "磨豆机"),
    _kind("kettle", r"(?:热|电|烧|保温)水壶|水壶|\bkettles?\b", "kettle", "水壶", "养生壶"),
    _kind("rice cooker", r"电饭[煲锅]|\brice cookers?\b", "rice cooker", "电饭煲", "电饭锅"),
    _kind("air fryer", r"空气炸锅|\bair ?fryers?\b", "air fryer", "空气炸锅"),
    _kind(
        "blender",
        r"榨汁[机杯]|搅拌机|破壁机|\bblenders?\b|\bjuicers?\b",
        "blender",
        "juicer",
        "榨汁杯",
        "榨汁机",
        "搅拌机",
    ),
    _kind("toaster", r"(?:烤)?面包机|多士炉|吐司机|\btoasters?\b", "toaster", "多士炉", "面包机"),
    _kind("kitchen scale", r"电子秤|厨房秤|\b(?:coffee|kitchen) scales?\b", "scale", "电子秤", "厨房秤"),
    _kind("tent", r"帐篷|\btents?\b", "tent", "帐篷"),
    _kind("sleeping bag", r"睡袋|\bsleeping bags?\b", "sleeping bag", "睡袋"),
    _kind("camp chair", r"折叠椅|露营椅|\b(?:camp(?:ing)?|folding) chairs?\b", "camp chair", "折叠椅", "露营椅"),
    _kind("chair", r"椅子?|\bchairs?\b", "chair", "椅"),
    _kind("camp table", r"蛋卷桌|露营桌|折叠桌|\b(?:camp(?:ing)?|folding) tables?\b", "camp table", "蛋卷桌", "折叠桌"),
    _kind("table", r"桌子|\btables?\b", "table", "desk", "桌"),
    _kind(
        "desk",
        r"书桌|办公桌|电脑桌|升降桌|\b(?:a|the|standing|office|new|computer) desks?\b",
        "desk",
        "升降桌",
        "书桌",
        "办公桌",
    ),
    _kind("headlamp", r"头灯|\bhead ?(?:lamp|torch|light)(?:e?s)?\b", "headlamp", "头灯"),
    _kind("desk lamp", r"台灯|\bdesk (?:lamp|light)s?\b", "desk lamp", "台灯"),
    _kind("night light", r"夜灯|\bnight ?(?:lamp|light)s?\b", "night light", "夜灯"),
    _kind("lamp", r"灯具|(?<![头台夜])灯|\blamps?\b|\blights\b", "lamp", "light", "headlamp", "灯"),
    _kind("stove", r"气炉|炉具|炉头|\bstoves?\b", "stove", "炉"),
    _kind("cookware", r"套锅|锅具|\bcook(?:ing)? ?sets?\b|\bcookware\b", "cook set", "套锅"),
    _kind(
        "running shoes",
        r"跑鞋|跑步鞋|慢跑鞋|\brunning shoes?\b|\brunners\b",
        "running shoes",
        "racing shoes",
        "跑鞋",
        "慢跑鞋",
    ),
    _kind("boots", r"靴子?|登山鞋|徒步鞋|\b(?:hiking )?boots?\b|\bhiking shoes\b", "boots", "靴"),
    _kind("slippers", r"拖鞋|凉拖|\bslides\b|\bslippers?\b|\bflip ?flops?\b", "slides", "slippers", "拖鞋"),
    _kind(
        "sneakers",
        r"球鞋|小白鞋|帆布鞋|板鞋|\bsneakers?\b|\btrainers\b",
        "sneakers",
        "shoes",
        "小白鞋",
        "帆布鞋",
        "跑鞋",
        "慢跑鞋",
    ),
    _kind("shoes", r"鞋子?(?!架|柜|盒|垫|带|油)|\bshoes?\b", "shoes", "sneakers", "boots", "slides", "鞋", "靴"),
    _kind("socks", r"袜子?|\bsocks?\b", "socks", "袜"),
    _kind("t-shirt", r"t ?恤|短袖|\bt-?shirts?\b|\btees?\b", "t-shirt", "t恤"),
    _kind("shirt", r"衬衫|衬衣|\bshirts?\b", "shirt", "衬衫"),
    _kind(
        "sweater",
        r"毛衣|针织衫|羊毛衫|\bsweaters?\b|\bjumpers?\b|\bpullovers?\b",
        "sweater",
        "圆领衫",
        "毛衣",
        "针织衫",
    ),
    _kind("coat", r"大衣|\bcoats?\b", "coat", "大衣"),
    _kind("jacket", r"外套|夹克|\bjackets?\b", "jacket", "coat", "shell", "外套", "夹克", "大衣", "冲锋衣", "防晒衣"),
    _kind(
        "rain jacket", r"冲锋衣|雨衣|\brain ?(?:coat|jacket|shell)s?\b", "rain shell", "rain jacket", "冲锋衣", "雨衣"
    ),
    _kind("sun jacket", r"防晒[衣服]", "sun-protection jacket", "防晒衣", "防晒服"),
    _kind("vest", r"马甲|背心|\bvests?\b|\bgilets?\b", "vest", "马甲", "背心"),
    _kind("pyjamas", r"睡衣|家居服|\bp[yj]?[ja]?a?jamas?\b|\bpjs\b", "pyjama", "pyjamas", "pajamas", "家居服", "睡衣"),
    _kind("underwear", r"内裤|内衣|\bunderwear\b|\bbriefs\b|\bboxers\b", "briefs", "underwear", "内裤"),
    _kind("scarf", r"围巾|\bscar(?:f|ves|fs)\b", "scarf", "围巾"),
    _kind(
        "backpack",
        r"双肩包|背包|书包|\b(?:back|day|ruck)[ -]?(?:pack|sack)s?\b",
        "backpack",
        "daypack",
        "双肩包",
        "背包",
        "皮肤包",
    ),
    _kind(
        "suitcase",
        r"行李箱|拉杆箱|旅行箱|登机箱|\bsuitcases?\b|\bluggage\b|\bcarry-?ons?\b",
        "suitcase",
        "luggage",
        "拉杆箱",
        "行李箱",
    ),
    _kind(
        "shoulder bag",
        r"单肩包|斜挎包|挎包|\bcross-?body\b(?: bags?)?|\bshoulder bags?\b",
        "crossbody",
        "shoulder bag",
        "斜挎包",
        "饺子包",
        "单肩包",
    ),
    _kind("tote", r"托特包?|帆布包|帆布袋|\btotes?\b(?: bags?)?", "tote", "托特包"),
    _kind("briefcase", r"公文包|\bbriefcases?\b", "briefcase", "公文包"),
    _kind("card holder", r"卡包|钱包|\bcard ?holders?\b|\bwallets?\b", "card holder", "wallet", "卡包", "钱包"),
    _kind(
        "travel bag",
        r"旅行包|健身包|\bduff(?:el|le)s?\b(?: bags?)?|\b(?:gym|travel) bags?\b",
        "duffel",
        "旅行包",
        "健身包",
    ),
    _kind(
        "bag",
        r"包包|(?:个|款|只|买|要|找|荐|的)包(?![邮装裹含括子年])|\bbags?\b",
        *("backpack", "daypack", "tote", "crossbody", "shoulder bag", "briefcase", "duffel", "bag"),
        *("双肩包", "皮肤包", "托特包", "斜挎包", "饺子包", "公文包", "旅行包", "背包", "挎包"),
        other=("sleeping bag",),
    ),
    _kind(
        "cleanser",
        r"洗面奶|洁面|洗脸|\b(?:face|facial)? ?(?:cleansers?|wash)\b",
        "cleanser",
        "face wash",
        "洁面乳",
        "洗面奶",
    ),
    _kind("body wash", r"沐浴[露乳]|\bbody wash\b|\bshower gel\b", "body wash", "shower gel", "沐浴露", "沐浴乳"),
    _kind("serum", r"精华|\bserums?\b", "serum", "精华"),
    _kind("sunscreen", r"防晒(?![衣服])[霜乳]?|\bsun ?(?:screen|block|cream)s?\b", "sunscreen", "防晒乳", "防晒霜"),
    _kind(
        "face cream",
        r"面霜|修护霜|乳霜|\b(?:face|facial|barrier|day|night) creams?\b|\bmoisturi[sz]ers?\b",
        "barrier cream",
        "face cream",
        "moisturiser",
        "修护霜",
        "面霜",
    ),
    _kind("hand cream", r"护手霜|\bhand creams?\b", "hand cream", "护手霜"),
    _kind("lip balm", r"润唇膏|唇膏|\b(?:lip balm|chapstick)s?\b", "lip balm", "润唇膏", "唇膏"),
    _kind("face mask", r"面膜|\b(?:clay|face|facial) masks?\b", "clay mask", "mask", "面膜"),
    _kind("toothbrush", r"牙刷|\btooth ?brush(?:es)?\b", "toothbrush", "牙刷"),
    _kind("gift box", r"礼盒|\bgift (?:box|set)(?:es|s)?\b", "gift box", "gift set", "礼盒"),
    _kind("pillow", r"枕头?|\bpillows?\b", "pillow", "枕", "枕头"),
    _kind("cushion", r"坐垫|\bcushions?\b", "cushion", "坐垫"),
    _kind("diffuser", r"香薰机?|\bdiffusers?\b", "diffuser", "香薰机"),
    _kind("storage box", r"收纳箱|收纳盒|\bstorage box(?:es)?\b", "storage boxes", "收纳箱", "收纳盒"),
)

CATEGORIES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(said, re.IGNORECASE), names)
    for said, names in (
        (r"影音|音频|\baudio\b|\bhi-?fi\b", ("audio", "影音")),
        (r"厨房|厨具|小家电|厨电|\bkitchen\b|\bcooking\b", ("kitchen", "厨房")),
        (r"户外|露营|野营|徒步|\boutdoors?\b|\bcamping\b|\bhiking\b", ("outdoor", "户外")),
        (r"衣服|服饰|服装|穿的|\bcloth(?:es|ing)\b|\bapparel\b", ("clothing", "apparel", "服饰")),
        (r"箱包", ("bags", "箱包")),
        (r"护肤|个护|化妆品|\bskin ?care\b|\bbeauty\b|\bcosmetics?\b", ("skincare", "beauty", "护肤")),
        (
            r"家居|家里用|书房|\bhome (?:goods|decor|stuff|products?|office)\b|\bfor (?:my|the|our) (?:home|desk)\b",
            ("home", "家居"),
        ),
    )
)
"""What customers say for a whole category, and what its name in a catalogue contains."""
