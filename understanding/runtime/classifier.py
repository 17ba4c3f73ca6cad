"""The serving classifier: one pass gives intent, sentiment, topic and entities; forms and script give the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.language import detect, reply_language
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.model import OUT_OF_SCOPE, Entity, ReplyLanguage, Scored, Understanding
from understanding.runtime.patterns import (
    CODE,
    MOST_CHARACTERS,
    ORDER_NUMBER,
    QUANTITY,
    Masked,
    find_entities,
    masks,
    order_number,
    replaced,
)
from understanding.runtime.prices import LEAST, MOST, PRICE
from understanding.runtime.scope import Scope
from understanding.runtime.session import TextSession, existing
from understanding.runtime.spelling import Speller
from understanding.runtime.tagging import find_spans, legal_moves

RANKED = 5
FEATURES, TAGS, AMOUNT = "features", "tags", "amount"
_WEAK_FORMS = (CODE, QUANTITY)
_LIMITS = (LEAST, MOST)
HEADS = INTENT, SENTIMENT, TOPIC = "intent", "sentiment", "topic"


@dataclass(frozen=True)
class Head:
    """The labels of one head in the order of its logits, and how these are read: with the expert, at a temperature."""

    labels: tuple[str, ...]
    temperature: float
    expert_weight: float


@dataclass(frozen=True)
class Heads:
    """What `heads.json` says about a classifier."""

    heads: dict[str, Head]
    tags: tuple[str, ...]
    in_scope_threshold: float
    max_tokens: int
    prefix: str

    @classmethod
    def read(cls, file: Path) -> Heads:
        """Read the file beside the classifier; raise ModelMissingError when there is none."""
        table = json.loads(existing(file).read_text("utf-8"))
        heads = {
            name: Head(tuple(head["labels"]), float(head["temperature"]), float(head["expert_weight"]))
            for name, head in table["heads"].items()
        }
        return cls(
            heads,
            tuple(table["tags"]),
            float(table["in_scope_threshold"]),
            int(table["max_tokens"]),
            str(table["prefix"]),
        )


@dataclass(frozen=True)
class _Parts:
    """The loaded parts of a classifier."""

    session: TextSession
    heads: Heads
    expert: LexicalExpert
    scope: Scope
    speller: Speller
    moves: NDArray[np.float32]


class Classifier:
    """Understands messages with the classifier trained into `folder`; loads at `warm_up` or the first use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._parts: _Parts | None = None

    def warm_up(self) -> None:
        """Load the model; raise ModelMissingError when it is not trained."""
        self._loaded().session.warm_up()

    def understand(self, text: str, last_language: ReplyLanguage = "en") -> Understanding:
        """Understand one message; `last_language` is what the bot spoke last and decides when the scripts tie."""
        return self.understand_batch([text], last_language)[0]

    def understand_batch(self, texts: Sequence[str], last_language: ReplyLanguage = "en") -> tuple[Understanding, ...]:
        """Understand messages that do not follow on one another; any text is allowed, of any length."""
        if not texts:
            return ()
        heads = self._loaded().heads
        read = self._read([self._seen(text) for text in texts])
        return tuple(
            _understanding(
                text,
                last_language,
                heads,
                {name: values[row] for name, values in read.logits.items()},
                float(read.in_scope[row]),
                read.spans[row],
            )
            for row, text in enumerate(texts)
        )

    def probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The calibrated probability of every label of every head: [texts, labels]."""
        if not texts:
            return {
                name: np.zeros((0, len(head.labels)), np.float32) for name, head in self._loaded().heads.heads.items()
            }
        logits = self._read([self._seen(text) for text in texts]).logits
        return {name: softmax(values) for name, values in logits.items()}

    def labels(self, head: str) -> tuple[str, ...]:
        """The labels of a head in the order of `probabilities`; KeyError for an unknown head."""
        return self._loaded().heads.heads[head].labels

    def _seen(self, text: str) -> Masked:
        """The text as the network sees it: numbers masked, mistyped words mended."""
        return replaced(text, [*masks(text), *self._loaded().speller.mends(text[:MOST_CHARACTERS])])

    def _read(self, seen: Sequence[Masked]) -> _Read:
        parts = self._loaded()
        heads = parts.heads
        names = tuple(heads.heads)
        texts = [heads.prefix + one.text for one in seen]
        tags = TAGS if heads.tags else ""
        values, tokens = parts.session.run_with_tokens(texts, (FEATURES, *names), tags)
        margins = parts.expert.margins([one.text for one in seen])
        logits = {
            name: calibrated(values[name], margins.get(name), head.expert_weight, head.temperature)
            for name, head in heads.heads.items()
        }
        spans: list[list[tuple[str, int, int]]] = [[] for _ in seen]
        before = len(heads.prefix)
        for row, found in enumerate(tokens):
            for kind, start, end in find_spans(
                found.values, found.offsets, texts[row], heads.tags, parts.moves, before
            ):
                spans[row].append((kind, *seen[row].written(start - before, end - before)))
        return _Read(logits, parts.scope.probabilities(logits[INTENT], values[FEATURES]), spans)

    def _loaded(self) -> _Parts:
        if self._parts is None:
            heads = Heads.read(self._folder / "heads.json")
            files = self._folder / "classifier.onnx", self._folder / "tokenizer.json"
            self._parts = _Parts(
                TextSession(*files, heads.max_tokens, self._threads),
                heads,
                LexicalExpert.read(self._folder / "lexical.npz"),
                Scope.read(self._folder / "scope.npz"),
                Speller.read(self._folder / "words.json"),
                legal_moves(heads.tags),
            )
        return self._parts


@dataclass(frozen=True)
class _Read:
    """Calibrated logits, the probability to be in scope, and the entities the tagger sees, for each text."""

    logits: dict[str, NDArray[np.float32]]
    in_scope: NDArray[np.float32]
    spans: list[list[tuple[str, int, int]]]


def calibrated(
    logits: NDArray[np.float32], margins: NDArray[np.float32] | None, expert_weight: float, temperature: float
) -> NDArray[np.float32]:
    """The network's logits with the expert's margins, where it has any for the head, at a temperature."""
    summed = logits if margins is None else logits + np.float32(expert_weight) * margins
    return (summed / np.float32(temperature)).astype(np.float32)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def decide(labels: Sequence[str], probabilities: NDArray[np.float32], in_scope: float, threshold: float) -> Scored:
    """The intent: the best one of the shop, or out of scope when `in_scope` is below the threshold."""
    if in_scope < threshold:
        return Scored(OUT_OF_SCOPE, 1.0 - in_scope)
    best = max((i for i, label in enumerate(labels) if label != OUT_OF_SCOPE), key=lambda i: float(probabilities[i]))
    return Scored(labels[best], float(probabilities[best]))


def _understanding(
    text: str,
    last: ReplyLanguage,
    heads: Heads,
    logits: dict[str, NDArray[np.float32]],
    in_scope: float,
    spans: Sequence[tuple[str, int, int]],
) -> Understanding:
    probabilities = {name: softmax(values) for name, values in logits.items()}
    nothing = not text.strip()
    labels = heads.heads[INTENT].labels
    intent = decide(labels, probabilities[INTENT], in_scope, heads.in_scope_threshold)
    return Understanding(
        language=detect(text),
        reply_language=reply_language(text, last),
        intent=Scored(OUT_OF_SCOPE, 1.0) if nothing else intent,
        ranking=_ranked(labels, probabilities[INTENT], RANKED),
        sentiment=_best(heads, SENTIMENT, probabilities),
        topic=_best(heads, TOPIC, probabilities),
        entities=merged_entities(text, spans),
        in_scope=0.0 if nothing else in_scope,
    )


def merged_entities(text: str, spans: Sequence[tuple[str, int, int]]) -> tuple[Entity, ...]:
    """What is found by its form together with what the tagger finds.

    Numbers with a form of their own (order, tracking, phone, e-mail) are the form's. A code or quantity gives way to
    a longer span of the tagger around it, as a postcode does in an address. A price limit ("under 300") and the price
    within ("300") both stand; whether a sum is a price or another amount is the tagger's word.
    """
    sums = [(start, end) for kind, start, end in spans if kind == AMOUNT]
    kept: list[Entity] = []
    for entity in find_entities(text):
        around = [span for span in spans if span[1] <= entity.start and entity.end <= span[2]]
        if entity.type in _WEAK_FORMS and any(end - start > entity.end - entity.start for _, start, end in around):
            continue
        if entity.type == PRICE and any(start < entity.end and entity.start < end for start, end in sums):
            entity = replace(entity, type=AMOUNT)
        kept.append(entity)
    by_form = tuple(kept)
    for kind, start, end in spans:
        over = [entity for entity in by_form if start < entity.end and entity.start < end]
        if all(entity.type in _LIMITS and kind in (PRICE, AMOUNT) for entity in over):
            value = order_number(text[start:end]) if kind == ORDER_NUMBER else text[start:end]
            kept.append(Entity(kind, text[start:end], start, end, value))
    return tuple(sorted(kept, key=lambda entity: (entity.start, entity.end, entity.type)))


def _best(heads: Heads, name: str, probabilities: dict[str, NDArray[np.float32]]) -> Scored:
    return _ranked(heads.heads[name].labels, probabilities[name], 1)[0]


def _ranked(labels: Sequence[str], probabilities: NDArray[np.float32], count: int) -> tuple[Scored, ...]:
    order = np.argsort(-probabilities, kind="stable")[:count]
    return tuple(Scored(labels[i], float(probabilities[i])) for i in order)
