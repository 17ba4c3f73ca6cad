"""The customer: holds his agenda, listens, and says the next thing a person would say."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.tau_retail.agenda import Act, Wish
from benchmarks.tau_retail.choosing import matching
from benchmarks.tau_retail.cues import NUMBER, UNPROVEN, Ask
from benchmarks.tau_retail.lexicon import one_line
from benchmarks.tau_retail.proposal import Misfit, misfit
from benchmarks.tau_retail.reading import Choice, Heard, hear, is_no, is_yes
from benchmarks.tau_retail.speaking import Speaker
from benchmarks.tau_retail.style import Style
from benchmarks.tau_retail.tasks import Persona
from storefront.model import Customer

MOST_TURNS = 30
MOST_STALE = 3
MOST_REFUSALS = 2


class Outcome(StrEnum):
    """How the customer leaves."""

    CONTENT = "believes that all is done"
    REFUSED = "was told that something cannot be done"
    GAVE_UP = "gave up"
    HANDED_OVER = "was handed over to a person"


@dataclass(frozen=True)
class Move:
    """What he does: write ``text``, or click ``payload`` (the text is then the title he clicked)."""

    text: str
    payload: str = ""


class State(StrEnum):
    """Where a wish stands in the customer's eyes."""

    OPEN = "open"
    AGREED = "agreed"
    DONE = "done"
    REFUSED = "refused"


@dataclass
class _Progress:
    """A wish and how far it has come."""

    wish: Wish
    state: State = State.OPEN
    stated: bool = False
    refusals: int = 0

    @property
    def open(self) -> bool:
        return self.state in (State.OPEN, State.AGREED)


