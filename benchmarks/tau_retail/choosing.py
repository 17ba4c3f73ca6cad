"""Which of the offered choices says what the customer wants."""

from collections.abc import Mapping, Sequence

from benchmarks.tau_retail.agenda import Piece, Wish
from benchmarks.tau_retail.cues import NUMBER, Ask
from benchmarks.tau_retail.proposal import names_method, names_value
from benchmarks.tau_retail.reading import Choice, Heard, is_no, is_person
from benchmarks.tau_retail.speaking import described_by

REASON_WORDS: Mapping[str, Sequence[str]] = {
    "no longer needed": ("no longer", "don't need", "not needed", "不需要", "不再需要", "不想要", "用不"),
    "ordered by mistake": ("mistake", "accident", "拍错", "误", "下错", "买错", "不小心"),
}


def matching(heard: Heard, asked: Sequence[Ask], wish: Wish, knows_number: bool, ending: str) -> Choice | None:
    """The choice that answers a question with the wish, when one alone does.

    Who does not know the order's number goes by its ``ending`` or by the products that are named with it.
    """
    free = [one for one in heard.choices if not is_person(one)]
    for ask in asked:
        found = [
            one
            for one in free
            if (
                _names_order(one, wish, heard.text, knows_number, ending) if ask is Ask.ORDER else _fits(one, ask, wish)
            )
        ]
        if len(found) == 1 or (found and ask is Ask.REASON and not wish.reason):
            return found[0]
    return None


def _fits(choice: Choice, ask: Ask, wish: Wish) -> bool:
    title = choice.title.lower()
    match ask:
        case Ask.REASON:
            words = (wish.reason, *REASON_WORDS[wish.reason]) if wish.reason else ()
            return any(word in title for word in words) or (not words and not is_no(choice))
        case Ask.METHOD if wish.method:
            return names_method(choice.title, wish.method)
        case Ask.ADDRESS if wish.address:
            return wish.address.line1.lower() in title
        case Ask.ITEM if len(wish.pieces) == 1:
            piece = wish.pieces[0]
            return piece.product.name.lower() in title and not _names_another(title, piece, piece.line.options)
        case Ask.OPTION if len(wish.pieces) == 1:
            return _names_new(title, wish.pieces[0])
        case _:
            return False


def _names_new(title: str, piece: Piece) -> bool:
    if piece.new is None:
        return False
    changed = piece.changed.values()
    by_values = bool(changed) and all(names_value(title, value) for value in changed)
    return piece.new.sku in title or (by_values and not _names_another(title, piece, piece.new.options))


def _names_another(title: str, piece: Piece, options: Mapping[str, str]) -> bool:
    """Whether the title names a value that the product has and these options have not."""
    others = {value for variant in piece.product.variants for value in variant.options.values() if len(value) > 1}
    said = title.replace(piece.product.name.lower(), " ")
    return any(names_value(said, value) for value in others if not any(value in own for own in options.values()))


def _names_order(choice: Choice, wish: Wish, text: str, knows_number: bool, ending: str) -> bool:
    number = NUMBER.search(choice.title)
    if wish.order is None or ((knows_number or ending) and not number):
        return False
    if knows_number and number:
        return number.group() == wish.number[1:]
    if ending and number:
        return number.group().endswith(ending)
    about = [line for line in text.splitlines() if number and number.group() in line]
    said = " ".join([choice.title, *about]).lower()
    return all(name.lower() in said for name in described_by(wish)[:2])
