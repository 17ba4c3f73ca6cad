"""Values as columns hold them and back."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal


def time_text(moment: datetime | None) -> str | None:
    """UTC text of fixed width; a naive time is taken as UTC."""
    if moment is None:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def time_value(text: str | None) -> datetime | None:
    """The aware time of a column."""
    return None if text is None else datetime.fromisoformat(text)


def money_text(amount: Decimal | None) -> str | None:
    """Decimal text without exponent."""
    return None if amount is None else format(amount, "f")


def money_value(text: str | None) -> Decimal | None:
    """The amount of a column."""
    return None if text is None else Decimal(text)


def mapping_text(mapping: Mapping[str, str]) -> str:
    """A table of texts as JSON."""
    return json.dumps(dict(mapping), ensure_ascii=False)


def mapping_value(text: str) -> dict[str, str]:
    """The table of a column."""
    return {str(key): str(value) for key, value in json.loads(text).items()}
