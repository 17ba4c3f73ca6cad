"""When a customer is angry enough to be offered a person, and when to be given one at once."""

import re

from actions.context import Feeling, TurnContext

SURE = 0.85
PROBABLE = 0.4

_ANGER = re.compile(
    r"垃圾|滚(?![筒轮动烫边珠])|骗子|诈骗|气死|气炸|什么破|破店|黑店|坑人|坑爹|受够|忍无可忍|妈的|他妈|忽悠|耍我|生气|愤怒|火大|恶心|离谱|欺负人|"
    r"\b(?:furious|angry|outrageous|ridiculous|unacceptable|scam(?:mers?)?|fed up|sick of|disgust\w*|useless|"
    r"worst|pathetic|rip-?off|pissed|bullshit|wtf|f[u*]+c?k\w*|shit\w*|stupid|damn|joke of a|how dare)\b|!{3,}|！{3,}",
    re.IGNORECASE,
)


def is_angry(context: TurnContext) -> bool:
    """Whether the message sounds angry: offer a person before asking anything else."""
    return _is_negative(context.feeling, SURE)


def is_furious(context: TurnContext) -> bool:
    """Whether the customer should have a person at once: negative, and in words of anger."""
    spoken = re.search(r"\w{2}", context.text) is not None
    return spoken and _is_negative(context.feeling, PROBABLE) and _ANGER.search(context.text) is not None


def _is_negative(feeling: Feeling, sure: float) -> bool:
    return feeling.label == "negative" and feeling.score >= sure
