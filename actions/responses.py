"""The bot's named responses as the action server needs them: to check facts, and to render a receipt without Rasa."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import yaml

Language = Literal["zh", "en"]

RESPONSES = Path(__file__).resolve().parent.parent / "bot" / "domain" / "responses"
TAKEN_BY_RASA = frozenset(
    {"text", "image", "json_message", "template", "response", "attachment", "buttons", "elements", "custom"}
)

_PLACEHOLDER = re.compile(r"(?<!{){([^{}\n]+)}(?!})")


class UnknownResponseError(LookupError):
    """No response has this name."""


class WrongFactsError(ValueError):
    """The facts given are not those the response asks for; Rasa would show raw braces."""


@dataclass(frozen=True)
class Response:
    """One response: its first text in each language, and the facts it asks for."""

    texts: Mapping[Language, str]
    facts: frozenset[str]


class ResponseBook:
    """All responses of the domain; ``read`` loads them from the YAML that Rasa is trained on."""

    def __init__(self, responses: Mapping[str, Response]) -> None:
        self._responses = responses

    @classmethod
    def read(cls, folder: Path = RESPONSES) -> "ResponseBook":
        """Read every YAML file in the folder."""
        responses: dict[str, Response] = {}
        for file in sorted(folder.glob("*.yml")):
            for name, variations in yaml.safe_load(file.read_text("utf-8"))["responses"].items():
                responses[name] = _response(variations)
        return cls(responses)

    @property
    def names(self) -> frozenset[str]:
        """The names of all responses."""
        return frozenset(self._responses)

    def check(self, name: str, facts: Mapping[str, str]) -> None:
        """Raise UnknownResponseError or WrongFactsError unless the response can be said with these facts."""
        response = self._get(name)
        if set(facts) != response.facts or TAKEN_BY_RASA & set(facts):
            raise WrongFactsError(f"{name} asks for {sorted(response.facts)}, not {sorted(facts)}")

    def needed(self, name: str, facts: Mapping[str, str]) -> dict[str, str]:
        """Those of the facts that the response asks for."""
        asked_for = self._get(name).facts
        return {key: value for key, value in facts.items() if key in asked_for}

    def render(self, name: str, language: Language, /, **facts: str) -> str:
        """The response's text in a language with its facts filled in."""
        self.check(name, facts)
        return _PLACEHOLDER.sub(lambda match: facts[match[1]], self._get(name).texts[language])

    def _get(self, name: str) -> Response:
        try:
            return self._responses[name]
        except KeyError:
            raise UnknownResponseError(name) from None


def _response(variations: list[Mapping[str, object]]) -> Response:
    texts: dict[Language, str] = {}
    facts: set[str] = set()
    for variation in variations:
        text = str(variation.get("text", ""))
        facts |= set(_PLACEHOLDER.findall(text))
        texts.setdefault(_language(variation), text)
    return Response(texts, frozenset(facts))


def _language(variation: Mapping[str, object]) -> Language:
    for condition in cast(list[Mapping[str, str]], variation.get("condition", [])):
        if condition.get("name") == "language" and condition.get("value") == "zh":
            return "zh"
    return "en"
