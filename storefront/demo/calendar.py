"""When people shop."""

from datetime import datetime, timedelta
from random import Random


def busy(day: datetime) -> float:
    """How many orders a day sees beside an ordinary one: sales in November and June, Fridays, weekends."""
    weight = 1.0
    if day.month == 11 and day.day <= 12:
        weight = 2.6
    elif day.month == 6 and 10 <= day.day <= 19:
        weight = 1.9
    elif day.month == 12:
        weight = 1.3
    elif day.month == 2:
        weight = 0.7
    return weight * (1.3 if day.weekday() == 4 else 1.15 if day.weekday() > 4 else 1.0)


def shopping_hour(day: datetime, dice: Random) -> datetime:
    """A moment of this day (UTC) between nine in the morning and midnight in China, most often in the evening."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(seconds=round(dice.triangular(1.0, 15.9, 13.0) * 3600))
