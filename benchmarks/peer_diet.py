"""Rasa's DIET over words, parts of words and the same sentence encoder's vectors; runs in `.venv-rasa`.

Reads {"train": [[text, label]], "test": [text], "vectors": [[...]]} on standard input, the vectors for the texts of
both parts in order, and writes {"labels", "scores"} as the last line of standard output.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

CONFIG = {
    "recipe": "default.v1",
    "language": "en",
    "assistant_id": "peer",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "GivenVectors"},
        {
            "name": "DIETClassifier",
            "epochs": 100,
            "entity_recognition": False,
            "random_seed": 7,
            "ranking_length": 0,
            "constrain_similarities": True,
        },
    ],
}
"""The pipeline that Rasa suggests for English, with the encoder's vectors beside the counts."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class GivenVectors(GraphComponent):
    """Adds the vector of each text that was given from outside."""

    known: ClassVar[dict[str, list[float]]] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "GivenVectors":
        """Make one; it has no settings."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add vectors to messages."""
        for message in messages:
            if (text := message.get(TEXT)) in self.known:
                vector = np.array([self.known[text]], np.float32)
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "given"))
        return messages


def main() -> None:
    """Train, ask, answer."""
    import yaml
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    given = json.load(sys.stdin)
    train = [(" ".join(text.split()), label) for text, label in given["train"]]
    asked = [" ".join(text.split()) for text in given["test"]]
    GivenVectors.known = dict(zip([*(text for text, _ in train), *asked], given["vectors"], strict=True))
    labels = sorted({label for _, label in train})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        examples = [
            {"intent": label, "examples": [{"text": text} for text, own in train if own == label]} for label in labels
        ]
        nlu = {"version": "3.1", "nlu": examples}
        (folder / "config.yml").write_text(yaml.safe_dump(CONFIG), "utf-8")
        (folder / "nlu.yml").write_text(yaml.safe_dump(nlu, allow_unicode=True, width=10**6), "utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), scratch, "peer")
        if model is None:
            raise SystemExit("Rasa trained nothing")
        agent = Agent.load(model)
        scores = [asyncio.run(_scores(agent, text, labels)) for text in asked]
    print(json.dumps({"labels": labels, "scores": scores}))


async def _scores(agent: Any, text: str, labels: list[str]) -> list[float]:
    parsed = await agent.parse_message(text)
    ranked = {item["name"]: item["confidence"] for item in parsed["intent_ranking"]}
    return [ranked.get(label, 0.0) for label in labels]


if __name__ == "__main__":
    main()
