"""How numbers, mails, phones and names that people type are compared with those on file."""

import unicodedata

SHORTEST_PHONE = 7
LONGEST_COUNTRY_CODE = 3


def order_key(order_id: str) -> str:
    """The order number without a leading ``#``, blanks and letter case, in half-width characters."""
    return "".join(unicodedata.normalize("NFKC", order_id).split()).lstrip("#").casefold()


def email_key(email: str) -> str:
    """The e-mail without letter case and surrounding blanks."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def phone_digits(phone: str) -> str:
    """The digits of a phone number without ``00`` or a trunk ``0`` in front; empty when there are none."""
    text = unicodedata.normalize("NFKC", phone)
    return "".join(character for character in text if character in "0123456789").lstrip("0")


def phone_tail(phone: str) -> str:
    """The last digits, the same with and without country code: an index for ``same_phone``; empty when too short."""
    digits = phone_digits(phone)
    return digits[-SHORTEST_PHONE:] if len(digits) >= SHORTEST_PHONE else ""


def same_phone(one: str, other: str) -> bool:
    """Whether two phone numbers are the same, either of them with or without its country code."""
    short, long = sorted((phone_digits(one), phone_digits(other)), key=len)
    return len(short) >= SHORTEST_PHONE and long.endswith(short) and len(long) - len(short) <= LONGEST_COUNTRY_CODE


def person_key(first_name: str, last_name: str, postcode: str) -> str:
    """Full name and postcode as one text without letter case; empty unless all three are given."""
    parts = [" ".join(unicodedata.normalize("NFKC", part).split()).casefold() for part in (first_name, last_name)]
    code = "".join(unicodedata.normalize("NFKC", postcode).split()).casefold()
    return "\n".join([*parts, code]) if all([*parts, code]) else ""
