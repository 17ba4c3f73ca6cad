"""Hand-written sentences for reasons; `{item}` is a product's title, other slots are named in `Facts`."""

from typing import Literal

Language = Literal["zh", "en"]
Form = Literal[
    "bought",
    "cart",
    "viewed",
    "rated",
    "seen",
    "companion",
    "again",
    "season",
    "popular",
    "price",
    "asked",
    "available",
]
"""What a reason rests on: the traces of another product, of the offered one itself (`seen`, `again`), of the buyers of
one of the customer's products (`companion`), of the shop's year, of the customer's wish."""

WORDINGS: dict[Language, dict[Form, tuple[str, ...]]] = {
    "zh": {
        "bought": (
            "因为你买过「{item}」。",
            "你之前入手了「{item}」，所以想到了这一款。",
            "从你买的「{item}」来看，这款可能合你心意。",
            "你选过「{item}」，顺着这个喜好挑了它。",
            "买了「{item}」的你，也许会留意它。",
            "参考了你买过的「{item}」。",
            "你那次买「{item}」，让这款排到了前面。",
            "根据你的购买记录，里面有「{item}」。",
        ),
        "cart": (
            "你把「{item}」放进过购物车，这款值得一起看看。",
            "因为「{item}」进过你的购物车。",
            "你考虑过「{item}」，所以也给你看看这一款。",
            "从你加购过的「{item}」想到的。",
            "「{item}」曾在你的购物车里，据此挑了它。",
        ),
        "viewed": (
            "因为你看过「{item}」。",
            "你浏览过「{item}」，这款也可以看看。",
            "你点开过「{item}」，顺着找到了它。",
            "看你对「{item}」有兴趣，也推荐这一款。",
            "从你看过的「{item}」想到的。",
            "你留意过「{item}」，不妨也看看它。",
            "参考了你的浏览记录，其中有「{item}」。",
            "你点进过「{item}」的页面，所以有了这条推荐。",
        ),
        "seen": (
            "这款你之前就看过。",
            "你留意过这一款，现在有货。",
            "它在你的浏览记录里，还没有下单。",
            "你看过它，售价 {price}。",
            "之前看过的这款还在，{price}。",
        ),
        "rated": (
            "你给「{item}」打了 {stars} 星，所以选了它。",
            "你对「{item}」的评价是 {stars} 星，顺着这个口味挑的。",
            "因为你喜欢「{item}」（{stars} 星）。",
            "「{item}」得了你 {stars} 星，这款也许同样合适。",
        ),
        "companion": (
            "有 {customers} 位买过「{item}」的顾客也买了它。",
            "{customers} 位顾客的选择和你一样有「{item}」，他们还买了这一款。",
            "买「{item}」的顾客里，有 {customers} 位也带走了这一款。",
            "本店有 {customers} 位顾客同时拥有它和「{item}」。",
            "与你的「{item}」搭着买的有 {customers} 位顾客。",
        ),
        "again": (
            "你买过它，店里也有别的顾客回购。",
            "这是你买过的，也是有顾客一再回购的。",
            "上次买它已经有一阵子了，要不要补一份？",
        ),
        "season": (
            "这个时节，它正当季。",
            "它的销量大多在这几个月，现在正是时候。",
            "应季之选：一年里就数这段时间买它的人多。",
        ),
        "popular": (
            "它是同类里买的人最多的前三名之一。",
            "同类商品里，它的购买人数排前三。",
            "店里同类商品里，买过它的人数进了前三。",
        ),
        "price": (
            "{price}，在你说的 {limit} 以内。",
            "{limit} 的预算够用：它卖 {price}。",
            "没有超出 {limit}，现价 {price}。",
            "符合你的预算，只要 {price}。",
            "按你的 {limit} 上限挑的，售价 {price}。",
        ),
        "asked": (
            "正是你要找的那一类，{price}。",
            "按你说的类别挑的，现在有货。",
            "符合你提的要求，售价 {price}。",
            "你点名要的种类，现货 {price}。",
        ),
        "available": (
            "现在有货，售价 {price}。",
            "现货，{price}，可以马上下单。",
            "有货，售价 {price}。",
        ),
    },
    "en": {
        "bought": (
            "Because you bought the {item}.",
            "You chose the {item}, which is why this came up.",
            "Going by your {item}, this could suit you.",
            "Your {item} put this one near the top.",
            "Picked with the {item} you bought in mind.",
            "A next step from your {item}.",
            "Your order of the {item} points this way.",
            "Suggested by what you have bought, the {item} among it.",
        ),
        "cart": (
            "You had the {item} in your cart, so this may be worth a look.",
            "Because the {item} was in your cart.",
            "You considered the {item}; here is another thought.",
            "Your cart once held the {item}, and this goes in the same direction.",
            "Picked with the {item} from your cart in mind.",
        ),
        "viewed": (
            "Because you looked at the {item}.",
            "You had a look at the {item}; this one may be worth one too.",
            "Your visit to the {item} brought this up.",
            "Since the {item} caught your eye.",
            "You opened the {item}, and this is where that leads.",
            "Going by what you have looked at, such as the {item}.",
            "A thought that follows from the {item} you viewed.",
            "You showed interest in the {item}.",
        ),
        "seen": (
            "You have looked at this one before.",
            "This one caught your eye earlier, and it is in stock.",
            "You viewed it but have not ordered it yet.",
            "Still here since you looked at it, for {price}.",
            "One you opened yourself before; it costs {price}.",
        ),
        "rated": (
            "You gave the {item} {stars} stars, so this may please you too.",
            "Because you liked the {item} ({stars} stars).",
            "Your {stars}-star rating of the {item} led here.",
            "Chosen along the lines of the {item}, which you rated {stars} stars.",
        ),
        "companion": (
            "{customers} customers who bought the {item} bought this too.",
            "{customers} other buyers of your {item} went for this one.",
            "{customers} of our customers own both this and the {item}.",
            "A pair with your {item}: {customers} customers have both.",
            "Your {item} is in {customers} shopping histories together with this.",
        ),
        "again": (
            "You have bought it before, and other customers came back for it too.",
            "One of yours already, and one that people buy again.",
            "It has been a while since you last bought this one.",
        ),
        "season": (
            "It is in season right now.",
            "Most of its buyers come in these months.",
            "This is the time of the year for it.",
        ),
        "popular": (
            "Among the three most bought of its kind here.",
            "No more than two others in its category have more buyers.",
            "A top-three choice of our customers in its category.",
        ),
        "price": (
            "{price}, within your {limit}.",
            "At {price} it stays under the {limit} you named.",
            "Your limit of {limit} covers it: {price}.",
            "It keeps to your budget at {price}.",
            "Priced {price}, so no more than {limit}.",
        ),
        "asked": (
            "The kind of thing you asked for, at {price}.",
            "Just the type you named, and in stock.",
            "It fits what you asked for: {price}.",
            "You asked for one of these; this one is {price}.",
        ),
        "available": (
            "In stock now at {price}.",
            "Ready to order today for {price}.",
            "Available right away, {price}.",
        ),
    },
}
