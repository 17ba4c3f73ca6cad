"""Train the recommender on a shop's histories, measure it against simple rivals, and write it down."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from recommender.baselines import ItemNeighbours, popularity
from recommender.fit import Fitted, Held, Recipe, fit, scores_of
from recommender.history import PURCHASE, RATING, Touch, interactions, products_by_sku, touches, with_purchases
from recommender.model import Size, Trail, item_table, save_model
from recommender.newcomers import item_of
from recommender.ranking import Measures, Scores, measures, rank_of
from recommender.signals import learn_signals
from recommender.vocabulary import FIRST_ITEM, KIND_TOKENS, Vocabulary, vocabulary_of
from storefront.model import Event, Product, ShopData
from understanding.progress import Progress, part_of

BUDGET_SECONDS = 110.0
"""The whole step may take two minutes; what is left is for reading, measuring and writing. Half goes to choosing the
number of epochs, a quarter each to measuring and to the model that is served."""

RECIPE = Recipe(
    Size(layers=2, width=64, heads=2, positions=129, dropout=0.3),
    learning_rate=2e-3,
    batch=16,
    epochs=40,
    patience=10,
    late_start=0.5,
    kind_weights={KIND_TOKENS[RATING]: 0.0},
)
"""Chosen on 215 held-out purchase visits of the demo shop (NDCG@10, mean of two seeds). A visit begins with its
purchases, so each is predicted before the pages that led to it; beyond that order, weights do not help: views and
purchases alike 0.335, purchases three times as heavy 0.32, views a tenth 0.305, views not at all 0.21, since views tell
most of what there is to know about taste. Ratings are read but not predicted: they follow from purchases.
Width 32 gave 0.32, no late starts 0.32, averaged weights and a lower learning rate the same; the rows shared by
category, brand and price band bring the same peak in fewer epochs."""

PRICE_BANDS = 4


@dataclass(frozen=True)
class Life:
    """One customer: his visits flattened, and the same as tokens."""

    touches: tuple[Touch, ...]
    trail: Trail


@dataclass(frozen=True)
class Split:
    """What is trained on, and what is held out of it."""

    training: tuple[Trail, ...]
    held: tuple[Held, ...]


def train_recommender(data: ShopData, target: Path, seed: int, progress: Progress, base: str = "") -> None:
    """Write `config.json`, `model.safetensors`, `items.json`, `signals.json` and `card.json` into `target`.

    `base` is a folder or hub name of a pretrained GPT-2 whose blocks are fine-tuned (`CONCIERGE_GPT2`).
    """
    started = time.monotonic()
    torch.set_num_threads(1)  # the matrices are so small that a second thread only waits
    progress(0.0, "reading histories")
    product_of = products_by_sku(data.products)
    events = _by_customer(with_purchases(data.events, data.orders))
    vocabulary = vocabulary_of(item_of(product) for product in data.products)
    lives = [_life(found, product_of, vocabulary) for found in events.values()]
    features = features_of(data.products, vocabulary)
    school = School(features, seed, base)
    epochs, chosen_ndcg = school.choose_epochs(lives, started + 0.5 * BUDGET_SECONDS, part_of(progress, 0.02, 0.4))
    card = school.measured(lives, epochs, started + 0.75 * BUDGET_SECONDS, part_of(progress, 0.4, 0.7))
    final = school.fitted(
        [life.trail for life in lives], epochs, started + BUDGET_SECONDS, part_of(progress, 0.7, 0.98)
    )
    target.mkdir(parents=True, exist_ok=True)
    save_model(final.model, target)
    vocabulary.save(target / "items.json")
    learn_signals(interactions(found, product_of) for found in events.values()).save(target / "signals.json")
    card |= {
        "items": len(vocabulary.items),
        "customers": len(lives),
        "interactions": sum(len(life.trail) for life in lives),
        "epochs": epochs,
        "epochs_of_served_model": final.epochs,
        "validation_ndcg@10": round(chosen_ndcg, 4),
        "seconds": round(time.monotonic() - started, 1),
        "seed": seed,
        "recipe": asdict(RECIPE),
    }
    (target / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1))
    progress(1.0, "recommender trained")


def _by_customer(events: Sequence[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.customer_id, []).append(event)
    return found


def _life(events: Sequence[Event], product_of: Mapping[str, str], vocabulary: Vocabulary) -> Life:
    kept = tuple(touch for touch in touches(events, product_of) if vocabulary.token(touch.product_id) >= FIRST_ITEM)
    return Life(kept, trail_of(kept, vocabulary))


def trail_of(kept: Sequence[Touch], vocabulary: Vocabulary) -> Trail:
    """Touches as tokens."""
    return Trail(
        tuple(vocabulary.token(touch.product_id) for touch in kept), tuple(KIND_TOKENS[touch.kind] for touch in kept)
    )


def features_of(products: Sequence[Product], vocabulary: Vocabulary) -> torch.Tensor:
    """For each token the ids of its category, brand and price band within the category [tokens, 3]; 0 for none."""
    ids: dict[str, int] = {}
    features = torch.zeros(len(vocabulary), 3, dtype=torch.long)
    prices: dict[str, list[float]] = {}
    for product in products:
        if product.variants:
            prices.setdefault(product.category, []).append(_price(product))
    for product in products:
        rivals = sorted(prices.get(product.category, []))
        band = PRICE_BANDS * rivals.index(_price(product)) // len(rivals) if product.variants else -1
        names = (f"category {product.category}", f"brand {product.brand}", f"band {band}")
        known = (product.category, product.brand, product.variants)
        features[vocabulary.token(product.product_id)] = torch.tensor(
            [ids.setdefault(name, len(ids) + 1) if there else 0 for name, there in zip(names, known, strict=True)]
        )
    return features


def _price(product: Product) -> float:
    return min(float(variant.price) for variant in product.variants)


@dataclass(frozen=True)
class School:
    """What every training of one set-up shares."""

    features: torch.Tensor
    seed: int
    base: str

    def choose_epochs(self, lives: Sequence[Life], deadline: float, progress: Progress) -> tuple[int, float]:
        """How many epochs serve best on the fourth to the second of each customer's last purchase visits."""
        known = split(lives, first=4, last=2)
        found = fit(known.training, known.held, self.features, RECIPE, self.seed, deadline, progress, self.base, _owned)
        return max(found.epochs, 1), found.ndcg_10

    def fitted(self, trails: Sequence[Trail], epochs: int, deadline: float, progress: Progress) -> Fitted:
        """A model trained on `trails` for a number of epochs."""
        recipe = replace(RECIPE, epochs=epochs)
        return fit(trails, (), self.features, recipe, self.seed, deadline, progress, self.base)

    def measured(self, lives: Sequence[Life], epochs: int, deadline: float, progress: Progress) -> dict[str, object]:
        """Train on all but the last purchase visit of each customer; the figures on it, rivals' too."""
        test = split(lives, first=1, last=1)
        fitted = self.fitted(test.training, epochs, deadline, progress)
        scores = scores_of(fitted.model, item_table(fitted.model).detach(), [one.context for one in test.held])
        model = measures([_rank(one, found) for one, found in zip(test.held, scores, strict=True)])
        return {
            "held_out": len(test.held),
            "measured_on": "each customer's last visit with a first purchase: the first new item bought, all earlier "
            "visits known, owned items left out, full ranking; the served model is then trained on everything",
            "gpt2": _figures(model),
            **_rivals(test, len(self.features) - FIRST_ITEM),
        }


