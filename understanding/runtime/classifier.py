"""The serving classifier: one pass gives intent, sentiment and topic; patterns and script give the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.language import detect, reply_language
from understanding.runtime.model import OUT_OF_SCOPE, ReplyLanguage, Scored, Understanding
from understanding.runtime.patterns import find_entities, masked
from understanding.runtime.session import ModelMissingError, TextSession

RANKED = 5
INTENT, SENTIMENT, TOPIC = "intent", "sentiment", "topic"


@dataclass(frozen=True)
class Head:
    """The labels of one head in the order of its logits, and the temperature that calibrates them."""

    labels: tuple[str, ...]
    temperature: float


@dataclass(frozen=True)
class Heads:
    """What `heads.json` says about a classifier."""

    heads: dict[str, Head]
    in_scope_threshold: float
    max_tokens: int
    prefix: str

    @classmethod
    def read(cls, file: Path) -> Heads:
        """Read the file beside the classifier; raise ModelMissingError when there is none."""
        if not file.exists():
            raise ModelMissingError(f"{file} is missing: run `concierge train`")
        table = json.loads(file.read_text("utf-8"))
        heads = {name: Head(tuple(head["labels"]), float(head["temperature"])) for name, head in table["heads"].items()}
        return cls(heads, float(table["in_scope_threshold"]), int(table["max_tokens"]), str(table["prefix"]))


class Classifier:
    """Understands messages with the classifier trained into `folder`; loads at `warm_up` or the first use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._session: TextSession | None = None
        self._heads: Heads | None = None

    def warm_up(self) -> None:
        """Load the model; raise ModelMissingError when it is not trained."""
        self._loaded()[0].warm_up()

    def understand(self, text: str, last_language: ReplyLanguage = "en") -> Understanding:
        """Understand one message; `last_language` is what the bot spoke last and decides when the scripts tie."""
        return self.understand_batch([text], last_language)[0]

    def understand_batch(self, texts: Sequence[str], last_language: ReplyLanguage = "en") -> tuple[Understanding, ...]:
        """Understand messages that do not follow on one another; any text is allowed, of any length."""
        if not texts:
            return ()
        session, heads = self._loaded()
        names = tuple(heads.heads)
        logits = session.run([heads.prefix + masked(text) for text in texts], names)
        probabilities = {name: softmax(logits[name] / np.float32(heads.heads[name].temperature)) for name in names}
        return tuple(
            _understanding(text, last_language, heads, {name: probabilities[name][row] for name in names})
            for row, text in enumerate(texts)
        )

    def _loaded(self) -> tuple[TextSession, Heads]:
        if self._session is None or self._heads is None:
            self._heads = Heads.read(self._folder / "heads.json")
            files = self._folder / "classifier.onnx", self._folder / "tokenizer.json"
            self._session = TextSession(*files, self._heads.max_tokens, self._threads)
        return self._session, self._heads


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def decide(labels: Sequence[str], probabilities: NDArray[np.float32], threshold: float) -> tuple[Scored, float]:
    """The intent, and the probability of the best one in scope; below `threshold` nothing is in scope."""
    in_scope = [i for i, label in enumerate(labels) if label != OUT_OF_SCOPE]
    best = max(in_scope, key=lambda i: float(probabilities[i]))
    score = float(probabilities[best])
    foreign = float(probabilities[labels.index(OUT_OF_SCOPE)]) if OUT_OF_SCOPE in labels else 0.0
    if foreign > score or score < threshold:
        return Scored(OUT_OF_SCOPE, max(foreign, 1.0 - score)), score
    return Scored(labels[best], score), score


def _understanding(
    text: str, last: ReplyLanguage, heads: Heads, probabilities: dict[str, NDArray[np.float32]]
) -> Understanding:
    nothing = not text.strip()
    labels = heads.heads[INTENT].labels
    intent, in_scope = decide(labels, probabilities[INTENT], heads.in_scope_threshold)
    return Understanding(
        language=detect(text),
        reply_language=reply_language(text, last),
        intent=Scored(OUT_OF_SCOPE, 1.0) if nothing else intent,
        ranking=_ranked(labels, probabilities[INTENT], RANKED),
        sentiment=_best(heads, SENTIMENT, probabilities),
        topic=_best(heads, TOPIC, probabilities),
        entities=find_entities(text),
        in_scope=0.0 if nothing else in_scope,
    )


def _best(heads: Heads, name: str, probabilities: dict[str, NDArray[np.float32]]) -> Scored:
    return _ranked(heads.heads[name].labels, probabilities[name], 1)[0]


def _ranked(labels: Sequence[str], probabilities: NDArray[np.float32], count: int) -> tuple[Scored, ...]:
    order = np.argsort(-probabilities, kind="stable")[:count]
    return tuple(Scored(labels[i], float(probabilities[i])) for i in order)
