"""Fit the calibration on the shop's own entries by asking each wording as if it had never been written.

Four trials a question: typed again with a slip, the wording left in (customers often ask what was asked before); its
own wording taken out (a customer words it anew); its entry taken out (nobody has answered it yet); its entry's wordings
in its language taken out (asked in the other language).
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge_base.retrieval.answerer import entry_vectors
from knowledge_base.retrieval.confidence import Calibration, Evidence, choose_thresholds, overlap
from knowledge_base.entries import Entry, read_folder
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.scoring import EntryVectors, LanguageMeans
from knowledge_base.retrieval.vectors import VectorCache
from understanding.runtime.encoder import Encoder

WRONG_SHARE = 0.03
"""Wrong answers shown, at most this share of all trials."""
ASK_FROM = 0.25
"""Probability of the first candidate from which asking back is worth the customer's time."""
SHARES = {"typed again": 0.5, "reworded": 1.0, "unanswered": 0.5, "other language": 0.2}
"""Which share of the questions each trial takes: about one trial in four has no answer."""
PUNCTUATION = re.compile(r"[^\w\s]")


@dataclass(frozen=True)
class Asked:
    """A question of a trial: what kind, whose wording, how it is typed, its vector, the wordings it must do without."""

    kind: str
    entry_id: str
    text: str
    vector: Vectors
    hidden: frozenset[int]


@dataclass(frozen=True)
class Trial:
    """A question asked while some wordings are hidden: what the search said, and whether its first entry was right."""

    entry_id: str
    kind: str
    evidence: Evidence
    right: bool


def calibrate(
    encoder_folder: Path, answers: Path, target: Path, seed: int, progress: Callable[[float, str], None]
) -> None:
    """Encode the shop's wordings, measure language means, fit the calibration; write them with a card to ``target``."""
    encoder = Encoder(encoder_folder, threads=2)
    encoder.warm_up()
    entries = read_folder(answers)
    progress(0.1, "encoding past answers")
    cache = VectorCache(encoder, target / "vectors.npz", target / "vectors.npz")
    means = measured_means(entries, cache)
    means.save(target / "means.json")
    progress(0.6, "calibrating")
    vectors = entry_vectors(entries, cache, means)
    chance = random.Random(seed)
    asked = questions_of(entries, encoder, means, vectors, chance)
    trials = [trial_of(question, entries, vectors) for question in asked if chance.random() < SHARES[question.kind]]
    held = set(random.Random(seed).sample(sorted(vectors), len(vectors) // 5))
    calibration = fit([trial for trial in trials if trial.entry_id not in held])
    calibration.save(target / "calibration.json")
    report = card(calibration, [trial for trial in trials if trial.entry_id in held])
    (target / "card.json").write_text(json.dumps({"entries": len(entries), "seed": seed, **report}, indent=2))


def measured_means(entries: Sequence[Entry], cache: VectorCache) -> LanguageMeans:
    """Mean vectors of wordings and answers in each language."""
    texts = {
        "query": [(one.text, one.language) for entry in entries for one in entry.questions],
        "passage": [(text, language) for entry in entries for language, text in entry.answers.items()],
    }
    asked = cache.vectors([text for text, _ in texts["query"]], "query")
    told = cache.vectors([text for text, _ in texts["passage"]], "passage")
    labels = [(kind, language) for kind, pairs in texts.items() for _, language in pairs]
    return LanguageMeans.measured(np.concatenate([asked, told]), labels)


def questions_of(
    entries: Sequence[Entry],
    encoder: Encoder,
    means: LanguageMeans,
    vectors: dict[str, EntryVectors],
    chance: random.Random,
) -> Iterator[Asked]:
    """Every trial that can be made of every wording."""
    for entry in entries:
        texts = [slipped(question.text, chance) for question in entry.questions]
        languages = [question.language for question in entry.questions]
        again = means.centred(encoder.encode(texts, "query"), "query", languages)
        for row, question in enumerate(entry.questions):
            own, everything = vectors[entry.entry_id].questions[row], frozenset(range(len(texts)))
            same = frozenset(other for other, language in enumerate(languages) if language == question.language)
            yield Asked("typed again", entry.entry_id, texts[row], again[row], frozenset())
            yield Asked("reworded", entry.entry_id, question.text, own, frozenset({row}))
            yield Asked("other language", entry.entry_id, question.text, own, same)
            yield Asked("unanswered", entry.entry_id, question.text, own, everything)


def slipped(text: str, chance: random.Random) -> str:
    """The text as somebody else might type it: no punctuation, one word (in Chinese one character) lost."""
    bare = PUNCTUATION.sub("", text).lower()
    parts = bare.split(" ") if " " in bare.strip() else list(bare)
    if len(parts) > 3:
        del parts[chance.randrange(len(parts))]
    return (" " if " " in bare.strip() else "").join(parts)


def trial_of(asked: Asked, entries: Sequence[Entry], vectors: dict[str, EntryVectors]) -> Trial:
    """Search for a question while its hidden wordings do not exist."""
    fits = []
    for entry in entries:
        own = vectors[entry.entry_id]
        if entry.entry_id == asked.entry_id:
            if asked.kind == "unanswered":
                continue
            own = own.without(sorted(asked.hidden))
        fits.append((own.fit(asked.vector), entry, own))
    fits.sort(key=lambda fit: fit[0], reverse=True)
    (score, first, own), (runner_up, _, _) = fits[:2]
    hidden = asked.hidden if first.entry_id == asked.entry_id else frozenset()
    wordings = [one.text for row, one in enumerate(first.questions) if row not in hidden]
    evidence = Evidence(
        score=score,
        runner_up=runner_up,
        nearest=own.nearest(asked.vector)[1],
        overlap=max((overlap(asked.text, wording) for wording in wordings), default=0.0),
        length=len(asked.text),
    )
    return Trial(asked.entry_id, asked.kind, evidence, first.entry_id == asked.entry_id)


def fit(trials: Sequence[Trial]) -> Calibration:
    """A logistic regression on standardised features, and thresholds for ``WRONG_SHARE`` and ``ASK_FROM``."""
    features = np.array([trial.evidence.features() for trial in trials])
    right = np.array([trial.right for trial in trials])
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0).fit((features - means) / scales, right)
    numbers = (
        tuple(means.tolist()),
        tuple(scales.tolist()),
        tuple(model.coef_[0].tolist()),
        float(model.intercept_[0]),
    )
    unset = Calibration(*numbers, answer_at=1.0, ask_at=1.0)
    probabilities = [unset.probability(trial.evidence) for trial in trials]
    answer_at, ask_at = choose_thresholds(probabilities, right.tolist(), WRONG_SHARE, ASK_FROM)
    return Calibration(*numbers, answer_at, ask_at)


def card(calibration: Calibration, held: Sequence[Trial]) -> dict[str, float]:
    """What the calibration does on entries it was not fitted on."""
    answerable = [trial for trial in held if trial.kind != "unanswered"]
    sure = [trial for trial in held if calibration.probability(trial.evidence) >= calibration.answer_at]
    asked = [trial for trial in held if calibration.ask_at <= calibration.probability(trial.evidence)]
    return {
        "trials": len(held),
        "first_entry_right": sum(trial.right for trial in answerable) / len(answerable),
        "right_shown": sum(trial.right for trial in sure) / len(answerable),
        "wrong_shown": sum(not trial.right for trial in sure) / len(held),
        "answered_or_asked_back": sum(trial.kind != "unanswered" for trial in asked) / len(answerable),
    }
