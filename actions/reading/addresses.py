"""A postal address in a customer's words, Chinese or Western, whole or in parts."""

import re
from dataclasses import fields, replace

from actions.reading.chinese_addresses import chinese_address, is_district, without_district
from actions.reading.orders import numbers_in
from actions.reading.western_addresses import western_address
from storefront.model import Address
from understanding.runtime.numerals import FULL_WIDTH
from understanding.runtime.patterns import MOST_CHARACTERS

_LABELS = {
    "line1": r"(?:street )?address(?:[ _]?(?:line)?[ _]?1)?|line[ _]?1|street(?: name)?|街道地址|街道|详细地址|地址",
    "line2": r"address[ _]?(?:line[ _]?)?2|line[ _]?2|apt|apartment|suite|unit|门牌号?|房号",
    "city": r"city|town|城市|市",
    "state": r"state|province|county|region|省份?",
    "country": r"country|国家",
    "postcode": r"zip(?:[ _-]?code)?|post(?:al)?[ _-]?code|邮政编码|邮编",
}
_LABELLED = {
    part: re.compile(rf"(?<![\w])['\"]?(?:{label})['\"]?\s*[:：=]\s*['\"]?([^'\",;\n，；]+)", re.IGNORECASE)
    for part, label in _LABELS.items()
}
_PIECE = r"\d{1,4}\s*(?:栋|幢|座|号楼|单元|室|房|楼|层|号|弄)"
_SPOKEN = {
    "line1": re.compile(
        r"\b(?:actually|number|it'?s|should be|is)\s+(?:number\s+|no\.?\s*)?(\d{1,4}[A-Za-z]?)\s*,?\s*(?:and )?not"
        r"\s+(?:number\s+)?\d{1,4}[A-Za-z]?\b"
        r"|\bnot\s+(?:number\s+)?\d{1,4}[A-Za-z]?\s*,?\s*(?:but|it'?s)\s+(?:number\s+)?(\d{1,4}[A-Za-z]?)\b",
        re.IGNORECASE,
    ),
    "postcode": re.compile(
        r"\b(?:zip|post(?:al)?)[ -]?(?:code)?[\s,]*(?:is|it'?s|should be|to|:)?\s*(?:actually "
        r"|now )?([A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|\d{5}(?:-\d{4})?|\d{6})\b"
        r"|邮编(?:写|填|打|给)?错?了?[，,]?\s*(?:应该|应)?[是为:]?\s*(\d{5,6})",
        re.IGNORECASE,
    ),
    "city": re.compile(
        r"\b[Cc]ity (?:is|should be)\s+(?:actually )?([A-Z][\w'.-]+(?:\s[A-Z][\w'.-]+){0,2})"
        r"|城市是\s*([\u4e00-\u9fff]{2,6}?市?)(?=$|[,，。;；\s])"
    ),
    "state": re.compile(r"\b[Ss]tate (?:is|should be)\s+(?:actually )?([A-Z]{2}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\b"),
    "line2": re.compile(
        rf"(?:(?<!不)是|改成|应为)({_PIECE})[，,]?\s*(?:而)?不是|不是\s*{_PIECE}[，,]?\s*(?:而)?(?:应该)?是({_PIECE})"
        r"|\b((?:apartment|apt\.?|suite|ste\.?|unit|flat|room|rm\.?)\s*(?:number |no\.? )?#?\s*(?!is\b|should\b"
        r"|number\b|not\b)[A-Za-z]?\d*-?\d*[A-Za-z]?)(?=$|[\s,.;!?])",
        re.IGNORECASE,
    ),
}
_PROFILE = re.compile(
    r"\b(?:my|the|our) (?:home|house|default|usual|regular|profile|saved|registered|own) (?:address|place"
    r"|one)\b|\bdefault (?:shipping |delivery )?address\b"
    r"|\baddress (?:on file|in my (?:profile|account)|on my (?:profile|account)|you have(?: on file| for me)?"
    r"|saved)\b|\b(?:profile|account)(?:'s)? address\b"
    r"|\b(?:to|at) my (?:home|house|place)\b|\bmy home\b|\baddress (?:from|of) my (?:profile|account)\b"
    r"|默认(?:的)?(?:收货)?地址|我家(?![的]?(?:附近|旁|对面))|家里的?地址|家庭地址|个人资料|资料里的?|账户里的|常用地址|(?:寄|送)到?家里?"
)
_NOT_PROFILE = re.compile(
    r"(?:\b(?:not|n't|instead of|other than|rather than|change|update|from)\b[^.,;!?]{0,14}|(?:不是|不要|别"
    r"|不寄|改|修改|更新)[^，。]{0,4})$"
)
_SAME_AS = re.compile(
    r"\bsame\b.{0,30}?\b(?:as|like|from|on|of)\b"
    r"|\b(?:address|one|that)\b.{0,24}?\b(?:of|on|from|in|for|used)\b\s*(?:(?:in|on|for|the|my|other|order|number)\s*){0,4}$"
    r"|跟|和|与|同|按|用",
    re.IGNORECASE | re.DOTALL,
)
_SAME_AFTER = re.compile(r".{0,16}?(?:一样|相同|一致|地址)", re.DOTALL)
_PIECE_ALONE = re.compile(r"\d+[A-Za-z]?\s*(栋|幢|座|号楼|单元|室|房|楼|层|号|弄)?")
_SAME_PIECE = ("栋|幢|座|号楼", "单元", "室|房", "层|楼", "号(?!楼)", "弄")
"""Words for one part of an address, which stand for each other."""

