"""Reads written conversations from YAML; the first mistake is named by file, document and key."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import yaml

from rehearsal.parts import PartError, mapping, read_part, relative
from rehearsal.script import (
    NOBODY,
    After,
    AgentDoes,
    Behind,
    Conversation,
    Expected,
    Forge,
    Forgery,
    Later,
    OnRecord,
    Pick,
    Say,
    ShopChanges,
    SignIn,
    Step,
    Trouble,
    Verification,
)
from rehearsal.shop import KINDS
from storefront.model import Topic

LANGUAGES = ("zh", "en", "mixed")
AGENT_VERBS = ("claim", "return", "close")
REFUSALS = (409, 422)
SATISFACTION = ("score", "reason", "word", "served_by")
STATES = ("bot", "pending", "human", "closed")
KEYS = (
    "conversation", "language", "customer", "guest", "proven", "given", "verification", "steps", "after", "never",
    "never_said",
)  # fmt: skip
COMPLAINT = ("topic", "order", "customer", "status", "texts")
EXPECTED = ("bot", "not", "facts", "choices", "state")

Value = TypeVar("Value")


class BadConversationError(ValueError):
    """A written conversation cannot be used; the message names file, document and key."""


def read_conversations(path: Path) -> tuple[Conversation, ...]:
    """All conversations of a file, or of a folder's ``.yml`` and ``.yaml`` files; raise BadConversationError."""
    files = sorted(file for file in path.rglob("*.y*ml")) if path.is_dir() else [path]
    found = tuple(conversation for file in files for conversation in _of_file(file))
    if not found:
        raise BadConversationError(f"{path} holds no conversation")
    seen: dict[str, str] = {}
    for one in found:
        if one.name in seen:
            raise BadConversationError(f"{one.place}: conversation {one.name!r} is there already, in {seen[one.name]}")
        seen[one.name] = one.place
    return found


