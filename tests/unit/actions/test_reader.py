"""Calls of the classifier that come together go through the model together."""

import asyncio
import threading
from collections.abc import Iterator, Sequence

import pytest

from actions.models import MOST_TOGETHER, THREADS, ModelThreads, Reader
from understanding.runtime.model import ReplyLanguage, Scored, Understanding


def understood(text: str) -> Understanding:
    return Understanding("en", "en", Scored(text, 1.0), (), Scored("neutral", 1.0), Scored("other", 1.0), (), 1.0)


class SlowClassifier:
    """Answers only when it is let, and keeps the batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.gate = threading.Event()

    def understand_batch(self, texts: Sequence[str], last_language: ReplyLanguage = "en") -> tuple[Understanding, ...]:
        self.batches.append(list(texts))
        assert self.gate.wait(10)
        if "broken" in texts:
            raise RuntimeError("the model failed")
        return tuple(understood(text) for text in texts)


@pytest.fixture
def threads() -> Iterator[ModelThreads]:
    pool = ModelThreads()
    yield pool
    pool.close()


async def test_waiting_calls_share_a_batch_and_each_gets_its_own(threads: ModelThreads) -> None:
    classifier = SlowClassifier()
    reader = Reader(classifier, threads)  # type: ignore[arg-type]
    calls = [asyncio.create_task(reader.understand([f"text {i}"], "en")) for i in range(20)]
    await asyncio.sleep(0.1)
    assert 1 <= len(classifier.batches) <= THREADS
    classifier.gate.set()
    answers = await asyncio.gather(*calls)
    assert [answer[0].intent.label for answer in answers] == [f"text {i}" for i in range(20)]
    assert len(classifier.batches) < 10


async def test_a_batch_has_a_bound_and_one_language_of_reply(threads: ModelThreads) -> None:
    classifier = SlowClassifier()
    reader = Reader(classifier, threads)  # type: ignore[arg-type]
    calls = [asyncio.create_task(reader.understand([f"{i}a", f"{i}b"], "zh" if i % 2 else "en")) for i in range(60)]
    await asyncio.sleep(0.1)
    classifier.gate.set()
    await asyncio.gather(*calls)
    assert max(map(len, classifier.batches)) <= MOST_TOGETHER
    assert all(len({int(text[:-1]) % 2 for text in batch}) == 1 for batch in classifier.batches)


async def test_a_long_list_goes_alone(threads: ModelThreads) -> None:
    classifier = SlowClassifier()
    classifier.gate.set()
    reader = Reader(classifier, threads)  # type: ignore[arg-type]
    found = await reader.understand([str(i) for i in range(100)], "en")
    assert [item.intent.label for item in found] == [str(i) for i in range(100)]


async def test_a_caller_who_hangs_up_takes_no_one_with_him(threads: ModelThreads) -> None:
    classifier = SlowClassifier()
    reader = Reader(classifier, threads)  # type: ignore[arg-type]
    calls = [asyncio.create_task(reader.understand([f"text {i}"], "en")) for i in range(6)]
    await asyncio.sleep(0.1)
    calls[0].cancel()
    calls[3].cancel()
    classifier.gate.set()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [i for i, answer in enumerate(answers) if isinstance(answer, asyncio.CancelledError)] == [0, 3]
    assert all(isinstance(answers[i], tuple) for i in (1, 2, 4, 5))


async def test_a_failure_reaches_its_callers_and_the_next_are_served(threads: ModelThreads) -> None:
    classifier = SlowClassifier()
    classifier.gate.set()
    reader = Reader(classifier, threads)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="the model failed"):
        await reader.understand(["broken"], "en")
    assert (await reader.understand(["whole"], "en"))[0].intent.label == "whole"
