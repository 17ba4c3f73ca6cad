"""When an address is good enough to send a parcel to, and when it is a new one."""

from collections.abc import Iterator
from dataclasses import astuple

from storefront.model import Address
from storefront.policy import Reason, Refused

NEEDED = ("line1", "city", "country")


def refusals(new: Address, old: Address) -> Iterator[Refused]:
    """What speaks against ``new`` in place of ``old``; a postcode is needed where there was one."""
    needed = (*NEEDED, "postcode") if old.postcode.strip() else NEEDED
    if missing := [part for part in needed if not getattr(new, part).strip()]:
        yield Refused(Reason.ADDRESS_INCOMPLETE, {"missing": ", ".join(missing)})
    if _key(new) == _key(old):
        yield Refused(Reason.SAME_ADDRESS)


def one_line(address: Address) -> str:
    """The address as a receipt shows it."""
    return ", ".join(part for part in astuple(address) if part)


def _key(address: Address) -> tuple[str, ...]:
    return tuple(" ".join(part.split()).casefold() for part in astuple(address))
