"""How sure a found answer is: a calibrated probability from a few features of the search."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SPACES = re.compile(r"\s+")
LONG_ENOUGH = 24
"""Characters beyond which a longer question is no surer."""


@dataclass(frozen=True)
class Evidence:
    """What a search says about its first entry.

    ``score`` and ``runner_up`` say how well the first and the second entry fit (``EntryVectors.fit``), ``nearest`` is
    the cosine with the first one's nearest wording, ``overlap`` the largest share of character bigrams that the
    question has in common with a wording of it.
    """

    score: float
    runner_up: float
    nearest: float
    overlap: float
    length: int

    def features(self) -> tuple[float, ...]:
        """The numbers the calibration weighs."""
        return (
            self.score,
            self.score - self.runner_up,
            self.nearest,
            self.overlap,
            min(self.length, LONG_ENOUGH) / LONG_ENOUGH,
        )


@dataclass(frozen=True)
class Calibration:
    """A logistic regression over ``Evidence.features`` and two thresholds on its probability.

    At ``answer_at`` and above the bot answers, between ``ask_at`` and ``answer_at`` it asks back, below it stays
    silent.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    answer_at: float
    ask_at: float

    def probability(self, evidence: Evidence) -> float:
        """Probability that the first entry answers the question."""
        terms = zip(self.weights, evidence.features(), self.means, self.scales, strict=True)
        logit = self.bias + sum(weight * (value - mean) / scale for weight, value, mean, scale in terms)
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2))

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read what ``save`` wrote."""
        record = json.loads(path.read_text())
        lists = {name: tuple(record[name]) for name in ("means", "scales", "weights")}
        return cls(**lists, bias=record["bias"], answer_at=record["answer_at"], ask_at=record["ask_at"])


def overlap(left: str, right: str) -> float:
    """Jaccard similarity of two texts' character bigrams, case and blanks ignored."""
    one, other = _bigrams(left), _bigrams(right)
    return len(one & other) / len(one | other) if one and other else 0.0


def choose_thresholds(
    probabilities: Sequence[float], right: Sequence[bool], wrong_share: float, ask_from: float
) -> tuple[float, float]:
    """The lowest ``answer_at`` at which at most ``wrong_share`` of all questions get a wrong answer, and ``ask_at``."""
    order = sorted(zip(probabilities, right, strict=True), reverse=True)
    wrong, answer_at = 0, 1.0
    for probability, is_right in order:
        wrong += not is_right
        if wrong > wrong_share * len(order):
            break
        answer_at = probability
    return answer_at, min(ask_from, answer_at)


def _bigrams(text: str) -> set[str]:
    folded = SPACES.sub(" ", text.strip().lower())
    return {folded[place : place + 2] for place in range(max(1, len(folded) - 1))} if folded else set()
