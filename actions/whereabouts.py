"""What a customer asks the whereabouts of: a parcel, money, a return; in words often taken for something else; pure."""

import re
from enum import StrEnum

from actions.reading.clauses import clauses
from actions.reading.mixed import in_plain_words
from actions.tasks.cues import wants_a_change


class Whereabouts(StrEnum):
    """What may be under way."""

    PARCEL = "parcel"
    MONEY = "money"
    REQUEST = "request"


_WISH = re.compile(
    r"\b(?:i want|i['’]?d like|i need|can i|could i|may i|can you|could you|how (?:do|can|to|long)|give me"
    r"|please refund"
    r"|if i)\b|[要想]退|能退|可以退|怎么退|如何|给我退|帮我[退换]|[要想]换|能换|多久|几天",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\bwhere\b.{0,25}\b(?:refund|money)\b|\b(?:refund|money)\b.{0,40}\b(?:sent|arrived|received|processed"
    r"|issued|status"
    r"|come (?:through|back)|gone through|landed|back yet|yet)\b|\b(?:did|have|has|was"
    r"|were)\b.{0,30}\brefund(?:ed)?\b"
    r"|\brefund(?:ed)? (?:status|yet|or not)\b|退款.{0,30}(?:\b(?:sent|back|yet|or not)\b|到哪|进度|到账|[了到]没)"
    r"|(?:钱|款).{0,8}(?:退|回|到).{0,6}(?:哪|没|[吗么])|(?:退|回)到哪(?:里|儿)?了|到账了?[没吗]"
    r"|退款?了?(?:没有?|(?<=了)[吗么])[啊呀]?\W*$",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:status|progress|update|news)\b.{0,20}\b(?:return|exchange|replacement)\b"
    r"|\b(?:return|exchange|replacement)\b.{0,20}\b(?:status|progress|update|going|received|arrived|approved"
    r"|processed"
    r"|coming along|got there|through yet)\b"
    r"|(?:退货|换货|退换货?|售后)(?:申请|单)?的?.{0,4}(?:咋样|怎么?样|如何了|到哪一?步|到哪了|进度|进展"
    r"|处理[得到完好]|办[得到好]"
    r"|审核|状态|有消息|收到了?[吗没])|[退换]的.{0,8}(?:收到了?[吗没]|到哪一?步)",
    re.IGNORECASE,
)
_PARCEL = re.compile(
    r"\bwhere(?:['’]?s| is| are| r|re|abouts)\b|\bwhere (?:the hell |on earth |tf )?(?:is|are|my|they|it)\b"
    r"|\b(?:nearly"
    r"|almost) here\b|\b(?:here"
    r"|come|arrived) yet\b"
    r"|\b(?:supposed|meant|due|expected) to (?:be here|arrive|come|get here|have (?:come|arrived))\b"
    r"|\bwhen (?:will|does|do|is|are)\b.{0,40}\b(?:come|arrive|here|delivered|due|coming|arriving|reach me)\b"
    r"|\b(?:is|are|running|days?|weeks?) (?:so |very |really |way |too )?(?:late|overdue)\b|超时|晚了.{0,3}天"
    r"|\bshould(?:['’]?ve| have| of)? (?:be here|been here|arrived?|come)\b"
    r"|\b(?:has(?:n['’]?t)?|have(?:n['’]?t)?|not|still) .{0,20}\b(?:here|come|arrived|shown up|turned up)\b"
    r"|\b(?:has|have|did|is|was|are)\b.{0,40}\b(?:shipped|sent|dispatched|on (?:its|the|their) way|arrived)\b"
    r"|到哪|[寄走送]到哪|在哪|人呢|还没[到收]|没收到|怎么还不到|什么时候[能会才]?到|发货了?[吗没]|发了[吗没]"
    r"|出库了?[吗没]"
    r"|寄出了?[吗没]|动静|说.{0,6}[号天]就?到",
    re.IGNORECASE,
)


def whereabouts_in(text: str) -> Whereabouts | None:
    """What the text asks the whereabouts of; None when it asks none, or how such things go."""
    words = in_plain_words(text)
    if any(map(_WISH.search, (text, words))):
        return None
    for what, pattern in ((Whereabouts.MONEY, _MONEY), (Whereabouts.REQUEST, _REQUEST), (Whereabouts.PARCEL, _PARCEL)):
        if any(map(pattern.search, (text, words))):
            return what
    return None


def only_asks(text: str) -> bool:
    """Whether no part of the text asks for a change: one that asks where a return is speaks of it and wants none."""
    if not wants_a_change(text):
        return True
    parts = clauses(text) if whereabouts_in(text) else ()
    return bool(parts) and not any(wants_a_change(part) and whereabouts_in(part) is None for part in parts)
