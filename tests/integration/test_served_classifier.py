"""The classifier that the set-up trained, on texts that no training file holds."""

import json
import re

import pytest

from tests.trained import ROOT, trained
from understanding.runtime.classifier import Classifier
from understanding.training.data import read_written_part

FLOORS = {"intent": 0.88, "sentiment": 0.8, "topic": 0.88}
"""Far above chance (0.025, 0.33, 0.1) and below what is measured; docs/benchmarks.md has the figures."""


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    served = Classifier(trained("understanding", "heads.json"))
    served.warm_up()
    return served


@pytest.mark.parametrize("head", sorted(FLOORS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hand_written_test_part_is_understood(classifier: Classifier, head: str, language: str) -> None:
    examples = [
        e for e in read_written_part(ROOT / "training_data", "test") if head in e.labels and e.language == language
    ]
    understood = classifier.understand_batch([example.text for example in examples])
    hits = sum(getattr(u, head).label == e.labels[head] for u, e in zip(understood, examples, strict=True))
    assert len(examples) >= 100
    assert hits / len(examples) >= FLOORS[head]


def test_every_intent_of_the_training_data_has_its_logit(classifier: Classifier) -> None:
    heads = json.loads((trained("understanding", "heads.json") / "heads.json").read_text("utf-8"))["heads"]
    labels = heads["intent"]["labels"]
    files = (ROOT / "training_data" / "dialogue" / "nlu").glob("*/*.yml")
    written = set(re.findall(r"^\s*- intent:\s*(\S+)", "\n".join(f.read_text("utf-8") for f in files), re.MULTILINE))
    assert set(labels) == written
    assert "oos" in labels


def test_entities_and_language_come_with_the_intent(classifier: Classifier) -> None:
    understood = classifier.understand("where is my order PL26110012")
    assert understood.intent.label == "order_status"
    assert [(e.type, e.value) for e in understood.entities] == [("order_number", "PL26110012")]
    assert (understood.language, understood.reply_language) == ("en", "en")


@pytest.mark.parametrize("text", ["", "😀", "\ud83d", "\x00", "a" * 10_000, "退款" * 5_000], ids=lambda t: ascii(t[:8]))
def test_any_text_is_understood(classifier: Classifier, text: str) -> None:
    understood = classifier.understand(text, "zh")
    assert 0.0 <= understood.in_scope <= 1.0
    assert len(understood.ranking) == 5
