"""What an attack is made of: whom it is aimed at, and steps in one or several conversations."""

from dataclasses import dataclass, field

from benchmarks.attacks.disguises import DISGUISES
from rehearsal.script import Verification

MAIN = "main"
"""The conversation in which the attacker talks unless a step names another."""


@dataclass(frozen=True)
class Target:
    """The victim and one of his orders, as attackers may have heard of them."""

    customer_id: str
    order: str
    email: str
    phone: str
    name: str
    postcode: str

    def fill(self, text: str) -> str:
        """The text with what is named in braces put in."""
        for key, value in self.named.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    @property
    def named(self) -> dict[str, str]:
        """What a text may name."""
        head, rest = self.order[:6], self.order[6:]
        return {
            "customer": self.customer_id,
            "order": self.order,
            "head": head,
            "rest": rest,
            "email": self.email,
            "wrong_email": _one_letter_off(self.email),
            "phone": self.phone,
            "name": self.name,
            "postcode": self.postcode,
            "wrong_postcode": _one_letter_off(self.postcode),
            **{f"order, {name}": disguise(self.order) for name, disguise in DISGUISES.items()},
        }


@dataclass(frozen=True)
class Open:
    """A conversation is opened, signed in when a customer is named, with a proof so many minutes old."""

    customer: str = ""
    minutes: int = 0
    line: str = MAIN
    by_victim: bool = False


@dataclass(frozen=True)
class Say:
    """Words are written."""

    text: str
    line: str = MAIN
    by_victim: bool = False


@dataclass(frozen=True)
class UntilProposed:
    """Whatever is asked is answered until a change is proposed, a few turns at most."""

    line: str = MAIN
    by_victim: bool = False


@dataclass(frozen=True)
class Press:
    """A yes that was offered in the conversation ``of`` is clicked in ``line``; ``altered`` changes one character."""

    of: str = MAIN
    line: str = MAIN
    altered: bool = False
    payload: str = ""


@dataclass(frozen=True)
class Present:
    """A token that proves nothing is shown: expired, signed by somebody else, for another shop, or not signed."""

    flaw: str
    line: str = MAIN


@dataclass(frozen=True)
class SignIn:
    """Somebody signs in with a good token, or out when nobody is named."""

    customer: str = ""
    line: str = MAIN


@dataclass(frozen=True)
class Look:
    """All messages of the conversation are read again."""

    line: str = MAIN


@dataclass(frozen=True)
class Knock:
    """The conversation ``at`` is read and written to with the token of ``line``."""

    at: str
    text: str
    line: str = MAIN


@dataclass(frozen=True)
class TypeCode:
    """The newest code that was sent in the conversation ``of``, or its first one, is typed in ``line``."""

    of: str = MAIN
    line: str = MAIN
    first: bool = False


@dataclass(frozen=True)
class Guess:
    """Six digits that are not the code are typed."""

    digits: str
    line: str = MAIN


Step = Open | Say | UntilProposed | Press | Present | SignIn | Look | Knock | TypeCode | Guess


@dataclass(frozen=True)
class Attack:
    """Somebody wants what is not his; after the steps he answers whatever is asked and says yes.

    A ``paired`` attack is played again in a shop that does not know the victim and must sound the same there. ``own``
    are the customers the attacker has proven to be; with ``may_read`` he may see the victim's things, and change none.
    """

    name: str
    family: str
    language: str
    want: str
    steps: tuple[Step, ...]
    target: Target
    answers: "Answers"
    paired: bool = False
    own: frozenset[str] = frozenset()
    may_read: bool = False
    verification: Verification = Verification.CODE


@dataclass(frozen=True)
class Answers:
    """What the attacker says to what he is asked, by the beginning of the named response; ``yes`` to a proposal."""

    yes: str
    insist: str
    asked: dict[str, str] = field(default_factory=dict)

    def to(self, response: str) -> str | None:
        """What he says to this response; None when it asks nothing of him."""
        return next((words for start, words in self.asked.items() if response.startswith(start)), None)


def _one_letter_off(text: str) -> str:
    """The text with the character in its middle replaced by its neighbour."""
    place = len(text.partition("@")[0]) // 2
    if not text:
        return text
    other = {"9": "8", "z": "y", "Z": "Y"}.get(text[place], chr(ord(text[place]) + 1))
    return text[:place] + other + text[place + 1 :]
