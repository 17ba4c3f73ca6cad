"""Tax numbers of companies: the Chinese unified social credit code with its check character, others by their shape."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

CODE_LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of GB 32100-2015 in the order of their values; I, O, S, V and Z are left out."""

_MEANT = str.maketrans("OIZS", "0125")
"""The digits that the letters which no code holds are mostly typed for."""

_SHAPE = re.compile(r"(?=(?:.*\d){4})[0-9A-Z]{5,20}")
_MISTYPED_CODE = re.compile(r"[159Y][1-9]\d{6}[0-9A-Z]{8,12}")
"""As a code begins, with the number of a Chinese district, but a character too short or too long."""


class TaxNumberFault(StrEnum):
    """What is wrong with a tax number."""

    LENGTH = "length"
    LETTERS = "letters"
    """It holds letters that no code has."""

    CHECK = "check"
    """Its last character does not fit the others: one of them was mistyped."""

    SHAPE = "shape"
    """It is no tax number of any country."""


@dataclass(frozen=True)
class BadTaxNumber:
    """A tax number that cannot be right; ``suggestion`` is what was probably meant, empty when nobody can tell."""

    fault: TaxNumberFault
    suggestion: str = ""


def plain_tax_number(text: str) -> str:
    """A tax number in its normal form: capitals in half width, no blanks, no marks."""
    return re.sub(r"[\s.\-_/]+", "", unicodedata.normalize("NFKC", text)).upper()


def credit_code_fault(code: str) -> BadTaxNumber | None:
    """What is wrong with a unified social credit code in its normal form; None when it is right."""
    if len(code) != CODE_LENGTH:
        return BadTaxNumber(TaxNumberFault.LENGTH)
    if any(character not in _ALPHABET for character in code):
        meant = code.translate(_MEANT)
        is_right = all(character in _ALPHABET for character in meant) and check_character(meant) == meant[-1]
        return BadTaxNumber(TaxNumberFault.LETTERS, meant if is_right else "")
    return None if check_character(code) == code[-1] else BadTaxNumber(TaxNumberFault.CHECK)


def foreign_number_fault(number: str) -> BadTaxNumber | None:
    """What is wrong with a number of any other country, in its normal form; None when it may be one."""
    if len(number) == CODE_LENGTH or _MISTYPED_CODE.fullmatch(number):
        return credit_code_fault(number)
    return None if _SHAPE.fullmatch(number) else BadTaxNumber(TaxNumberFault.SHAPE)


def check_character(code: str) -> str:
    """The character that a code must end in: the sum of the first 17 values weighted by powers of 3, modulo 31."""
    total = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _ALPHABET[-total % 31]
