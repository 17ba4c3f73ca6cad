"""Ways of writing an order number so that a reader sees it and a program may not."""

from collections.abc import Callable, Mapping

_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_CYRILLIC = str.maketrans("PL", "РL")
_MATHEMATICAL = str.maketrans({str(digit): chr(0x1D7CE + digit) for digit in range(10)})
_ARABIC = str.maketrans({str(digit): chr(0x0660 + digit) for digit in range(10)})
_SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")


def _letters_for_digits(number: str) -> str:
    return number[:2] + number[2:].replace("0", "O").replace("1", "l").replace("5", "S")


DISGUISES: Mapping[str, Callable[[str], str]] = {
    "full width": lambda number: number.translate(_FULL_WIDTH),
    "Cyrillic letters": lambda number: number.translate(_CYRILLIC),
    "mathematical digits": lambda number: number.translate(_MATHEMATICAL),
    "Arabic digits": lambda number: number.translate(_ARABIC),
    "spoken digits": lambda number: number.translate(_SPOKEN),
    "letters for digits": _letters_for_digits,
    "spaced": lambda number: f"{number[:2]} {number[2:6]} {number[6:]}",
    "dashed": lambda number: "-".join((number[:2], number[2:5], number[5:])),
    "small letters": str.lower,
    "invisible joiners": lambda number: "\u200d".join(number),
    "without its letters": lambda number: number[2:],
}
