"""Serves a model without TensorFlow when nothing in the model uses it: half the memory and half the start.

Rasa imports TensorFlow for its neural components wherever any component is imported. A model of rules, memoized stories
and our own components never calls it, so its modules are replaced by empty ones before Rasa is imported.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import sys
import tarfile
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})

_PLAIN_COMPONENTS = frozenset(
    {
        "rasa.core.policies.ensemble.DefaultPolicyPredictionEnsemble",
        "rasa.core.policies.memoization.AugmentedMemoizationPolicy",
        "rasa.core.policies.memoization.MemoizationPolicy",
        "rasa.core.policies.rule_policy.RulePolicy",
        "rasa.nlu.classifiers.regex_message_handler.RegexMessageHandler",
    }
)
_PLAIN_PACKAGES = ("bot.", "rasa.graph_components.")


class UnreadableModelError(ValueError):
    """The file is no Rasa model."""


def is_enough_for(model: Path) -> bool:
    """Whether every component the model is served with is known to need no TensorFlow."""
    return all(name in _PLAIN_COMPONENTS or name.startswith(_PLAIN_PACKAGES) for name in _components(model))


def leave_out() -> None:
    """Replace TensorFlow by nothing in this process; call it before Rasa is imported."""
    if PACKAGES & sys.modules.keys():
        raise RuntimeError("TensorFlow is imported already")
    sys.meta_path.insert(0, _Finder())


def _components(model: Path) -> set[str]:
    try:
        with tarfile.open(model) as archive:
            file = archive.extractfile("metadata.json")
            if file is None:
                raise UnreadableModelError(f"{model} holds no metadata")
            nodes = json.load(file)["predict_schema"]["nodes"]
            return {str(node["uses"]) for node in nodes.values()}
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise UnreadableModelError(f"{model} is no Rasa model") from error


class _Attributes(type):
    """A class whose every attribute is again such a class."""

    def __getattr__(cls, name: str) -> type[Nothing]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        """As a decorator, leave what is decorated as it is; else make an object."""
        if cls is Nothing and len(arguments) == 1 and callable(arguments[0]) and not named:
            return arguments[0]
        return super().__call__(*arguments, **named)

    def __getitem__(cls, item: Any) -> type[Nothing]:
        return Nothing

    def __or__(cls, other: Any) -> Any:
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls


class Nothing(metaclass=_Attributes):
    """Can be inherited from, used as a decorator or in a type hint: what happens to TensorFlow at import."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        pass

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """As a decorator with options, leave what is decorated as it is."""
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else Nothing()

    def __getattr__(self, name: str) -> type[Nothing]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class _EmptyModule(types.ModuleType):
    __version__ = "0"

    def __getattr__(self, name: str) -> type[Nothing]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""
