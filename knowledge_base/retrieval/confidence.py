"""How sure a found answer is: a calibrated probability from a few features of the search."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SEARCHES = ("with_head", "without_head", "across", "across_without_head")
LONG_ENOUGH = 40
"""Characters beyond which a longer question is no surer."""


@dataclass(frozen=True)
class Evidence:
    """What a search says about its first entry.

    ``fit`` is how near the question is to it, ``nearest`` to its nearest wording, ``answers`` to its answers;
    ``covered`` and the like are what it says of the question's words (``lexical.Covered``), ``unknown`` what no entry
    says of them, ``weight`` all their weight. ``..._lead`` is what the first is ahead of the second. ``crossed`` is how
    much an entry that lacks the question's language says of it in the other one.

    With a head, ``logit`` is the first one's, ``share`` the logarithm of its probability, ``rest`` that of all others',
    ``doubt`` the entropy, ``total`` the logarithm of the summed exponents; ``score_lead`` its lead in all.

    With a reranker, ``matched`` and the like are what it says of the question's tokens (``reranker.Match``).
    """

    fit: float
    fit_lead: float
    nearest: float
    nearest_lead: float
    answers: float
    answers_lead: float
    covered: float
    covered_lead: float
    in_answers: float
    in_answers_lead: float
    in_wording: float
    in_wording_lead: float
    likeness: float
    likeness_lead: float
    missing: float
    unknown: float
    weight: float
    length: int
    crossed: float = 0.0
    crossed_lead: float = 0.0
    logit: float = 0.0
    share: float = 0.0
    rest: float = 0.0
    doubt: float = 0.0
    total: float = 0.0
    score_lead: float = 0.0
    matched: float = 0.0
    matched_lead: float = 0.0
    least_matched: float = 0.0
    least_matched_lead: float = 0.0
    match_spread: float = 0.0
    match_spread_lead: float = 0.0

    def features(self) -> tuple[float, ...]:
        """The numbers the calibration weighs."""
        values = asdict(self)
        return (*(values[name] for name in values if name != "length"), min(self.length, LONG_ENOUGH) / LONG_ENOUGH)


@dataclass(frozen=True)
class Risk:
    """The lowest ``answer_at`` with which at most ``wrong`` of all questions got a wrong answer on validation data."""

    wrong: float
    answer_at: float


@dataclass(frozen=True)
class Calibration:
    """A logistic regression over ``Evidence.features`` and two thresholds on its probability.

    At ``answer_at`` and above the bot answers, between ``ask_at`` and ``answer_at`` it asks back, below it stays
    silent. ``risks`` lets a shop choose another share of wrong answers without new data.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    answer_at: float
    ask_at: float
    risks: tuple[Risk, ...] = ()

    def probability(self, evidence: Evidence) -> float:
        """Probability that the first entry answers the question."""
        terms = zip(self.weights, evidence.features(), self.means, self.scales, strict=True)
        logit = self.bias + sum(weight * (value - mean) / scale for weight, value, mean, scale in terms)
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def threshold(self, wrong: float) -> float:
        """From which probability to answer when so large a share of wrong answers is allowed."""
        fitting = [risk.answer_at for risk in self.risks if risk.wrong <= wrong]
        return min(fitting, default=self.answer_at)

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Calibration":
        """Read what ``to_json`` gave."""
        return cls(
            means=tuple(record["means"]),
            scales=tuple(record["scales"]),
            weights=tuple(record["weights"]),
            bias=record["bias"],
            answer_at=record["answer_at"],
            ask_at=record["ask_at"],
            risks=tuple(Risk(**risk) for risk in record["risks"]),
        )


@dataclass(frozen=True)
class Calibrations:
    """One for searches with a head, one for those of large knowledge bases without; each has one across languages."""

    with_head: Calibration
    without_head: Calibration
    across: Calibration
    across_without_head: Calibration

    def fitting(self, *, is_foreign: bool, has_head: bool) -> Calibration:
        """The one for an entry that lacks the question's language, or for a search with a head or without."""
        if is_foreign:
            return self.across if has_head else self.across_without_head
        return self.with_head if has_head else self.without_head

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps({name: getattr(self, name).to_json() for name in SEARCHES}, indent=2))

    @classmethod
    def load(cls, path: Path) -> "Calibrations":
        """Read what ``save`` wrote."""
        record = json.loads(path.read_text())
        return cls(**{name: Calibration.from_json(record[name]) for name in SEARCHES})


def risks(probabilities: Sequence[float], right: Sequence[bool], shares: Sequence[float]) -> tuple[Risk, ...]:
    """For each share of wrong answers among all questions, the lowest threshold that keeps to it."""
    order = sorted(zip(probabilities, right, strict=True), reverse=True)
    found = []
    for share in shares:
        wrong, answer_at = 0, 1.0
        for probability, is_right in order:
            wrong += not is_right
            if wrong > share * len(order):
                break
            answer_at = probability
        found.append(Risk(share, answer_at))
    return tuple(found)
