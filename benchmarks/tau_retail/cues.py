"""The words by which a customer tells what a reply asks for, reports or refuses, in either language."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Ask(StrEnum):
    """Something a customer can be asked for."""

    EMAIL = "e-mail"
    NAME = "name and postcode"
    CODE = "code"
    ORDER = "order"
    ITEM = "item"
    OPTION = "option"
    REASON = "reason"
    METHOD = "payment method"
    ADDRESS = "address"
    CONFIRM = "confirmation"
    MORE = "anything else"
    PERSON = "a person"


NUMBER = re.compile(r"W\d{7}")
SENTENCE = re.compile(r"(?<=[?!？！。;；\n])\s*|(?<=\.)\s+")
ASKING = re.compile(
    r"[?？]|\b(please|tell me|let me know|give me|send me|provide|need|enter|type|choose|select|pick|confirm|which|what"
    r"|who|whose|where|how|why|could you|can you|would you)\b|请|麻烦|告诉|告知|提供|哪|什么|几|吗|呢|是否|怎么|选|输入|确认|确定|发我|说一下|填",
    re.I,
)

EMAIL = r"e-?mail|邮箱|电子邮件|邮件地址"
NAMED = r"\b(full |your |first |last )name\b|\bname\b|\bzip\b|post ?code|postal code|姓名|名字|邮编|邮政编码"
YES_SAID = r"(say|reply|type|answer|write) .{0,2}(yes|ok)|回复.{0,3}(是|确认|好)"

PATTERNS: Mapping[Ask, re.Pattern[str]] = {
    kind: re.compile(pattern, re.I)
    for kind, pattern in {
        Ask.CODE: r"(verification|security|six|6).{0,12}(code|digit)|\b(the|your|a) code\b|验证码|校验码",
        Ask.EMAIL: EMAIL,
        Ask.NAME: NAMED,
        Ask.MORE: (
            r"anything else|something else|what else|anything more|any other|other (items?|things?|changes?|questions?)"
            r"|is that (all|everything)|are (these|those) all|that'?s (all|everything)"
            r"|(help|do for|assist) you( with)?( today| now)?\s*\?|what (can|may|could|shall|should) (i|we) (do|help|look)|what (would|do) you (like|want|need)( me)? to do"
            r"|还有(其他|其它|别的|什么)|其他(的)?(问题|需要|商品|东西)|别的(问题|需要|商品|东西)?|就这些|什么可以帮|怎么帮"
        ),
        Ask.REASON: r"\breason|\bwhy\b|how come|what('s| is) (wrong|the matter)|what happened|原因|为什么|为何|理由|为啥",
        Ask.ORDER: (
            r"which (of (your|these|the) )?(\w+ )?(order|purchase)|what order|order (number|no\b|id)|number of (the|your|that) order"
            r"|one of (these|your|the following) orders|哪(一)?(个|笔|张|份)?(订单|单)|订单号|单号|订单编号|哪一?(单|笔)"
        ),
        Ask.METHOD: (
            r"payment method|method of payment|\bpay (with|by|using|for)|(which|what|another) (card|account|payment|method)"
            r"|where .{0,30}(refund|money)|how .{0,40}(refunded|pay\b|paid|money back)|refund(ed)? (to|go)|(settle|cover|charge) .{0,30}difference"
            r"|(付款|支付|退款)(方式|账户|渠道)|用(什么|哪).{0,8}(付|支付|结)|退(到|回|款到|去)了?.{0,6}(哪|什么)|差价.{0,12}(哪|什么|怎么)|哪张卡"
        ),
        Ask.ADDRESS: (
            r"\b(new|shipping|delivery|full|right|correct|what|which|your|the) address|where .{0,30}(send|ship|deliver|go\b)"
            r"|(收货|收件|配送|送货|新|详细|完整|什么)的?地址|地址(是|在|改成|换成)|(寄|送)(到|去|往)(哪|什么)"
        ),
        Ask.ITEM: (
            r"which (of (the|these|your) )?(\w+ )?(items?|products?|articles?|pieces?|ones?|things?)\b|what (items?|products?|would you like to (return|exchange|change|send))"
            r"|items? (would|do|should|shall|to|you)|哪(个|些|件|几件|样|一件|几个|一个)(?!.{0,2}(订|单|账|邮|地|方|颜|尺|规))|(什么|哪)商品|商品.{0,6}哪"
        ),
        Ask.OPTION: (
            r"which (\w+ )?(variant|version|option|colou?r|size|model|material|style|type|kind|one)|what (colou?r|size|option|version|variant|material|kind|type|style)"
            r"|(exchange|swap|replace|change).{0,40}\b(for|to|with|into) (what|which)|what .{0,30}(exchange|swap|replace|change|switch).{0,40}\b(for|to|with|into)\b|what .{0,60}\b(instead|exchange it for|like it to be|(changed|switched|swapped) (to|for))"
            r"|(available|following) (variants?|versions?|options?)|规格|哪(一)?(种|款)|颜色|尺码|尺寸|款式|型号|换成?(什么|哪)|改成?(什么|哪)|什么(样|颜色|款|材质)"
        ),
    }.items()
}
CONFIRM = re.compile(
    r"\b(shall|should|may|can) (i|we)\b(?! (have|get|ask|know|see|help|assist|do for))|\bconfirm\b(?! (the |your |which |what )?(order number|reason|e-?mail|name|address|payment method|item|zip))"
    r"|go ahead|proceed|is (that|this|it|all (of )?(this|that)|everything) (right|correct|ok|okay|fine|good|what you)"
    r"|(ok|okay|right|correct|agreed?|yes)\s*\?|are you sure|(do you want|would you like) (me|us) to|\byes\b.{0,8}\b(or|/)\s*.{0,3}no\b"
    rf"|{YES_SAID}|do you (agree|really want)|did you mean|do you mean"
    r"|确认(?!.{0,3}(邮箱|姓名|订单号|原因|邮编))|确定|对吗|对吧|对不对|是否(?!.{0,4}还有)|可以吗|这样吗|没问题吗|好吗|好不好|行吗|无误|正确吗|要我|需要我|您是说|你是说|是不是",
    re.I,
)
PERSON_OFFERED = re.compile(
    r"\b(pass|put|hand|transfer|connect|forward) (you|this|it) (on|over|through|to)\b|帮您转|转过去|转接|(talk|speak|connect|hand|transfer|pass|put|bring|call|get|chat|wait|forward|prefer).{0,50}\b(person|human|agent|colleague|representative|specialist|someone|team|staff|advisor)\b"
    r"|(转|接|联系|找|换|叫|要|等).{0,6}(人工|客服|专员|同事|真人)|人工(客服)?(吗|帮|为您|来)",
    re.I,
)
YES = re.compile(
    r"^\W*(yes|yep|yeah|confirm|ok|okay|correct|go ahead|do it|sure|proceed|that'?s right|确认|确定|是|好|对|可以|同意|没错|继续)",
    re.I,
)
NO = re.compile(
    r"^\W*(no\b|nope|don'?t|do not|not |never ?mind|stop|keep|leave|change|back|否|不|别|算了|先不|取消操作|放弃|返回|保留)",
    re.I,
)
PERSON_TITLE = re.compile(
    r"\b(person|human|agent|colleague|representative|specialist|someone|staff|support team)\b|人工|客服|专员|真人|同事",
    re.I,
)
DONE = re.compile(
    r"\b(done|all set|ha(s|ve) been (?!delivered|shipped|packed|dispatched|paid)|is now|are now|has now|was (cancelled|canceled|changed|updated)|i('ve| have) (now )?(cancel|chang|updat|set|request|open|creat|submitt|mov|book|arrang|regist)\w*"
    r"|successful(ly)?|completed|went through|(is|are) (cancelled|canceled|changed|updated|on (its|the) way back|requested|registered|submitted))\b"
    r"|已(经)?(为您|帮您|给您|成功|经)?(取消|修改|更改|更新|改|换|提交|申请|登记|办理|办好|受理|完成|变更|退|设置|发起|创建|处理)|成功|办好了|搞定|改好了|完成了|取消了|换好了",
    re.I,
)
REFUSED = re.compile(
    r"\b(can'?t|cannot|can not|could ?n'?t|could not|unable|not (possible|allowed|able|eligible|available|permitted)|isn'?t (possible|allowed|eligible|available)"
    r"|no longer (possible|be)|too late|failed|won'?t be able|only .{0,40}(pending|delivered) orders?|not enough|insufficient)\b"
    r"|无法|不能|没法|没办法|不可以|不支持|不允许|失败|不符合|来不及|余额不足|办不了|不行",
    re.I,
)
WHICH = re.compile(r"\b(which|what|where|how|why)\b|哪|什么|怎么", re.I)
OTHERWISE = re.compile(r"\bor\b|还是|或", re.I)
UNPROVEN = re.compile(
    r"match|find|found|recogni[sz]|try again|check|incorrect|not right|wrong|匹配|没找到|找不到|对不上|不正确|核对|重试|没有?查到|有误",
    re.I,
)
MAILED = re.compile(r"\b(receive|get|send|sent|follow)\b.{0,40}\be-?mail|(发|收到).{0,8}(邮件|邮箱)", re.I)
ONESELF = re.compile(r"(it'?s|it is|that'?s|that it is|who) (really )?you\b|your identity|yourself|本人|身份", re.I)
YES_OR_NO = re.compile(r"yes\W{0,3}(or|/)\W{0,3}no|是\W{0,3}(还是|或者?)?\W{0,3}否", re.I)
NEGATIVE = re.compile(
    r"out of stock|sold out|not (currently )?(available|in stock)|unavailable|no longer|isn't|don't have|do not have|none left"
    r"|缺货|没货|售罄|无货|没有货|没有库存|卖完|断货|暂无|无库存",
    re.I,
)
POSITIVE = re.compile(
    r"in stock|available|\byes\b|we have|can (still )?order|有货|现货|有库存|可以(下单|买|购买)|库存充足", re.I
)
STATUSES: Mapping[str, re.Pattern[str]] = {
    "pending": re.compile(
        r"pending|not (yet )?(been )?(shipped|sent)|being prepared|待发货|待处理|未发货|没发货|还没发|准备中", re.I
    ),
    "delivered": re.compile(
        r"(?<!not )(?<!not yet )(?<!not been )(delivered|arrived)|(?<!未)(?<!没)(送达|签收|已收货|送到)", re.I
    ),
    "cancelled": re.compile(r"(?<!not )cancell?ed|已取消|取消了", re.I),
}
