"""Which fact about himself or his orders a customer asks for; pure, read from the words alone.

A pattern wants a question of fact ("how many points do I have"), never how things are done, and never a wish to change
something: such messages are none of these and go the way they went before.
"""

import re
from collections.abc import Callable
from enum import StrEnum


class Asked(StrEnum):
    """A fact that can be looked up."""

    ORDERS = "orders"
    CONTENTS = "contents"
    PAID = "paid"
    TRACKING = "tracking"
    ADDRESS = "address"
    COUPONS = "coupons"
    POINTS = "points"
    GIFT_CARD = "gift_card"
    PROFILE = "profile"


ABOUT_AN_ORDER = frozenset({Asked.CONTENTS, Asked.PAID, Asked.TRACKING, Asked.ADDRESS})
"""Facts of one order: which one has to be known."""

_NO_QUESTION_OF_FACT = re.compile(
    r"\b(?:how (?:do|can|could|to|would|should|long)\b|chang(?:e|ing)\b|updat(?:e|ing)\b|edit\b|delete\b|remov(?:e"
    r"|ing)\b"
    r"|add(?:ing)?\b|correct\b|wrong\b|cancel(?:l?ing)?\b|return(?:ing)?\b|exchang(?:e|ing)\b|invoice|receipt|why\b"
    r"|do(?:es)?n['’]?t\b|does not\b|won['’]?t\b|can['’]?t\b|cannot\b|not work|lost\b|stolen\b|shar(?:e|ing)\b|sell\b"
    r"|if i\b|friend|put\b|mov(?:e|ing)\b|transfer|combine\b|empty\b|blank\b|another address|different address"
    r"|new address)"
    r"|怎么(?!还|付的|支付的|付款的)|如何|怎样|为什么|为啥|[改换](?!季)|更新|删|取消|退[款货钱回给]|能退"
    r"|发票|不见|用不了|不能用|没法"
    r"|不对|注销|打不开|泄露|安全|补发",
    re.IGNORECASE,
)


def asked_in(text: str, names_order: bool = False) -> Asked | None:
    """The fact asked for, None when it is none of these; ``names_order`` says that the text holds an order number."""
    if not text or _NO_QUESTION_OF_FACT.search(text):
        return None
    for asked, asks in _QUESTIONS:
        if asks(text, names_order):
            return asked
    return None


_Asks = Callable[[str, bool], bool]


def _pattern(*alternatives: str) -> _Asks:
    pattern = re.compile("|".join(alternatives), re.IGNORECASE)
    return lambda text, names_order: pattern.search(text) is not None


def _pattern_with_number(*alternatives: str) -> _Asks:
    """Words that ask for a fact of an order only where an order number stands beside them."""
    asks = _pattern(*alternatives)
    return lambda text, names_order: names_order and asks(text, names_order)


def _any(*questions: _Asks) -> _Asks:
    return lambda text, names_order: any(asks(text, names_order) for asks in questions)


_LEAD = r"\b(?:show|list|see|view|tell|give|what|which|where|how many|check|look up|pull up|all|do i have|have i)\b"
_COUPON = r"(?:coupons?|vouchers?|(?:discount|promo|promotion) codes?)"
_COUPON_ZH = r"(?:优惠[券卷劵]|折扣券|代金券|消费券|抵用券|红包|[券卷劵])"
_ON_FILE = r"(?:address|e-?mail|phone|number|payment methods?|cards?|details?|information|info|data|name)"
_ORDER_ZH = r"(?:订单|[这那上]一?[单笔]|单子)"

