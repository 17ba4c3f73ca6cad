"""Past answers on questions written by people who never saw the entries' wordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.settings import Settings
from knowledge_base.bootstrap import build_answerer
from knowledge_base.entries import Changes, Entry, read_folder
from knowledge_base.retrieval.answerer import MOST_CHOICES, Answerer, Found
from knowledge_base.training.calibrate import upper_bound
from knowledge_base.training.questions import Asked, only, read_questions
from understanding.runtime.encoder import Encoder
from understanding.runtime.language import detect

DATA = Path("training_data/knowledge")
PLOT = Path("docs/images/answers_risk.svg")

PARTS = ("questions", "later", "fresh")
"""The test part's files, in the order in which they were written."""


@dataclass(frozen=True)
class Outcome:
    """A question, what was found, and whether the first entry is right."""

    asked: Asked
    found: Found

    @property
    def right(self) -> bool:
        return bool(self.found.candidates) and self.found.candidates[0].entry_id in self.asked.right

    @property
    def shown(self) -> bool:
        return self.found.answer is not None

    @property
    def offered(self) -> bool:
        ids = {one.entry_id for one in self.found.candidates[:MOST_CHOICES]}
        return self.found.ask_back and bool(ids & self.asked.right)


def measure() -> dict[str, Any]:
    """Shares over the test part, by language, with thresholds chosen on the validation part; and across languages."""
    settings = Settings.from_environment()
    encoder = Encoder(settings.models / "encoder", threads=2)
    entries = read_folder(DATA)
    parts = {part: read_questions(DATA / "test" / f"{part}.jsonl") for part in PARTS}
    questions = [one for part in parts.values() for one in part]
    outcomes = _asked(_answerer(settings, encoder, entries), questions)
    _plot(outcomes)
    by_language = {
        name: _shares([one for one in outcomes if _language(one.asked.text) == name]) for name in ("en", "zh", "mixed")
    }
    return {
        "entries": len(entries),
        "all": _shares(outcomes),
        **by_language,
        **{part: _shares([one for one in outcomes if one.asked in asked]) for part, asked in parts.items()},
        "across_languages": _across(settings, encoder, entries, questions),
    }


def _answerer(settings: Settings, encoder: Encoder, entries: Sequence[Entry]) -> Answerer:
    answerer = build_answerer(settings, encoder)
    answerer.library.apply(Changes(0, tuple(entries), ()))
    return answerer


def _asked(answerer: Answerer, questions: Sequence[Asked]) -> list[Outcome]:
    return [Outcome(asked, answerer.search(asked.text)) for asked in questions]


def _shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    answerable = [one for one in outcomes if one.asked.right]
    unanswerable = [one for one in outcomes if not one.asked.right]
    wrong = sum(one.shown and not one.right for one in outcomes)
    return {
        "questions": len(outcomes),
        "first_entry_right": _share(sum(one.right for one in answerable), len(answerable)),
        "right_shown": _share(sum(one.shown and one.right for one in answerable), len(answerable)),
        "right_shown_or_offered": _share(
            sum((one.shown and one.right) or (not one.shown and one.offered) for one in answerable), len(answerable)
        ),
        "wrong_shown": _share(wrong, len(outcomes)),
        "wrong_shown_upper": round(upper_bound(wrong, len(outcomes)), 4),
        "unanswerable_not_answered": _share(sum(not one.shown for one in unanswerable), len(unanswerable)),
    }


def _across(
    settings: Settings, encoder: Encoder, entries: Sequence[Entry], questions: Sequence[Asked]
) -> dict[str, dict[str, float]]:
    """The shares when every entry is written in the other language only."""
    shares = {}
    for asked_in, kept in (("zh", "en"), ("en", "zh")):
        answerer = _answerer(settings, encoder, [only(entry, kept) for entry in entries])
        own = [one for one in questions if _language(one.text) == asked_in]
        shares[f"{asked_in}_to_{kept}"] = _shares(_asked(answerer, own))
    return shares


def _language(text: str) -> str:
    found = detect(text)
    return found if found in ("zh", "mixed") else "en"


def _share(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0


def _plot(outcomes: Sequence[Outcome]) -> None:
    """The share of questions answered wrongly against the share of the answerable answered, for every threshold."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "answers"
    from matplotlib import pyplot

    ordered = sorted(outcomes, key=lambda one: -one.found.probability)
    answerable = sum(bool(one.asked.right) for one in outcomes)
    right, wrong, curve = 0, 0, []
    for one in ordered:
        right, wrong = right + one.right, wrong + (not one.right)
        curve.append((right / answerable, wrong / len(outcomes)))
    shown = [one for one in outcomes if one.shown]
    figure, axes = pyplot.subplots(figsize=(5, 3.4))
    axes.plot(*zip(*curve, strict=True), color="#1f6f5c")
    axes.plot(
        sum(one.right for one in shown) / answerable,
        sum(not one.right for one in shown) / len(outcomes),
        "o",
        color="#c2571a",
    )
    axes.set_xlabel("right answer shown, share of the answerable")
    axes.set_ylabel("wrong answer shown, share of all")
    axes.set_ylim(0, 0.1)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PLOT, metadata={"Date": None})
    pyplot.close(figure)
