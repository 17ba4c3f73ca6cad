"""Questions about one of his orders or all of them, as customers put them; pure."""

from actions.account.asking import any_of, pattern, pattern_with_number

_LEAD = r"\b(?:show|list|see|view|tell|give|what|which|where|how many|check|look up|pull up|all|do i have|have i)\b"
_ORDER_ZH = r"(?:订单|[这那上]一?[单笔]|单子)"

contents = any_of(
    pattern(
        r"\bwhat(?:['’]s| is| was| are| were)?(?: \w+){0,2} in(?:side)? (?:my|the|that|this)(?: \w+)? (?:order|parcel"
        r"|package)\b",
        r"\b(?:which|what) (?:items?|products?|things?|goods)\b.{0,25}\b(?:order|parcel|package)\b",
        r"\b(?:contents|items) (?:of|in) (?:my|the|that|this)(?: \w+)? (?:order|parcel|package)\b",
        r"(?:订单.{0,4}(?:里面?|中|内)|[这那上]一?[单笔].{0,4}?(?:里面?|中|内)?)(?:都)?(?:买了?|有|是"
        r"|装的?是?)(?:些)?(?:什么|啥|哪些)"
        r"(?!时候|问题|优惠|进展|状态|动静|消息|意思|情况|原因|活动|快递|地址|支付|付)",
        r"里[面头]?(?:都)?买了?(?:些)?(?:什么|啥|哪些)",
        r"包裹里面?(?:都)?(?:有|是|装的?是?)(?:些)?(?:什么|啥|哪些)",
    ),
    pattern_with_number(
        r"\bwhat(?:['’]s| is| was| are| were)?(?: \w+)? in\b",
        r"\bwhat (?:(?:did|have) )?i (?:order|buy|bought|purchase)",
        r"\b(?:contents|items)\b",
        r"(?:(?:里面?|中)(?:都)?(?:买了?|有|是)|(?:都)?(?:买了?|有))(?:些)?(?:什么|啥|哪些)(?:东西|商品|货"
        r"|$|[?？了呀啊呢])",
    ),
)
orders = pattern(
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
paid = any_of(
    pattern(
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
    pattern_with_number(
        r"\bhow much (?:was|is|did|does)\b",
        r"\b(?:total|paid)\b",
        r"支付(?:金额|方式)|付款(?:金额|方式)|怎么(?:付|支付)的",
        r"(?:一共|总共|合计)?多少钱|(?:总额|总价|金额)",
    ),
)
tracking = pattern(
    r"\btracking (?:number|no\b|id|code|link|info)(?!.{0,20}\b(?:works?|found|invalid|isn|is not|updat"
    r"|shows? nothing|opens))(?!.{0,3}在哪)",
    r"(?:快递|运单|物流|货运|包裹)[单编]?号(?:码)?(?:是)?(?:多少|什么|几|给我|发我|发给我|发一下|呢|$|[?？])",
    r"(?:查|给|发|要|告诉|问|知道).{0,10}(?:快递|运单|物流)单?号(?!.{0,6}(?:查不|无效|错))",
)
address = any_of(
    pattern(
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
    pattern_with_number(
        r"\bwhere\b.{0,40}\b(?:send|sent|ship|shipped|deliver|delivered|going)\b", r"(?:寄|送|发)(?:到|往|去)哪"
    ),
    pattern_with_number(r"\baddress\b", r"(?:收货|收件|配送)?地址(?:是)?(?:哪|什么|啥|$|[?？])"),
)

_LEFT = r"(?:leave|left|ship(?:ped)?|sent|dispatched|despatched|posted|go(?:ne)? out|handed over)"
_CAME = r"(?:delivered|arrived?|received?|signed for|come|get here|dropped off)"
_BOUGHT = r"(?:order(?:ed)?|buy|bought|purchased?|placed?|made|paid)"
_WHEN_ZH = r"(?:什么时[候间]|啥时候?|哪天|哪一天|几号|几时|几点)"

dates = pattern(
    rf"\bwhen (?:did|was|were|has|have)\b[^.?!]{{0,40}}\b(?:{_LEFT}|{_CAME}|{_BOUGHT})\b",
    rf"\b(?:what|which) (?:day|date|time)\b[^.?!]{{0,10}}\b(?:was|did|were|have"
    rf"|has)\b[^.?!]{{0,40}}\b(?:{_LEFT}|{_CAME}"
    rf"|{_BOUGHT})\b",
    r"\b(?:shipping|ship|dispatch|order|purchase) date\b|\bdate (?:of (?:my|the|that|this) (?:order|purchase)"
    r"|i ordered)\b",
    _WHEN_ZH + r"[^，。？?]{0,6}(?:发|寄|出库|送|签收|收|到|下|买|拍|付)(?:出|到|货|单|达|去|款)?的(?:货|单"
    r"|来着|[呢啊呀]|$|\W)",
    r"(?:发货|寄出|出库|下单|签收|送达|购买)(?:时间|日期)(?:是)?(?:什么|哪|几|多少|呢|$|[?？])",
)
