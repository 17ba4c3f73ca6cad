"""The places of a text that name goods of an order, and which of its lines each one means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from actions.reading.counts import all_of_it, counted_before, how_many, share_of
from actions.reading.names import TURN_OF_PHRASE, Occurrence, occurrences
from actions.reading.options import choices, mentions
from actions.reading.roles import Role, heard
from actions.reading.words import Said, said
from storefront.model import OrderLine, Product

_PEOPLE = (
    re.compile(
        r"\b(?:kids?|child(?:ren)?|junior|toddlers?|son|daughter)\b|儿童|小孩|小朋友|孩子|宝宝|娃|闺女|女儿|儿子"
    ),
    re.compile(r"\b(?:parents?|mum|mom|dad|mother|father|elderly)\b|爸妈|父母|爸爸|妈妈|我[爸妈]|老人|长辈"),
)
"""For whom goods are made: how customers say it, and how names of products do."""

_TIE = 0.2
"""Occurrences whose weights differ by less say the same."""

_KEPT = (
    r"not|keep|keeping|except|except for|but not|all but|everything but|instead of|rather than|other than"
    r"|apart from|excluding|minus"
)
_EXCLUDED_BEFORE = re.compile(
    rf"(?:\b(?:{_KEPT})\s+(?:(?:the|my|a|an|this|that|those|these|for)\s+(?:[\w-]+\s){{0,2}})?"
    r"|(?:不是|不退|不换|不要退|不用退|不用换|别退|除了|除|保留|留下|留着)(?:那|这|个|只|双|件|副|的|把|台)*[^，。,要退换]{0,4})$"
)
_KEPT_AFTER = re.compile(
    r"\s*(?:(?:i|we)(?:'ll| will| would like to|'d like to| want to|'m|'re| am| are| shall)?|to be|can|will|should"
    r"|shall)?\s*\b(?:keep(?:ing)?|kept|stay(?:s|ing)?)\b(?=\s*(?:$|[.,;!?]|(?:and|but|with|here|as|put)\b))"
    r"|[^，。,;；!！?？\n退换改要]{0,10}?(?:留着|留下|保留|自己留|我留|不[退换动]|别动|不用[退换动]|不要[退换动])"
)
_FINE_AFTER = re.compile(
    r"\s*(?:is|are|was|were|'s|works?|fits?)\s+(?:all |just |totally |perfectly )?"
    r"(?:fine|ok|okay|good|great|perfect|alright)\b"
    r"|[^，。,;；!！?？\n退换改要]{0,6}?(?:[挺很蛮还都]是?(?:好|不错|满意|喜欢)|没问题|没事|没毛病|没啥问题)"
)
_YET = re.compile(
    r"^[^。；;!！?？\n]{0,6}(?:就是|但|可是|不过|只是|\bbut\b|\bthough\b|\bjust\b|\bhowever\b)"
    r"(?!\s*(?:(?:the|my|that|this)|[那这][个双件台副条]?)?\s*$)"
)
"""Behind praise: the goods do not stay after all."""

_TOGETHER = re.compile(r"\s*(?:都|(?:both|all|stay|are|were|can stay)\b)")
_ITEM = r"\s*(?:(?:the|my|a|an|that|those)\s+|[那这]?[个双件副台]?)?"
_JOINED = re.compile(rf"\s*(?:\b(?:and|or|nor)\b|[和跟与及]|还有|以及|&){_ITEM}")
_LISTED = re.compile(rf"\s*(?:[,，、]?\s*(?:and|or)\b|[,，、和跟与及]|还有|以及|&){_ITEM}")
_EXCEPT = re.compile(r"(?:except|all but|everything but|other than|apart from|excluding|minus|除)")
_BOUNDARY = re.compile(
    r"[,，;；。!！?？\n]|\.(?!\d)|\band\b|\bplus\b|\bas well as\b|\balso\b|、|和|还有|以及|另外|然后"
)
_DETERMINED = re.compile(r"(?:\b(?:the|my|that|this|those|and)\s+|[那这和]\S?)$")


@dataclass(frozen=True)
class Place:
    """Where a text names goods, the lines it may mean, and the stretch of text that belongs to it."""

    start: int
    end: int
    lines: tuple[OrderLine, ...]
    piece: tuple[int, int] = (0, 0)


def places(whole: Said, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[Place, ...]:
    """The places that name goods, in reading order, each with the lines it may mean and its stretch of text."""
    by_product: dict[str, list[OrderLine]] = {}
    for line in lines:
        by_product.setdefault(line.product_id, []).append(line)
    heard = [
        (one, product_id)
        for product_id, own in by_product.items()
        for one in occurrences(whole, products.get(product_id) or _unlisted(own[0]))
    ]
    found = [
        (Place(start, end, tuple(line for one in _winners(cluster) for line in by_product[one])), weight)
        for cluster in _clusters(heard)
        for start, end, weight in [_extent(cluster)]
    ]
    telling = [place for place, weight in found if weight > TURN_OF_PHRASE] or [place for place, _ in found]
    goods = [place for place in telling if not _is_modifier(whole, place, telling)]
    if len(goods) > 1:
        goods = [place for place in goods if not _is_value(whole, place, goods, products)]
    return _with_pieces(whole, goods)


def with_kept(whole: Said, found: Sequence[Place]) -> list[tuple[Place, bool]]:
    """Each place with whether its goods are kept; what is joined to such goods by "and" is kept with them."""
    marked: list[tuple[Place, bool]] = []
    kept, last_end = "", 0
    staying = _staying(whole, found)
    for index, place in enumerate(found):
        match = _EXCLUDED_BEFORE.search(whole.before(place.start))
        between = whole.text[last_end : place.start]
        goes_on = _LISTED if _EXCEPT.match(kept) else _JOINED
        kept = match[0] if match else kept if goes_on.fullmatch(between) else ""
        marked.append((place, bool(kept) or index in staying))
        last_end = place.end
    return marked


def _staying(whole: Said, found: Sequence[Place]) -> set[int]:
    """Which places speak of goods that stay, as is said behind them.

    Goods that are only fine stay when others are named that are not.
    """
    stays: set[int] = set()
    fine: set[int] = set()
    for index, place in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(whole.text)
        after = whole.text[place.end : end]
        for pattern, marked in ((_KEPT_AFTER, stays), (_FINE_AFTER, fine)):
            match = pattern.match(after)
            if match and not _YET.search(after[match.end() :]):
                marked.update(_joined_before(whole, found, index) if _TOGETHER.match(after) else {index})
                break
    return stays | fine if len(stays | fine) < len(found) else stays


def _joined_before(whole: Said, found: Sequence[Place], index: int) -> set[int]:
    """A place and those joined to it by "and" before it."""
    first = index
    while first and _JOINED.fullmatch(whole.text[found[first - 1].end : found[first].start]):
        first -= 1
    return set(range(first, index + 1))


def named_places(whole: Said, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[Place, ...]:
    """The places that name goods, without those that are kept: "not the lamp"."""
    return tuple(place for place, is_excluded in with_kept(whole, places(whole, lines, products)) if not is_excluded)


def meant(whole: Said, place: Place, products: Mapping[str, Product]) -> tuple[OrderLine, ...]:
    """The lines a place means; of several the ones told apart by options or counted together, else none."""
    if len(place.lines) == 1:
        return place.lines
    start, end = place.piece
    if theirs := _for_whom(whole, place, products):
        return meant(whole, replace(place, lines=theirs), products)
    if chosen := told_apart(said(whole.original[start:end]), place.lines, products, place.end - start):
        return chosen
    one_product = len({line.product_id for line in place.lines}) == 1
    count = counted_before(whole.text[start : place.start])
    together = count == sum(line.quantity for line in place.lines)
    around = whole.text[start:end]
    return place.lines if together or (all_of_it(around) and (one_product or "both" in around)) else ()


def _for_whom(whole: Said, place: Place, products: Mapping[str, Product]) -> tuple[OrderLine, ...]:
    """Of the lines a place may mean those for children or parents, when it speaks of these; nothing if all are."""
    before = whole.text[place.piece[0] : place.start]
    start = place.piece[0] + max((match.end() for match in _BOUNDARY.finditer(before)), default=0)
    clause = whole.text[start : place.end]
    for people in _PEOPLE:
        if people.search(clause):
            theirs = tuple(line for line in place.lines if people.search(_full_name(line, products).lower()))
            if 0 < len(theirs) < len(place.lines):
                return theirs
    return ()


def _full_name(line: OrderLine, products: Mapping[str, Product]) -> str:
    product = products.get(line.product_id) or _unlisted(line)
    return f"{product.name} {product.name_zh}"


def quantity_at(whole: Said, place: Place) -> int | None:
    """How many of the goods at this place were said; None when nothing was."""
    start, end = place.piece
    before, after = whole.text[start : place.start], whole.text[place.end : end]
    for counted in (share_of(after), counted_before(before)):
        if counted is not None:
            return counted
    return how_many(f"{before} … {after}")


def told_apart(
    piece: Said, lines: Sequence[OrderLine], products: Mapping[str, Product], goods_end: int | None
) -> tuple[OrderLine, ...]:
    """The lines whose options the piece describes best, if it describes any."""
    scores = [_score(piece, line, products, goods_end) for line in lines]
    best = max(scores, default=0)
    chosen = tuple(line for line, score in zip(lines, scores, strict=True) if score == best)
    return chosen if best > 0 and len(chosen) == 1 else ()


def _score(piece: Said, line: OrderLine, products: Mapping[str, Product], goods_end: int | None) -> int:
    """Described options that the line has, less those that it has not."""
    product = products.get(line.product_id)
    offered = choices(product) if product else {key: (value,) for key, value in line.options.items()}
    found = heard(piece, offered, goods_end)
    has = [one.mention for one in found if one.role is Role.HAS]
    has = has or [one.mention for one in found if one.role is Role.PLAIN]
    right = {(one.start, one.end) for one in has if line.options.get(one.key) == one.value}
    wrong = {(one.start, one.end) for one in has} - right
    return 2 * len(right) - len(wrong)


def _clusters(heard: Sequence[tuple[Occurrence, str]]) -> list[list[tuple[Occurrence, str]]]:
    """Occurrences that overlap, taken together."""
    clusters: list[list[tuple[Occurrence, str]]] = []
    reach = -1
    for one, product_id in sorted(heard, key=lambda pair: (pair[0].start, -pair[0].end)):
        if one.start < reach:
            clusters[-1].append((one, product_id))
        else:
            clusters.append([(one, product_id)])
        reach = max(reach, one.end)
    return clusters


def _is_modifier(whole: Said, place: Place, found: Sequence[Place]) -> bool:
    """Whether the goods only say more of those right behind them: the laptop of a laptop backpack."""
    behind = (other for other in found if other.start > place.start)
    return any(
        other.start - place.end <= 1 and not whole.text[place.end : other.start].strip(" -") for other in behind
    ) and (whole.text[place.start : place.end].isascii())


def _is_value(whole: Said, place: Place, found: Sequence[Place], products: Mapping[str, Product]) -> bool:
    """Whether the words are an option of the goods before them: "the backpack ... with a camera compartment"."""
    before = [other for other in found if other.end <= place.start and len(other.lines) == 1]
    if not before or _DETERMINED.search(whole.before(place.start)):
        return False
    product = products.get(before[-1].lines[0].product_id)
    found_values = mentions(whole, choices(product)) if product else ()
    return any(one.start <= place.start and place.end <= one.end for one in found_values)


def _extent(cluster: Sequence[tuple[Occurrence, str]]) -> tuple[int, int, float]:
    heard = [one for one, _ in cluster]
    return min(one.start for one in heard), max(one.end for one in heard), max(one.weight for one in heard)


def _winners(cluster: Sequence[tuple[Occurrence, str]]) -> tuple[str, ...]:
    best = max(one.weight for one, _ in cluster)
    near = [(one, product_id) for one, product_id in cluster if one.weight > best - _TIE]
    longest = max(one.end - one.start for one, _ in near)
    return tuple(dict.fromkeys(product_id for one, product_id in near if one.end - one.start == longest))


def _with_pieces(whole: Said, found: Sequence[Place]) -> tuple[Place, ...]:
    """Cut the text between neighbouring places at the last mark or "and" between them."""
    cuts = [0]
    for left, right in pairwise(found):
        marks = [match.end() for match in _BOUNDARY.finditer(whole.text, left.end, right.start)]
        cuts.append(marks[-1] if marks else right.start)
    cuts.append(len(whole.text))
    return tuple(
        Place(place.start, place.end, place.lines, (cuts[index], cuts[index + 1])) for index, place in enumerate(found)
    )


def _unlisted(line: OrderLine) -> Product:
    """A product that has left the catalogue, as its line remembers it."""
    return Product(line.product_id, line.name, ())