@dataclass
class SimulatedCustomer:
    """``opening()`` is his first message, ``reply()`` each next one, None when he leaves; then ``outcome`` is set."""

    agenda: Sequence[Wish]
    known: Persona
    profile: Customer
    style: Style
    seed: str
    outcome: Outcome | None = None
    turns: int = 0
    _stale: int = 0
    _heard: list[tuple[str, str]] = field(default_factory=list)
    _proofs: list[str] = field(default_factory=list)
    _proving: bool = False
    _asked: set[tuple[int, Ask]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find his voice; every draw comes from the seed."""
        self._chance = random.Random(self.seed)
        self._voice = Speaker(self.style, self.known, self.profile.payment_methods, self._chance)
        self._agenda = [_Progress(wish) for wish in self.agenda]

    def opening(self) -> Move:
        """His first message: all wishes, or the first."""
        stated = self._agenda if self.style.together else self._agenda[:1]
        said = self._voice.joined([self._stated(one) for one in stated])
        if self.style.introduces and (who := self._introduction()):
            said = self._voice.sentences(who, said)
        self.turns = 1
        return Move(self._voice.opening(said))

    def reply(self, messages: Sequence[Mapping[str, object]], state: str) -> Move | None:
        """What he says to the messages of a turn; ``state`` is the conversation's."""
        if state != "bot":
            self.outcome = Outcome.HANDED_OVER
            return None
        heard = hear(messages)
        proof_failed = self._proving and not heard.asks and bool(UNPROVEN.search(heard.text))
        self._proving = False
        self._take_note(heard, proof_failed)
        if self._current is None:
            refused = any(one.state is State.REFUSED for one in self._agenda)
            self.outcome = Outcome.REFUSED if refused else Outcome.CONTENT
            return None
        if self._stale >= MOST_STALE or self.turns >= MOST_TURNS:
            self.outcome = Outcome.GAVE_UP
            return None
        self.turns += 1
        if proof_failed:
            return self._prove(heard)
        return self._answer(heard, self._spoken_of(heard) or self._current)

    @property
    def _current(self) -> _Progress | None:
        """The wish under way: one agreed to, else the first that is open."""
        still = [one for one in self._agenda if one.open]
        return next((one for one in still if one.state is State.AGREED), still[0] if still else None)

    def _spoken_of(self, heard: Heard) -> _Progress | None:
        """The one stated wish whose order alone the reply names."""
        named = set(NUMBER.findall(heard.text))
        about = [one for one in self._agenda if one.open and one.stated and one.wish.number[1:] in named]
        return about[0] if self._knows_number and len(named) == len(about) == 1 else None

    def _take_note(self, heard: Heard, proof_failed: bool) -> None:
        """What the reply says of the wish under way, and whether it is anything new."""
        if (current := self._current) and not proof_failed:
            self._follow(current, heard)
        sign = (",".join(heard.asks), re.sub(r"\W+", "", heard.text))
        new = sign not in self._heard and (bool(heard.asks) or heard.done)
        new = new or (proof_failed and self._untried() is not None)
        self._stale = 0 if new else self._stale + 1
        self._heard.append(sign)

    def _follow(self, current: _Progress, heard: Heard) -> None:
        """Move the wish under way on by what the reply reports of it."""
        leaves_it = not set(heard.asks) - {Ask.PERSON, Ask.MORE}
        if current.wish.act is Act.LOOK:
            seen = current.stated and self.turns > 1 and not _wants_proof(heard)
            current.state = State.DONE if seen and (leaves_it or self.turns > 2) else State.OPEN
        elif current.state is State.AGREED:
            current.state = State.DONE if heard.done else State.OPEN
            if not heard.done and heard.refused and not heard.asked(Ask.CONFIRM):
                self._refused(current)
        elif current.stated and leaves_it and heard.done and self._fits(heard, current.wish):
            current.state = State.DONE
        elif current.stated and leaves_it and heard.refused:
            self._refused(current)

    def _fits(self, heard: Heard, wish: Wish) -> bool:
        return misfit(heard.text, wish, self.profile, self._knows_number) is None

    def _refused(self, progress: _Progress) -> None:
        progress.refusals += 1
        progress.state = State.REFUSED if progress.refusals >= MOST_REFUSALS else State.OPEN

    def _answer(self, heard: Heard, current: _Progress) -> Move:
        if heard.asked(Ask.CONFIRM):
            return self._judge(heard, current)
        if _wants_proof(heard):
            return self._prove(heard)
        if current.wish.act is Act.LOOK:
            return self._write(self._voice.say("answer", "no_change") if self.turns > 2 else self._stated(current))
        asked = [ask for ask in heard.asks if ask not in (Ask.MORE, Ask.PERSON)]
        if asked and current.stated:
            return self._inform(heard, current, asked)
        if heard.asked(Ask.PERSON) and not asked:
            declined = self._voice.say("answer", "decline_person")
            return self._write(self._voice.sentences(declined, self._stated(current, whole=current.stated)))
        if heard.asked(Ask.MORE) and current.stated and not heard.done and _of_one_order(heard.text):
            return self._write(self._voice.say("answer", "done_items"))
        if not current.stated:
            return self._write(self._next() + self._stated(current))
        before = self._next() if heard.done else self._voice.say("answer", "repeat")
        return self._write(before + self._stated(current, whole=True))

    # what he says of himself

    def _prove(self, heard: Heard) -> Move:
        """He gives what is asked when he has it, and what he has otherwise."""
        name_first = heard.asked(Ask.NAME) and not heard.asked(Ask.EMAIL)
        if proof := self._untried(name_first):
            self._proofs.append(proof)
            self._proving = True
            return self._write(self._proof_said(proof, heard))
        if self._proofs:
            return self._write(self._proof_said(self._proofs[-1], heard))
        return self._write(self._voice.say("identity", "nothing"))

    def _untried(self, name_first: bool = False) -> str | None:
        """The next thing that proves who he is, none when he has tried all."""
        kinds = (Ask.NAME, Ask.EMAIL) if name_first else (Ask.EMAIL, Ask.NAME)
        return next((proof for kind in kinds for proof in self._proofs_of(kind) if proof not in self._proofs), None)

    def _proofs_of(self, kind: Ask) -> list[str]:
        if kind is Ask.EMAIL:
            return list(self.known.emails)
        return [self.known.name] if self.known.name and self.known.postcode else []

    def _proof_said(self, proof: str, heard: Heard) -> str:
        slots = {"name": self.known.name, "zip": self.known.postcode, "email": proof}
        if proof == self.known.name:
            asked_mail = heard.asked(Ask.EMAIL) and not heard.asked(Ask.NAME)
            said = self._voice.say("identity", "no_email" if asked_mail else "name", **slots)
        else:
            asked_name = heard.asked(Ask.NAME) and not heard.asked(Ask.EMAIL)
            said = self._voice.say("identity", "only_email" if asked_name else "email", **slots)
        if heard.asked(Ask.CODE) and not heard.asked(Ask.EMAIL, Ask.NAME):
            return self._voice.say("identity", "no_code", identity=said)
        return said

    def _introduction(self) -> str:
        """Who he is, before anybody asked; who is not sure of his e-mail does not begin with it."""
        if len(self.known.emails) == 1:
            return self._voice.say("introduction", "email", email=self.known.emails[0])
        if self._proofs_of(Ask.NAME):
            return self._voice.say("introduction", "name", name=self.known.name, zip=self.known.postcode)
        return ""

    # what he says of his wishes

    def _stated(self, progress: _Progress, whole: bool = False) -> str:
        """The wish in words; ``whole`` with everything he knows, when he says it again."""
        progress.stated = True
        again = whole or progress.refusals > 0
        return self._voice.wish(
            progress.wish,
            self._knows_number and (again or self.style.number == "first"),
            again or self.style.method == "first",
        )

    @property
    def _knows_number(self) -> bool:
        return self.style.number != "forgotten"

    def _next(self) -> str:
        return self._voice.say("joining", "next")

    def _inform(self, heard: Heard, current: _Progress, asked: Sequence[Ask]) -> Move:
        """Answer each question; by a click where he likes to, or where his words did not help the first time."""
        questions = {(self._agenda.index(current), ask) for ask in asked}
        clicks = self.style.clicks or self._stale > 0 or bool(questions & self._asked)
        self._asked |= questions
        if clicks and (choice := self._matching(heard, asked, current.wish)):
            return Move(choice.title, choice.payload)
        said = [self._told(ask, heard, current.wish) for ask in asked]
        said = list(dict.fromkeys(part for part in said if part))
        if not said or self._stale > 1:
            return self._write(self._voice.say("answer", "repeat") + self._stated(current, whole=True))
        return self._write((", " if self.style.language == "en" else ",").join(said))

    def _matching(self, heard: Heard, asked: Sequence[Ask], wish: Wish) -> Choice | None:
        return matching(heard, asked, wish, self._knows_number, self.known.number_ending)

    def _told(self, ask: Ask, heard: Heard, wish: Wish) -> str:
        match ask:
            case Ask.ORDER if wish.order:
                return self._order_told(wish)
            case Ask.REASON:
                return self._voice.reason(wish)
            case Ask.METHOD if wish.method:
                return self._voice.say("answer", "method", method=self._voice.method(wish))
            case Ask.ADDRESS if wish.address:
                return self._voice.say("answer", "address", address=one_line(wish.address))
            case Ask.OPTION if any(piece.new for piece in wish.pieces):
                return self._option_told(heard, wish)
            case Ask.ITEM | Ask.OPTION if wish.pieces:
                return self._voice.about("swaps" if wish.pieces[0].new else "items", wish)
            case _:
                return ""

    def _order_told(self, wish: Wish) -> str:
        if self._knows_number:
            return self._voice.say("answer", "order", number=wish.number)
        if self.known.number_ending:
            return self._voice.say("answer", "order_ending", tail=self.known.number_ending)
        return self._voice.say("answer", "order_unknown", contents=self._voice.contents(wish))

    def _option_told(self, heard: Heard, wish: Wish) -> str:
        """The variant of the one article that is asked about, or of all."""
        named = [piece for piece in wish.pieces if piece.product.name.lower() in heard.text.lower()]
        if len(wish.pieces) == 1 or len(named) == 1:
            piece = (named if len(named) == 1 else wish.pieces)[0]
            return self._voice.say("answer", "new", new=self._voice.new_variant(piece, whole=self._stale > 0))
        return self._voice.about("swaps", wish)

    # what he clicks and confirms

    def _judge(self, heard: Heard, current: _Progress) -> Move:
        """Yes when the proposal fits a wish that is open, else no and the wish again with what was wrong."""
        candidates = [current, *(one for one in self._agenda if one.open and one is not current)]
        checks = [(one, misfit(heard.text, one.wish, self.profile, self._knows_number)) for one in candidates]
        fitting = next((one for one, wrong in checks if wrong is None), None)
        if fitting:
            fitting.state, fitting.stated = State.AGREED, True
            return self._said_or_clicked(heard, is_yes, "yes")
        wrong = max(checks, key=lambda one: list(Misfit).index(one[1] or Misfit.ACT))
        if self.style.clicks and self._stale == 0 and any(map(is_no, heard.choices)):
            return self._said_or_clicked(heard, is_no, "no")
        return self._write(self._corrected(wrong[0], wrong[1] or Misfit.ACT))

    def _corrected(self, progress: _Progress, wrong: Misfit) -> str:
        wish = progress.wish
        method = self._voice.method(wish) if wish.method else ""
        correction = self._voice.say("correction", wrong.value, method=method)
        return self._voice.sentences(self._voice.say("answer", "no"), correction, self._stated(progress, whole=True))

    def _said_or_clicked(self, heard: Heard, means: Callable[[Choice], bool], occasion: str) -> Move:
        choice = next(filter(means, heard.choices), None)
        if choice and (self.style.clicks or self._stale > 0):
            return Move(choice.title, choice.payload)
        return self._write(self._voice.say("answer", occasion))

    def _write(self, text: str) -> Move:
        return Move(text.strip())


def _wants_proof(heard: Heard) -> bool:
    return heard.asked(Ask.EMAIL, Ask.NAME, Ask.CODE)


def _of_one_order(text: str) -> bool:
    """Whether "anything else" means other articles of the same order rather than other wishes."""
    return bool(re.search(r"\bitems?\b|products?|articles?|order|商品|东西|订单|这一?单", text, re.I))