_NUMBER_LAST = re.compile(r"[A-Za-zÄÖÜäöüß.]\s\d{1,4}[A-Za-z]?$")
_POSTCODE_ALONE = re.compile(
    r"\W*(?:(?:it'?s|it is|postcode|zip(?: code)?|是|邮编是?)\W*)?"
    r"([A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|\d{5}(?:-\d{4})?|\d{6})\W*",
    re.IGNORECASE,
)
_FIVE_DIGITS = frozenset("de germany deutschland fr france es spain it italy fi finland se sweden".split())
"""Countries whose postcodes look like America's."""

NO_ADDRESS = Address()
_NEEDED = ("line1", "city", "postcode")
_AMERICAN = re.compile(r"^\d{5}(?:-\d{4})?$")


def address_in(text: str) -> Address | None:
    """The address in a text, parts that it does not say empty; None when it says none."""
    plain = text[:MOST_CHARACTERS].translate(FULL_WIDTH)
    if labelled := _labelled(plain):
        return labelled
    if alone := _POSTCODE_ALONE.fullmatch(plain):
        return Address(postcode=alone[1])
    found = western_address(plain) or chinese_address(plain)
    if found is None or found == Address(line2=found.line2):
        # "not 501室 but 502室" names two rooms
        return _spoken_parts(plain) or found
    return found


def completed(given: Address, before: Address) -> Address:
    """An earlier address with the parts given now in their places; a new street drops the old apartment.

    A number alone takes the place of the house number, 8栋 that of 6栋; a district stands before its street, whichever
    of both was said first.
    """
    if corrected := _corrected(given, before):
        return corrected
    if is_district(given.line1) and before.line1:
        given = replace(given, line1=given.line1 + without_district(before.line1), line2=given.line2 or before.line2)
    elif is_district(before.line1) and given.line1 and given.line1 == without_district(given.line1):
        given = replace(given, line1=before.line1 + given.line1)
    kept = {field.name: getattr(given, field.name) or getattr(before, field.name) for field in fields(Address)}
    merged = Address(**kept)
    moved = bool(given.line1) and bool(before.line1) and given.line1.casefold() != before.line1.casefold()
    return replace(merged, line2=given.line2) if moved else merged


def missing(address: Address, old: Address = NO_ADDRESS) -> tuple[str, ...]:
    """The parts a parcel cannot do without: street, city, postcode; in America the state.

    Chinese parcels need more than the district, and a postcode only where the address before had one.
    """
    if is_district(address.line1):
        address = replace(address, line1="")
    needed = [part for part in _NEEDED if part != "postcode" or old.postcode or not _is_chinese(address)]
    american = address.country.casefold() in {"us", "usa", "united states"} or _looks_american(address)
    if american and address.line1:
        needed.insert(2, "state")
    return tuple(part for part in needed if not getattr(address, part))


def only_corrects(given: Address) -> bool:
    """Whether a house number or a door is all that was said: what it belongs to is known already."""
    piece = given.line1 or given.line2
    return given in (Address(line1=piece), Address(line2=piece)) and (
        not given.line1 or _PIECE_ALONE.fullmatch(piece) is not None
    )


def means_profile(text: str) -> bool:
    """Whether the text means the address of the profile: my home address, 默认地址."""
    lowered = text[:MOST_CHARACTERS].lower().replace("’", "'")
    return any(not _NOT_PROFILE.search(lowered[: match.start()]) for match in _PROFILE.finditer(lowered))


def means_same_as_order(text: str) -> str:
    """The number of the order whose address is meant ("same as order W123456", 和订单…一样), else nothing."""
    plain = text[:MOST_CHARACTERS].translate(FULL_WIDTH)
    for number in numbers_in(plain):
        before, after = plain[: number.start][-60:], plain[number.end :]
        for cue in _SAME_AS.finditer(before):
            if cue[0].isascii() or _SAME_AFTER.match(after):
                return number.value
    return ""


def _labelled(text: str) -> Address | None:
    """An address given part by part with labels, two at least."""
    parts = {part: match[1].strip() for part, pattern in _LABELLED.items() if (match := pattern.search(text))}
    return Address(**parts) if len(parts) > 1 or (parts and "line1" not in parts) else None


def _spoken_parts(text: str) -> Address | None:
    """Parts named in a sentence: "the zip is 46228", "apartment 5, not 4"."""
    parts = {
        part: next(group for group in match.groups() if group).strip()
        for part, pattern in _SPOKEN.items()
        if (match := pattern.search(text))
    }
    if "line2" in parts and not re.search(r"\d|\s[A-Z]$", parts["line2"]):
        del parts["line2"]
    return Address(**parts) if parts else None


def _corrected(given: Address, before: Address) -> Address | None:
    """The address before with one number of it replaced, when that is all that was given."""
    piece = given.line1 or given.line2
    match = _PIECE_ALONE.fullmatch(piece)
    if not match or given not in (Address(line1=piece), Address(line2=piece)):
        return None
    unit = match[1] or ""
    units = next((units for units in _SAME_PIECE if re.fullmatch(units, unit)), "") if unit else "(?![A-Za-z0-9])"
    place = re.compile(rf"(?<!\d)\d+[A-Za-z]?\s*(?:{units})")
    if unit and place.search(before.line2):
        return replace(before, line2=place.sub(piece, before.line2, count=1))
    return replace(before, line1=place.sub(piece, before.line1, count=1)) if place.search(before.line1) else None


def _looks_american(address: Address) -> bool:
    """Whether a postcode of five digits is America's: not where the house number is last, as in Germany."""
    elsewhere = address.country.casefold() in _FIVE_DIGITS or _NUMBER_LAST.search(address.line1)
    return _AMERICAN.match(address.postcode) is not None and not elsewhere


def _is_chinese(address: Address) -> bool:
    return re.search(r"[\u4e00-\u9fff]", address.line1 + address.city) is not None
