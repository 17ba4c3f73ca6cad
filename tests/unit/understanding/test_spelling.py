from pathlib import Path

import pytest

from understanding.runtime.patterns import replaced
from understanding.runtime.session import ModelMissingError
from understanding.runtime.spelling import Speller
from understanding.training.examples import Example
from understanding.training.words import words_of

SPELLER = Speller(
    known=["where", "parcel", "parcels", "refund", "order", "kettle", "nettle"],
    common=["parcel", "order", "where", "refund", "kettle"],
)


def mended(text: str) -> str:
    return replaced(text, SPELLER.mends(text)).text


@pytest.mark.parametrize("typed", ["parcl", "parcell", "parvel", "pacrel", "aprcel"])
def test_one_slip_of_any_kind_is_mended(typed: str) -> None:
    assert mended(f"where is my {typed}?") == "where is my parcel?"


@pytest.mark.parametrize(
    "text",
    [
        "my parcels",
        "a nettle",
        "the Parcl",
        "PARCL",
        "prl",
        "prcle2",
        "parcl@x.org",
        "parcl.ordr@x.org",
        "psrcwl",
        "zebra",
        "",
    ],
)
def test_known_words_names_codes_and_strangers_stay(text: str) -> None:
    assert mended(text) == text


def test_the_commonest_neighbour_is_meant() -> None:
    speller = Speller(known=[], common=["order", "older"])
    assert [word for _, _, word in speller.mends("oder")] == ["order"]


def test_places_are_found_again_after_mending() -> None:
    seen = replaced("wheer is my red parcl now", SPELLER.mends("wheer is my red parcl now"))
    assert seen.text == "where is my red parcel now"
    start = seen.text.index("parcel")
    assert seen.written(start, start + 6) == (16, 21)
    assert seen.written(12, 15) == (12, 15)


def test_words_come_from_the_training_texts(tmp_path: Path) -> None:
    examples = [Example(text, {}) for text in ("My parcel", "my parcel 到哪了", "Parcel?", "refund")]
    known, common = words_of(examples)
    assert (known, common) == (["my", "parcel", "refund"], ["parcel"])
    Speller.write(tmp_path / "words.json", known, common)
    assert [word for _, _, word in Speller.read(tmp_path / "words.json").mends("parsel")] == ["parcel"]


def test_missing_words_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="concierge train"):
        Speller.read(tmp_path / "words.json")
