"""Mining of chats that neither the miner nor the finder of personal data was made with: what is found, what is not."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.settings import Settings
from knowledge_base.mining.pairs import Read, mine
from knowledge_base.mining.personal import find_personal, names_in, of_the_shop
from knowledge_base.mining.transcripts import Conversation, read_transcripts
from storefront.policy_file import read_policy
from understanding.runtime.classifier import Classifier

TEST = Path("training_data/knowledge/test")
HIDDEN = 0.8
"""The share of its characters from which something personal counts as found."""


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
        spans = _found(one.chat, read, keep)
        wanted = list(_places(one))
        for turn, kind, places in wanted:
            marked[kind] += 1
            found[kind] += len(places & {place for span in spans[turn] for place in span}) >= HIDDEN * len(places)
        for turn, own in spans.items():
            taken += len(own)
            right += sum(any(where == turn and places & span for where, _, places in wanted) for span in own)
    return {
        "chats": len(chats),
        "marked": marked.total(),
        "found": _share(found.total(), marked.total()),
        "precision": _share(right, taken),
        "by_kind": {kind: [found[kind], marked[kind]] for kind in sorted(marked)},
    }


def _found(chat: Conversation, read: Read, keep: Iterable[str]) -> dict[int, list[set[int]]]:
    kept = frozenset((*keep, *(turn.agent for turn in chat.turns if turn.agent)))
    texts = [turn.text for turn in chat.turns]
    seen = read(texts)
    names = names_in(texts, (entity for one in seen for entity in one.entities)) - kept
    return {
        turn.number: [set(range(f.start, f.end)) for f in find_personal(turn.text, names, kept, one.entities)]
        for turn, one in zip(chat.turns, seen, strict=True)
    }


def _places(one: Marked) -> Iterator[tuple[int, str, set[int]]]:
    texts = {turn.number: turn.text for turn in one.chat.turns}
    for mark in one.personal:
        start = texts[mark["turn"]].index(mark["text"])
        yield mark["turn"], mark["kind"], set(range(start, start + len(mark["text"])))


def _share(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0
