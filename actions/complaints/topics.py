"""What a complaint is about, and whether a message says it at all."""

import re
from collections.abc import Mapping

from storefront.model import Topic

_CUES: tuple[tuple[Topic, str], ...] = (
    (
        Topic.TREATMENT,
        r"态度|骂|吼|嘲笑|侮辱|歧视|威胁|不耐烦|爱搭不理|阴阳怪气|欺负|挂(?:我|了|断).{0,4}(?:电话)?|踢皮球|机器人|答非所问"
        r"|\b(?:rude(?:ly|ness)?|attitude|impolite|unfriendly|disrespect\w*|insult\w*|sw[oe]re|yell\w*|shout\w*"
        r"|laugh\w* at|hung up|threaten\w*|condescend\w*|discriminat\w*|spoken to|treat\w*|bot|chatbot"
        r"|behaviou?r)\b",
    ),
    (
        Topic.GOODS,
        r"坏|破(?!费)|碎|裂|质量|瑕疵|发错|寄错|送错|错发|少发|漏发|缺件|假货|次品|二手|掉色|褪色|划痕|异味|用不了|不能用"
        r"|没法用|漏水|与描述不符|货不对板"
        r"|\b(?:broken?|broke|faulty|defect\w*|damaged|cracked|shattered|scratched|torn|stained|f[ea]ll(?:ing)? apart"
        r"|dead on arrival|leak\w*|wrong (?:item|size|colou?r|product|thing|one|order|goods|model)"
        r"|missing (?:part|piece)s?"
        r"|(?:does|did|do)n[o']?t work|not working|stopped working|(?:poor|bad|terrible) quality|fakes?|counterfeit"
        r"|not as described)\b",
    ),
    (
        Topic.MONEY,
        r"乱?收费|多收|多扣|扣了?(?:两|2|我)|重复扣|退款|没退钱|退我钱|价格|降价|涨价|太贵|虚假(?:优惠|折扣)|优惠券|运费"
        r"|\b(?:refund\w*|overcharged?|charged|double charge|price[sd]?|pric(?:e|ing)|expensive|fees?|my money|discount"
        r"|coupon)\b",
    ),
    (
        Topic.LATE,
        r"没到|没收到|迟迟|延误|晚到|太慢|丢件|弄丢|丢了|物流|不发货|没发货|超时|等了.{0,6}[天周月]"
        r"|\b(?:late|delay\w*|overdue|lost|never (?:came|arrived|showed|turned up)|(?:has|have|did)n[o']?t (?:\w+ )?"
        r"(?:come|arrived?|shown up|turned up|shipped)|not (?:come|arrived|here|shipped)"
        r"|still waiting for (?:my|the|it)|shipping|delivery|stuck|where is my)\b",
    ),
    (
        Topic.WAITING,
        r"没人(?:回|理|管|接|答)|不回(?:复|消息|我)|不理(?:我|人)|没(?:有)?(?:回复|答复|回音|下文)|回消息|排队|等客服"
        r"|一直在等|联系不上|打不通|推来推去"
        r"|\b(?:no ?(?:body|one) (?:\w+ )?(?:answer\w*|repl\w+|respon\w+|call\w*|cares?|picks? up)"
        r"|no (?:answer|reply|response)"
        r"|never (?:answer\w*|repl\w+|respon\w+|call\w*)|ignor\w+|on hold|wait(?:ed|ing)|call(?:ed)? back"
        r"|unanswered)\b",
    ),
    (
        Topic.RULES,
        r"规定|规则|政策|条款|霸王|不合理|凭什么不|\b(?:polic(?:y|ies)|rules?|terms|conditions|unfair|red tape)\b",
    ),
    (Topic.LATE, r"快递(?!员|小哥)|包裹|\b(?:parcels?|packages?)\b"),
    (
        Topic.TREATMENT,
        r"客服|快递员|快递小哥|配送员|送货|店员|员工|\b(?:agents?|staff|employees?|couriers?|drivers?|support"
        r"|(?:customer )?service|delivery (?:guy|man))\b",
    ),
)
_PATTERNS = tuple((topic, re.compile(words, re.IGNORECASE)) for topic, words in _CUES)

_READ: Mapping[str, Topic] = {
    "logistics": Topic.LATE,
    "product_quality": Topic.GOODS,
    "packaging": Topic.GOODS,
    "fit_size": Topic.GOODS,
    "authenticity": Topic.GOODS,
    "price_promotion": Topic.MONEY,
    "service_attitude": Topic.TREATMENT,
}
"""The classifier's topics, for complaints whose words name nothing."""

_EMPTY_ENGLISH = (
    r"\b(?:i'?[dm]?|we|you|your|yours|it|is|am|are|be|this|that|the|an?|my|me|us|to|in|for|with|at|of|on|about|against|how"
    r"|where|whom?|do|does|can|could|may|might|should|would|will|shall|going|gonna|wanna|like|want|wish|need|needs|have"
    r"|has|got|make|making|file|filing|lodge|lodging|raise|raising|submit\w*|register\w*|place|put|report|formal(?:ly)?"
    r"|official(?:ly)?|serious(?:ly)?|big|complaints?|complain|complaining|grievances?|something|someone|somebody|some"
    r"|shop|store|company|guys|people|please|pls|hi|hello|hey|there|now|here|ok(?:ay)?|so|well|and|just|really|very"
    r"|help|department)\b"
)
_EMPTY_CHINESE = (
    r"投诉|举报|抱怨|差评|tousu|我|想|要|必须|一定|你们|你|您|贵|家|店铺?|商家|平台|这里|这|那|给|个|一下|一|怎么|如何|哪里|哪儿"
    r"|在|去|可以|能|吗|呢|啊|呀|吧|了|的|哦|请问?|麻烦|帮|反映|反馈|有|点|件|事情?|情况|问题|您好|你好|就|是|对|电话|渠道"
)
_EMPTY = re.compile(f"{_EMPTY_ENGLISH}|{_EMPTY_CHINESE}", re.IGNORECASE)

_COMPLAINS = re.compile(
    r"(?:我要|我想|必须|一定要?|得|要)(?:去)?\s?(?:投诉(?!得|处理)|complain\b)|投诉你们"
    r"|\b(?:want|like|need|going|have|wish|here) to (?:\w+ )?(?:complain\b|投诉)"
    r"|\b(?:file|filing|make|making|lodge|lodging|raise|raising|submit|register) an? (?:\w+ )?complaint\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"就(?:要|去|得)?投诉|否则|不然|\b(?:or else|otherwise|unless|if you (?:don'?t|do not|can'?t|won'?t))\b",
    re.IGNORECASE,
)
_ASKS_HOW = re.compile(r"怎么|如何|哪里|电话|\b(?:how|where|who)\b", re.IGNORECASE)


def topic_of(text: str, read: str = "") -> Topic:
    """What the complaint is about by its words, else by the topic that the classifier read."""
    named = next((topic for topic, pattern in _PATTERNS if pattern.search(text)), None)
    return named or _READ.get(read, Topic.OTHER)


def is_bare(text: str) -> bool:
    """Whether the text says no more than that the customer complains."""
    return re.search(r"\w", _EMPTY.sub(" ", text)) is None


def says_he_complains(text: str) -> bool:
    """Whether the customer says outright that he complains; he neither threatens to nor asks how that is done."""
    return _COMPLAINS.search(text) is not None and not (_ONLY_IF.search(text) or _ASKS_HOW.search(text))
