"""Questions about what a customer has with the shop, coupons, points, gift cards and his profile; pure."""

from actions.account.asking import any_of, bare, pattern

_COUPON = r"(?:coupons?|vouchers?|(?:discount|promo|promotion) codes?)"
_COUPON_ZH = r"(?:优惠[券卷劵]|折扣券|代金券|消费券|抵用券|红包|[券卷劵])"
_ON_FILE = r"(?:address|e-?mail|phone|number|payment methods?|cards?|details?|information|info|data|name)"

coupons = any_of(
    bare(_COUPON, _COUPON_ZH),
    pattern(
        r"\b(?:what|which|show|list|see|check|view|where|any|tell me)\b[^.?!]{0,25}\bmy (?:\w+ )?" + _COUPON,
        r"^\W*my (?:\w+ )?" + _COUPON + r"\W*$",
        r"\b(?:do i|have i) (?:still |currently |now )?(?:have|got)(?: \w+){0,3} (?:"
        + _COUPON
        + r"|codes?)(?! (?:back|again))\b",
        r"\b" + _COUPON + r" (?:do i have|have i got|i have|can i use|i can use|are (?:there |available )?(?:for me"
        r"|on my account))\b",
        r"\b" + _COUPON + r"\b.{0,15}\b(?:on|in) my (?:account|wallet)\b",
        r"\bwhen (?:does|do|will) my (?:\w+ )?" + _COUPON + r" (?:expire|run out|end)\b",
        r"\b(?:coupons?|vouchers?|codes?)(?:,? (?:is|are) there (?:any|some))? for me\b",
        r"我(?:的|还|现在|目前|账[户号]里?|名下|这边|这里|手里)*(?:都|总共|一共)?(?:有|剩)"
        r"(?:没有|几[张个]|多少[张个]?|什么|哪些|啥|可用的?|能用的?|可以用的?|没用的?|的)*" + _COUPON_ZH + r"(?!码)",
        r"我的" + _COUPON_ZH + r"(?:都)?(?:还)?(?:有(?:哪些|什么|几|多少|啥)|在哪|呢|是哪些|剩|列表|什么时候"
        r"|哪天|几号)",
        r"^我的" + _COUPON_ZH + r"[?？]?$",
        r"(?:查|看|列)(?:一?下|看|查|询|出)*(?:我的?)?(?:账[户号]里?的?)?" + _COUPON_ZH,
        r"(?:还)?(?:有|剩)(?:几|多少)张(?:可用的?|能用的?)?" + _COUPON_ZH,
        r"我(?:的|那|这)[^，。,]{0,8}" + _COUPON_ZH + r".{0,4}(?:什么时候|哪天|几号|多久)(?:会)?(?:到期|过期|失效)",
        r"我[^，。,]{0,10}" + _COUPON_ZH + r"(?:还|现在)?(?:在不在|在[吗么嘛]|有效[吗么]|能用[吗么]|能不能用"
        r"|过期了?[吗没])",
        r"\b(?:can i|do i) still (?:use|have) my (?:\w+ )?" + _COUPON,
        r"\bis my (?:[\w%]+ )?" + _COUPON + r" still (?:there|valid|good)\b",
    ),
)
points = any_of(
    bare(r"points?", r"(?:会员)?积分"),
    pattern(
        r"\bhow many (?:\w+ )?points (?:do i (?:still |now |currently )?have|have i|i have|are (?:on|in|left)"
        r"|i['’]ve)\b",
        r"\b(?:what|show|check|see|tell|how many|view)\b[^.?!]{0,25}\bmy (?:\w+ )?points?\b(?! (?:for|from"
        r"|missing|expire"
        r"|worth))",
        r"^\W*(?:my )?points balance\W*$|\bmy points balance\b",
        r"\bdo i (?:still )?have (?:any |enough )?(?:\w+ )?points\b",
        r"我.{0,8}(?:有|剩|攒了?|累计了?)(?:多少|几)[百千]?个?(?:会员)?积?分",
        r"积分(?:还|现在|目前)?(?:有|剩|是)(?:多少|几)",
        r"(?:查|看)(?:一?下|看|查|询)*我?的?(?:会员)?积分(?:余额)?(?:$|[?？。])",
        r"我的(?:会员)?积分(?:余额|是多少|有多少|多少|呢|$|[?？])",
        r"^积分余额",
        r"\bhow many points\W*$|\bpoints (?:do i have|have i)\b",
        r"积分.{0,4}(?:有|剩|攒|存)(?:下|了)?(?:多少|几)",
    ),
)
gift_card = any_of(
    bare(r"gift ?cards?(?: balance)?", r"礼品卡"),
    pattern(
        r"\bgift ?cards?\b.{0,20}\bbalance\b|\bbalance\b.{0,25}\bgift ?cards?\b",
        r"\bhow much\b.{0,25}\b(?:on|left|in)\b.{0,12}\bmy gift ?cards?\b",
        r"\bmy gift ?cards?\b.{0,20}\b(?:left|remaining|worth)\b",
        r"\bhow much\b.{0,25}\bgift ?cards?\b.{0,8}\b(?:left|remaining)\b",
        r"\bdo i have (?:a|any) gift ?cards?\b",
        r"礼品卡.{0,6}(?:余额|(?:还|里)?(?:有|剩)(?:下)?(?:多少|几))(?!.{0,4}(?:哪|在哪))",
        r"我的?(?:还)?有(?:没有)?礼品卡",
    ),
)
profile = pattern(
    r"(?:看|查|告诉)(?:一?下|看|我)*我的(?:默认)?(?:收货)?(?:地址|邮箱|手机号)(?!.{0,4}(?:错|改|换))",
    r"\bwhat(?:['’]s| is) the (?:address|e-?mail|phone(?: number)?) (?:in|on|of) my (?:account|profile)\b",
    r"我?(?:账[户号]|资料)里?(?:默认)?的?(?:收货)?地址(?:是)?(?:哪|什么|啥)",
    r"\b(?:what|which)\b.{0,20}\b"
    + _ON_FILE
    + r"\b.{0,12}\b(?:do you have|have you got|(?:is|are) (?:on file|saved|stored|registered)|(?:is|are) (?:on"
    r"|in|with) my (?:account|profile)|on file|did i register"
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
    r"我的(?:默认)?(?:邮箱|手机号?码?|电话|(?:收货)?地址|支付方式|银行卡)"
    r"(?:[和跟与、](?:邮箱|手机号?码?|电话|(?:收货)?地址|支付方式|银行卡))*(?:分别)?(?:都)?(?:是|有)(?:什么|哪|多少"
    r"|几|啥)",
    r"(?:账[户号]|资料)里?(?:的|都|绑定?的?|存的?|留的?)?(?:地址|邮箱|手机号?|电话|支付方式|银行卡|卡)(?:是|有"
    r"|都有)(?:什么|哪|多少|几)",
    r"你们(?:这)?(?:里)?(?:有|存了|留了|登记了)我的?(?:哪些|什么)(?:信息|资料|邮箱|地址|电话|支付方式|卡)",
)
