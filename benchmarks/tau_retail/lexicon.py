"""The customer's words: sentences by occasion, and how options, methods and addresses are said."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storefront.model import Address, PaymentMethod

WORDS = Path(__file__).with_name("words")
VAGUE = frozenset(
    "low medium high small large light dark basic professional fixed adjustable full half standard wired none".split()
)
"""Values that say nothing without the name of their option."""

SIZES = frozenset({"XS", "S", "M", "L", "XL", "XXL"})


@dataclass(frozen=True)
class Lexicon:
    """One language's sentences: ``sentences[section][occasion]``."""

    language: str
    sentences: Mapping[str, Mapping[str, Sequence[str]]]

    def frames(self, section: str, occasion: str) -> Sequence[str]:
        """All wordings for an occasion."""
        return self.sentences[section][occasion]


@cache
def lexicon(language: str) -> Lexicon:
    """Read a language's file."""
    return Lexicon(language, _read(f"{language}.toml"))


def facts_frames(language: str, kind: str) -> Sequence[str]:
    """The wordings of a question of fact."""
    return tuple(_facts(language)["ask"][kind])


@cache
def _facts(language: str) -> Mapping[str, Any]:
    return _read(f"facts_{language}.toml")


@cache
def _options() -> Mapping[str, Any]:
    return _read("options.toml")


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((WORDS / name).read_text("utf-8"))


def value_words(option: str, value: str, language: str, translated: bool = True) -> str:
    """An option's value as a person says it: "leather strap", "size 10", "not waterproof", "黑色表盘"."""
    words = _options()[language]
    if value in ("yes", "no") and option in words["yes"]:
        return str(words["yes"][option][value == "no"])
    said = spoken_value(value, language, translated)
    noun = words["noun"].get(option)
    if language == "zh":
        return _chinese(option, value, said, noun)
    if value == "none":
        return f"no {noun or option}"
    if noun:
        return f"{said} {noun}"
    if option == "size" and (value.isdigit() or value in SIZES):
        return f"size {said}"
    return f"{said} {option}" if value in VAGUE and option not in ("size", "color", "connectivity") else said


def _chinese(option: str, value: str, said: str, noun: str | None) -> str:
    if value == "none":
        return f"没有{noun or option}"
    if option == "size" and (value.isdigit() or value in SIZES):
        return f"{said}码"
    return f"{said}{noun}" if noun else said


def spoken_value(value: str, language: str, translated: bool = True) -> str:
    """The bare value, in Chinese where a Chinese customer has a word for it."""
    return str(_options()["zh"]["value"].get(value, value)) if language == "zh" and translated else value


def forms_of_value(value: str) -> tuple[str, ...]:
    """How a value may stand in a text of either language."""
    return tuple(dict.fromkeys((value, spoken_value(value, "zh"))))


def method_occasion(method: PaymentMethod, methods: Sequence[PaymentMethod]) -> str:
    """Under which name the phrases for a method are kept."""
    if method.kind != "card":
        return f"method_{method.kind}"
    return "method_card" if sum(one.kind == "card" for one in methods) > 1 else "method_only_card"


def one_line(address: Address) -> str:
    """An address as one writes it in a message."""
    street = ", ".join(part for part in (address.line1, address.line2, address.city) if part)
    return f"{street}, {address.state} {address.postcode}".strip()
