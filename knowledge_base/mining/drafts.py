"""Entries proposed from a conversation: what an agent answered where the bot had no sure answer."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from knowledge_base.entries import Entry, Provenance, Question, Status
from knowledge_base.entries.errors import BadEntryError
from knowledge_base.entries.model import checked, language_of
from knowledge_base.mining.clusters import contradict
from knowledge_base.mining.pairs import Pair, Read, mine
from knowledge_base.mining.transcripts import Conversation
from knowledge_base.retrieval.answerer import Candidate, Found
from knowledge_base.retrieval.lexical import pieces

SAME_ANSWER = 0.6
"""Share of the shorter answer's pieces in the longer one from which they say the same."""

Search = Callable[[str, str], Found]


@dataclass(frozen=True)
class Draft:
    """A proposal and what the reviewer should know of it."""

    entry: Entry
    note: str


def drafts(
    conversation: Conversation,
    read: Read,
    search: Search,
    keep: Iterable[str] = (),
    facts: Mapping[str, str] | None = None,
) -> tuple[Draft, ...]:
    """Proposals for review, in the order of the conversation.

    ``search`` looks a question up among the live entries: what they answer surely is not proposed again, and an answer
    they know becomes another wording of its entry. ``facts`` maps texts of this customer's orders, such as a tracking
    number, to the named facts that stand for them. ``keep`` are texts that are not personal.
    """
    told = _generalised(conversation, facts or {})
    found = (_draft(pair, search(pair.question, language_of(pair.question))) for pair in mine(told, read, keep))
    return tuple(draft for draft in found if draft is not None)


def _draft(pair: Pair, found: Found) -> Draft | None:
    if found.answer is not None:
        return None
    twin = twin_of(found, pair.answer)
    return proposal("learnt", pair, (pair.question,), twin, _note(found, twin), pair.conversation_id)


def proposal(
    kind: str, pair: Pair, wordings: Iterable[str], twin: Candidate | None, note: str, *apart: str
) -> Draft | None:
    """A pair as an entry for review, asked in these wordings; None when its answer can be nobody's.

    Its id is made of ``kind``, the pair's words and what else sets it ``apart``.
    """
    digest = hashlib.sha256("\0".join((*apart, pair.question, pair.answer)).encode()).hexdigest()[:16]
    entry = Entry(
        entry_id=f"{kind}-{digest}",
        questions=tuple(Question(text, language_of(text)) for text in wordings),
        answers={language_of(pair.answer): pair.answer},
        tags=(kind,),
        status=Status.IN_REVIEW,
        joins=twin.entry_id if twin else "",
        provenance=Provenance(conversation_id=pair.conversation_id, agent=pair.agent, day=pair.day),
    )
    try:
        return Draft(checked(entry), note)
    except BadEntryError:  # mark-up, or braces that stand for nothing: no answer for anybody else
        return None


def _note(found: Found, twin: Candidate | None) -> str:
    if twin is not None:
        return f"another wording of {twin.entry_id}"
    nearest = f", nearest entry {found.candidates[0].entry_id}" if found.candidates else ""
    return f"no sure answer (probability {found.probability:.2f}{nearest})"


def twin_of(found: Found, answer: str) -> Candidate | None:
    """The first candidate that says the same as an answer."""
    other = pieces(answer)
    for candidate in found.candidates:
        one = pieces(candidate.answer)
        alike = one and other and len(one & other) >= SAME_ANSWER * min(len(one), len(other))
        if alike and not contradict(candidate.answer, answer):
            return candidate
    return None


def _generalised(conversation: Conversation, facts: Mapping[str, str]) -> Conversation:
    def general(text: str) -> str:
        for value in sorted(facts, key=len, reverse=True):
            text = re.sub(rf"#?(?<!\w){re.escape(value)}(?!\w)", f"{{{facts[value]}}}", text)
        return text

    turns = tuple(
        replace(turn, text=general(turn.text)) if turn.role == "agent" else turn for turn in conversation.turns
    )
    return replace(conversation, turns=turns)
