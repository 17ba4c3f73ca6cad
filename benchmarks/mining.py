"""Mining of chats written and marked apart: pairs in some that the miner, personal data in others that its finder
was not made with.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.settings import Settings
from knowledge_base.mining.pairs import Read, mine, seen_in
from knowledge_base.mining.personal import of_the_shop
from knowledge_base.mining.transcripts import Conversation, read_transcripts
from storefront.policy_file import read_policy
from understanding.runtime.classifier import Classifier

TEST = Path("training_data/knowledge/test")
HIDDEN = 0.8
"""The share of its characters from which something personal counts as found."""

MEANT = 0.5
"""The share of its characters that must be marked for something found to count as right."""


@dataclass(frozen=True)
class Marked:
    """A chat and what a reader marked in it."""

    chat: Conversation
    pairs: Sequence[Mapping[str, Any]]
    personal: Sequence[Mapping[str, Any]]


def measure() -> dict[str, Any]:
    """Pairs and personal data found, and how many of those found are right, by language."""
    settings = Settings.from_environment()
    read = Classifier(settings.models / "understanding").understand_batch
    keep = of_the_shop(read_policy(None).contact, ())
    return {
        part: {language: figures(list(_marked(TEST / part, language)), read, keep) for language in ("en", "zh")}
        for part, figures in (("transcripts", _pairs), ("personal", _personal))
    }


def _marked(folder: Path, language: str) -> Iterator[Marked]:
    lines = (folder / f"{language}.marks.jsonl").read_text("utf-8").splitlines()
    marks = {mark["conversation_id"]: mark for mark in map(json.loads, lines)}
    for chat in read_transcripts(folder / f"{language}.jsonl"):
        mark = marks[chat.conversation_id]
        yield Marked(chat, mark.get("pairs", ()), mark["personal"])


def _pairs(chats: Sequence[Marked], read: Read, keep: Sequence[str]) -> dict[str, float]:
    """A pair is found when one was mined that shares a turn of its answer."""
    marked = found = mined = right = 0
    for one in chats:
        answers = [set(pair.answered_in) for pair in mine(one.chat, read, keep)]
        wanted = [set(pair["answered_in"]) for pair in one.pairs]
        marked, mined = marked + len(wanted), mined + len(answers)
        found += sum(any(want & answer for answer in answers) for want in wanted)
        right += sum(any(want & answer for want in wanted) for answer in answers)
    return {"chats": len(chats), "marked": marked, "found": _share(found, marked), "precision": _share(right, mined)}


def _personal(chats: Sequence[Marked], read: Read, keep: Sequence[str]) -> dict[str, Any]:
    marked, found, taken, right = Counter[str](), Counter[str](), 0, 0
    for one in chats:
        seen = seen_in(one.chat, read, keep)
        spans = {
            turn.number: [set(range(found.start, found.end)) for found in seen.personal(turn)]
            for turn in one.chat.turns
        }
        wanted = list(_places(one))
        for turn, kind, places in wanted:
            marked[kind] += 1
            found[kind] += len(places & {place for span in spans[turn] for place in span}) >= HIDDEN * len(places)
        for turn, own in spans.items():
            marks = {place for where, _, places in wanted if where == turn for place in places}
            taken += len(own)
            right += sum(len(span & marks) >= MEANT * len(span) for span in own)
    return {
        "chats": len(chats),
        "marked": marked.total(),
        "found": _share(found.total(), marked.total()),
        "precision": _share(right, taken),
        "by_kind": {kind: [found[kind], marked[kind]] for kind in sorted(marked)},
    }


def _places(one: Marked) -> Iterator[tuple[int, str, set[int]]]:
    """Turn, kind and characters of each mark; of a text that stands twice the place that no other mark has."""
    texts = {turn.number: turn.text for turn in one.chat.turns}
    taken: dict[int, set[int]] = {number: set() for number in texts}
    for mark in sorted(one.personal, key=lambda mark: -len(mark["text"])):
        text, number = mark["text"], mark["turn"]
        starts = [match.start() for match in re.finditer(re.escape(text), texts[number])]
        free = [start for start in starts if start not in taken[number]]
        start = (free or starts)[0]
        places = set(range(start, start + len(text)))
        taken[number] |= places
        yield number, mark["kind"], places


def _share(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0
