import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from tests.unit.understanding.tiny import tiny_weights
from understanding.evaluate import evaluate
from understanding.runtime.classifier import Classifier
from understanding.runtime.session import ModelMissingError
from understanding.training.data import TrainingDataError, read_own_data, read_training_data
from understanding.training.examples import Example, LabelSet, Span
from understanding.training.fit import Fit, fit
from understanding.training.settings import FitSettings, UnknownSettingError
from understanding.training.start import Start
from understanding.training.train import besides, gather, train_understanding

QUICK = replace(
    FitSettings.profile("evaluate"),
    frozen_layers=1,
    epochs=4,
    learning_rate=1e-3,
    max_tokens=32,
    label_smoothing=0.0,
    head_steps=60,
    refit_steps=0,
    dropout=0.0,
    body_dropout=0.0,
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


UNEVEN = tuple(Example("blue hello", {"intent": "coupon" if n % 10 == 0 else "oos"}, "en") for n in range(50))
"""One text, its label one time in ten another."""


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
    colours = [{"marked": f"my [{colour}](colour) parcel {n}"} for n in range(6) for colour in ("blue", "sad")]
    (data / "understanding" / "entities.en.jsonl").write_text("\n".join(map(json.dumps, colours)), "utf-8")
    target = tmp_path_factory.mktemp("models") / "understanding"
    steps: list[tuple[float, str]] = []
    settings = replace(QUICK, marked_times=10, epochs=15, patience=15, head_learning_rate=5e-3)
    train_understanding(tiny_encoder, data, target, 1, lambda done, doing: steps.append((done, doing)), settings)
    assert steps[-1][0] == 1.0
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    return target


def test_trained_folder_holds_what_serving_needs(trained_folder: Path) -> None:
    files = {file.name for file in trained_folder.iterdir()}
    assert {
        "classifier.onnx",
        "heads.json",
        "tokenizer.json",
        "lexical.npz",
        "scope.npz",
        "words.json",
        "card.json",
    } <= files
    assert {"card.md", "confusions_intent.svg", "reliability_intent.svg"} <= files
    heads = json.loads((trained_folder / "heads.json").read_text("utf-8"))["heads"]
    assert heads["intent"]["labels"] == ["coupon", "oos", "order_status"]
    assert heads["sentiment"]["labels"] == ["negative", "neutral", "positive"]
    card = json.loads((trained_folder / "card.json").read_text("utf-8"))
    assert card["measured"]["test"]["intent"]["en"]["examples"] == 1
    assert set(card["agreement"]) == {"intent", "sentiment", "topic"}
    assert "| held | entities | en |" in (trained_folder / "card.md").read_text("utf-8")


def test_trained_classifier_has_learned(trained_folder: Path) -> None:
    classifier = Classifier(trained_folder)
    understood = classifier.understand_batch(["where is my order", "优惠券怎么用", "coupon please"])
    assert [item.ranking[0].label for item in understood] == ["order_status", "coupon", "coupon"]
    assert understood[0].language == "en" and understood[1].reply_language == "zh"
    assert sum(item.score for item in understood[0].ranking) == pytest.approx(1.0, abs=1e-4)
    (entity,) = classifier.understand("my blue parcel").entities
    assert (entity.type, entity.text, entity.start, entity.end) == ("colour", "blue", 3, 7)


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
    done, _ = fit(start.network, start.corpus(EXAMPLES), held, settings, seed, **ticks)
    return start, done


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
    found = start.predict(start.corpus(EXAMPLES))
    assert {head: table.shape for head, table in found.logits.items()} == {"intent": (45, 3), "sentiment": (45, 2)}
    assert found.features.shape == (45, 32)


def test_heads_are_fitted_anew_after_the_layers_have_moved() -> None:
    start, done = _fit(replace(QUICK, epochs=1, head_steps=0, head_learning_rate=0.0))
    again, refitted = _fit(replace(QUICK, epochs=1, head_steps=0, head_learning_rate=0.0, refit_steps=200))
    assert len(refitted.slice_accuracy) == len(done.slice_accuracy) + 1
    assert refitted.slice_accuracy[-1] > 0.9 > done.slice_accuracy[-1]
    held = start.corpus(EXAMPLES[::5])
    np.testing.assert_allclose(start.predict(held).features, again.predict(held).features, atol=1e-5)


def test_low_rank_updates_learn_and_are_baked_in() -> None:
    before = {name: value.clone() for name, value in tiny_weights().model.state_dict().items()}
    start, done = _fit(replace(QUICK, lora_rank=4, head_steps=200))
    assert done.slice_accuracy[done.best_epoch] > 0.9
    about = start.predict(start.corpus(EXAMPLES))
    start.network.merge()
    after = start.network.body.state_dict()
    assert set(after) == set(before)
    moved = {name for name, value in before.items() if not value.equal(after[name])}
    assert moved and all(".dense.weight" in name or ".self." in name for name in moved)
    np.testing.assert_allclose(start.predict(start.corpus(EXAMPLES)).features, about.features, atol=1e-2)


def test_a_student_keeps_the_layers_asked_for() -> None:
    start = Start.over(tiny_weights(), LabelSet.of(EXAMPLES), replace(QUICK, layers=1, frozen_layers=0), 1)
    assert len(start.network.body.encoder.layer) == start.network.body.config.num_hidden_layers == 1


def test_rare_labels_can_count_more() -> None:
    weighed = []
    for balance in (0.0, 1.0):
        settings = replace(QUICK, epochs=0, head_steps=0, refit_steps=100, balance=balance)
        start = Start.over(tiny_weights(), LabelSet.of(UNEVEN), settings, 1)
        fit(start.network, start.corpus(UNEVEN), start.corpus(UNEVEN[::5]), settings, 1)
        table = start.predict(start.corpus(UNEVEN)).logits["intent"]
        weighed.append((table.argmax(1) == start.labels.heads["intent"].index("coupon")).sum())
    assert weighed[1] > weighed[0]


def test_unknown_profiles_and_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownSettingError, match="there is no profile 'fast'"):
        FitSettings.profile("fast")
    wrong = tmp_path / "defaults.toml"
    wrong.write_text("[common]\nepoch = 3\n[set_up]\n")
    with pytest.raises(UnknownSettingError, match="epoch is unknown"):
        FitSettings.profile("set_up", wrong)


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_same_seed_gives_the_same_model(dropout: float) -> None:
    settings = replace(QUICK, dropout=dropout, body_dropout=dropout, threads=2)
    first, second = (_fit(settings, seed=5)[0].network.state_dict() for _ in range(2))
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
        "in_scope_top1",
        "oos_recall",
        "mcc",
        "auroc",
        "hindsight_mcc",
        "train_seconds",
        "examples",
        "unknown_labels",
    }


