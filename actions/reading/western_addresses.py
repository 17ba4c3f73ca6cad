"""Addresses as they are written in the West: number and street, unit, city, state, postcode, country."""

import re

from storefront.model import Address

_STREET_WORDS = (
    "street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|terrace|ter|square|sq|highway|"
    "hwy|parkway|pkwy|circle|cir|trail|trl|broadway|close|crescent|mews|row|grove|gardens|walk|hill|alley|loop|plaza|"
    "strasse|straße|quay|esplanade"
)
_NO_STREET_NAME = (
    "and|or|of|to|for|the|on|in|by|is|are|at|items?|pairs?|pieces?|people|"
    "days?|weeks?|hours?|minutes?|months?|years?|times?"
)
_SIDE = "North|South|East|West|NE|NW|SE|SW|N|S|E|W"
_STREET = re.compile(
    rf"(?<![\w#$-])(?P<line1>\d{{1,6}}[A-Za-z]?(?:[-/]\d+)?\s+(?:(?:{_SIDE})\.?\s+)?"
    rf"(?:(?!(?:{_NO_STREET_NAME})\b)[A-Za-z0-9.'’-]+\s+){{0,4}}?(?:{_STREET_WORDS})\b\.?"
    rf"(?:\s+(?:{_SIDE}|Upper|Lower)\b(?!\s*,?\s*\d))?"
    # as in France: 22 rue des Tanneurs, and in Germany: Lindenweg 47
    r"|\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|quai|place)\s[^\d,\n]{3,40}(?=,|\n|$)"
    r"|\b(?-i:[A-ZÄÖÜ])[a-zäöüß]+(?:weg|straße|strasse|platz|allee|gasse|kade|straat)\s\d{1,4}[a-z]?\b)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:(?:apartment|apt|suite|ste|unit|flat|floor|fl|room|rm|building|bldg)\b\.?\s*(?:no\.?\s*|number\s*)?#?\s*[A-Za-z]?-?\d*[A-Za-z]?\b|#\s?\d+[A-Za-z]?(?:-\d+)?)",
    re.IGNORECASE,
)
_STATES = (
    "Alabama AL|Alaska AK|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|Florida "
    "FL|Georgia GA|"
    "Hawaii HI|Idaho ID|Illinois IL|Indiana IN|Iowa IA|Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|"
    "Massachusetts MA|Michigan MI|Minnesota MN|Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|New "
    "Hampshire NH|"
    "New Jersey NJ|New Mexico NM|New York NY|North Carolina NC|North Dakota ND|Ohio OH|Oklahoma OK|Oregon OR|"
    "Pennsylvania PA|Rhode Island RI|South Carolina SC|South Dakota SD|Tennessee TN|Texas TX|Utah UT|Vermont "
    "VT|Virginia VA|"
    "Washington WA|West Virginia WV|Wisconsin WI|Wyoming WY|District of Columbia DC"
).split("|")
_CODES = {line.rsplit(" ", 1)[0].lower(): line.rsplit(" ", 1)[1] for line in _STATES}
_ABROAD = "ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|NSW|VIC|QLD|WA|SA|TAS|ACT"
_STATE_NAMES = "|".join(sorted(_CODES, key=len, reverse=True))
_STATE = (
    rf"(?P<state>(?-i:\b(?:{'|'.join(_CODES.values())}|{_ABROAD})\b)|\b(?:{_STATE_NAMES})\b"
    rf"|(?<=, )(?:{'|'.join(_CODES.values())})\b)"
)
_POSTCODE = (
    r"(?P<postcode>\b\d{5}(?:-\d{4})?\b|\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
    r"|\b[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d\b"
    # Ireland's: H91 E2C8
    r"|(?-i:\b[A-Z]\d[\dW] ?[A-Z][A-Z\d]{3}\b)"
    r"|\b\d{6}\b"
    r"|\b\d{4}\b)"
)
_COUNTRY = re.compile(
    r"\b(?P<country>u\.?s\.?a\b\.?|united states(?: of america)?|US\b|u\.?k\b\.?|united kingdom|great britain"
    r"|england|scotland|ireland|canada|"
    r"australia|new zealand|germany|france|spain|italy|netherlands|singapore|japan|china|hong kong)(?![a-z])",
    re.IGNORECASE,
)
_STATE_POSTCODE = re.compile(
    rf"(?:{_STATE})[\s,.]*(?:(?:zip|postal|post)?\s*(?:code)?\s*(?:is)?\s*)?(?:{_POSTCODE})?", re.IGNORECASE
)
_BARE_POSTCODE = re.compile(_POSTCODE)
_CITY_STATE_ZIP = re.compile(
    rf"(?P<city>(?-i:[A-Z])[A-Za-z.'’-]+(?:\s(?-i:[A-Z])[A-Za-z.'’-]+){{0,3}})\s*,?\s+(?:{_STATE})[\s,]*(?:{_POSTCODE})",
    re.IGNORECASE,
)
_CITY_WORDS = re.compile(r"[A-Za-z][A-Za-z.'’ -]*")
_NOT_CITY = re.compile(
    r"^(?:and|in|at|the|city of|please|it's|is|zip|thanks|thank you|instead|not|my|now|that's)\b\s*"
    r"|\s*\b(?:please|thanks|thank you|zip(?: code)?|instead|now|and|with|postcode)\b.*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[.;!?](?:\s|$)|\n\s*\n|\b(?:and (?:also|then|i|please|refund|return|cancel|exchange)|instead of|please"
    r"|thanks|not)\b",
    re.IGNORECASE,
)
_POSTCODE_CITY = re.compile(
    r"\s*,?\s*(?:[A-Z]{1,2}-)?(?P<postcode>\d{5}|\d{4}(?: ?[A-Z]{2}\b)?)\s+"
    r"(?P<city>[A-ZÄÖÜÉ][\w.'’-]+(?:\s(?:am|an der|im|ob der|[A-ZÄÖÜÉ][\w.'’-]+)){0,3})"
)
"""As on the continent: 10435 Berlin, 3511 BT Utrecht."""

