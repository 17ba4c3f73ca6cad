"""Questions with the entries that answer them: a validation part written by hand, or trials made of the wordings."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge_base.entries import BadEntryError, Entry, Question
from knowledge_base.entries.files import json_lines

FOLDS = 5
UNANSWERED = 0.25
"""Share of the trials that are asked once more while their entry does not exist."""


@dataclass(frozen=True)
class Asked:
    """A question and the ids of the entries that answer it; none when nothing does."""

    text: str
    right: frozenset[str]


def read_questions(path: Path) -> tuple[Asked, ...]:
    """Questions of a JSONL file ``{query, pos: [ids]}``; raise BadEntryError naming file and line."""
    asked = []
    for number, record in json_lines(path):
        text, right = record.get("query"), record.get("pos")
        if not isinstance(text, str) or not text.strip() or not isinstance(right, list):
            raise BadEntryError(f"{path}:{number}: needs `query` and a list `pos`")
        asked.append(Asked(text, frozenset(map(str, right))))
    return tuple(asked)


def has_all(entry: Entry, language: str) -> bool:
    """Whether an entry has wordings and an answer in a language."""
    return language in entry.answers and any(one.language == language for one in entry.questions)


def only(entry: Entry, language: str) -> Entry:
    """What an entry says in one language."""
    questions = tuple(one for one in entry.questions if one.language == language)
    return replace(entry, questions=questions, answers={language: entry.answers[language]})


@dataclass(frozen=True)
class Fold:
    """Entries without some of their wordings, those as questions, and questions whose entry is left out."""

    entries: tuple[Entry, ...]
    asked: tuple[Asked, ...]
    unanswered: tuple[tuple[str, Asked], ...]


def folds(entries: Sequence[Entry], seed: int) -> Iterator[Fold]:
    """Each wording asked once as if it had never been written, some also as if their entry did not exist."""
    chance = random.Random(seed)
    part = {(entry.entry_id, one): chance.randrange(FOLDS) for entry in entries for one in entry.questions}
    for number in range(FOLDS):
        kept, asked = [], []
        for entry in entries:
            held = [one for one in entry.questions if part[entry.entry_id, one] == number]
            held = held[: len(entry.questions) - 1]
            left = tuple(one for one in entry.questions if one not in held)
            kept.append(replace(entry, questions=left))
            asked += [(entry.entry_id, _asked(one, entry.entry_id)) for one in held]
        unanswered = [(entry_id, replace(one, right=frozenset())) for entry_id, one in asked]
        some = chance.sample(unanswered, int(UNANSWERED * len(unanswered)))
        yield Fold(tuple(kept), tuple(one for _, one in asked), tuple(some))


def _asked(question: Question, entry_id: str) -> Asked:
    return Asked(question.text, frozenset({entry_id}))