def test_evaluation_of_entities_reports_f1(tiny_encoder: Path, tmp_path: Path) -> None:
    rows = [
        {"tokens": ["my", colour, "parcel", str(n)], "tags": ["O", "B-colour", "B-product", "O"]}
        for n in range(8)
        for colour in ("blue", "sad")
    ]
    file = tmp_path / "entities.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    report = evaluate("entities", file, file, file, 1, tiny_encoder, settings=replace(QUICK, epochs=20))
    assert report.f1 is not None and report.f1 > 0.8
    assert set(report.to_json()) == {"accuracy", "macro_f1", "f1", "train_seconds", "examples", "unknown_labels"}


def test_a_test_label_never_trained_on_is_counted_and_wrong(tiny_encoder: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"text": e.text, "label": e.labels["sentiment"]}) for e in EXAMPLES]
    (tmp_path / "train.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "test.jsonl").write_text('{"text": "hello blue", "label": "mixed"}', "utf-8")
    report = evaluate(
        "sentiment", tmp_path / "train.jsonl", tmp_path / "test.jsonl", None, 1, tiny_encoder, settings=QUICK
    )
    assert (report.accuracy, report.unknown_labels) == (0.0, 1)


def test_one_label_alone_cannot_be_learnt(tiny_encoder: Path, tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_text("\n".join(json.dumps({"text": t, "intent": "coupon"}) for t in TEXTS["coupon"]), "utf-8")
    with pytest.raises(TrainingDataError, match=r"too few labels .*\('coupon'\)"):
        evaluate("intent", file, file, None, 1, tiny_encoder, settings=QUICK)


def test_a_label_with_one_example_is_named(tiny_encoder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dialogue" / "nlu" / "en"
    folder.mkdir(parents=True)
    (folder / "all.yml").write_text(
        "nlu:\n- intent: coupon\n  examples: |\n    - my coupon\n    - coupon please\n"
        "- intent: stock\n  examples: |\n    - in stock?\n",
        "utf-8",
    )
    with pytest.raises(TrainingDataError, match=r"intent label 'stock' has one example only \(.*all.yml:8\)"):
        train_understanding(tiny_encoder, tmp_path, tmp_path / "out", 1, settings=QUICK)
    assert not (tmp_path / "out").exists()


def test_a_shops_own_label_wins(tiny_encoder: Path, tmp_path: Path) -> None:
    data, own = tmp_path / "data", tmp_path / "own"
    folder = data / "dialogue" / "nlu" / "en"
    folder.mkdir(parents=True)
    own.mkdir()
    (folder / "all.yml").write_text(
        "nlu:\n- intent: oos\n  examples: |\n    - blue hello\n    - sad hello\n    - where is it\n", "utf-8"
    )
    (own / "intent.jsonl").write_text(
        '{"text": "Blue hello", "intent": "colour"}\n{"text": "blue", "intent": "colour"}'
    )
    found = {example.text: example.labels["intent"] for example in gather(data, own, 1).cleaned.examples}
    assert found == {"Blue hello": "colour", "blue": "colour", "sad hello": "oos", "where is it": "oos"}


def test_a_shops_own_label_wins_over_ours_in_other_forms_and_leaves_other_heads(tmp_path: Path) -> None:
    data, own = tmp_path / "data", tmp_path / "own"
    written = data / "understanding"
    written.mkdir(parents=True)
    own.mkdir()
    rows = [("包邮吗？", "neutral", "logistics"), ("cups broke", "negative", "packaging")]
    (written / "zh.jsonl").write_text(
        "".join(json.dumps({"text": t, "sentiment": s, "topic": o}) + "\n" for t, s, o in rows * 2), "utf-8"
    )
    own_rows = [("包邮吗?", "price_promotion"), ("gift tax", "price_promotion")]
    (own / "topic.jsonl").write_text("".join(json.dumps({"text": t, "label": o}) + "\n" for t, o in own_rows), "utf-8")
    (own / "sentiment.jsonl").write_text('{"text": "gift tax", "label": "neutral"}', "utf-8")
    ours = read_training_data(data)
    kept = [example for example in besides(ours, read_own_data(own)) if "包邮" in example.text]
    assert [dict(example.labels) for example in kept] == [{"sentiment": "neutral"}] * 2


def test_a_training_file_of_three_lines_is_learnt_from(tiny_encoder: Path, tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    lines = [json.dumps({"text": text[0], "intent": intent}) for intent, text in TEXTS.items()]
    file.write_text("\n".join(lines), "utf-8")
    report = evaluate("intent", file, file, None, 1, tiny_encoder, settings=QUICK)
    assert report.examples == 3
    file.write_text(lines[0], "utf-8")
    with pytest.raises(TrainingDataError, match="two are needed"):
        evaluate("intent", file, file, None, 1, tiny_encoder, settings=QUICK)


def test_tags_of_tokens_follow_the_masks() -> None:
    text = "order PL91183945 blue"
    example = Example(text, {}, spans=(Span(6, 16, "order_number"), Span(17, 21, "colour")))
    start = Start.over(tiny_weights(), LabelSet.of([example]), QUICK, 1)
    numbers = start.labels.tag_numbers(example, start.offsets([example])[0], start.prefix)
    named = {start.labels.tags[number] for number in numbers if number >= 0}
    assert {"B-order_number", "I-order_number", "B-colour", "O"} <= named