_LONGEST_REST, _LONGEST_UNIT = 120, 60


def western_address(text: str) -> Address | None:
    """The Western address in a text, or None; a city with state and postcode is one without a street."""
    street = _STREET.search(text)
    if not street:
        return _without_street(text)
    before, rest = text[: street.start()], text[street.end() : street.end() + _LONGEST_REST]
    unit = _UNIT.match(rest.lstrip(" ,\n"))
    line2 = unit[0].strip() if unit else _unit_before(before)
    if unit:
        rest = rest.lstrip(" ,\n")[unit.end() :]
    city, state, postcode, country = _place(rest)
    return Address(street["line1"].strip(" ,"), line2, city, state, country, postcode)


def _without_street(text: str) -> Address | None:
    if alone := _POSTCODE_CITY.fullmatch(text.strip(" ,.!\n")):
        return Address(city=_tidy_city(alone["city"]), postcode=alone["postcode"])
    found = _CITY_STATE_ZIP.search(text)
    if not found:
        return None
    country = _COUNTRY.match(text[found.end() :].lstrip(" ,\n"))
    city = found["city"].split(". ")[-1]
    return Address(
        "",
        "",
        _tidy_city(city),
        _state(found["state"]),
        country["country"].strip() if country else "",
        found["postcode"],
    )


def _unit_before(before: str) -> str:
    """A unit in front of the street: "Flat 3, 12 Rose Lane", "Apt 2, Jing'an Gardens, 8 Changde Road"."""
    near = before[-_LONGEST_UNIT:]
    unit = _UNIT.search(near)
    return near[unit.start() :].strip(" ,\n") if unit and not _STOP.search(near, unit.end()) else ""


def _place(rest: str) -> tuple[str, str, str, str]:
    """City, state, postcode and country after a street."""
    if (found := _POSTCODE_CITY.match(rest)) and not _STATE_POSTCODE.match(found["city"]):
        country = _COUNTRY.match(rest[found.end() :].lstrip(" ,\n"))
        return _tidy_city(found["city"]), "", found["postcode"], country["country"].strip() if country else ""
    rest = rest.lstrip(" ,\n.")
    if country := _COUNTRY.search(rest):
        after, rest = rest[country.end() :], rest[: country.start()]
        if not _BARE_POSTCODE.search(rest) and (late := _BARE_POSTCODE.match(after.lstrip(" ,\n"))):
            rest += f" {late[0]}"
    elif stop := _STOP.search(rest):
        rest = rest[: stop.start()]
    found = _last(_STATE_POSTCODE, rest)
    state, postcode = (_state(found["state"]), found["postcode"] or "") if found else ("", "")
    named = rest[: found.start()] if found else rest
    if not postcode and (bare := _last(_BARE_POSTCODE, rest)):
        postcode = bare["postcode"]
        named = named[: bare.start()] if bare.start() < len(named) else named
    city = _CITY_WORDS.search(named.replace("\n", ", ").strip(" ,"))
    return _tidy_city(city[0]) if city else "", state, postcode, country["country"].strip() if country else ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = [match for match in pattern.finditer(text) if match[0].strip()]
    return found[-1] if found else None


def _tidy_city(city: str) -> str:
    tidied = _NOT_CITY.sub("", _NOT_CITY.sub("", city.strip(" ,.-")))
    return tidied.strip(" ,.-") if len(tidied.split()) <= 4 else ""


def _state(written: str) -> str:
    """A state's code in capitals; a name as it was written, with a capital."""
    return written.upper() if len(written) <= 3 else written.title()
