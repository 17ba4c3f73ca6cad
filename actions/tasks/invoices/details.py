"""An invoice as far as it is known: to whom, with which number, where to; kept in the slot of its task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Buyer(StrEnum):
    """Whom the invoice is made out to."""

    PERSON = "person"
    COMPANY = "company"


class Wanted(StrEnum):
    """What shall happen to the invoice that the order has already."""

    AGAIN = "again"
    CORRECTED = "correct"


@dataclass(frozen=True)
class InvoiceDetails:
    """What was said of the invoice; what is empty was not said."""

    buyer: Buyer | None = None
    title: str = ""
    tax_number: str = ""
    email: str = ""
    wanted: Wanted | None = None

    @classmethod
    def from_slot(cls, slot: Mapping[str, str]) -> InvoiceDetails:
        """The details in a slot."""
        return cls(
            Buyer(slot["buyer"]) if slot["buyer"] else None,
            slot["title"],
            slot["tax_number"],
            slot["email"],
            Wanted(slot["wanted"]) if slot["wanted"] else None,
        )

    def as_slot(self) -> dict[str, str]:
        """The slot's value."""
        return {
            "buyer": self.buyer.value if self.buyer else "",
            "title": self.title,
            "tax_number": self.tax_number,
            "email": self.email,
            "wanted": self.wanted.value if self.wanted else "",
        }

    def without(self, part: str) -> InvoiceDetails:
        """The details with one part open again."""
        match part:
            case "title":
                return replace(self, title="", buyer=None)
            case "tax_number":
                return replace(self, tax_number="")
            case "email":
                return replace(self, email="")
        return self
