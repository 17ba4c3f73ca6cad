"""How the demo shop sends its parcels: carrier, fee, days on the way and the carrier's reports."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from storefront.model import Address, Customer, Shipment, ShipmentEvent

CHINA = timedelta(hours=8)
"""China time is UTC plus eight hours the whole year."""

REMOTE = ("新疆", "西藏", "内蒙古", "青海", "xinjiang", "tibet", "inner mongolia", "qinghai")
EXPRESS_SHARE = 0.25


@dataclass(frozen=True)
class Route:
    """How a parcel travels: carrier, fee, least and most days on the way."""

    carrier: str
    prefix: str
    fee: Decimal
    days: tuple[int, int]


@dataclass(frozen=True)
class Journey:
    """When a parcel leaves, is promised and arrives."""

    shipped_at: datetime
    promised_at: datetime
    delivered_at: datetime


def route_of(customer: Customer, goods: Decimal, dice: Random) -> Route:
    """The way of an order worth ``goods`` to its customer."""
    address = customer.address
    if address.country in ("HK", "MO", "TW"):
        return Route("SF 顺丰", "SF", Decimal(35), (4, 7))
    if address.country != "CN":
        return Route("DHL", "DH", Decimal(120), (9, 19))
    fee = (Decimal(0) if goods >= 99 else Decimal(8)) + (Decimal(10) if _remote(address) else Decimal(0))
    if dice.random() < EXPRESS_SHARE:
        return Route("SF 顺丰", "SF", fee + 15, (1, 2))
    return Route("YTO 圆通", "YT", fee, (2, 4))


def journey(placed_at: datetime, route: Route, closed: frozenset[date], dice: Random) -> Journey:
    """Orders before four in the afternoon leave the same day, later ones the next day the house is open."""
    ordered = placed_at + CHINA
    day = ordered.date() + timedelta(days=1 if ordered.hour >= 16 else 0)
    while day in closed:
        day += timedelta(days=1)
    shipped_at = _clock(day, placed_at, dice.uniform(17, 20))
    travel = dice.randint(*route.days)
    delivered_at = _clock(day + timedelta(days=travel), placed_at, dice.uniform(9, 19))
    promised_at = _clock(day + timedelta(days=route.days[1]), placed_at, 20)
    return Journey(shipped_at, promised_at, delivered_at)


def shipment(
    customer: Customer, line_ids: tuple[str, ...], route: Route, way: Journey, today: datetime, dice: Random
) -> Shipment:
    """The parcel with the reports that have come in by today, in its customer's language."""
    digits = "".join(dice.choices("0123456789", k=10 if route.carrier == "DHL" else 13))
    reports = _reports(customer, way)
    return Shipment(
        tracking_number=digits if route.carrier == "DHL" else route.prefix + digits,
        line_ids=line_ids,
        carrier=route.carrier,
        events=tuple(report for report in reports if report.at <= today),
    )


def _reports(customer: Customer, way: Journey) -> list[ShipmentEvent]:
    city = customer.address.city or customer.address.state
    texts = (
        ("快件已从嘉兴仓库揽收", "已到达嘉兴转运中心", f"已到达{city}转运中心", "快递员正在派送", "已签收，感谢使用")
        if customer.locale == "zh"
        else (
            "Picked up at the Jiaxing warehouse",
            "Arrived at the Jiaxing hub",
            f"Arrived at the {city} hub",
            "Out for delivery",
            "Delivered and signed for",
        )
    )
    travel = way.delivered_at - way.shipped_at
    moments = (
        way.shipped_at,
        way.shipped_at + min(timedelta(hours=5), travel * 0.2),
        way.shipped_at + travel * 0.7,
        way.delivered_at - min(timedelta(hours=2), travel * 0.1),
        way.delivered_at,
    )
    return [ShipmentEvent(_whole(at), text) for at, text in zip(moments, texts, strict=True)]


def _remote(address: Address) -> bool:
    return address.state.casefold().startswith(REMOTE)


def _clock(day: date, like: datetime, hour: float) -> datetime:
    """That hour of the day in China."""
    return _whole(datetime(day.year, day.month, day.day, tzinfo=like.tzinfo) + timedelta(hours=hour) - CHINA)


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
