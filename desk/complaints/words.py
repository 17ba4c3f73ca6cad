"""A promised time as the desk writes it: with its date, because nobody knows when it is read."""

from datetime import datetime
from zoneinfo import ZoneInfo

_WEEKDAYS = "一二三四五六日"


def promised(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """``Tue 16 June, 18:00`` or ``6月16日（周二）18:00``, in the shop's own time."""
    local = moment.astimezone(zone)
    if language == "zh":
        return f"{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%B}, {local:%H:%M}"
