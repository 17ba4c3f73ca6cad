"""One ONNX model with its tokeniser: text in, named arrays out, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_BATCH = 32
MAX_PADDED_TOKENS = 4096
_CHARACTERS_A_TOKEN = 16
"""No piece of the vocabulary is longer, so text beyond this many characters a token cannot be seen anyway."""


class ModelMissingError(FileNotFoundError):
    """A trained artefact is not there; the message says which command builds it."""


def existing(file: Path) -> Path:
    """The file of a trained artefact; raise ModelMissingError when it is not there."""
    if not file.exists():
        raise ModelMissingError(f"{file} is missing: run `concierge train`")
    return file


@dataclass(frozen=True)
class TokenValues:
    """Where each token stands in its text (start, end) and the model's values for it [tokens, ...]."""

    offsets: tuple[tuple[int, int], ...]
    values: NDArray[np.float32]


class TextSession:
    """Runs an ONNX file that takes `input_ids` and `attention_mask` over texts; use it after `warm_up`."""

    def __init__(self, onnx: Path, tokenizer: Path, max_tokens: int, threads: int = 1) -> None:
        self._onnx = onnx
        self._tokenizer_file = tokenizer
        self._max_tokens = max_tokens
        self._threads = threads
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def warm_up(self) -> None:
        """Load model and tokeniser and run them once; raise ModelMissingError when they are not built."""
        self.run(["ready"], ())

    def run(self, texts: Sequence[str], outputs: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The named outputs (all when none is named) for each text in its order, float32 [texts, ...]."""
        return self.run_with_tokens(texts, outputs, "")[0]

    def run_with_tokens(
        self, texts: Sequence[str], outputs: Sequence[str], token_output: str
    ) -> tuple[dict[str, NDArray[np.float32]], tuple[TokenValues, ...]]:
        """As `run`, and with a `token_output` its values for each token of each text as well."""
        session, tokenizer = self._loaded()
        names = list(outputs) or [output.name for output in session.get_outputs()]
        encodings = tokenizer.encode_batch([self._readable(text) for text in texts])
        results: dict[str, NDArray[np.float32]] = {}
        tokens: dict[int, TokenValues] = {}
        asked = [*names, token_output] if token_output else names
        for batch in _batches([len(encoding.ids) for encoding in encodings]):
            values = session.run(asked, _padded([encodings[i].ids for i in batch], _pad_id(tokenizer)))
            for name, value in zip(names, values[: len(names)], strict=True):
                array = results.setdefault(name, np.zeros((len(texts), *value.shape[1:]), np.float32))
                array[batch] = value
            if token_output:
                for row, i in enumerate(batch):
                    offsets = tuple(encodings[i].offsets)
                    tokens[i] = TokenValues(offsets, values[-1][row, : len(offsets)])
        return results, tuple(tokens[i] for i in range(len(tokens)))

    def _loaded(self) -> tuple[InferenceSession, Tokenizer]:
        if self._session is None or self._tokenizer is None:
            self._tokenizer = _tokenizer(self._tokenizer_file, self._max_tokens)
            self._session = _session(self._onnx, self._threads)
        return self._session, self._tokenizer

    def _readable(self, text: str) -> str:
        return printable(text[: self._max_tokens * _CHARACTERS_A_TOKEN])


def printable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 library accepts, replaced one for one."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _session(file: Path, threads: int) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(existing(file)), options, providers=["CPUExecutionProvider"])


def _tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(existing(file)))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _pad_id(tokenizer: Tokenizer) -> int:
    for name in ("<pad>", "[PAD]"):
        known = tokenizer.token_to_id(name)
        if known is not None:
            return int(known)
    return 0


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions grouped by length, so that little is computed on padding."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if len(batch) == MAX_BATCH or (len(batch) + 1) * lengths[position] > MAX_PADDED_TOKENS:
            if batch:
                yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _padded(ids: Sequence[Sequence[int]], pad: int) -> dict[str, Any]:
    longest = max(len(item) for item in ids)
    tokens = np.full((len(ids), longest), pad, np.int64)
    mask = np.zeros((len(ids), longest), np.int64)
    for row, item in enumerate(ids):
        tokens[row, : len(item)] = item
        mask[row, : len(item)] = 1
    return {"input_ids": tokens, "attention_mask": mask}
