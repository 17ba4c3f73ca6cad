"""Serve recommendations: the model's next-item distribution over what may be offered now, with a reason for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import torch
from transformers import GPT2LMHeadModel

from recommender.decoding import Candidate, candidates, decode
from recommender.history import Interaction, Touch, interactions, products_by_sku, touches
from recommender.model import Trail, batch_of, item_table, last_states, load_model
from recommender.newcomers import Shelf, shelf_of
from recommender.reasons import Circumstances, Sayings, explain
from recommender.signals import Signals
from recommender.vocabulary import KIND_TOKENS, Vocabulary
from recommender.wish import Wish
from storefront.model import Event, Product

ASKED_ABOUT_BOUGHT, ASKED_ABOUT_OTHERS = 6, 6
"""Of so many of the latest products bought, and of others, it is asked how much each weighed; each costs as much as the
recommendation itself."""

NEWCOMER_LIKENESS = 3.0
"""Nats a product the model never saw gains for a text just like that of what the customer touched."""

MOST_CATALOGUES = 4

Scores = npt.NDArray[np.float32]


class NotWarmedUpError(RuntimeError):
    """The recommender was asked before `warm_up`."""


@dataclass(frozen=True)
class Recommendation:
    """One item to show; `because` are SKUs of the customer's history that the reason names."""

    sku: str
    product_id: str
    title: str
    price: Decimal
    currency: str
    reason: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Trained:
    model: GPT2LMHeadModel
    vocabulary: Vocabulary
    signals: Signals


class Recommender:
    """A trained recommender; one object serves any number of threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trained: _Trained | None = None
        self._shelves: dict[int, Shelf] = {}
        self._lock = Lock()

    def warm_up(self) -> None:
        """Load the model; raise MissingModelError when it has not been trained."""
        vocabulary = Vocabulary.load(self._folder / "items.json")
        signals = Signals.load(self._folder / "signals.json")
        torch.set_num_threads(1)
        model = load_model(self._folder)
        self._trained = _Trained(model, vocabulary, signals)
        with torch.inference_mode():
            last_states(model, item_table(model), batch_of([Trail((), ())], model.config.n_positions))

    def recommend(
        self,
        events: Sequence[Event],
        catalogue: Sequence[Product],
        wish: Wish,
        n: int = 5,
        now: datetime | None = None,
    ) -> tuple[Recommendation, ...]:
        """At most `n` different products, best first, each in a variant that is in stock and fits the wish.

        `events` are one customer's; the result is empty when nothing fits. With `now` reasons may speak of the season.
        """
        trained = self._trained
        if trained is None:
            raise NotWarmedUpError("call warm_up() first")
        product_of = products_by_sku(catalogue)
        history = interactions(events, product_of)
        offered = candidates(catalogue, wish, history, trained.signals.rebought)
        if not offered or n < 1:
            return ()
        shelf = self._shelf(trained, catalogue)
        asked = _asked(history)
        scores, weights = _scored(trained, shelf, touches(events, product_of), history, offered, asked)
        around = Circumstances(
            {product.product_id: product for product in catalogue},
            {one.product_id: one for one in history},
            trained.signals,
            wish,
            now,
        )
        sayings = Sayings()
        return tuple(
            _recommendation(
                offered[place],
                [(name, float(weights[row, place])) for row, name in enumerate(asked)],
                around,
                sayings,
            )
            for place in decode(scores, offered, n, mix=wish.is_open)
        )

    def _shelf(self, trained: _Trained, catalogue: Sequence[Product]) -> Shelf:
        """The catalogue's rows, kept while its products stay the same; prices and stock are not part of it."""
        key = hash(tuple((one.product_id, one.name, one.name_zh, one.category, one.brand) for one in catalogue))
        with self._lock:
            shelf = self._shelves.get(key)
        if shelf is None:
            with torch.inference_mode():
                shelf = shelf_of(catalogue, trained.vocabulary, item_table(trained.model).detach())
            with self._lock:
                while len(self._shelves) >= MOST_CATALOGUES:
                    self._shelves.pop(next(iter(self._shelves)))
                self._shelves[key] = shelf
        return shelf


def _asked(history: Sequence[Interaction]) -> tuple[str, ...]:
    latest = sorted(history, key=lambda one: one.last_at, reverse=True)
    bought = [one.product_id for one in latest if one.bought_at]
    others = [one.product_id for one in latest if not one.bought_at]
    return (*bought[:ASKED_ABOUT_BOUGHT], *others[:ASKED_ABOUT_OTHERS])


def _recommendation(
    offered: Candidate, weights: Sequence[tuple[str, float]], around: Circumstances, sayings: Sayings
) -> Recommendation:
    reason = explain(offered, weights, around, sayings)
    product, variant = offered.product, offered.variant
    return Recommendation(
        variant.sku,
        product.product_id,
        product.title(around.wish.language),
        variant.price,
        variant.currency,
        reason.text,
        reason.because,
    )


def _scored(
    trained: _Trained,
    shelf: Shelf,
    visits: Sequence[Touch],
    history: Sequence[Interaction],
    offered: Sequence[Candidate],
    asked: Sequence[str],
) -> tuple[Scores, Scores]:
    """Scores of the candidates [candidates], and what each asked product brought them [asked, candidates].

    One pass of the network answers both: the history as it is, and once without each asked product.
    """
    trails = [_trail(visits, shelf), *(_trail(visits, shelf, without=name) for name in asked)]
    rows = torch.tensor([shelf.row(one.product.product_id) for one in offered])
    with torch.inference_mode():
        batch = batch_of(trails, trained.model.config.n_positions)
        logits = last_states(trained.model, shelf.table, batch) @ shelf.table[rows].T
        log_probabilities: Scores = torch.log_softmax(logits, dim=1).numpy()
    scores = log_probabilities[0]
    if not visits:
        scores = (scores + _popularity(trained.signals, offered)) / 2
    brought: Scores = log_probabilities[:1] - log_probabilities[1:]
    return scores + _likeness(trained, shelf, history, offered), brought


def _trail(visits: Sequence[Touch], shelf: Shelf, without: str = "") -> Trail:
    kept = [touch for touch in visits if touch.product_id != without]
    return Trail(
        tuple(shelf.row(touch.product_id) for touch in kept),
        tuple(KIND_TOKENS[touch.kind] for touch in kept),
    )


def _popularity(signals: Signals, offered: Sequence[Candidate]) -> Scores:
    """Log-share of buyers of each candidate, smoothed by one buyer."""
    buyers = np.array([signals.buyers.get(one.product.product_id, 0) + 1.0 for one in offered])
    shares: Scores = np.log(buyers / buyers.sum()).astype(np.float32)
    return shares


def _likeness(trained: _Trained, shelf: Shelf, history: Sequence[Interaction], offered: Sequence[Candidate]) -> Scores:
    """What products new to the model, or to whose customer's history it is blind, gain by their texts."""
    tokens = len(trained.vocabulary)
    blind = [one.product_id for one in history if shelf.is_newcomer(one.product_id, tokens)]
    everything = [one.product_id for one in history]
    gains = np.zeros(len(offered), dtype=np.float32)
    for place, one in enumerate(offered):
        name = one.product.product_id
        touched = everything if shelf.is_newcomer(name, tokens) else blind
        if touched:
            gains[place] = NEWCOMER_LIKENESS * max(shelf.likeness(name, other) for other in touched)
    return gains
