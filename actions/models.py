"""The models of the action server, run in two threads so that the event loop goes on."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from actions.services import Recommended
from knowledge_base.entries import Changes, Entry, EntryStore
from knowledge_base.mining.drafts import Draft, drafts
from knowledge_base.mining.transcripts import Conversation
from knowledge_base.retrieval.answerer import Answer, Answerer, Found
from recommender.wish import Wish
from storefront.model import Event, Product
from understanding.runtime.classifier import Classifier
from understanding.runtime.explain import Explanation, explain
from understanding.runtime.model import ReplyLanguage, Understanding

THREADS = 2
MOST_TOGETHER = 32
"""Texts in one batch of the classifier; a single call with more goes alone."""

LOOK_EVERY = 0.5
"""Seconds between two looks at the revision of the entries."""

ENTRIES_A_LOOK = 4
"""Changed entries that are read beforehand after each look, so that the next one is not long in coming."""

LOOKS_A_SAVE = 120
"""After so many looks the index is kept on disk if it has changed."""

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class ModelThreads:
    """Runs model calls; more at once would only fight for the two cores."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="model")

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of ``work``, done in a model thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class LiveAnswers:
    """The answerer over the entries that are live now; ``keep_fresh`` follows their revision.

    The index is kept in the file ``snapshot`` between two starts; whatever is wrong with it, the database has it all.
    """

    def __init__(self, answerer: Answerer, store: EntryStore, threads: ModelThreads, snapshot: Path) -> None:
        self._answerer = answerer
        self._library = answerer.library
        self._store = store
        self._threads = threads
        self._snapshot = snapshot
        self._unread: deque[Entry] = deque()
        self._away = False
        self._saved = -1

    async def search(self, text: str, language: str) -> Found:
        """See actions.services.Answers."""
        return await self._threads.run(lambda: self._answerer.search(text, language))

    async def answer_of(self, entry_id: str, language: str) -> Answer | None:
        """See actions.services.Answers."""
        return self._answerer.answer_of(entry_id, language)

    async def question_in(self, entry_id: str, language: str) -> str:
        """See actions.services.Answers."""
        try:
            return self._answerer.question_in(entry_id, language)
        except KeyError:  # taken out of the knowledge base since it was found
            return ""

    async def refresh(self) -> None:
        """Take over what has changed since the last look."""
        if await self._store.revision() == self._library.revision:
            return
        changes = await self._store.changed_since(self._library.revision)
        if self._library.revision < 0 and await self._restored(changes):
            self._unread.extend(self._library.entries.values())
            changes = await self._store.changed_since(self._library.revision)
        await self._threads.run(lambda: self._library.apply(changes))
        self._unread.extend(changes.live)
        logger.info("answering from %d entries at revision %d", len(self._library), changes.revision)

    async def save(self) -> None:
        """Keep the index for the next start; a full disk costs nothing but time then."""
        if self._library.revision == self._saved:
            return
        try:
            await self._threads.run(lambda: self._library.save(self._snapshot))
        except OSError as error:
            logger.warning("the index cannot be kept in %s: %s", self._snapshot, error.strerror)
        self._saved = self._library.revision

    async def _restored(self, live: Changes) -> bool:
        return await self._threads.run(lambda: self._library.restore(self._snapshot, live.live, live.revision))

    async def wait_for_entries(self, looks: int) -> None:
        """Return once the first entries are indexed, or after so many looks at a database that is not there yet."""
        for _ in range(looks):
            if await self._refreshed():
                return
            await asyncio.sleep(LOOK_EVERY)

    async def keep_fresh(self) -> None:
        """Follow the revision for ever; a database that is away only delays it."""
        looks = 0
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._refreshed()
            await self._read_ahead()
            looks += 1
            if looks % LOOKS_A_SAVE == 0:
                await self.save()

    async def _read_ahead(self) -> None:
        """Spare the first customer who needs a new entry its reading."""
        some = [self._unread.popleft() for _ in range(min(ENTRIES_A_LOOK, len(self._unread)))]
        if some:
            await self._threads.run(lambda: self._answerer.warm(some))

    async def _refreshed(self) -> bool:
        try:
            await self.refresh()
        except (SQLAlchemyError, OSError) as error:
            if not self._away:
                logger.warning("the entries cannot be read: %s", type(error).__name__)
            self._away = True
        else:
            self._away = False
        return not self._away

    async def close(self) -> None:
        """Keep the index and give the database's connections back."""
        await self.save()
        await self._store.close()


