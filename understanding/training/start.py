"""What fine-tuning starts from: the encoder's torch folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from understanding.encoder.source import Weights, from_folder
from understanding.runtime.session import printable
from understanding.training.augment import augmented
from understanding.training.batches import Corpus
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Predicted, predict
from understanding.training.network import MultiHeadClassifier
from understanding.training.settings import FitSettings
from understanding.training.workers import Workers


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
        network = MultiHeadClassifier(weights.model, labels.heads, labels.tags, settings)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        return cls(network, weights.tokenizer, labels, weights.prefixes.query, settings)

    def predict(self, corpus: Corpus) -> Predicted:
        """What the network as it now is says of every example of a corpus."""
        with Workers(self.settings.threads) as workers:
            return predict(self.network, corpus, workers)

    def learning_corpus(self, examples: tuple[Example, ...], seed: int) -> Corpus:
        """Tokenise examples, then their augmented copies, then the marked ones again as often as the settings say."""
        marked = tuple(example for example in examples if example.spans) * (self.settings.marked_times - 1)
        return self.corpus((*augmented(examples, self.settings.augmented, seed), *marked))

    def offsets(self, examples: Sequence[Example]) -> list[list[tuple[int, int]]]:
        """Where each token of each text stands in prefix + seen text."""
        self.tokenizer.enable_truncation(self.settings.max_tokens)
        self.tokenizer.no_padding()
        texts = [printable(self.prefix + example.seen_text) for example in examples]
        return [encoding.offsets for encoding in self.tokenizer.encode_batch(texts)]

    def corpus(self, examples: tuple[Example, ...]) -> Corpus:
        """Tokenise examples for the network."""
        return Corpus(examples, self.labels, self.tokenizer, self.network, self.prefix, self.settings.max_tokens)