_contents = _any(
    _pattern(
        r"\bwhat(?:['’]s| is| was| are| were)?(?: \w+){0,2} in(?:side)? (?:my|the|that|this)(?: \w+)? (?:order|parcel"
        r"|package)\b",
        r"\b(?:which|what) (?:items?|products?|things?|goods)\b.{0,25}\b(?:order|parcel|package)\b",
        r"\b(?:contents|items) (?:of|in) (?:my|the|that|this)(?: \w+)? (?:order|parcel|package)\b",
        r"(?:订单.{0,4}(?:里面?|中|内)|[这那上]一?[单笔].{0,4}?(?:里面?|中|内)?)(?:都)?(?:买了?|有|是"
        r"|装的?是?)(?:些)?(?:什么|啥|哪些)"
        r"(?!时候|问题|优惠|进展|状态|动静|消息|意思|情况|原因|活动|快递|地址|支付|付)",
        r"包裹里面?(?:都)?(?:有|是|装的?是?)(?:些)?(?:什么|啥|哪些)",
    ),
    _pattern_with_number(
        r"\bwhat(?:['’]s| is| was| are| were)?(?: \w+)? in\b",
        r"\bwhat (?:(?:did|have) )?i (?:order|buy|bought|purchase)",
        r"\b(?:contents|items)\b",
        r"(?:(?:里面?|中)(?:都)?(?:买了?|有|是)|(?:都)?(?:买了?|有))(?:些)?(?:什么|啥|哪些)(?:东西|商品|货"
        r"|$|[?？了呀啊呢])",
    ),
)
_orders = _pattern(
    _LEAD + r"[^.?!]{0,30}\bmy (?:\w+ )?(?:orders|purchases)\b(?! (?:is|are|was) th(?:is|at))",
    r"^\W*my (?:\w+ )?orders\W*$",
    r"\border history\b",
    r"\bwhat (?:all )?(?:have|did|['’]ve) i (?:order|buy|bought|purchase)",
    r"\b(?:everything|all (?:the )?(?:things|items|products)) (?:that )?i(?:['’]ve"
    r"| have)? (?:ever )?(?:bought|ordered"
    r"|purchased)\b",
    r"\bhow many orders (?:do|did|have|are)\b|\bcount (?:all )?my orders\b",
    r"数.{0,3}我?.{0,3}几[个笔]订单|我.{0,4}有?几[个笔]订单",
    r"\b(?:which|what) orders (?:do|have|did) i\b",
    r"我(?:的|名下|现在|目前|这里|账[户号])*(?:所有|全部|历史)?(?:的)?订单(?:都)?(?:有哪些|有什么|是哪些|列|记录|历史"
    r"|有几|有多少)",
    r"(?:所有|全部|历史|以前|之前|以往)的?订单",
    r"我.{0,10}买(?:过|了)(?:些|哪些|什么|啥|几|多少)",
    r"(?:有|下[过了]?)(?:哪些|几[个笔条]?|多少[个笔条]?)订?单(?!号)",
    r"订单(?:列表|记录|历史)",
    r"下[过了](?:几|多少)[个笔]?单",
)
_paid = _any(
    _pattern(
        r"\b(?:how much|what)(?: money)?(?: in total| altogether)? (?:did|have) i (?:pay|paid|spen[dt])\b",
        r"\bhow much (?:was|is|did|does)(?: \w+)? (?:my|the|that|this)(?: \w+)? order\b",
        r"\b(?:total|amount|price)\b.{0,20}\b(?:of|for) (?:my|the|that|this)(?: \w+)? order\b",
        r"\b(?:what|which) (?:payment method|card|account|method)\b.{0,12}\b(?:did i|have i|was used|i used"
        r"|was charged)\b",
        r"\bwhat did i pay with\b|\bhow did i pay\b",
        r"(?:付|花|支付|扣)了(?:我)?(?:多少|几)",
        r"实付(?:了|款|金额)?(?:是)?(?:多少|几)",
        r"(?:总共|一共|合计|总计)(?:付|花|支付|扣)(?:了|的)?(?:是)?(?:多少|几)",
        r"(?:用|拿|是)(?:的)?(?:什么(?!时候)|哪个|哪张|哪种|啥).{0,6}(?:付的|支付的|付款的|付钱的|买的|结的账)",
        _ORDER_ZH + r".{0,4}(?:是)?(?:多少钱|(?:的)?(?:总额|总价|总金额|金额)(?:是)?(?:多少|几|$|[?？呢]))",
    ),
    _pattern_with_number(
        r"\bhow much (?:was|is|did|does)\b",
        r"\b(?:total|paid)\b",
        r"支付(?:金额|方式)|付款(?:金额|方式)|怎么(?:付|支付)的",
        r"(?:一共|总共|合计)?多少钱|(?:总额|总价|金额)",
    ),
)
_tracking = _pattern(
    r"\btracking (?:number|no\b|id|code|link|info)(?!.{0,20}\b(?:works?|found|invalid|isn|is not|updat"
    r"|shows? nothing|opens))(?!.{0,3}在哪)",
    r"(?:快递|运单|物流|货运|包裹)[单编]?号(?:码)?(?:是)?(?:多少|什么|几|给我|发我|发给我|发一下|呢|$|[?？])",
    r"(?:查|给|发|要|告诉|问|知道).{0,10}(?:快递|运单|物流)单?号(?!.{0,6}(?:查不|无效|错))",
)
_address = _any(
    _pattern(
        r"\b(?:which|what) address\b.{0,25}\b(?:go(?:es|ing)?|sent|ship|shipped|shipping|deliver|delivered|order"
        r"|parcel|package)\b",
        r"\bwhere (?:is|are|was|will|does|did)\b.{0,30}\b(?:order|parcel|package|it)\b.{0,12}\b(?:going|go|sent"
        r"|shipped|delivered|shipping|delivering|deliver) to\b",
        r"\b(?:delivery|shipping) address\b.{0,12}\b(?:of|for|on)\b.{0,12}\border\b",
        r"\b(?:what|which)(?:['’]s| is| was) (?:the|its) (?:delivery|shipping) address\b",
        r"(?:寄|送|发|配送|派送)(?:到|往|去|给)(?:的是)?(?:哪个|什么|哪里的|哪儿的)(?:收货)?地址",
        r"(?:要|会|是|准备|打算)(?:寄|送|发|配送)(?:到|往)哪(?:里|儿|个地方)?(?!了)",
        _ORDER_ZH + r".{0,6}(?:收货|收件|配送|邮寄)?地址(?:填的|写的|留的)?(?:是)?(?:哪|什么|啥|多少|$|[?？])",
        r"(?:收货|收件|配送)地址(?:填|写)的(?:是)?(?:哪|什么|啥)",
    ),
    _pattern_with_number(
        r"\bwhere\b.{0,40}\b(?:send|sent|ship|shipped|deliver|delivered)\b", r"(?:寄|送|发)(?:到|往|去)哪"
    ),
    _pattern_with_number(r"\baddress\b", r"(?:收货|收件|配送)?地址(?:是)?(?:哪|什么|啥|$|[?？])"),
)
_coupons = _pattern(
    r"\b(?:what|which|show|list|see|check|view|where|any|tell me)\b[^.?!]{0,25}\bmy (?:\w+ )?" + _COUPON,
    r"^\W*my (?:\w+ )?" + _COUPON + r"\W*$",
    r"\b(?:do i|have i) (?:still |currently |now )?(?:have|got)(?: \w+){0,3} (?:"
    + _COUPON
    + r"|codes?)(?! (?:back|again))\b",
    r"\b"
    + _COUPON
    + r" (?:do i have|have i got|i have|can i use|i can use|are (?:there |available )?(?:for me|on my account))\b",
    r"\b" + _COUPON + r"\b.{0,15}\b(?:on|in) my (?:account|wallet)\b",
    r"\bwhen (?:does|do|will) my (?:\w+ )?" + _COUPON + r" (?:expire|run out|end)\b",
    r"\b(?:coupons?|vouchers?|codes?) for me\b",
    r"我(?:的|还|现在|目前|账[户号]里?|名下|这边|这里|手里)*(?:都|总共|一共)?(?:有|剩)"
    r"(?:没有|几[张个]|多少[张个]?|什么|哪些|啥|可用的?|能用的?|可以用的?|没用的?|的)*" + _COUPON_ZH + r"(?!码)",
    r"我的" + _COUPON_ZH + r"(?:都)?(?:还)?(?:有(?:哪些|什么|几|多少|啥)|在哪|呢|是哪些|剩|列表|什么时候|哪天|几号)",
    r"^我的" + _COUPON_ZH + r"[?？]?$",
    r"(?:查|看|列)(?:一?下|看|查|询|出)*(?:我的?)?(?:账[户号]里?的?)?" + _COUPON_ZH,
    r"(?:还)?(?:有|剩)(?:几|多少)张(?:可用的?|能用的?)?" + _COUPON_ZH,
    r"我(?:的|那|这)[^，。,]{0,8}" + _COUPON_ZH + r".{0,4}(?:什么时候|哪天|几号|多久)(?:会)?(?:到期|过期|失效)",
)
_points = _pattern(
    r"\bhow many (?:\w+ )?points (?:do i (?:still |now |currently )?have|have i|i have|are (?:on|in|left)|i['’]ve)\b",
    r"\b(?:what|show|check|see|tell|how many|view)\b[^.?!]{0,25}\bmy (?:\w+ )?points?\b(?! (?:for|from|missing|expire"
    r"|worth))",
    r"^\W*(?:my )?points balance\W*$|\bmy points balance\b",
    r"\bdo i (?:still )?have (?:any |enough )?(?:\w+ )?points\b",
    r"我.{0,8}(?:有|剩|攒了?|累计了?)(?:多少|几)个?(?:会员)?积?分",
    r"积分(?:还|现在|目前)?(?:有|剩|是)(?:多少|几)",
    r"(?:查|看)(?:一?下|看|查|询)*我?的?(?:会员)?积分(?:余额)?(?:$|[?？。])",
    r"我的(?:会员)?积分(?:余额|是多少|有多少|多少|呢|$|[?？])",
    r"^积分余额",
)
_gift_card = _pattern(
    r"\bgift ?cards?\b.{0,20}\bbalance\b|\bbalance\b.{0,25}\bgift ?cards?\b",
    r"\bhow much\b.{0,25}\b(?:on|left|in)\b.{0,12}\bmy gift ?cards?\b",
    r"\bmy gift ?cards?\b.{0,20}\b(?:left|remaining|worth)\b",
    r"\bhow much\b.{0,25}\bgift ?cards?\b.{0,8}\b(?:left|remaining)\b",
    r"\bdo i have (?:a|any) gift ?cards?\b",
    r"礼品卡.{0,6}(?:余额|(?:还|里)?(?:有|剩)(?:下)?(?:多少|几))(?!.{0,4}(?:哪|在哪))",
    r"我的?(?:还)?有(?:没有)?礼品卡",
)
_profile = _pattern(
    r"(?:看|查|告诉)(?:一?下|看|我)*我的(?:默认)?(?:收货)?(?:地址|邮箱|手机号)(?!.{0,4}(?:错|改|换))",
    r"\bwhat(?:['’]s| is) the (?:address|e-?mail|phone(?: number)?) (?:in|on|of) my (?:account|profile)\b",
    r"我?(?:账[户号]|资料)里?(?:默认)?的?(?:收货)?地址(?:是)?(?:哪|什么|啥)",
    r"\b(?:what|which)\b.{0,20}\b"
    + _ON_FILE
    + r"\b.{0,12}\b(?:do you have|have you got|(?:is|are) (?:on file|saved|stored|registered)|on file|did i register"
    r"|am i registered)\b",
    r"\bwhat (?:do you|\w+ do you) (?:know|have) (?:about|on|of|for) me\b",
    r"\b(?:show|see|view|check|tell me|list)\b[^.?!]{0,12}\bmy (?:profile|(?:account|personal"
    r"|profile) (?:details|info"
    r"|information|data)|(?:saved |default )?(?:address|cards?|payment methods?|e-?mail))\b",
    r"\b(?:what|which)(?:['’]s| is| are)? (?:is |are )?my (?:\w+ )?(?:address|e-?mail|phone(?: number)?"
    r"|payment methods?|(?:bank |saved |credit )cards?)\b",
    r"\b(?:which|what) (?:payment methods?|cards?)\b.{0,12}\b(?:do i have|have i|in my (?:account|profile))\b",
    r"我的?(?:个人)?(?:资料|个人信息|账[户号]信息|账[户号]资料)(?:里)?(?:都)?(?:是|有|$|[?？])(?:什么|哪些|啥)?",
    r"(?:留|登记|绑定?|注册|预留|保存|存)的(?:是)?(?:哪个|什么|哪张)?(?:邮箱|手机号?|电话|地址|收货地址|支付方式"
    r"|银行卡|卡)(?:是|有|都有)?(?:哪|什么|多少|几|$|[?？])",
    r"(?:留|登记|绑定?|注册|预留|保存|存)的是(?:哪个|什么|哪张)(?:邮箱|手机号?|电话|地址|收货地址|支付方式"
    r"|银行卡|卡)",
    r"我的(?:默认)?(?:邮箱|手机号?码?|电话|(?:收货)?地址|支付方式|银行卡)(?:是|有|都有)(?:什么|哪|多少|几|啥)",
    r"(?:账[户号]|资料)里?(?:的|都|绑定?的?|存的?|留的?)?(?:地址|邮箱|手机号?|电话|支付方式|银行卡|卡)(?:是|有"
    r"|都有)(?:什么|哪|多少|几)",
    r"你们(?:这)?(?:里)?(?:有|存了|留了|登记了)我的?(?:哪些|什么)(?:信息|资料|邮箱|地址|电话|支付方式|卡)",
)

_QUESTIONS: tuple[tuple[Asked, _Asks], ...] = (
    (Asked.TRACKING, _tracking),
    (Asked.ADDRESS, _address),
    (Asked.PAID, _paid),
    (Asked.CONTENTS, _contents),
    (Asked.ORDERS, _orders),
    (Asked.COUPONS, _coupons),
    (Asked.POINTS, _points),
    (Asked.GIFT_CARD, _gift_card),
    (Asked.PROFILE, _profile),
)
