import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.unit.understanding.tiny import tiny_weights
from understanding.evaluate import NotSupportedError, evaluate
from understanding.runtime.classifier import Classifier
from understanding.runtime.session import ModelMissingError
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Fit, FitSettings, fit, predict
from understanding.training.start import Start
from understanding.training.train import train_understanding

QUICK = FitSettings(
    frozen_layers=1, epochs=4, learning_rate=1e-3, max_tokens=32, label_smoothing=0.0, head_steps=60, threads=1
)
TEXTS = {
    "order_status": ["where is my order", "where is my parcel", "我的订单到哪了", "我的快递到哪了", "my order where"],
    "coupon": ["coupon please", "my coupon", "优惠券怎么用", "优惠券", "the coupon please"],
    "oos": ["the blue hello", "hello blue", "天气", "天气怎么", "blue blue"],
}
MOODS = (("good", "positive", "other"), ("bad", "negative", "logistics"), ("my", "neutral", "usage"))
EXAMPLES = tuple(
    Example(text + "?" * n, {"intent": intent, "sentiment": "neutral" if intent == "coupon" else "negative"}, "en")
    for intent, texts in TEXTS.items()
    for text in texts
    for n in range(3)
)


@pytest.fixture(scope="module")
def trained_folder(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("training_data")
    for language in ("zh", "en"):
        folder = data / "dialogue" / "nlu" / language
        folder.mkdir(parents=True)
        blocks = [
            f"- intent: {intent}\n  examples: |\n"
            + "".join(
                f"    - {text}{'?' * n}\n" for text in texts for n in range(3) if text.isascii() == (language == "en")
            )
            for intent, texts in TEXTS.items()
        ]
        (folder / "all.yml").write_text("nlu:\n" + "".join(blocks), "utf-8")
    (data / "understanding" / "test").mkdir(parents=True)
    records = [
        {"text": f"{word} parcel {n}", "sentiment": mood, "topic": topic}
        for n in range(8)
        for word, mood, topic in (
            ("good", "positive", "other"),
            ("bad", "negative", "logistics"),
            ("my", "neutral", "usage"),
        )
    ]
    (data / "understanding" / "en.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    (data / "understanding" / "test" / "intent.en.jsonl").write_text(
        '{"text": "my coupon?", "intent": "coupon"}', "utf-8"
    )
    target = tmp_path_factory.mktemp("models") / "understanding"
    steps: list[tuple[float, str]] = []
    train_understanding(tiny_encoder, data, target, 1, lambda done, doing: steps.append((done, doing)), QUICK)
    assert steps[-1][0] == 1.0
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    return target


def test_trained_folder_holds_what_serving_needs(trained_folder: Path) -> None:
    assert {"classifier.onnx", "heads.json", "tokenizer.json", "card.json"} <= {
        f.name for f in trained_folder.iterdir()
    }
    heads = json.loads((trained_folder / "heads.json").read_text("utf-8"))["heads"]
    assert heads["intent"]["labels"] == ["coupon", "oos", "order_status"]
    assert heads["sentiment"]["labels"] == ["negative", "neutral", "positive"]
    card = json.loads((trained_folder / "card.json").read_text("utf-8"))
    assert card["test"]["intent"]["en"]["examples"] == 1
    assert set(card["agreement_with_torch"]) == {"intent", "sentiment", "topic"}


def test_trained_classifier_has_learned(trained_folder: Path) -> None:
    classifier = Classifier(trained_folder)
    understood = classifier.understand_batch(["where is my order", "优惠券怎么用", "coupon please"])
    assert [item.ranking[0].label for item in understood] == ["order_status", "coupon", "coupon"]
    assert understood[0].language == "en" and understood[1].reply_language == "zh"
    assert sum(item.score for item in understood[0].ranking) == pytest.approx(1.0, abs=1e-4)


def test_classifier_takes_any_text(trained_folder: Path) -> None:
    classifier = Classifier(trained_folder)
    texts = ["", "   ", "x" * 10_000, "😀", "\ud83d", "\x00", "退" * 10_000]
    understood = classifier.understand_batch(texts, "zh")
    assert [item.reply_language for item in understood[:2]] == ["zh", "zh"]
    assert (understood[0].intent.label, understood[0].in_scope) == ("oos", 0.0)
    assert classifier.understand_batch([]) == ()


def test_missing_classifier_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="concierge train"):
        Classifier(tmp_path).warm_up()


def _fit(settings: FitSettings, seed: int = 1, clock: Iterator[float] | None = None) -> tuple[Start, Fit]:
    start = Start.over(tiny_weights(), LabelSet.of(EXAMPLES), settings, seed)
    held = start.corpus(EXAMPLES[::5])
    ticks = {} if clock is None else {"clock": lambda: next(clock)}
    return start, fit(start.network, start.corpus(EXAMPLES), held, settings, seed, **ticks)


def test_fine_tuning_moves_the_upper_layers_only() -> None:
    before = {name: value.clone() for name, value in tiny_weights().model.state_dict().items()}
    start, done = _fit(replace(QUICK, head_steps=0))
    after = start.network.body.state_dict()
    moved = {name for name, value in before.items() if not value.equal(after[name])}
    assert done.best_epoch > 0
    assert moved
    assert all(name.startswith("encoder.layer.1.") for name in moved)


def test_fine_tuning_learns_every_head() -> None:
    start, done = _fit(replace(QUICK, head_steps=200))
    assert done.slice_accuracy[done.best_epoch] > 0.9
    logits = predict(start.network, start.corpus(EXAMPLES))
    assert {head: table.shape for head, table in logits.items()} == {"intent": (45, 3), "sentiment": (45, 2)}


def test_the_same_seed_gives_the_same_model() -> None:
    first, second = (_fit(QUICK, seed=5)[0].network.state_dict() for _ in range(2))
    assert all(value.equal(second[name]) for name, value in first.items())


def test_training_stops_at_its_deadline() -> None:
    minutes = (60.0 * tick for tick in count())
    _, done = _fit(replace(QUICK, epochs=50, patience=50, deadline=400.0), clock=minutes)
    assert done.epochs < 10
    assert done.seconds < 600.0


def test_evaluation_reports_every_figure_of_intents(tiny_encoder: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"text": e.text, "intent": e.labels["intent"]}) for e in EXAMPLES]
    for name, part in {"train": lines, "test": lines[::2], "dev": lines[::3]}.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(part), "utf-8")
    files = [tmp_path / f"{name}.jsonl" for name in ("train", "test", "dev")]
    report = evaluate("intent", files[0], files[1], files[2], 1, tiny_encoder, settings=QUICK)
    assert report.accuracy > 0.8
    assert report.examples == len(lines[::2])
    assert set(report.to_json()) == {
        "accuracy",
        "macro_f1",
        "in_scope_accuracy",
        "oos_recall",
        "mcc",
        "train_seconds",
        "examples",
    }


def test_evaluation_of_entities_is_refused_until_it_is_built(tmp_path: Path) -> None:
    with pytest.raises(NotSupportedError, match="entities"):
        evaluate("entities", tmp_path, tmp_path, None, 1, tmp_path)
