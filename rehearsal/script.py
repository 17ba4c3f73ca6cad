"""A written conversation as frozen values: who speaks, what he does step by step, what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from rehearsal.parts import Part

NOBODY = "nobody"


class Verification(StrEnum):
    """How the house lets a guest prove himself."""

    CODE = "code"
    DETAILS = "details"
    DETAILS_MAY_CHANGE = "details_may_change"


class Forgery(StrEnum):
    """What is wrong with a proof that the desk must refuse."""

    TOKEN = "token"  # noqa: S105 - a kind of forgery
    EXPIRED = "expired"
    OTHER_CONVERSATION = "other_conversation"
    IDENTITY = "identity"


class Trouble(StrEnum):
    """What is wrong with the shop's database during a turn: nothing can be written, or nothing read either."""

    LOCKED = "locked"
    GONE = "gone"


@dataclass(frozen=True)
class Expected:
    """What a turn must bring; ``bot`` holds alternatives in their order, None when nothing is asked of it.

    ``refused`` is the HTTP status with which the desk must not take the message.
    """

    bot: tuple[tuple[str, ...], ...] | None = None
    unwanted: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    state: str | None = None
    refused: int | None = None


@dataclass(frozen=True)
class Say:
    """The customer writes."""

    text: str
    expected: Expected
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Pick:
    """The customer clicks the newest choice whose title holds these words."""

    title: str
    expected: Expected
    trouble: Trouble | None = None


@dataclass(frozen=True)
class ShopChanges:
    """Parts of the shop's records by kind (orders, variants, customers, coupons) and id."""

    parts: Mapping[str, Mapping[str, Part]] = field(default_factory=dict)


@dataclass(frozen=True)
class Behind:
    """The shop changes behind the customer's back."""

    changes: ShopChanges


@dataclass(frozen=True)
class Forge:
    """Somebody tries to get in with a bad proof and must be refused; the conversation goes on untouched."""

    forgery: Forgery
    customer_id: str = ""


@dataclass(frozen=True)
class SignIn:
    """The customer signs in, with a proof so old, or out when nobody is named."""

    customer_id: str
    age: timedelta = timedelta(0)


@dataclass(frozen=True)
class AgentDoes:
    """An agent claims, returns or closes the conversation, or replies with ``text``."""

    verb: str
    text: str
    expected: Expected


@dataclass(frozen=True)
class Later:
    """Nobody says anything for a while."""

    span: timedelta


Step = Say | Pick | Behind | Forge | SignIn | AgentDoes | Later


@dataclass(frozen=True)
class OnRecord:
    """A complaint at the desk: its named fields (None: nothing), and pieces that its texts hold."""

    named: Mapping[str, str | None] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class After:
    """The shop at the end: ``named`` is compared; ``unchanged`` compares all the rest with what was before.

    ``satisfaction`` names what agents must read of the customer's, in the words of their API.
    ``complaints`` are all that the conversation left on record; None when nothing is asked of them.
    """

    named: ShopChanges = ShopChanges()
    unchanged: bool = False
    changes: int | None = None
    satisfaction: Mapping[str, object] | None = None
    complaints: tuple[OnRecord, ...] | None = None


@dataclass(frozen=True)
class Conversation:
    """One written conversation; ``place`` says where it stands."""

    name: str
    place: str
    language: str
    steps: tuple[Step, ...]
    customer: str = ""
    guest: str = ""
    age: timedelta = timedelta(0)
    given: ShopChanges = ShopChanges()
    verification: Verification = Verification.CODE
    after: After = After()
    never: tuple[str, ...] = ()
    never_said: tuple[str, ...] = ()
