"""Which fact about a product a customer asks for; pure, read from the words alone.

Only what the catalogue knows for certain counts. How a thing is washed, whether it fits, what shipping costs or when it
will be back is none of it: such questions keep their past answers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from actions.reading.mixed import in_plain_words


class Fact(StrEnum):
    """What the catalogue can tell."""

    STOCK = "stock"
    OPTIONS = "options"
    PRICE = "price"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


@dataclass(frozen=True)
class Question:
    """A fact asked for; a loose question ("do you have ...") is one only when it also names a variant of the product.

    ``points_back`` says that it points at something spoken of: "is it also there in blue".
    """

    fact: Fact
    loose: bool = False
    points_back: bool = False


_ELSEWHERE = re.compile(
    r"\b(?:shipping|delivery|deliver(?:ed)?|postage|discounts?|coupons?|vouchers?|codes?|on sale|sales?\b|refund\w*"
    r"|return\w*|exchange"
    r"|warranty|guarantee|repair\w*|price[ -]match\w*|cheaper (?:elsewhere|on|at|than|tomorrow|later)|restock\w*"
    r"|back in stock"
    r"|when\b|how long|in[ -]stores?|near me|pick ?up|my (?:order|parcel|package)|cancel|wash\w*|clean\w*|manual"
    r"|instructions?"
    r"|videos?|photos?|pictures?|reviews?|spare|accessor\w+|size (?:chart|guide)|how to|fits?|fitting|compatible"
    r"|works? with"
    r"|should i|do i (?:need|take)|for me|recommend\w*|better|best|differen\w+|compare\w*|why|installments?|invoice"
    r"|student"
    r"|black friday|negotiable|true to size|runs? (?:small|large|big)|i(?:['’]m| am) \d|points|gift wrap\w*"
    r"|customi[sz]e|last week|yesterday|save|bundle|wholesale|banner|in my (?:cart|basket)|tax|unit price|last price"
    r"|wearing|what material(?! (?:choices|options))|full price)\b"
    r"|运费|邮费|包邮|配送|快递|优惠|打折|折扣|活动|降价|涨价|保价|价保|差价|券|积分|退|保修|质保|维修|补货|什么时候"
    r"|啥时候|几号到|到货|还会"
    r"|门店|实体店|(?<!最)贵|(?<!最)便宜|为什么|为啥|怎么(?!卖)|如何|我的订单|[改换](?!季)|说明书|教程|视频|评价|赠品"
    r"|送|气味|异味|毒|甲醛"
    r"|配件|色差|噪音|认证|证书|适合|合适|推荐|区别|哪个好|哪款好|好看|(?<!可)(?<!可以)(?<!能)选|穿|身高"
    r"|体重|斤|分期|发票|双十一"
    r"|双11|六一八"
    r"|618|胸围|腰围|衣长|多大的人|划算|抵|标错|写错|价格保护|直播|拼团|差多少|单卖|一起|对应|要几码"
    r"|是多少码|最低价了",
    re.IGNORECASE,
)
_OPTION = (
    r"(?:colou?rs?|sizes?|options?|choices?|versions?|variants?|variations?|models?|styles?|capacit(?:y|ies)"
    r"|lengths?|materials?"
    r"|types?|kinds?|scents?|shades?|patterns?|designs?)"
)
_OPTION_ZH = r"(?:颜色|尺码|尺寸|码数?|号|规格|款式?|版本|型号|容量|材质|口味|香味|香型|大小|选择|色|种类|样式|花色)"
_NO_PRICE = (
    r"(?! (?:water|memory|storage|space|power|noise|light|time|room|weight|ram)\b)"
    r"(?!.{0,40}\b(?:holds?|weighs?|weight)\b)"
)

_CHEAPEST = re.compile(
    r"\bcheapest\b|\bleast expensive\b|\blowest[ -]priced?\b|\bcosts? the least\b|\bmost affordable\b"
    r"|最低多少|最便宜|价格最低|最低价",
    re.IGNORECASE,
)
_DEAREST = re.compile(
    r"\bmost expensive\b|\bpriciest\b|\bdearest\b|\b(?:highest|top)[ -]priced?\b|\bcosts? the most\b"
    r"|最高价|顶配|最贵|价格最高",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    rf"\b(?:what|which)\b(?: \w+){{0,2}} {_OPTION}\b.{{0,30}}"
    r"\b(?:come|comes|available|there|have|offer|sell|get|sold|made|got)\b"
    rf"|\bwhat are the (?:\w+ ){{0,2}}{_OPTION}\b|\bin every {_OPTION}\b"
    rf"|\b(?:what|which) {_OPTION}(?: then| now| so)?\W*$|\b(?:what|which) (?:other )?{_OPTION} (?:are|is)\b"
    r"|\bwhat (?:does|do) (?:it|this|that|they|the [\w -]{2,40}) come in\b"
    rf"|(?:有|都有|分|出)?(?:哪[些几]|什么|几|啥|多少)[种个款]?{_OPTION_ZH}",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\bin stock\b|\bout of stock\b|\bsold[ -]out\b|\bavailab(?:le|ility)\b"
    r"|\b(?:any|some|many) (?:[\w-]+ ){0,4}left\b|\bstill (?:have|sell|there|got)\b|\bcan i still (?:order|buy|get)\b"
    rf"|\b(?:how many|number of) (?:[\w-]+ ){{0,4}}{_OPTION}\b|\b(?:whether|if) you (?:still )?have any\b"
    r"|(?:几|多少)[种款](?:可选|可买|能买|能选|可以选)?(?=$|[?？,，])|(?:还|现在)?(?:能|可以)下单"
    r"|有(?:没有)?现?货|现货|缺货|没货|卖完|卖光|售罄|断货|库存|还(?:在)?卖|还有(?:没有|没|吗|么|不)"
    r"|还有.{1,10}[吗么]|还剩",
    re.IGNORECASE,
)
_IS_BACK = re.compile(
    r"\b(?:is|are|has|have)\b(?! there).{1,60}\b(?:back|restocked)(?: in(?: stock)?)?(?: yet| now| again)?\W*$"
    r"|^\W*back in(?: stock)?(?: yet| now| again)?\W*$|补[了到]?货了?[吗没]|有没有补货|补上货|到新货了?[吗没]",
    re.IGNORECASE,
)
"""Whether what was sold out can be had again; when it will be is not known."""

_LOOSE = re.compile(
    r"\b(?:do|did) you (?:also |guys )?(?:have|sell|carry|stock|do)\b|\bhave you got\b"
    r"|\bgot (?:any|it|this|that|one|the|them)\b|\bis there (?:also )?(?:an?|one|it|the)\b|\bare there\b"
    r"|\bis it (?:also )?(?:there )?in\b|\bdoes (?:it|this|that|the [\w -]{2,40}) (?:also )?come in\b"
    r"|\bcomes? in\b|\balso in\b|\b(?:what|how) about\b|\bcan i (?:get|have|buy|order) (?:it|this|that|one|the)\b"
    r"|\bany in\b|^\W*(?:and |or |also )*in \w+|\bin (?:an?other )?(?:colou?r|size)\b"
    r"|有没有|有.{1,12}[吗么嘛]|有没|也有|能买|可以买",
    re.IGNORECASE,
)
_PRICE = re.compile(
    rf"\bhow much\b{_NO_PRICE}|\bwhat(?:['’]s| is| are)? (?:the |its |their )?(?:\w+ )?prices?\b"
    r"|\bprices? (?:of|for)\b|\bprice\W*$|\bwhat (?:do|does|would)\b.{1,90}\bcost\b|\bcosts? (?:of|for)\b"
    r"|\bwhat (?:would|do|will) i (?:have to )?pay\b|\b(?:you|do you) charge\b"
    r"|多少钱|什么价|啥价|价格|怎么卖|几块钱|几多钱|售价|卖多少|多少一[个件双条只台套]|价位",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    rf"\b(?:a|an|the|any|this|that|it|its|these|those|they|them|ones?|do|does|did|you|your|guys|have|got|has"
    rf"|sell|carry|stock"
    r"|still|is|are|there|here|please|hi|hello|hey|and|or|so|ok|okay|also|too|in|of|for|what|which|how"
    r"|much|many|about"
    r"|come|no|not|then|back|yet|again|how|only"
    r"|comes|available|availability|left|sold|out|price|prices|cost|costs|cheapest|most|least|expensive|dearest"
    r"|priciest|i"
    rf"|can|get|be|another|other|some|now|right|at|moment|s|{_OPTION})\b"
    r"|[请问多少价格钱怎卖有没货现还吗呢啊呀的了么嘛哪些几个款种什么啥最便宜贵是也能可以买在售库存完光缺断剩你们家店里这那亲一件双条只台套它"
    r"颜色尺码寸大小规式版本型号]|[\W_]",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|ones?|also)\b|它|这|那|此款|该款|也有|也|还有", re.IGNORECASE
)
_FACTS = ((Fact.CHEAPEST, _CHEAPEST), (Fact.DEAREST, _DEAREST), (Fact.PRICE, _PRICE), (Fact.STOCK, _STOCK))
# Which colours are in stock, how many versions are left: what is sold out is not asked for.
_STOCK_ALONE = re.compile(
    r"\bin stock\b|\bavailable (?:now|right now|at the moment)\b|\bhow many\b|\bleft\b"
    r"|货|库存|(?:几"
    r"|多少)种.{0,4}(?:可以|能)买"
    r"|还有|还剩",
    re.IGNORECASE,
)


def question_in(text: str) -> Question | None:
    """The fact that is asked for, None when it is none of these."""
    return _question_in(text) or _question_in(in_plain_words(text))


def _question_in(text: str) -> Question | None:
    if _IS_BACK.search(text):
        return Question(Fact.STOCK, points_back=_POINTS_BACK.search(text) is not None)
    if not text or _ELSEWHERE.search(text):
        return None
    points_back = _POINTS_BACK.search(text) is not None
    fact = next((fact for fact, pattern in _FACTS if pattern.search(text)), None)
    if fact in (None, Fact.STOCK) and _OPTIONS.search(text):
        fact = Fact.STOCK if _STOCK_ALONE.search(text) else Fact.OPTIONS
    if fact is not None:
        return Question(fact, points_back=points_back)
    return Question(Fact.STOCK, loose=True, points_back=points_back) if _LOOSE.search(text) else None


def asks_nothing_else(text: str, named: Iterable[tuple[int, int]]) -> bool:
    """Whether a question holds nothing but what is named in it (stretches of the text) and the words that ask."""
    for start, end in named:  # two of them may overlap: the rest must keep its place
        text = text[:start] + " " * (end - start) + text[end:]
    return not _NOTHING_ELSE.sub("", text)
