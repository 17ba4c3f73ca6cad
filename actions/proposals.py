"""What counts as a yes, and what as a no, to a change that was proposed."""

import re
from typing import Literal

from actions.context import TurnContext

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|ya|sure|ok(?:ay)?|please do|go ahead|confirm(?:ed)?|do it|correct|right"
    r"|perfect|great|fine|"
    r"sounds good|that'?s (?:right|it|fine|correct)|是|对|都对|对头|没错|好|太好了|行|可以|没问题|确认"
    r"|确定|同意|嗯+|就这[个样])"
    r"(?:的|吧|啊|呀|嘞|呢|哒)?(?=$|[\s,，。.!！~～、；;])",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]|吗|多久|几天|怎么|什么|谁|哪|\b(?:how|what|when|where|which|why)\b", re.IGNORECASE)
_SURELY = re.compile(
    r"^\W*(?:嗯+)?(?:确认|确定|是的|没错|对的|好的)|[，,、\s](?:确定|确认|是的|没错|就这样|yes|ok(?:ay)?)\W*$",
    re.IGNORECASE,
)
_DO_IT = re.compile(
    r"(?:取消|撤掉|撤|退|换|改|办)(?:了|吧|呗|嘛|掉|就好|就行|它|货|单|一下)*[。.!！~～ ]*$"
    r"|(?<![不别])(?:开|发)(?:票|送)?(?:吧|呗)[。.!！~～ ]*$"
    r"|\b(?:cancel|return|exchange|swap|change|do|issue|send) (?:it|them|that|this)\b(?: please)?\W*$",
    re.IGNORECASE,
)
_LONGEST_ORDER = 16
"""Characters of a message that is no more than the order to do it."""

_NO = re.compile(
    r"别|不(?:想|要|用|能|会|必|该|需要|打算|准备|敢|确认|确定|同意)?(?:给?我|再)?(?:取消|退|换|改|办|撤)"
    r"|不要(?!了)|不用|不行|不对|不是|不同意|不确定|不好(?!意思)|先不|算了|等等|等一下|等下|没(?:想|要|说"
    r"|让|同意|确认)"
    r"|但是?|不过|可是"
    r"|\b\w*n['’]t\b|\b(?:dont|cant|wont|didnt|cannot|no|not|never|neither|keep|wait|stop|hold on|instead"
    r"|but|before)\b",
    re.IGNORECASE,
)
_LEAVE_IT = re.compile(
    r"不取消了|不退了|不换了|不改了|不开了|先不[取退换改办开]|别[取退换改办开]|别动|(?:还是|那)?算了\W*$|^\W*算了"
    r"|保持原样|不办了"
    r"|\b(?:never ?mind|nvm|forget (?:it|about it)|leave (?:it|the order|that|everything)|keep it"
    r"|no\b.{0,10}\bkeep|don'?t (?:do|cancel|return|exchange"
    r"|change) (?:it|that|anything))\b",
    re.IGNORECASE,
)
_PLAIN_NO = re.compile(r"^\W*(?:no|nope|nah)\b(?! problem)|^\W*不(?:了|要|用)?[，,。 ]", re.IGNORECASE)
_NOD = re.compile(r"^[\s👍👌🆗🙏💯✅🏻-🏿\ufe0f]+$")
_HEDGED = re.compile(
    r"说不好|再想想|想一想|考虑考虑|考虑一下|再考虑|不确定|不太确定|不知道|也许|可能吧|应该"
    r"|\b(?:maybe|perhaps|not sure|i guess|i suppose|probably"
    r"|i think so|sleep on it|think (?:about it|it over)|mull it over)\b",
    re.IGNORECASE,
)


_STATEMENTS = frozenset(
    {
        "cancel_order",
        "return_item",
        "exchange_item",
        "change_order",
        "change_address",
        "payment_change",
        "invoice",
        "affirm",
        "greet",
        "inform",
        "refund_status",
        "thanks",
        "oos",
        "nlu_fallback",
    }
)


def verdict(context: TurnContext, key: str) -> Literal["yes", "no", "unclear"]:
    """What the customer says to the proposal with this key.

    A picked choice counts when it names this proposal; words count only when the proposal was the last thing asked.
    """
    if context.is_choice:
        if context.value("proposal") != key:
            return "unclear"
        return "yes" if context.intent == "affirm" else "no"
    if leaves_it(context) or any(map(_PLAIN_NO.search, (context.text, _sentences(context.text)[-1]))):
        return "no"
    if context.asked == f"proposal:{key}" and says_yes(context):
        return "yes"
    return "no" if context.intent in ("abort", "deny") else "unclear"


def says_yes(context: TurnContext) -> bool:
    """Whether the words, or the last sentence of them, are an explicit yes: no question, no doubt, no but."""
    if _QUESTION.search(context.text):
        return False
    return _is_yes(_sentences(context.text)[-1], context) or _is_yes(context.text, context)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, at least one."""
    return [part for part in re.split(r"[.!?。！？;；\n]+", text) if part.strip()] or [text]


def _is_yes(text: str, context: TurnContext) -> bool:
    if _NO.search(text):
        return False
    if len(text) <= _LONGEST_ORDER and _DO_IT.search(text):
        return True
    if context.intent not in _STATEMENTS or _HEDGED.search(context.text):
        return False
    return context.intent == "affirm" or any(pattern.search(text) for pattern in (_YES, _SURELY))


def is_hedged(context: TurnContext) -> bool:
    """Whether the words, or a thumb without words, leave it open whether they are a yes."""
    return _HEDGED.search(context.text) is not None or _NOD.match(context.text) is not None


def says_no(context: TurnContext) -> bool:
    """Whether a no is in the words themselves, whatever the message was taken for."""
    return leaves_it(context) or _NO.search(context.text) is not None


def leaves_it(context: TurnContext) -> bool:
    """Whether the words say that everything shall stay as it is."""
    return _LEAVE_IT.search(context.text) is not None
