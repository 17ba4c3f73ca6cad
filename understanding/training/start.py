"""What fine-tuning starts from: the encoder's torch folder."""

from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from understanding.encoder.source import Weights, from_folder
from understanding.training.batches import Corpus
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import FitSettings
from understanding.training.network import MultiHeadClassifier


@dataclass(frozen=True)
class Start:
    """An untrained network over an encoder, and what its inputs need."""

    network: MultiHeadClassifier
    tokenizer: Tokenizer
    labels: LabelSet
    prefix: str
    settings: FitSettings

    @classmethod
    def load(cls, encoder: Path, labels: LabelSet, settings: FitSettings, seed: int) -> "Start":
        """Read the encoder's folder; raise EncoderUnavailableError when it holds none."""
        return cls.over(from_folder(encoder), labels, settings, seed)

    @classmethod
    def over(cls, weights: Weights, labels: LabelSet, settings: FitSettings, seed: int) -> "Start":
        """Put fresh heads on an encoder that is loaded already."""
        torch.manual_seed(seed)
        network = MultiHeadClassifier(weights.model, labels.heads, settings.frozen_layers, settings.dropout)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        return cls(network, weights.tokenizer, labels, weights.prefixes.query, settings)

    def corpus(self, examples: tuple[Example, ...]) -> Corpus:
        """Tokenise examples for the network."""
        return Corpus(examples, self.labels, self.tokenizer, self.network, self.prefix, self.settings.max_tokens)
