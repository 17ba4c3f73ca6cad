"""Which models can be served without TensorFlow, and that its modules are then empty."""

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.tensorflow_free import UnreadableModelError, is_enough_for

ROOT = Path(__file__).resolve().parents[3]


def model_of(folder: Path, *components: str) -> Path:
    metadata = {"predict_schema": {"nodes": {str(i): {"uses": name} for i, name in enumerate(components)}}}
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        content = json.dumps(metadata).encode()
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return path


def test_rules_and_our_own_components_need_none(tmp_path: Path) -> None:
    rules = "rasa.core.policies.rule_policy.RulePolicy"
    assert is_enough_for(model_of(tmp_path, rules, "bot.components.tokenizer.BilingualTokenizer"))


def test_a_neural_or_unknown_component_needs_it(tmp_path: Path) -> None:
    assert not is_enough_for(model_of(tmp_path, "rasa.core.policies.ted_policy.TEDPolicy"))
    assert not is_enough_for(model_of(tmp_path, "somebody.else.Component"))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"not an archive")
    with pytest.raises(UnreadableModelError):
        is_enough_for(broken)
    with pytest.raises(UnreadableModelError):
        is_enough_for(tmp_path / "missing.tar.gz")


def test_left_out_modules_can_be_inherited_from_and_decorated_with() -> None:
    script = """
from bot import tensorflow_free
tensorflow_free.leave_out()
import tensorflow as tf
from tensorflow.keras.layers import Layer
class Mine(Layer):
    @tf.function
    def call(self, x: tf.Tensor) -> "tf.Tensor | None":
        return x
assert Mine().call(3) == 3
assert not isinstance(3, tf.Tensor)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
