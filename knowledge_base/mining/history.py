"""Proposals out of a whole history of transcripts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge_base.entries import Question
from knowledge_base.entries.model import MOST_QUESTIONS, language_of
from knowledge_base.index.port import Vectors
from knowledge_base.mining.clusters import Cluster, clustered
from knowledge_base.mining.drafts import Draft, Search, proposal, twin_of
from knowledge_base.mining.pairs import Read, mine
from knowledge_base.mining.transcripts import Conversation
from knowledge_base.retrieval.answerer import Candidate


@dataclass(frozen=True)
class Mined:
    """What was found: pairs in all, groups of them, those the live entries answer already, and the proposals."""

    conversations: int
    pairs: int
    clusters: int
    known: int
    contradictions: int
    drafts: tuple[Draft, ...]


def mine_history(
    conversations: Sequence[Conversation],
    read: Read,
    search: Search,
    questions_of: Callable[[Sequence[Question]], Vectors],
    answers_of: Callable[[Sequence[tuple[str, str]]], Vectors],
    keep: Iterable[str] = (),
) -> Mined:
    """Mine every conversation, group what says the same, and propose what the live entries do not answer surely."""
    kept = tuple(keep)
    pairs = [pair for conversation in conversations for pair in mine(conversation, read, kept)]
    if not pairs:
        return Mined(len(conversations), 0, 0, 0, 0, ())
    asked = questions_of([Question(one.question, language_of(one.question)) for one in pairs])
    told = answers_of([(language_of(one.answer), one.answer) for one in pairs])
    clusters = clustered(pairs, asked, told)
    drafts = [_draft(cluster, search) for cluster in clusters]
    proposals = tuple(draft for draft in drafts if draft is not None)
    return Mined(
        conversations=len(conversations),
        pairs=len(pairs),
        clusters=len(clusters),
        known=len(clusters) - len(proposals),
        contradictions=sum(bool(cluster.contradicting) for cluster in clusters),
        drafts=proposals,
    )


def _draft(cluster: Cluster, search: Search) -> Draft | None:
    best = cluster.best
    found = search(best.question, language_of(best.question))
    if found.answer is not None:
        return None
    twin = twin_of(found, best.answer)
    wordings = dict.fromkeys((best.question, *(pair.question for pair in cluster.pairs)))
    return proposal("mined", best, list(wordings)[:MOST_QUESTIONS], twin, _note(cluster, twin))


def _note(cluster: Cluster, twin: Candidate | None) -> str:
    parts = [f"asked in {len(cluster.pairs)} conversation{'s' if len(cluster.pairs) > 1 else ''}"]
    if twin is not None:
        parts.append(f"another wording of {twin.entry_id}")
    parts += [f"{one.agent or 'an agent'} answered otherwise: {one.answer[:200]}" for one in cluster.contradicting]
    return "; ".join(parts)
