"""Wire an answerer from the settings; the only place of this room that builds parts."""

from foundation.settings import Settings
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibration
from knowledge_base.entries import EntryStore
from knowledge_base.retrieval.scoring import LanguageMeans
from knowledge_base.retrieval.vectors import TextEncoder, VectorCache
from understanding.runtime.encoder import Encoder


def build_answerer(settings: Settings, encoder: TextEncoder) -> Answerer:
    """An answerer without entries yet; ``refresh`` gives it some."""
    trained = settings.models / "knowledge"
    cache = VectorCache(encoder, trained / "vectors.npz", settings.var / "knowledge" / "vectors.npz")
    return Answerer(cache, LanguageMeans.load(trained / "means.json"), Calibration.load(trained / "calibration.json"))


async def open_answerer(settings: Settings) -> Answerer:
    """An answerer over the live entries of the state folder, for one-off use."""
    encoder = Encoder(settings.models / "encoder")
    encoder.warm_up()
    answerer = build_answerer(settings, encoder)
    store = EntryStore(settings.database_url)
    try:
        answerer.refresh(await store.live(), await store.revision())
    finally:
        await store.close()
    return answerer