def _of_file(file: Path) -> Iterator[Conversation]:
    try:
        documents = list(yaml.safe_load_all(file.read_text("utf-8")))
    except OSError as error:
        raise BadConversationError(f"{file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadConversationError(f"{file}: byte {error.start + 1} is not UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise BadConversationError(f"{file}{where}: {getattr(error, 'problem', None) or 'not YAML'}") from error
    for number, document in enumerate(documents, start=1):
        if document is not None:
            place = f"{file}, document {number}"
            try:
                yield _conversation(document, place)
            except PartError as error:
                raise BadConversationError(f"{place}: {error}") from error


def _conversation(document: object, place: str) -> Conversation:
    fields = mapping(document, "the document")
    _only(fields, KEYS, "")
    if "customer" in fields and "guest" in fields:
        raise PartError("guest: a customer who is signed in is no guest")
    return Conversation(
        name=_text(_required(fields, "conversation"), "conversation"),
        place=place,
        language=_one_of(_required(fields, "language"), LANGUAGES, "language"),
        steps=_list(_required(fields, "steps"), "steps", _step, least=1),
        customer=_text(fields["customer"], "customer") if "customer" in fields else "",
        guest=_text(fields["guest"], "guest") if "guest" in fields else "",
        age=_age(fields, "proven"),
        given=_changes(fields.get("given", {}), "given"),
        verification=Verification(_one_of(fields.get("verification", "code"), tuple(Verification), "verification")),
        after=_after(fields.get("after", {}), "after"),
        never=_list(fields.get("never", []), "never", _text),
        never_said=_list(fields.get("never_said", []), "never_said", _text),
    )


def _step(value: object, place: str) -> Step:
    fields = mapping(value, place)
    verbs = [verb for verb in VERBS if verb in fields]
    if len(verbs) != 1:
        raise PartError(f"{place} must have exactly one of {', '.join(VERBS)}")
    return VERBS[verbs[0]](fields, place)


def _say(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("say", "shop_is", *EXPECTED, "refused"), place)
    return Say(_text(fields["say"], f"{place}.say"), _expected(fields, place), _trouble(fields, place))


def _pick(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("pick", "shop_is", *EXPECTED, "refused"), place)
    return Pick(_text(fields["pick"], f"{place}.pick"), _expected(fields, place), _trouble(fields, place))


def _behind(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("shop",), place)
    return Behind(_changes(fields["shop"], f"{place}.shop"))


def _forge(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("forge",), place)
    what = fields["forge"]
    if isinstance(what, dict):
        inner = mapping(what, f"{place}.forge")
        _only(inner, ("identity",), f"{place}.forge")
        return Forge(Forgery.IDENTITY, _text(_required(inner, "identity"), f"{place}.forge.identity"))
    plain = tuple(one for one in Forgery if one is not Forgery.IDENTITY)
    return Forge(Forgery(_one_of(what, plain, f"{place}.forge")))


def _sign_in(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("as", "proven"), place)
    who = _text(fields["as"], f"{place}.as")
    return SignIn("" if who == NOBODY else who, _age(fields, "proven", place))


def _agent(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("agent", *EXPECTED), place)
    what = fields["agent"]
    if isinstance(what, dict):
        inner = mapping(what, f"{place}.agent")
        _only(inner, ("reply",), f"{place}.agent")
        return AgentDoes("reply", _text(_required(inner, "reply"), f"{place}.agent.reply"), _expected(fields, place))
    return AgentDoes(_one_of(what, AGENT_VERBS, f"{place}.agent"), "", _expected(fields, place))


def _later(fields: Mapping[str, object], place: str) -> Step:
    _only(fields, ("later",), place)
    span = relative(f"+{_text(fields['later'], f'{place}.later')}")
    if not span:
        raise PartError(f"{place}.later must be a time that passes, such as 40m, 2h or 3d")
    return Later(span)


VERBS: Mapping[str, Callable[[Mapping[str, object], str], Step]] = {
    "say": _say,
    "pick": _pick,
    "shop": _behind,
    "forge": _forge,
    "as": _sign_in,
    "agent": _agent,
    "later": _later,
}


def _expected(fields: Mapping[str, object], place: str) -> Expected:
    return Expected(
        bot=_list(fields["bot"], f"{place}.bot", _alternatives) if "bot" in fields else None,
        unwanted=_list(fields.get("not", []), f"{place}.not", _text),
        facts=_list(fields.get("facts", []), f"{place}.facts", _text),
        choices=_list(fields.get("choices", []), f"{place}.choices", _text),
        state=_one_of(fields["state"], STATES, f"{place}.state") if "state" in fields else None,
        refused=_status(fields["refused"], f"{place}.refused") if "refused" in fields else None,
    )


def _trouble(fields: Mapping[str, object], place: str) -> Trouble | None:
    if "shop_is" not in fields:
        return None
    return Trouble(_one_of(fields["shop_is"], tuple(Trouble), f"{place}.shop_is"))


def _alternatives(value: object, place: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _text(value, place).split("|"))


def _after(value: object, place: str) -> After:
    fields = mapping(value, place)
    _only(fields, (*KINDS, "unchanged", "changes", "satisfaction", "complaints"), place)
    changes, unchanged = fields.get("changes"), fields.get("unchanged", False)
    if not isinstance(unchanged, bool):
        raise PartError(f"{place}.unchanged must be true or false")
    if changes is not None and (isinstance(changes, bool) or not isinstance(changes, int) or changes < 0):
        raise PartError(f"{place}.changes must be the number of receipts")
    named = {key: part for key, part in fields.items() if key in KINDS}
    satisfaction = _satisfaction(fields["satisfaction"], f"{place}.satisfaction") if "satisfaction" in fields else None
    complaints = _list(fields["complaints"], f"{place}.complaints", _on_record) if "complaints" in fields else None
    return After(_changes(named, place, exact=True), unchanged, changes, satisfaction, complaints)


def _satisfaction(value: object, place: str) -> Mapping[str, object]:
    fields = mapping(value, place)
    _only(fields, SATISFACTION, place)
    return fields


def _status(value: object, place: str) -> int:
    if value not in REFUSALS:
        raise PartError(f"{place} must be one of {', '.join(map(str, REFUSALS))}")
    return int(str(value))


def _on_record(value: object, place: str) -> OnRecord:
    fields = mapping(value, place)
    _only(fields, COMPLAINT, place)
    if "topic" in fields:
        _one_of(fields["topic"], tuple(Topic), f"{place}.topic")
    return OnRecord(
        {
            name: None if fields[name] is None else _text(fields[name], f"{place}.{name}")
            for name in COMPLAINT
            if name in fields and name != "texts"
        },
        _list(fields.get("texts", []), f"{place}.texts", _text),
    )


def _changes(value: object, place: str, *, exact: bool = False) -> ShopChanges:
    kinds = mapping(value, place)
    _only(kinds, tuple(KINDS), place)
    return ShopChanges(
        {
            kind: {
                key: read_part(KINDS[kind], part, f"{place}.{kind}.{key}", exact=exact)
                for key, part in mapping(parts, f"{place}.{kind}").items()
            }
            for kind, parts in kinds.items()
        }
    )


def _age(fields: Mapping[str, object], name: str, place: str = "") -> timedelta:
    """How long ago a proof was given; written as a time that has passed."""
    if name not in fields:
        return timedelta(0)
    where = f"{place}.{name}" if place else name
    span = relative(_text(fields[name], where))
    if span is None or span > timedelta(0):
        raise PartError(f"{where} must be a time that has passed, such as -40m")
    return -span


def _only(fields: Mapping[str, object], allowed: tuple[str, ...], place: str) -> None:
    for name in fields:
        if name not in allowed:
            raise PartError(f"{place + '.' if place else ''}{name} is unknown; allowed are {', '.join(allowed)}")


def _required(fields: Mapping[str, object], name: str) -> object:
    if name not in fields:
        raise PartError(f"{name} is missing")
    return fields[name]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PartError(f"{place} must be a text that is not empty; put numbers in quotes")
    return value


def _one_of(value: object, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise PartError(f"{place} must be one of {', '.join(allowed)}")
    return str(value)


def _list(value: object, place: str, read: Callable[[object, str], Value], least: int = 0) -> tuple[Value, ...]:
    if not isinstance(value, list):
        raise PartError(f"{place} must be a list")
    if len(value) < least:
        raise PartError(f"{place} is empty")
    # People count steps from one.
    return tuple(read(one, f"{place}[{number}]") for number, one in enumerate(value, start=1))