def _figures(found: Measures) -> dict[str, float]:
    return {"hr@10": round(found.hr_10, 4), "ndcg@10": round(found.ndcg_10, 4)}


def split(lives: Sequence[Life], first: int, last: int) -> Split:
    """Hold out the `first`-last to the `last`-last visit of each customer in which he bought something new to him.

    The target of each is the first such product of the visit, the context all visits before it; training ends before
    the earliest. Who has too few such visits is trained on whole.
    """
    training, held = [], []
    for life in lives:
        places = _first_purchases(life.touches)
        if len(places) <= first:
            training.append(life.trail)
            continue
        contexts = [life.trail.before(_visit_start(life.touches, place)) for place in places]
        training.append(contexts[-first])
        held += [Held(contexts[-which], life.trail.items[places[-which]]) for which in range(first, last - 1, -1)]
    return Split(tuple(training), tuple(held))


def _first_purchases(kept: Sequence[Touch]) -> list[int]:
    """Places of the first purchase of something new in each visit that has one."""
    owned: set[str] = set()
    places: dict[int, int] = {}
    for place, touch in enumerate(kept):
        if touch.kind == PURCHASE:
            if touch.product_id not in owned:
                places.setdefault(touch.visit, place)
            owned.add(touch.product_id)
    return list(places.values())


def _visit_start(kept: Sequence[Touch], place: int) -> int:
    return next(i for i, touch in enumerate(kept) if touch.visit == kept[place].visit)


def _owned(context: Trail) -> set[int]:
    return {item for item, kind in zip(context.items, context.kinds, strict=True) if kind == KIND_TOKENS[PURCHASE]}


def _rank(one: Held, scores: Scores) -> int:
    return rank_of(scores, one.target - FIRST_ITEM, {token - FIRST_ITEM for token in _owned(one.context)})


def _rivals(test: Split, items: int) -> dict[str, object]:
    """Popularity, item-kNN and the customer's own most touched products, on the same visits.

    Of kNN on purchases and on all traces the better one counts.
    """
    bought = [[token - FIRST_ITEM for token in sorted(_owned(trail))] for trail in test.training]
    touched = [[token - FIRST_ITEM for token in sorted(set(trail.items))] for trail in test.training]
    popular = popularity(bought, items)
    by_purchase, by_touch = ItemNeighbours(bought, items), ItemNeighbours(touched, items)
    found = {
        "own_most_touched": measures([_rank(one, _own_touches(one, items) + 1e-4 * popular) for one in test.held]),
        "popularity": measures([_rank(one, popular) for one in test.held]),
        "item_knn_purchases": measures(
            [_rank(one, by_purchase.scores([t - FIRST_ITEM for t in sorted(_owned(one.context))])) for one in test.held]
        ),
        "item_knn_all": measures(
            [_rank(one, by_touch.scores([t - FIRST_ITEM for t in sorted(set(one.context.items))])) for one in test.held]
        ),
    }
    best = max(("item_knn_purchases", "item_knn_all"), key=lambda name: found[name].ndcg_10)
    return {
        "popularity": _figures(found["popularity"]),
        "item_knn": {"on": best, **_figures(found[best])},
        "own_most_touched": _figures(found["own_most_touched"]),
    }


def _own_touches(one: Held, items: int) -> Scores:
    return popularity([[token - FIRST_ITEM for token in one.context.items]], items)