class Drafting:
    """Proposals for the knowledge base out of a conversation with an agent."""

    def __init__(self, answerer: Answerer, classifier: Classifier, threads: ModelThreads) -> None:
        self._answerer = answerer
        self._classifier = classifier
        self._threads = threads

    async def drafts(
        self, conversation: Conversation, keep: Sequence[str], facts: Mapping[str, str]
    ) -> tuple[Draft, ...]:
        """What the agent answered and the live entries do not."""
        read = self._classifier.understand_batch
        return await self._threads.run(lambda: drafts(conversation, read, self._answerer.search, keep, facts))


class Reader:
    """The classifier behind POST /understand.

    Calls that come while the model is busy wait and go through it together: a batch costs little more than one text
    as long as nothing is lost on padding (dynamic batching: Crankshaw et al. 2017).
    """

    def __init__(self, classifier: Classifier, threads: ModelThreads) -> None:
        self._classifier = classifier
        self._threads = threads
        self._waiting: list[_Asked] = []
        self._working: set[asyncio.Task[None]] = set()

    async def understand(self, texts: Sequence[str], last_language: ReplyLanguage) -> tuple[Understanding, ...]:
        """What each text says."""
        asked = _Asked(tuple(texts), last_language, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if len(self._working) < THREADS:
            # its own task: a caller who hangs up must not take the others with him
            task = asyncio.create_task(self._work())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await asked.answer

    async def explain(self, text: str, head: str) -> Explanation:
        """What each word of a text says for the label of a head."""
        return await self._threads.run(lambda: explain(self._classifier, text, head))

    async def _work(self) -> None:
        while self._waiting:
            await self._read_next()

    async def _read_next(self) -> None:
        """One batch of what waits: calls in the same language of reply, this thread's share of the texts."""
        share = -(-sum(len(asked.texts) for asked in self._waiting) // THREADS)
        batch = [self._waiting.pop(0)]
        together = len(batch[0].texts)
        for asked in list(self._waiting):
            if asked.last_language == batch[0].last_language and together + len(asked.texts) <= min(
                share, MOST_TOGETHER
            ):
                self._waiting.remove(asked)
                batch.append(asked)
                together += len(asked.texts)
        texts = [text for asked in batch for text in asked.texts]
        try:
            found = await self._threads.run(lambda: self._classifier.understand_batch(texts, batch[0].last_language))
        except Exception as error:  # noqa: BLE001 (each caller gets it and decides)
            for asked in batch:
                if not asked.answer.done():
                    asked.answer.set_exception(error)
            return
        start = 0
        for asked in batch:
            if not asked.answer.done():
                asked.answer.set_result(found[start : start + len(asked.texts)])
            start += len(asked.texts)


@dataclass(frozen=True, eq=False)
class _Asked:
    """A call that waits for its answer."""

    texts: tuple[str, ...]
    last_language: ReplyLanguage
    answer: asyncio.Future[tuple[Understanding, ...]]


class RecommenderModel(Protocol):
    """The recommender as it is served."""

    def recommend(
        self,
        events: Sequence[Event],
        catalogue: Sequence[Product],
        wish: Wish,
        n: int = 5,
        now: datetime | None = None,
        /,
    ) -> Sequence[Recommended]:
        """Products that exist, are in stock and keep the wish's limits."""


class Recommendations:
    """The recommender behind its port."""

    def __init__(self, model: RecommenderModel, threads: ModelThreads, now: Callable[[], datetime]) -> None:
        self._model = model
        self._threads = threads
        self._now = now

    async def recommend(
        self, history: tuple[Event, ...], catalogue: tuple[Product, ...], wish: Wish, n: int
    ) -> Sequence[Recommended]:
        """See actions.services.Recommending."""
        return await self._threads.run(lambda: self._model.recommend(history, catalogue, wish, n, self._now()))
