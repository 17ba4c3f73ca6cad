import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from tests.unit.understanding.tiny import tiny_weights
from understanding.training.examples import IGNORED
from understanding.training.heads import STRENGTH, fit_heads
from understanding.training.network import MultiHeadClassifier
from understanding.training.settings import FitSettings


def test_heads_alone_are_logistic_regression_on_the_examples_that_have_the_label() -> None:
    labels = {"intent": ("a", "b", "c"), "sentiment": ("good", "bad"), "topic": ("x", "y")}
    network = MultiHeadClassifier(tiny_weights().model, labels, (), FitSettings.profile("evaluate")).eval()
    random = np.random.default_rng(3)
    intents = random.integers(0, 3, 120)
    features = random.normal(0, 0.4, (120, 32)) + 0.5 * np.eye(32)[intents]
    features = (features / np.linalg.norm(features, axis=1, keepdims=True)).astype(np.float32)
    moods = (features[:, 7] > 0).astype(int)
    known = random.random(120) < 0.5
    nothing = np.full(120, IGNORED)
    gold = {"intent": intents, "sentiment": np.where(known, moods, IGNORED), "topic": nothing}
    before = network.heads["topic"].weight.detach().clone()
    fit_heads(network, torch.from_numpy(features), {k: torch.from_numpy(v) for k, v in gold.items()}, steps=300)
    with torch.no_grad():
        found = {k: v.softmax(1).numpy() for k, v in network.logits(torch.from_numpy(features)).items()}
    for head, rows in (("intent", np.full(120, True)), ("sentiment", known)):
        peer = LogisticRegression(C=STRENGTH, max_iter=1000).fit(features[rows], gold[head][rows])
        # two classes have one row of weights there and two here, which the penalty counts apart
        np.testing.assert_allclose(found[head], peer.predict_proba(features), atol=0.01 if head == "intent" else 0.2)
        assert (found[head].argmax(1) == peer.predict(features)).mean() > 0.95
    assert network.heads["topic"].weight.equal(before)
