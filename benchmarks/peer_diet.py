"""Rasa's DIET over sparse features and the sentence encoder's vectors; runs in Rasa's environment.

Reads {"train": [[text, label]], "test": [text]} on standard input, takes the encoder's folder as its argument, and
writes {"labels", "scores"} as the last line of standard output.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

CONFIG = """
recipe: default.v1
assistant_id: peer
language: en
pipeline:
- name: WhitespaceTokenizer
- name: peer_diet.EncoderFeaturizer
  folder: {folder}
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
  ranking_length: 0
  entity_recognition: false
  constrain_similarities: true
"""

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from rasa.engine.graph import GraphComponent  # noqa: E402
from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # noqa: E402
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer  # noqa: E402
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT  # noqa: E402
from rasa.shared.nlu.training_data.features import Features  # noqa: E402

from understanding.runtime.encoder import Encoder  # noqa: E402


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """The encoder's vector as the sentence feature."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config["folder"], config)
        self._encoder = Encoder(Path(config["folder"]), threads=2)

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):  # type: ignore[no-untyped-def]
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"folder": "", "alias": "encoder"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        pass

    def process_training_data(self, training_data):  # type: ignore[no-untyped-def]
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages):  # type: ignore[no-untyped-def]
        for message in messages:
            vector = self._encoder.encode([message.get(TEXT)], "query")
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
        return messages


def main() -> None:
    """Train, ask, answer."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    given = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "config.yml").write_text(CONFIG.format(folder=sys.argv[1]))
        by_label: dict[str, list[str]] = {}
        for text, label in given["train"]:
            by_label.setdefault(label, []).append(" ".join(text.split()))
        nlu = [
            {"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in by_label.items()
        ]
        (folder / "nlu.yml").write_text(json.dumps({"version": "3.1", "nlu": nlu}))
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "models"))
        agent = Agent.load(model)
        labels = sorted(by_label)
        scores = []
        for text in given["test"]:
            parsed = asyncio.run(agent.parse_message(" ".join(text.split()) or "."))
            found = {item["name"]: item["confidence"] for item in parsed["intent_ranking"]}
            scores.append([round(found.get(label, 0.0), 6) for label in labels])
    print(json.dumps({"labels": labels, "scores": scores}))


if __name__ == "__main__":
    main()
