"""Wire an answerer from the settings; the only place of this room that builds parts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from foundation.settings import Settings
from knowledge_base.entries import EntryStore
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibrations
from knowledge_base.retrieval.glossary import Glossary
from knowledge_base.retrieval.head import EntryHead
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.reranker import Reranker, TokenEncoder, TokenSpace, load_tokens
from knowledge_base.retrieval.scoring import LanguageMeans
from knowledge_base.retrieval.vectors import CentredVectors, TextEncoder, load_vectors
from understanding.runtime.encoder import Encoder


class BothEncoders(TextEncoder, TokenEncoder, Protocol):
    """Reads texts for the search and for the reranker."""


def build_answerer(
    settings: Settings, encoder: BothEncoders, today: Callable[[], date] = lambda: datetime.now(UTC).date()
) -> Answerer:
    """An answerer without entries yet."""
    trained = settings.models / "knowledge"
    vectors = CentredVectors(encoder, LanguageMeans.load(trained / "means.json"), load_vectors(trained / "vectors.npz"))
    space, tokens = TokenSpace.load(trained / "token_space.npz"), load_tokens(trained / "tokens.npz")
    return Answerer(
        vectors,
        Library(vectors, EntryHead.load(trained / "head.npz")),
        Calibrations.load(trained / "calibration.json"),
        settings.wrong_answers,
        today,
        Glossary.read([trained / "glossary.jsonl"]),
        Reranker(encoder, space, tokens),
    )


def snapshot_path(settings: Settings) -> Path:
    """Where the index of the live entries is kept between two starts."""
    return settings.var / "knowledge" / "index"


async def open_answerer(settings: Settings) -> Answerer:
    """An answerer over the live entries of the state folder, for one-off use."""
    encoder = Encoder(settings.models / "encoder")
    encoder.warm_up()
    answerer = build_answerer(settings, encoder)
    store = EntryStore(settings.database_url)
    try:
        answerer.library.apply(await store.changed_since(-1))
    finally:
        await store.close()
    return answerer
