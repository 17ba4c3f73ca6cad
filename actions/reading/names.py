"""Where a text names a product: by its name or a telling part of it, by its brand, by what people call such goods."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from actions.reading.goods_words import CALLED, GOODS_WORDS
from actions.reading.option_glossary import OPTION_WORDS, PLAIN_WORDS
from actions.reading.words import Said, form_of, is_han, stems, vocabulary
from recommender.kind_words import KINDS
from recommender.kinds import is_called, kinds_said
from storefront.model import Product

FULL, KIND, LOOSE, TURN_OF_PHRASE = 9.0, 1.4, 0.9, 0.8
"""How telling a full name, a usual word for such goods, a word for related goods, "the electric one" are."""

HEAD = 0.5
"""What a word gains that says what the product is."""

_PARENTHESES = re.compile(r"[(（][^)）]*[)）]")
_TAIL = re.compile(r"\s+(?:with|for)\s.*$|(?:\s+(?:[\d.]+\+?|SPF|PA\+*|ml|cm|kg|oz|g|l|L))+\s*$")
_HAN_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]*[\u4e00-\u9fff]+")
_GENERIC = frozenset(
    "set box pack kit case machine maker cleaner holder pair pouch cube tip slide shell one cream light "
    "equipment".split()
)
_COMMON = PLAIN_WORDS | frozenset(
    "air go one two turn base plain daily cool lift slip float light winter gift card body hand water action office "
    "electric smart digital gaming wireless portable indoor garden patio pet tea coffee wall mini day week size order "
    "electronic mechanical security cycling hiking running yoga desk book home travel sport sports head true free back "
    "down memory double heavy camp folding open noise volume limited semi memory high low crew layer sun rain "
    "glass sleep "
    "card box bag set with for and the of in on pair pack french full natural green white black box led action "
    "clear work "
    "parents plus pro max new card wire arc moon cloud slice garden hum shower winter barrier rest base trail "
    "crisp uno "
    "swan gram cable tech pads pad foam soft rechargeable compact vacuum makeup e t jacket".split()
)
"""Words of names that say too much else to name a product alone."""

_REAL = GOODS_WORDS | OPTION_WORDS

_COMMON_HAN = frozenset(
    "蓝牙 无线 真无 运动 双层 轻量 便携 迷你 充电 折叠 电动 日常 可视 植物 天然 专业 儿童 游戏 睡眠 记忆 海绵 "
    "手持 手摇 "
    "套装 草地 花园 冬日 清洁 羊毛 亚麻 防水 防晒 凉感 户外 真皮 头层 牛皮 分离 旅行 通勤 压缩 人体 工学 棉麻 "
    "电机 分体 "
    "健步 爸妈 恢复 平底 训练 自动 一对 有线 有源 轻感 屏障 修护 护眼 夹持 碳板 中帮 中筒".split()
)
_ONE_AFTER = re.compile(r"\s*ones?\b")
_MEASURE_WORD_BEFORE = re.compile(r"[个只双件把张盏台条顶副款的块套]$")


@dataclass(frozen=True)
class Occurrence:
    """A place in a text that names a product, and how tellingly."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Names:
    """What a product may be called."""

    whole: frozenset[str]
    words: frozenset[str]
    heads: frozenset[str]
    telling: frozenset[str]
    phrases: tuple[str, ...]
    called: tuple[str, ...]
    kinds: frozenset[str]
    han: str

    @property
    def known(self) -> frozenset[str]:
        """The words that slips of the thumb are mended to."""
        return vocabulary((*self.words, *(form for form in self.called if not is_han(form))))


def occurrences(said: Said, product: Product) -> tuple[Occurrence, ...]:
    """The places that name the product, in reading order; they may overlap."""
    names = names_of(product.name, product.name_zh, product.brand)
    mended = said.mended(names.known, _REAL)
    found = [*_phrases(mended, names), *_runs(mended, names), *_kinds(mended, names)]
    if said.has_han and names.han:
        found += _han(mended, names.han)
    return tuple(sorted(set(found), key=lambda one: (one.start, one.end, one.weight)))


