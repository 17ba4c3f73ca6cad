import struct

import numpy as np
import pytest

from understanding.encoder.q4 import CorruptWeightsError, read_packed, unpack_q4


def _packed_file() -> bytes:
    pieces = [("<s>", 0.0), ("退", -3.5)]
    texts = [piece.encode() for piece, _ in pieces]
    header = struct.pack("<4sI7ifi", b"E5S1", 1, 8, 1, 2, 16, 2, 4, 2, 1e-12, 32)
    ends = np.cumsum([0, *(len(text) for text in texts)]).astype("<u4").tobytes()
    scores = np.array([score for _, score in pieces], "<f4").tobytes()
    vocabulary = struct.pack("<5iQ", 2, 0, 0, 0, 0, sum(map(len, texts))) + ends + scores + b"".join(texts)
    normalisation = struct.pack("<iI", 1, 5) + struct.pack("<IB", 1, 0)
    directory_size = 4 + 2 * (2 + 1 + 21)
    start = len(header) + len(vocabulary) + len(normalisation) + directory_size
    vector = np.array([1.5, -2.0], "<f4").tobytes()
    block = np.array([0.5], "<f2").tobytes() + bytes(range(16))
    directory = struct.pack("<i", 2)
    directory += struct.pack("<H1sBIQQ", 1, b"v", 0, 2, start, len(vector))
    directory += struct.pack("<H1sBIQQ", 1, b"m", 1, 32, start + len(vector), len(block))
    return header + vocabulary + normalisation + directory + vector + block


def test_packed_file_is_read() -> None:
    packed = read_packed(_packed_file())
    assert packed.shape.width == 8
    assert packed.pieces == (("<s>", 0.0), ("退", -3.5))
    assert packed.tensors["v"].tolist() == [1.5, -2.0]
    assert packed.tensors["m"].shape == (32,)


def test_low_nibbles_come_before_high_ones() -> None:
    block = np.zeros(1, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    block["scale"], block["nibbles"][0, 0] = 2.0, 0xF9
    values = unpack_q4(block)
    assert (values[0], values[16]) == (2.0, 14.0)
    assert values[1] == -16.0


@pytest.mark.parametrize("damage", [lambda d: b"GGUF" + d[4:], lambda d: d[:60], lambda d: d[:-10]])
def test_damaged_file_is_refused(damage: object) -> None:
    with pytest.raises(CorruptWeightsError):
        read_packed(damage(_packed_file()))  # type: ignore[operator]
