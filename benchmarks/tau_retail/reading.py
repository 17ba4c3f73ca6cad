"""What the customer understands of a reply, from its words and choices alone, whoever wrote them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.tau_retail.cues import (
    ASKING,
    CONFIRM,
    DONE,
    MAILED,
    NO,
    NUMBER,
    ONESELF,
    OTHERWISE,
    PATTERNS,
    PERSON_OFFERED,
    PERSON_TITLE,
    REFUSED,
    SENTENCE,
    WHICH,
    YES,
    YES_OR_NO,
    Ask,
)


@dataclass(frozen=True)
class Choice:
    """Something to click."""

    title: str
    payload: str


@dataclass(frozen=True)
class Heard:
    """One reply: what it asks for in the order it asks, and whether it reports something done or refused."""

    text: str
    asks: tuple[Ask, ...]
    choices: tuple[Choice, ...]
    done: bool
    refused: bool

    def asked(self, *kinds: Ask) -> bool:
        """Whether one of these is asked for."""
        return any(kind in self.asks for kind in kinds)


IMPLIED = {Ask.EMAIL: (Ask.ADDRESS,), Ask.METHOD: (Ask.OPTION, Ask.ITEM)}
"""What the words for one thing may seem to ask for besides: an e-mail address, which kind of payment."""


def hear(messages: Sequence[Mapping[str, object]]) -> Heard:
    """Read the messages of a turn that are not the customer's own."""
    said = [message for message in messages if message["role"] != "customer"]
    text = "\n".join(str(message["text"]) for message in said)
    choices = tuple(
        Choice(str(choice["title"]), str(choice["payload"]))
        for message in said
        for choice in message.get("choices") or ()  # type: ignore[attr-defined]
    )
    return Heard(text, _asks(text, choices), choices, bool(DONE.search(text)), bool(REFUSED.search(text)))


def is_yes(choice: Choice) -> bool:
    """Whether clicking it means yes."""
    return bool(YES.search(choice.title)) and not is_person(choice)


def is_no(choice: Choice) -> bool:
    """Whether clicking it means no."""
    return bool(NO.search(choice.title)) and not is_person(choice)


def is_person(choice: Choice) -> bool:
    """Whether clicking it calls a person."""
    return bool(PERSON_TITLE.search(choice.title))


def _asks(text: str, choices: Sequence[Choice]) -> tuple[Ask, ...]:
    found: list[Ask] = []
    for sentence in SENTENCE.split(text):
        if sentence and ASKING.search(sentence):
            found.extend(_asked_in(sentence))
    if {Ask.EMAIL, Ask.NAME, Ask.CODE} & set(found):
        found = [ask for ask in found if ask is not Ask.CONFIRM]
    yes_and_no = any(map(is_yes, choices)) and any(map(is_no, choices))
    if yes_and_no and not {Ask.PERSON, Ask.MORE} & set(found):
        found.append(Ask.CONFIRM)
    if not found and any(NUMBER.search(choice.title) for choice in choices):
        found.append(Ask.ORDER)
    return tuple(dict.fromkeys(found))


def _asked_in(sentence: str) -> list[Ask]:
    if PERSON_OFFERED.search(sentence):
        return [Ask.PERSON]
    found = [(match.start(), kind) for kind, pattern in PATTERNS.items() if (match := pattern.search(sentence))]
    kinds = [kind for _, kind in sorted(found, key=lambda one: one[0])]
    if Ask.MORE in kinds:
        return [Ask.MORE]
    if MAILED.search(sentence):
        kinds = [kind for kind in kinds if kind is not Ask.EMAIL]
    for kind, implied in IMPLIED.items():
        if kind in kinds:
            kinds = [one for one in kinds if one not in implied]
    if ONESELF.search(sentence) and not kinds:
        return []
    if not CONFIRM.search(sentence) or {Ask.EMAIL, Ask.NAME, Ask.CODE} & set(kinds):
        return kinds
    return (kinds or [Ask.MORE]) if _leaves_open(sentence, kinds) else [Ask.CONFIRM]


def _leaves_open(sentence: str, kinds: Sequence[Ask]) -> bool:
    """Whether "shall I ..." wants more than a yes: which of several, or one thing or another."""
    without = YES_OR_NO.sub("", sentence)
    return bool(WHICH.search(without)) or (Ask.METHOD in kinds and bool(OTHERWISE.search(without)))