@lru_cache(maxsize=4096)
def names_of(name: str, name_zh: str, brand: str) -> Names:
    """What a product of these names may be called."""
    bare = _TAIL.sub("", _PARENTHESES.sub("", name).strip()) if not is_han(name) else ""
    words = stems(bare) or ("",)
    heads = {words[-1]} - _GENERIC if len(words) > 1 or words[-1] not in _GENERIC else {words[-1]}
    if not heads and words[-2:-1] and words[-2] not in _GENERIC:
        heads = {words[-2]} - {"gift", "coffee", "hand", "cook", "storage", "ear", "card", "body", "rain"}
    every = frozenset(stems(name)) | frozenset(stems(name_zh)) | frozenset(stems(brand))
    telling = {word for word in every if _is_telling(word)} | set(stems(brand))
    runs = _HAN_RUN.findall(_PARENTHESES.sub("", name_zh or name))
    return Names(
        whole=frozenset(words) - {""},
        words=every - {"with", "for", "and", "the", "of", "in"},
        heads=frozenset(heads - {""}),
        telling=frozenset(telling),
        phrases=("".join(words[-2:]),) if len(words) > 1 else (),
        called=_called(name, name_zh),
        kinds=frozenset(kind.word for kind in KINDS if is_called(Product("", name, (), name_zh), kind.word)),
        han=str(runs[-1]).lower().removesuffix("套装").removesuffix("一对") if runs else "",
    )


def _is_telling(word: str) -> bool:
    if any(char.isdigit() for char in word):
        return any(char.isalpha() for char in word) and len(word) > 2
    return len(word) >= 4 and word not in _COMMON


def _called(name: str, name_zh: str) -> tuple[str, ...]:
    """What people call goods whose name ends so; the Chinese name counts when the English one tells nothing."""
    english = f" {' '.join(stems(_PARENTHESES.sub('', name)))}"
    han = _PARENTHESES.sub("", name_zh or name)
    found = [words for endings, words in CALLED if any(english.endswith(_ending(one)) for one in endings)]
    if not found:
        found = [words for _, words in CALLED if han.endswith(tuple(word for word in words if is_han(word)))]
    return tuple(dict.fromkeys(form_of(word) for words in found for word in words))


def _ending(name: str) -> str:
    return f" {' '.join(stems(name))}"


def _phrases(said: Said, names: Names) -> Iterable[Occurrence]:
    for form in names.phrases:
        yield from (Occurrence(start, end, 2 + HEAD) for start, end in said.places(form))
    for form in names.called:
        for start, end in said.places(form):
            if len(form) > 1 or not is_han(form) or _MEASURE_WORD_BEFORE.search(said.before(start)):
                yield Occurrence(start, end, KIND)


def _runs(said: Said, names: Names) -> Iterable[Occurrence]:
    """Neighbouring words of the name, when one of them tells or there are several."""
    run: list[int] = []
    for index, token in enumerate(said.tokens):
        belongs = token.stem in names.words
        if run and (not belongs or said.text[said.tokens[run[-1]].end : token.start].strip(" -")):
            yield from _of_run(said, names, run)
            run = []
        if belongs:
            run.append(index)
    if run:
        yield from _of_run(said, names, run)


def _of_run(said: Said, names: Names, run: list[int]) -> Iterable[Occurrence]:
    words = {said.tokens[index].stem for index in run}
    start, end = said.tokens[run[0]].start, said.tokens[run[-1]].end
    weight = FULL if len(words) > 1 and words >= names.whole else len(words) + (HEAD if words & names.heads else 0)
    wordy = sum(1 for word in words if len(word) > 2 and not word.isdigit())
    if words & names.heads or words & names.telling or (wordy > 1 and not words <= PLAIN_WORDS):
        yield Occurrence(start, end, weight)
    elif wordy and _ONE_AFTER.match(said.text, end):
        yield Occurrence(start, end, TURN_OF_PHRASE)


def _kinds(said: Said, names: Names) -> Iterable[Occurrence]:
    return [Occurrence(start, end, LOOSE) for start, end, word in _kinds_in(said.text) if word in names.kinds]


@lru_cache(maxsize=256)
def _kinds_in(text: str) -> tuple[tuple[int, int, str], ...]:
    return kinds_said(text)


def _han(said: Said, name: str) -> Iterable[Occurrence]:
    """What the text shares with the Chinese name: its end, or a part long enough to tell."""
    text, start = said.text, 0
    while start < len(text):
        size = _shared(text, start, name)
        part = text[start : start + size]
        goods = text[start + size : start + size + _shared(text, start + size, name)]
        if size == 2 and part in _COMMON_HAN and len(goods) >= 2 and name.endswith(goods):
            # 儿童耳机 for 儿童限音量头戴耳机: a word that tells little alone tells much beside what the goods are
            size += len(goods)
            yield Occurrence(start, start + size, size / 2 + HEAD)
        elif size >= 2 and is_han(part):
            ends = name.endswith(part)
            if ends or size > 2 or part not in _COMMON_HAN:
                yield Occurrence(start, start + size, size / 2 + (HEAD if ends else 0))
        elif size == 1 and name.endswith(part) and _MEASURE_WORD_BEFORE.search(said.before(start)):
            yield Occurrence(start, start + 1, LOOSE)
        start += max(size, 1)


def _shared(text: str, start: int, name: str) -> int:
    size = 0
    while start + size < len(text) and text[start : start + size + 1] in name:
        size += 1
    return size
