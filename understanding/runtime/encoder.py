"""The serving encoder: sentences to vectors of length 1, quantised, on the processor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.session import TextSession, existing

Kind = Literal["query", "passage"]


class Encoder:
    """Embeds texts with the encoder built in `folder`; nothing is loaded before `warm_up` or the first use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._session: TextSession | None = None
        self._prefixes: dict[str, str] = {}

    def warm_up(self) -> None:
        """Load the model; raise ModelMissingError when it is not built."""
        self._loaded().warm_up()

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors [texts, width], float32, length 1; `kind` picks the prefix the encoder was trained with."""
        session = self._loaded()
        prefix = self._prefixes[kind]
        if not texts:
            return np.zeros((0, self.encode([""], kind).shape[1]), np.float32)
        return session.run([prefix + text for text in texts], ("embedding",))["embedding"]

    def encode_with_tokens(
        self, texts: Sequence[str], kind: Kind
    ) -> tuple[NDArray[np.float32], tuple[NDArray[np.float32], ...]]:
        """As `encode`, and for each text the states [tokens, width] of its own tokens, the prefix's left out."""
        session = self._loaded()
        prefix = self._prefixes[kind]
        if not texts:
            return self.encode([], kind), ()
        values, read = session.run_with_tokens([prefix + text for text in texts], ("embedding",), "states")
        tokens = tuple(
            one.values[[row for row, (start, end) in enumerate(one.offsets) if end > max(start, len(prefix))]]
            for one in read
        )
        return values["embedding"], tokens

    def _loaded(self) -> TextSession:
        if self._session is None:
            card = json.loads(existing(self._folder / "card.json").read_text("utf-8"))
            self._prefixes = {kind: str(card["prefixes"][kind]) for kind in ("query", "passage")}
            self._session = TextSession(
                self._folder / "encoder.onnx", self._folder / "tokenizer.json", int(card["max_tokens"]), self._threads
            )
        return self._session
