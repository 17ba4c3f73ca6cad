"""Writes the model card: counts, settings, figures, the worst confusions, and two plots."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from understanding.runtime.model import Understanding
from understanding.training.calibrate import Reading
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Fit
from understanding.training.measure import Figures
from understanding.training.settings import FitSettings

WORST_CONFUSIONS: Final = 15
BINS: Final = 10


@dataclass(frozen=True)
class Card:
    """What one training did and reached."""

    settings: FitSettings
    seed: int
    seconds: float
    fit: Fit
    material_counts: Mapping[str, Mapping[str, Mapping[str, int]]]
    removed: Mapping[str, int]
    removed_places: Mapping[str, Sequence[str]]
    near_duplicates: int
    readings: Mapping[str, Reading]
    in_scope_threshold: float
    agreement: Mapping[str, float]
    measured: Mapping[str, Figures]


def write_card(
    card: Card, labels: LabelSet, examples: Sequence[Example], understood: Sequence[Understanding], folder: Path
) -> None:
    """Write `card.json`, `card.md` and the plots of `examples`, which nothing was trained on, into a folder."""
    size = megabytes(folder)
    table = asdict(card) | {"megabytes": size}
    (folder / "card.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", "utf-8")
    lines = ["# Model card", "", *_facts(card, size), "", *_figures(card.measured)]
    for head in labels.heads:
        rows = [i for i, example in enumerate(examples) if head in example.labels]
        if not rows:
            continue
        gold = [examples[i].labels[head] for i in rows]
        found = [getattr(understood[i], head) for i in rows]
        names = sorted({*gold, *(item.label for item in found)})
        _plot_confusions(gold, [item.label for item in found], names, head, folder / f"confusions_{head}.svg")
        right = np.array([a == b.label for a, b in zip(gold, found, strict=True)])
        _plot_reliability(right, np.array([item.score for item in found]), head, folder / f"reliability_{head}.svg")
        lines += [
            "",
            f"## {head}",
            "",
            f"![Confusions](confusions_{head}.svg) ![Reliability](reliability_{head}.svg)",
            "",
        ]
        lines += _confusions(gold, [item.label for item in found])
    (folder / "card.md").write_text("\n".join(lines) + "\n", "utf-8")


def megabytes(folder: Path) -> float:
    """What a classifier's folder takes on disk, without its card's plots."""
    return round(
        sum(file.stat().st_size for file in folder.iterdir() if file.suffix in (".onnx", ".npz", ".json")) / 1e6, 1
    )


def _facts(card: Card, size: float) -> list[str]:
    removed = ", ".join(f"{count} {reason}" for reason, count in card.removed.items()) or "none"
    readings = ", ".join(
        f"{head} {reading.temperature:.2f} with the lexical expert x {reading.expert_weight:g}"
        for head, reading in card.readings.items()
    )
    return [
        f"- Trained in {card.seconds:.0f} s ({card.fit.epochs} epochs, best {card.fit.best_epoch}), seed {card.seed}.",
        f"- Settings: {', '.join(f'{name} {value}' for name, value in asdict(card.settings).items())}.",
        *(f"- Examples {part}: {dict(counts)}." for part, counts in card.material_counts.items()),
        f"- Taken out: {removed}; near-duplicates kept on one side of the split: {card.near_duplicates}.",
        f"- Temperatures: {readings}. A text is in scope from {card.in_scope_threshold:.2f}.",
        f"- {size} MB; the exported model decides as the trained one on {dict(card.agreement)} of held texts.",
    ]


def _figures(measured: Mapping[str, Figures]) -> list[str]:
    lines = [
        "| part | head | language | examples | accuracy | macro F1 | calibration error | F1 |",
        "|---|---|---|--:|--:|--:|--:|--:|",
    ]
    for part, figures in measured.items():
        for head, languages in figures.items():
            for language, row in languages.items():
                values = [row.get(name, "") for name in ("examples", "accuracy", "macro_f1", "calibration_error", "f1")]
                lines.append(f"| {part} | {head} | {language} | " + " | ".join(map(str, values)) + " |")
    return lines


def _confusions(gold: Sequence[str], found: Sequence[str]) -> list[str]:
    wrong = Counter((a, b) for a, b in zip(gold, found, strict=True) if a != b)
    rows = [f"| {a} | {b} | {count} |" for (a, b), count in wrong.most_common(WORST_CONFUSIONS)]
    return ["| true | read as | times |", "|---|---|--:|", *rows]


def _plot_confusions(gold: Sequence[str], found: Sequence[str], names: Sequence[str], head: str, file: Path) -> None:
    from matplotlib.figure import Figure

    number = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for a, b in zip(gold, found, strict=True):
        table[number[a], number[b]] += 1
    table /= table.sum(1, keepdims=True).clip(min=1)
    size = 2.5 + 0.22 * len(names)
    axes = (figure := Figure((size, size), layout="constrained")).subplots()
    axes.imshow(table, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="read as", ylabel="true", title=head)
    figure.savefig(file)


def _plot_reliability(right: np.ndarray, scores: np.ndarray, head: str, file: Path) -> None:
    from matplotlib.figure import Figure

    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    filled = [place for place in range(BINS) if (places == place).any()]
    confidence = [float(scores[places == place].mean()) for place in filled]
    share = [float(right[places == place].mean()) for place in filled]
    axes = (figure := Figure((3.5, 3.5), layout="constrained")).subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    axes.plot(confidence, share, marker="o")
    axes.set(xlabel="confidence", ylabel="share right", title=head, xlim=(0, 1), ylim=(0, 1))
    figure.savefig(file)
