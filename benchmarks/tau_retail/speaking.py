"""Turns what the customer wants to say into his words."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter

from benchmarks.tau_retail.agenda import Act, Piece, Wish
from benchmarks.tau_retail.lexicon import Lexicon, lexicon, method_occasion, one_line, value_words
from benchmarks.tau_retail.style import Style
from benchmarks.tau_retail.tasks import Persona
from storefront.model import Order, PaymentMethod

TYPOS_ZH = {
    "订单": "定单",
    "取消": "取肖",
    "付款": "付宽",
    "退货": "退火",
    "地址": "地纸",
    "可以": "可已",
    "麻烦": "麻凡",
}
TYPO_CHANCE = 0.35
"""How many sentences of a customer who mistypes hold a slip."""

ORIGINAL_CHANCE = 0.25
"""How often a method that paid the order is called just that."""

WIDE_COMMA = re.compile(r"(?<=[\u4e00-\u9fff]),|,(?=[\u4e00-\u9fff])")
"""A comma beside a Chinese character; those inside addresses stay."""

GOES_ON, ENDS = ",，;；。", ".?!。？！:：,，"


class Swaps:
    """ "the black mouse for a white one": the connecting word is the format specification."""

    def __init__(self, pairs: Sequence[tuple[str, str]], language: str) -> None:
        self._pairs = pairs
        self._between = "" if language == "zh" else " "
        self._language = language

    def __format__(self, connector: str) -> str:
        said = [f"{old}{self._between}{connector}{self._between}{new}" for old, new in self._pairs]
        return listed(said, self._language, clauses=True)


@dataclass
class Speaker:
    """One customer's voice; it does not say the same sentence twice while it knows another."""

    style: Style
    known: Persona
    methods: Sequence[PaymentMethod]
    chance: random.Random
    _said: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @property
    def words(self) -> Lexicon:
        """The language's sentences."""
        return lexicon(self.style.language)

    def wish(self, wish: Wish, with_number: bool, with_method: bool) -> str:
        """The wish in a sentence or two."""
        said = self._frame("wish", wish.act.value, **self._slots(wish, with_number))
        return self.sentences(said, *self._clauses(wish, with_method))

    def say(self, section: str, occasion: str, **slots: object) -> str:
        """A sentence for an occasion."""
        return self._frame(section, occasion, **slots)

    def about(self, occasion: str, wish: Wish) -> str:
        """An answer whose slots come from the wish."""
        return self._frame("answer", occasion, **self._slots(wish, True))

    def opening(self, said: str) -> str:
        """A first message: greeting, small talk and ending as the customer is."""
        greeting = self._pick("greeting", self.style.temper)
        chatter = self._pick("chatter", "before") if self.style.register == "chatty" else ""
        ending = "" if self.style.register == "terse" else self._pick("ending", self.style.temper)
        return self._written(f"{greeting}{chatter}{self.sentences(said, ending)}")

    def joined(self, parts: Sequence[str], occasion: str = "also") -> str:
        """Several sentences in one message."""
        said = parts[0]
        for part in parts[1:]:
            said = self.sentences(said, self._pick("joining", occasion) + part)
        return said

    def sentences(self, *parts: str) -> str:
        """The parts one after the other, each ended as a sentence unless the next goes on after a comma."""
        stop, blank = ("。", "") if self.style.language == "zh" else (".", " ")
        said = ""
        for part in (part.strip() for part in parts if part.strip()):
            if not said:
                said = part
            elif part[0] in GOES_ON:
                said = said + part.lstrip(GOES_ON) if said[-1] in "?!" else said.rstrip("。.") + part
            else:
                said += ("" if said[-1] in ENDS else stop) + blank + part
        return said

    def reason(self, wish: Wish) -> str:
        """Why he wants it."""
        return self._frame("reason", wish.reason or "other")

    def new_variant(self, piece: Piece, whole: bool = False) -> str:
        """The wanted variant, by what changes or by all its options."""
        if piece.new is None or not piece.changed:
            return self._frame("phrase", "same_again")
        if whole or self.style.all_options:
            return self._frame("phrase", "new_all", values=self._values(piece.new.options))
        return self._frame("phrase", "new_some", values=self._values(piece.changed))

    def _slots(self, wish: Wish, with_number: bool) -> dict[str, object]:
        slots: dict[str, object] = {"order": self._order(wish, with_number), "number": wish.number}
        if wish.order and wish.pieces:
            order = wish.order
            language = self.style.language
            slots["items"] = listed([self._piece(piece, order) for piece in wish.pieces], language)
            slots["product"] = self._named(wish.pieces[0].product.name).removeprefix("the ")
            slots["swaps"] = Swaps([(self._piece(one, order), self.new_variant(one)) for one in wish.pieces], language)
        if wish.order:
            slots["contents"] = self.contents(wish)
        if wish.method:
            slots["method"] = self.method(wish)
        if wish.address:
            slots["address"] = one_line(wish.address)
        return slots

    def contents(self, wish: Wish) -> str:
        """One or two products by which the customer knows his order."""
        assert wish.order
        names = described_by(wish)
        return listed([self._named(name) for name in names[:2]], self.style.language)

    def method(self, wish: Wish) -> str:
        """The payment method as he calls it."""
        assert wish.method
        first = wish.order.payments[0].method_id if wish.order and wish.order.payments else ""
        if wish.act is not Act.PAYMENT and wish.method.id == first and self.chance.random() < ORIGINAL_CHANCE:
            return self._frame("phrase", "method_original")
        brand, _, last = wish.method.label.partition(" ending ")
        return self._frame("phrase", method_occasion(wish.method, self.methods), brand=brand, last=last)

    def _clauses(self, wish: Wish, with_method: bool) -> list[str]:
        """What he adds to a wish: why, and which way the money goes."""
        said = []
        if wish.act is Act.CANCEL and self.style.register != "terse":
            said.append(self.reason(wish))
        if with_method and wish.method and wish.act is not Act.PAYMENT:
            occasion = "refund" if wish.act is Act.RETURN else "difference"
            said.append(self._frame("clause", occasion, method=self.method(wish)))
        return [f"{clause[:1].upper()}{clause[1:]}" for clause in said]

    def _order(self, wish: Wish, with_number: bool) -> str:
        if wish.order is None:
            return ""
        if with_number and self.style.number != "forgotten":
            return self._frame("phrase", "order_number", number=wish.number)
        if self.style.number == "forgotten" and not wish.pieces:
            return self._frame("phrase", "order_contents", contents=self.contents(wish))
        return self._frame("phrase", "order_bare")

    def _piece(self, piece: Piece, order: Order) -> str:
        """An article with the options that tell it apart in its order, or a few others."""
        twins = [line for line in order.lines if line.product_id == piece.line.product_id and line != piece.line]
        telling = [
            name for name, value in piece.line.options.items() if any(line.options.get(name) != value for line in twins)
        ]
        others = [name for name in piece.line.options if name not in telling]
        few = self.chance.sample(others, min(len(others), self.chance.choice((0, 0, 1, 2)))) if not telling else []
        chosen = {name: piece.line.options[name] for name in piece.line.options if name in (*telling, *few)}
        return self._named(piece.product.name, chosen)

    def _named(self, name: str, options: Mapping[str, str] | None = None) -> str:
        values = self._spoken(options or {})
        if self.style.language == "zh":
            return f"{'、'.join(values)}的{name}" if values else name
        if len(values) > 2:
            return f"the {name.lower()} ({', '.join(values)})"
        return " ".join(["the", *values, name.lower()])

    def _values(self, options: Mapping[str, str]) -> str:
        values = self._spoken(options)
        if self.style.language == "zh":
            return self.chance.choice(("、", " ", ",")).join(values)
        return listed(values, "en") if self.chance.random() < 0.5 else ", ".join(values)

    def _spoken(self, options: Mapping[str, str]) -> list[str]:
        return [value_words(name, value, self.style.language, self.style.translated) for name, value in options.items()]

    def _frame(self, section: str, occasion: str, **slots: object) -> str:
        frame = self._pick(section, occasion)
        if section != "phrase" and self.style.typos and self.chance.random() < TYPO_CHANCE:
            frame = _mistyped(frame, self.style.language, self.chance)
        return self._written(Formatter().vformat(frame, (), slots))

    def _written(self, text: str) -> str:
        if self.style.language == "zh":
            return text if self.style.register == "terse" else WIDE_COMMA.sub("，", text)
        return re.sub(r"\ba (?=[aeiou]|8|11|18)", "an ", text)

    def _pick(self, section: str, occasion: str) -> str:
        """A wording of the customer's register that he has not used yet, or used longest ago."""
        frames = list(self.words.frames(section, occasion))
        if section == "wish":
            frames = _of_register(frames, self.style.register)
        used = self._said.setdefault((section, occasion), [])
        choice = self.chance.choice([frame for frame in frames if frame not in used] or used[: len(used) // 2 + 1])
        if choice in used:
            used.remove(choice)
        used.append(choice)
        return choice


def described_by(wish: Wish) -> list[str]:
    """The products a customer thinks of when he means this order: those he talks about, else the first ones."""
    if wish.pieces:
        return list(dict.fromkeys(piece.product.name for piece in wish.pieces))
    return list(dict.fromkeys(line.name for line in wish.order.lines)) if wish.order else []


def listed(parts: Sequence[str], language: str, clauses: bool = False) -> str:
    """The parts as an enumeration, of things or of clauses."""
    *first, last = parts
    if not first:
        return last
    if language == "en":
        return f"{', '.join(first)} and {last}"
    return f"{','.join(first)},然后{last}" if clauses else f"{'、'.join(first)}和{last}"


def _of_register(frames: list[str], register: str) -> list[str]:
    """Short wordings for the terse, long ones for the chatty, any for the others."""
    by_length = sorted(frames, key=len)
    share = max(2, len(frames) * 2 // 3)
    return {"terse": by_length[:share], "chatty": by_length[-share:]}.get(register, frames)


def _mistyped(frame: str, language: str, chance: random.Random) -> str:
    """One small slip outside the slots."""
    if language == "zh":
        found = [word for word in TYPOS_ZH if word in frame]
        word = chance.choice(found) if found else ""
        return frame.replace(word, TYPOS_ZH[word], 1) if word else frame
    words = [match for match in re.finditer(r"(?<![{:\w])[a-z]{5,}(?![}\w:])", frame)]
    if not words:
        return frame
    start = chance.choice(words).start() + chance.randint(1, 3)
    swapped = frame[start + 1] + frame[start]
    return frame[:start] + swapped + frame[start + 2 :] if chance.random() < 0.6 else frame[:start] + frame[start + 1 :]
