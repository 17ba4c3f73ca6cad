"""The live entries as they are searched: their texts, their vectors in an index, kept up to date change by change."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from knowledge_base.entries import Changes, Entry, Question
from knowledge_base.index.local import LocalIndex, choose_index
from knowledge_base.index.port import Vectors
from knowledge_base.index.snapshot import DamagedSnapshotError, Snapshot, packed, read_snapshot, write_whole
from knowledge_base.retrieval.head import EntryHead
from knowledge_base.retrieval.lexical import Lexicon
from knowledge_base.retrieval.scoring import EntryVectors

MEMORY_BYTES = 800_000_000
"""What the index may take at most; beyond it a smaller kind is chosen."""

HEAD_UP_TO = 3_000
"""Entries up to which there is a head; with more it would take longer to learn than it is worth."""

ANEW_FROM = 20
"""Changed entries from which the whole head is learnt anew rather than one entry after the other."""

DOUBLES_LOOKED_AT = 24
"""Rows looked at for each wording when doubles are searched; an entry's own are among them."""

FROM_HEAD = 5
"""The entries the head thinks best of are looked at even when none of their rows is among the nearest."""

logger = logging.getLogger(__name__)


class TextVectors(Protocol):
    """Turns wordings and answers into the vectors that are searched."""

    @property
    def fingerprint(self) -> str:
        """Changes when the same text would get another vector."""

    def wordings(self, questions: Sequence[Question]) -> Vectors:
        """Unit vectors [questions, dimensions]."""

    def answers(self, answers: Sequence[tuple[str, str]]) -> Vectors:
        """Unit vectors [answers, dimensions] of (language, text)."""


@dataclass(frozen=True)
class Shelf:
    """Where an entry's vectors stand in the index: the rows of its wordings and of its answers, in their order."""

    questions: range
    answers: range


@dataclass(frozen=True)
class Looked:
    """Entries near a question with all their vectors; with a head, its logits for every valid entry."""

    entries: Mapping[str, Entry]
    vectors: Mapping[str, EntryVectors]
    logits: Mapping[str, float]


