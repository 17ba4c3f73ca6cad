"""Words of the other language: a glossary lets a Chinese question find an English entry, and the reverse.

A small multilingual encoder knows that two sentences are about parcels, and not that one of them says *wobbly*. What
both say is compared in two ways: by the glossary's meanings, and by the English words that a Chinese text comes to.
"""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import snowballstemmer

from knowledge_base.entries import BadEntryError, Entry
from knowledge_base.entries.files import json_lines

LESS = 0.5
"""What a single character counts, or a word inside of a longer one."""

OFTEN = 0.7
"""The more wordings of an entry say a word the more it counts, half at as many as this."""

LONGEST_PHRASE = 4
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORDS = re.compile(r"[a-z0-9]+")
_PARTS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_EMPTY = frozenset(
    "a an the of to in on for with and or by at from as is are be it its i my me you your we our they this that do "
    "does did can could will would if so some one have has had get got just there was were been please hi hello im ive "
    "id".split()
)

Words = Mapping[str, float]
"""What a text says, stems of English words and numbers of meanings, and how surely (0 to 1)."""


@dataclass(frozen=True)
class Meaning:
    """Chinese and English words for one thing, the commonest first."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


class Glossary:
    """Looks words up in both languages; it knows only what its meanings hold."""

    def __init__(self, meanings: Sequence[Meaning] = ()) -> None:
        self.meanings = meanings
        self._chinese: dict[str, list[int]] = defaultdict(list)
        self._english: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, meaning in enumerate(meanings):
            for word in meaning.zh:
                self._chinese[word].append(number)
            for phrase in meaning.en:
                self._english[_stems(phrase)].append(number)
        self._longest = max(map(len, self._chinese), default=0)
        self.told = lru_cache(maxsize=4_096)(self._told)
        self.translated = lru_cache(maxsize=None)(self._translated)

    def rendered(self, text: str) -> str:
        """The English words that a Chinese text comes to, one after the other; what is English stays."""
        said: list[str] = []
        for part in _PARTS.findall(text):
            if _CHINESE.match(part):
                said += (self.meanings[self._chinese[word][0]].en[0] for word in self._longest_words(part))
            else:
                said.append(part.strip())
        return " ".join(filter(None, said))

    def words(self, text: str) -> Words:
        """What a text says: its English words, those its Chinese words come to, and the meanings of either."""
        lowered = _plain(text)
        said: dict[str, float] = {}
        for run in _CHINESE.findall(lowered):
            for word, weight in self._all_words(run):
                _raise(said, ((sense, weight * sure) for sense, sure in self.translated(word)))
        stems = _stems(lowered)
        for start in range(len(stems)):
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(stems)) + 1):
                _raise(said, self._meant(self._english.get(stems[start:end], ()), 1.0))
        _raise(said, ((stem, 1.0) for stem in stems if stem not in _EMPTY))
        return said

    def _told(self, texts: tuple[str, ...]) -> Words:
        """What texts say, summed over them."""
        told: dict[str, float] = {}
        for text in texts:
            for word, sure in self.words(text).items():
                told[word] = told.get(word, 0.0) + sure
        return told

    def _translated(self, word: str) -> tuple[tuple[str, float], ...]:
        """The meanings of a Chinese word and the stems of their English words, and how surely it says them."""
        numbers = self._chinese[word]
        said = dict(self._meant(numbers, 1.0))
        for number in numbers:
            for phrase in map(_stems, self.meanings[number].en):
                telling = [stem for stem in phrase if stem not in _EMPTY]
                _raise(said, ((stem, 1 / len(telling) / math.sqrt(len(numbers))) for stem in telling))
        return tuple(said.items())

    @staticmethod
    def _meant(numbers: Sequence[int], weight: float) -> Iterator[tuple[str, float]]:
        for number in numbers:
            yield f"#{number}", weight / math.sqrt(len(numbers))

    def _all_words(self, run: str) -> Iterator[tuple[str, float]]:
        """The known words of a run of characters, longer ones first; a single character only where no word is."""
        covered = [False] * len(run)
        for length in range(min(self._longest, len(run)), 0, -1):
            for start in range(len(run) - length + 1):
                inside = all(covered[start : start + length])
                word = run[start : start + length]
                if word in self._chinese and not (length == 1 and inside):
                    yield word, LESS if inside or length == 1 else 1.0
                    covered[start : start + length] = [True] * length

    def _longest_words(self, run: str) -> Iterator[str]:
        start = 0
        while start < len(run):
            lengths = range(min(self._longest, len(run) - start), 0, -1)
            found = next((length for length in lengths if run[start : start + length] in self._chinese), 0)
            if found:
                yield run[start : start + found]
            start += found or 1

    def save(self, path: Path) -> None:
        """Write as JSON lines ``{zh: [...], en: [...]}``."""
        lines = (json.dumps({"zh": one.zh, "en": one.en}, ensure_ascii=False) for one in self.meanings)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Glossary":
        """Read JSON lines ``{zh: [...], en: [...]}``; raise BadEntryError naming file and line."""
        meanings = []
        for path in paths:
            for number, record in json_lines(path):
                zh, en = (_words_of(record.get(language)) for language in ("zh", "en"))
                if not zh or not en:
                    raise BadEntryError(f"{path}:{number}: needs `zh` and `en`, a list of words each")
                meanings.append(Meaning(zh, en))
        return cls(meanings)


def crossings(text: str, glossary: Glossary, entries: Iterable[Entry]) -> dict[str, float]:
    """How much of what a question says each entry says (0 to about 1); words that few of these entries say weigh most.

    An entry's words count by how many of its texts say them, as term frequency does in BM25 (Robertson and Zaragoza
    2009).
    """
    said = glossary.words(text)
    told = {one.entry_id: glossary.told((*(q.text for q in one.questions), *one.answers.values())) for one in entries}
    weights = {
        word: math.log((len(told) + 1) / (sum(words.get(word, 0.0) > LESS / 2 for words in told.values()) + 0.5))
        for word in said
    }
    total = sum(sure * max(weights[word], 0.0) for word, sure in said.items())
    return {
        entry_id: sum(
            sure * weights[word] * words[word] / (words[word] + OFTEN) for word, sure in said.items() if word in words
        )
        / max(total, 1.0) ** 0.75
        for entry_id, words in told.items()
    }


def _raise(said: dict[str, float], words: Iterable[tuple[str, float]]) -> None:
    for word, sure in words:
        said[word] = max(said.get(word, 0.0), sure)


def _plain(text: str) -> str:
    return text.lower().replace("'", "").replace("’", "")


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(_stem, _WORDS.findall(_plain(text))))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    with _ONE_AT_A_TIME:
        stem: str = _ENGLISH.stemWord(word)
    return stem


def _words_of(value: object) -> tuple[str, ...]:
    """A list of words; nothing when it is anything else."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        return ()
    return tuple(value)


_ENGLISH = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = Lock()
"""A stemmer keeps the word it works on."""
