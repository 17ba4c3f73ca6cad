from pathlib import Path

import pytest

from understanding.encoder.q4 import CorruptWeightsError
from understanding.encoder.source import EncoderUnavailableError, find_weights, from_packed_file
from understanding.progress import silent


def test_file_with_another_checksum_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"E5S1 and something else")
    with pytest.raises(CorruptWeightsError, match="SHA-256"):
        from_packed_file(tmp_path / "weights.bin")


def test_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(EncoderUnavailableError, match="/nowhere/bert"):
        find_weights("/nowhere/bert", silent)


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match=tmp_path.name):
        find_weights(str(tmp_path), silent)


def test_hub_that_does_not_answer_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EncoderUnavailableError, match="bert-base-chinese"):
        find_weights("bert-base-chinese", silent)


def test_local_folder_comes_first(tiny_encoder: Path) -> None:
    weights = find_weights(str(tiny_encoder), silent)
    assert weights.model.config.num_hidden_layers == 2
    assert weights.prefixes.query == "query: "