class Library:
    """Entries, index and head move together: a search sees either all of a change or nothing of it."""

    def __init__(self, vectors: TextVectors, trained: EntryHead | None = None) -> None:
        """An empty library; ``trained`` spares learning what training has learnt already."""
        self._vectors = vectors
        self._trained = trained
        self._head: EntryHead | None = None
        self._index: LocalIndex | None = None
        self._entries: dict[str, Entry] = {}
        self._shelves: dict[str, Shelf] = {}
        self._owners: dict[int, str] = {}
        self._next_row = 0
        self.lexicon = Lexicon()
        self._lock = Lock()
        self.revision = -1

    def __len__(self) -> int:
        """How many entries are live."""
        return len(self._entries)

    def get(self, entry_id: str) -> Entry | None:
        """A live entry, None when it is not live any more."""
        return self._entries.get(entry_id)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The live entries by their ids."""
        return self._entries

    def apply(self, changes: Changes) -> None:
        """Take over what happened since the last revision; what takes long is done before anything is locked."""
        questions = [question for entry in changes.live for question in entry.questions]
        answers = [answer for entry in changes.live for answer in sorted(entry.answers.items())]
        rows = (
            np.concatenate([self._vectors.wordings(questions), self._vectors.answers(answers)]) if questions else None
        )
        leaving = [*changes.gone, *(entry.entry_id for entry in changes.live)]
        fresh = _cut(changes.live, rows, len(questions)) if rows is not None else {}
        head = self._next_head(changes, fresh)
        with self._lock:
            self._remove(leaving)
            if rows is not None:
                self._add(changes.live, fresh, rows.shape[1])
            self._head = head
            self.revision = changes.revision

    def search(self, query: Vectors, count: int, today: date) -> Looked:
        """The valid entries that have a row among the ``count`` nearest, and those the head thinks best of."""
        with self._lock:
            if self._index is None or not len(self._index):
                return Looked({}, {}, {})
            hits = self._index.search(query[None, :], count)
            found = dict.fromkeys(self._owners[int(row)] for row in hits.ids[0] if row >= 0)
            logits = self._logits(query, today)
            best = sorted(logits, key=lambda entry_id: logits[entry_id], reverse=True)[:FROM_HEAD]
            valid = [one for one in dict.fromkeys((*found, *best)) if self._entries[one].is_valid(today)]
            vectors = self._vectors_of(valid)
            entries = {one: self._entries[one] for one in valid}
        return Looked(entries, vectors, logits)

    def _logits(self, query: Vectors, today: date) -> dict[str, float]:
        if self._head is None:
            return {}
        pairs = zip(self._head.ids, self._head.logits(query[None, :])[0].tolist(), strict=True)
        return {entry_id: logit for entry_id, logit in pairs if self._entries[entry_id].is_valid(today)}

    def _vectors_of(self, ids: Sequence[str]) -> dict[str, EntryVectors]:
        shelves = [self._shelves[entry_id] for entry_id in ids]
        rows = np.array([row for one in shelves for row in (*one.questions, *one.answers)], np.int64)
        if self._index is None or not len(rows):
            return {}
        vectors, result, start = self._index.vectors(rows), {}, 0
        for entry_id, shelf in zip(ids, shelves, strict=True):
            middle = start + len(shelf.questions)
            end = middle + len(shelf.answers)
            result[entry_id] = EntryVectors(vectors[start:middle], vectors[middle:end])
            start = end
        return result

    def _next_head(self, changes: Changes, fresh: Mapping[str, EntryVectors]) -> EntryHead | None:
        """The head after a change: the changed entries' part of it is learnt, or all of it when much has changed."""
        entries = {one: entry for one, entry in self._entries.items() if one not in changes.gone}
        entries.update((entry.entry_id, entry) for entry in changes.live)
        if not entries or len(entries) > HEAD_UP_TO:
            return None
        known = (self._head or self._trained or _NO_HEAD).kept(entries)
        known_ids = set(known.ids)
        missing = [entry_id for entry_id in entries if entry_id not in known_ids]
        if not missing:
            return known
        vectors = {**self._vectors_of([one for one in entries if one not in fresh]), **fresh}
        rows = {one: np.concatenate([own.questions, own.answers]) for one, own in vectors.items()}
        if not known.ids or len(missing) > max(ANEW_FROM, len(known.ids) // 10):
            return EntryHead.fitted(list(entries.values()), [rows[one] for one in entries])
        for entry_id in missing:
            others = [rows[one] for one in known.ids]
            known = known.with_entry(entries[entry_id], rows[entry_id], np.concatenate(others))
        return known

    def doubles(self, alike: float) -> dict[tuple[str, str], float]:
        """Pairs of entries that have wordings at least so alike (cosine), and the largest such cosine."""
        found: dict[tuple[str, str], float] = {}
        with self._lock:
            for entry_id in self._entries:
                wordings = self._vectors_of([entry_id])[entry_id].questions
                hits = self._index.search(wordings, DOUBLES_LOOKED_AT) if self._index is not None else None
                if hits is None:
                    return {}
                for row, score in zip(hits.ids.ravel().tolist(), hits.scores.ravel().tolist(), strict=True):
                    owner = self._owners.get(row, entry_id)
                    if owner != entry_id and score >= alike and row in self._shelves[owner].questions:
                        pair = (min(owner, entry_id), max(owner, entry_id))
                        found[pair] = max(found.get(pair, 0.0), score)
        return found

    def save(self, path: Path) -> None:
        """Write a snapshot; raise OSError and leave the old file whole when that is impossible."""
        with self._lock:
            if self._index is None:
                return
            shelves = {one: [s.questions.start, s.answers.start, s.answers.stop] for one, s in self._shelves.items()}
            table = {"revision": self.revision, "fingerprint": self._vectors.fingerprint, "shelves": shelves}
            content, head = packed(Snapshot(table, self._index)), self._head
        write_whole(content, path)
        if head is not None:
            head.save(path.with_suffix(".npz"))

    def restore(self, path: Path, entries: Sequence[Entry], revision: int) -> bool:
        """Take a snapshot over; whether it could be used for what these live entries said at its revision.

        Entries that changed since are left for ``apply``, as ``revision`` then says.
        """
        try:
            snapshot = read_snapshot(path)
        except DamagedSnapshotError as error:
            logger.warning("%s; the index is built anew from the database", error)
            return False
        if snapshot is None or snapshot.table["fingerprint"] != self._vectors.fingerprint:
            return False
        if snapshot.table["revision"] > revision:
            logger.warning("%s is newer than the database; the index is built anew", path)
            return False
        with self._lock:
            self._trained = EntryHead.load(path.with_suffix(".npz")) or self._trained
            self._index, self.revision = snapshot.index, snapshot.table["revision"]
            self._shelves = {
                entry_id: Shelf(range(first, second), range(second, end))
                for entry_id, (first, second, end) in snapshot.table["shelves"].items()
            }
            self._owners = {row: one for one, s in self._shelves.items() for row in (*s.questions, *s.answers)}
            self._next_row = max(self._owners, default=-1) + 1
            known = {entry.entry_id: entry for entry in entries if entry.revision <= self.revision}
            self._remove([entry_id for entry_id in self._shelves if entry_id not in known])
            self._entries = {entry_id: known[entry_id] for entry_id in self._shelves}
            self.lexicon = Lexicon(self._entries.values())
        return True

    @property
    def head(self) -> EntryHead | None:
        """The head as it is now, to be saved."""
        return self._head

    def _remove(self, ids: Sequence[str]) -> None:
        rows = []
        for entry_id in ids:
            shelf = self._shelves.pop(entry_id, None)
            entry = self._entries.pop(entry_id, None)
            if entry is not None:
                self.lexicon.remove(entry)
            if shelf is not None:
                rows += [*shelf.questions, *shelf.answers]
        for row in rows:
            del self._owners[row]
        if self._index is not None and rows:
            self._index.remove(np.array(rows, np.int64))

    def _add(self, entries: Sequence[Entry], fresh: Mapping[str, EntryVectors], dimensions: int) -> None:
        ids: list[int] = []
        for entry in entries:
            first, second = self._next_row, self._next_row + len(entry.questions)
            end = second + len(entry.answers)
            self._shelves[entry.entry_id] = Shelf(range(first, second), range(second, end))
            self._owners.update(dict.fromkeys(range(first, end), entry.entry_id))
            self._entries[entry.entry_id] = entry
            self.lexicon.add(entry)
            ids += range(first, end)
            self._next_row = end
        rows = [part for entry in entries for part in (fresh[entry.entry_id].questions, fresh[entry.entry_id].answers)]
        self._fitting_index(len(ids), dimensions).add(np.array(ids, np.int64), np.concatenate(rows))

    def _fitting_index(self, more: int, dimensions: int) -> LocalIndex:
        """The index for as many rows as there will be; what is in the old one moves over."""
        old = self._index
        wanted = choose_index((len(old) if old is not None else 0) + more, dimensions, MEMORY_BYTES)
        if old is not None and type(wanted) is type(old):
            return old
        if old is not None and len(old):
            kept = np.array([row for row in self._owners if row < self._next_row - more], np.int64)
            wanted.add(kept, old.vectors(kept))
        self._index = wanted
        return wanted


_NO_HEAD = EntryHead((), (), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))


def _cut(entries: Sequence[Entry], rows: Vectors, questions: int) -> dict[str, EntryVectors]:
    """Each entry's part of the vectors of all wordings followed by those of all answers."""
    vectors, asked, told = {}, 0, questions
    for entry in entries:
        asked_to, told_to = asked + len(entry.questions), told + len(entry.answers)
        vectors[entry.entry_id] = EntryVectors(rows[asked:asked_to], rows[told:told_to])
        asked, told = asked_to, told_to
    return vectors
