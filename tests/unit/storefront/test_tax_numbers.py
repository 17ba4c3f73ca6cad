"""Tax numbers: what is right, and what helps when one is not."""

import pytest

from storefront.tax_numbers import (
    BadTaxNumber,
    TaxNumberFault,
    credit_code_fault,
    foreign_number_fault,
    plain_tax_number,
)

CODE = "91330106MA20B10D6U"


def test_the_example_of_the_standard_and_codes_with_every_kind_of_last_character_are_right() -> None:
    for code in ("91350100M000100Y43", CODE, "91330106MA2B4C5D6X"):
        assert credit_code_fault(code) is None


@pytest.mark.parametrize("place", range(18))
def test_one_mistyped_character_is_always_noticed(place: int) -> None:
    wrong = "7" if CODE[place] != "7" else "8"
    assert credit_code_fault(CODE[:place] + wrong + CODE[place + 1 :]) == BadTaxNumber(TaxNumberFault.CHECK)


def test_letters_that_look_like_digits_are_named_with_what_was_meant() -> None:
    assert credit_code_fault("9I33OIO6MAZOBIOD6U") == BadTaxNumber(TaxNumberFault.LETTERS, CODE)


def test_nothing_is_suggested_that_would_be_wrong_again() -> None:
    assert credit_code_fault("9133O106MA20B10D6W") == BadTaxNumber(TaxNumberFault.LETTERS)


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE + "1"])
def test_a_code_has_eighteen_characters(code: str) -> None:
    assert credit_code_fault(code) == BadTaxNumber(TaxNumberFault.LENGTH)


@pytest.mark.parametrize("number", ["GB123456789", "DE811907980", "29ABCDE1234F1Z5", "123456789", CODE])
def test_numbers_of_other_countries_are_taken_by_their_shape(number: str) -> None:
    assert foreign_number_fault(number) is None


@pytest.mark.parametrize("number", ["GB12", "ABCDEFGHIJ", "1" * 21, "GB12345678é"])
def test_what_no_country_uses_is_refused(number: str) -> None:
    assert foreign_number_fault(number) == BadTaxNumber(TaxNumberFault.SHAPE)


def test_a_mistyped_credit_code_is_no_number_of_another_country() -> None:
    assert foreign_number_fault(CODE[:-1]) == BadTaxNumber(TaxNumberFault.LENGTH)
    assert foreign_number_fault(CODE[:-1] + "W") == BadTaxNumber(TaxNumberFault.CHECK)


def test_blanks_marks_small_letters_and_full_width_are_not_told_apart() -> None:
    assert plain_tax_number(" ９１３３０１０６ ma20-b10d6u") == CODE
