"""How people say how satisfied they are, in both languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_CHINESE: Mapping[int, str] = {
    5: "很满意 非常满意 特别满意 十分满意 非常好 特别好 很好 很棒 太棒 太好 棒极 完美 好极 满分 五星好评 好评 超赞 赞",
    4: "满意 挺满意 比较满意 还算满意 不错 挺不错 还不错 很不错 挺好 蛮好 比较好",
    3: "一般 一般般 还行 还可以 凑合 马马虎虎 中规中矩 普通 就那样",
    2: "不满意 不太满意 不怎么满意 不好 不太好 不怎么样 差 比较差 有点差 失望 有点失望",
    1: "很不满意 非常不满意 太不满意 很差 太差 非常差 特别差 差极 差评 糟糕 太糟糕 很糟糕 很失望 太失望 非常失望 垃圾",
}
_ENGLISH: Mapping[int, str] = {
    5: "very satisfied|very happy|very good|really good|very well|excellent|perfect|great|amazing|awesome|fantastic"
    "|wonderful|brilliant|superb|outstanding|top notch|loved it",
    4: "satisfied|happy|good|pretty good|quite good|fairly good|not bad|not bad at all|pretty happy|quite happy",
    3: "so-so|so so|average|mediocre|meh|not great|just ok|just okay|fair|neither good nor bad",
    2: "not good|not very good|not satisfied|dissatisfied|unsatisfied|unhappy|not happy|bad|poor|disappointed"
    "|disappointing|below average",
    1: "very dissatisfied|very unhappy|very disappointed|very bad|very poor|really bad|terrible|awful|horrible|dreadful"
    "|useless|appalling|the worst|worst|pathetic|rubbish",
}

SCORES: Mapping[str, int] = MappingProxyType(
    {phrase: score for score, said in _CHINESE.items() for phrase in said.split()}
    | {phrase: score for score, said in _ENGLISH.items() for phrase in said.split("|")}
)
"""What says a score by itself."""

LEAVE = frozenset(
    "没有 没有了 没了 没 不用 不用了 不了 没什么 没啥 没别的 没有别的 就这样 好 好的 嗯 行"
    " no nope nothing none no. ok okay alright fine".split()
) | {"no thanks", "no thank you", "nothing else", "that's all", "that is all", "not really", "all good"}
"""What says that there is nothing to add."""

YES = frozenset("要 要的 需要 可以 是 是的 yes yeah yep sure please".split()) | {"yes please", "sure please"}
"""What says yes to an offer and, unlike a mere ``ok``, means it."""

FILLERS = re.compile(
    r"^(?:(?:嗯|哦|额|我觉得|我|觉得|感觉|总体上?|整体上?|服务|体验|还是|这次|你们|打个?|给个?|给你们?|那就|算是|是)"
    r"[，, ]?)+"
    r"|^(?:(?:well|um|hm+|i(?:'d| would) (?:say|give (?:it|you|that|this)(?: an?)?)|i (?:was|am|feel)|i'm"
    r"|it was|it's|that was|this was|the service was|overall|all in all|an?|my score is)[, ]+)+"
    r"|(?:了|吧|啊|哦|呀|哈|的|啦|哟|谢谢|多谢)+$|[, ]+(?:thanks|thank you|i guess|i think|overall|really)$"
)
"""What may stand around a verdict without changing it."""

_FAULT = "慢|久|死板|严|苛刻|麻烦|繁琐|复杂|差|差劲|难|难用|生硬|敷衍|冷淡|不耐烦|不方便|不专业|机械|啰嗦|贵"
_FAULT_EN = (
    "slow|long|strict|rigid|complicated|confusing|rude|unfriendly|cold|short|annoying|bureaucratic|impersonal"
    "|unhelpful|clumsy|expensive"
)
VERDICT = re.compile(
    rf"[^，,。]{{0,12}}(?:太|真|好|很|有点|非常|特别|实在|过于|不够)(?:{_FAULT}|好|快|专业|耐心)"
    rf"|[\w' ]{{0,40}}\b(?:too|so|very|rather|a bit|really|far too|much too) (?:{_FAULT_EN})",
)
"""A short sentence that finds fault, or none, with how something went, whatever it is about."""
