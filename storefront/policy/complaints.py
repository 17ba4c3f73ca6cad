"""By when a complaint is answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storefront.policy.rules import ComplaintRules, Policy

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def answer_due(moment: datetime, policy: Policy) -> datetime:
    """When a complaint made at this moment is answered at the latest: a full hour at which people work.

    The time counts from when they are next there, in the shop's own time zone.
    """
    rules, zone = policy.complaints, ZoneInfo(policy.delivery.timezone)
    due = _when_open(moment.astimezone(zone).replace(tzinfo=None), rules)
    days, rest = divmod(rules.answer_within, DAY)
    for _ in range(days):
        due = _on_a_working_day(due + DAY, rules)
    return _rounded(_after_hours(due, rest, rules), rules).replace(tzinfo=zone)


def _when_open(moment: datetime, rules: ComplaintRules) -> datetime:
    """The moment, or the next at which people are there."""
    if moment.time() >= rules.closes:
        moment = datetime.combine(moment.date() + DAY, rules.opens)
    open_on = _on_a_working_day(moment, rules)
    opening = datetime.combine(open_on.date(), rules.opens)
    return opening if open_on != moment else max(moment, opening)


def _on_a_working_day(moment: datetime, rules: ComplaintRules) -> datetime:
    while moment.date() in rules.closed or (not rules.weekends and moment.weekday() >= 5):
        moment += DAY
    return moment


def _after_hours(moment: datetime, rest: timedelta, rules: ComplaintRules) -> datetime:
    while moment + rest > (closing := datetime.combine(moment.date(), rules.closes)):
        rest -= closing - moment
        moment = datetime.combine(_on_a_working_day(moment + DAY, rules).date(), rules.opens)
    return moment + rest


def _rounded(moment: datetime, rules: ComplaintRules) -> datetime:
    begun = moment.replace(minute=0, second=0, microsecond=0)
    full = moment if moment == begun else begun + HOUR
    return min(full, datetime.combine(moment.date(), rules.closes))
