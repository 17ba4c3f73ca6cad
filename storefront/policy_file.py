"""Reads a shop's policy from one TOML file; every key is checked, none is passed over."""

import tomllib
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storefront.model import OrderStatus
from storefront.policy import (
    AddressRules,
    AfterSalesRules,
    CancelRules,
    ComplaintRules,
    Contact,
    DeliveryRules,
    ExchangeRules,
    InvoiceRules,
    ItemRules,
    OpenOrderRules,
    PaymentRules,
    Policy,
    ProofRules,
    RefundRules,
    RefundTarget,
    ReturnRules,
    Zone,
)
from storefront.policy_section import BadPolicyError, Section

__all__ = ["DEMO_POLICY", "BadPolicyError", "read_policy"]

DEMO_POLICY = Path(__file__).parent / "demo" / "policy.toml"


def read_policy(path: Path | str | None = None) -> Policy:
    """The policy in this file, or the demo shop's; raise BadPolicyError when it is missing or wrong.

    A section that is left out keeps the defaults of its rules.
    """
    source = Path(path) if path else DEMO_POLICY
    try:
        table = tomllib.loads(source.read_text("utf-8"))
    except OSError as error:
        raise BadPolicyError(f"{source} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPolicyError(f"{source} is not TOML: {error}") from error
    try:
        return _policy(Section(table, ""))
    except BadPolicyError as error:
        raise BadPolicyError(f"{source}: {error}") from None


def _policy(file: Section) -> Policy:
    policy = Policy(
        proof=_proof(file.table("proof")),
        cancel=_cancel(file.table("cancel")),
        address=_address(file.table("address")),
        payment=_payment(file.table("payment")),
        items=_items(file.table("items")),
        returns=_returns(file.table("return")),
        exchange=_exchange(file.table("exchange")),
        invoice=_invoice(file.table("invoice")),
        refund=_refund(file.table("refund")),
        delivery=_delivery(file.table("delivery")),
        complaints=_complaints(file.table("complaints")),
        contact=_contact(file.table("contact")),
    )
    file.close()
    return policy


def _contact(section: Section) -> Contact:
    contact = Contact(**{name: section.text(name) for name in ("name", "name_zh", "phone", "email")})
    section.close()
    return contact


def _proof(section: Section) -> ProofRules:
    default = ProofRules()
    minutes = section.count("max_age_minutes")
    rules = ProofRules(
        methods=frozenset(section.texts("methods", tuple(default.methods))),
        max_age=default.max_age if minutes is None else timedelta(minutes=minutes),
    )
    if unknown := rules.methods - {"token", "code", "details"}:
        raise BadPolicyError(f"{section.label('methods')}: {min(unknown)!r} is none of token, code, details")
    section.close()
    return rules


def _cancel(section: Section) -> CancelRules:
    default = CancelRules()
    rules = CancelRules(
        **_open_order(section, default),
        reasons=section.texts("reasons", default.reasons),
        reason_required=section.flag("reason_required", default.reason_required),
        gives_coupon_back=section.flag("gives_coupon_back", default.gives_coupon_back),
    )
    section.close()
    return rules


def _address(section: Section) -> AddressRules:
    rules = AddressRules(**_open_order(section, AddressRules()))
    section.close()
    return rules


def _payment(section: Section) -> PaymentRules:
    rules = PaymentRules(**_open_order(section, PaymentRules()))
    section.close()
    return rules


def _items(section: Section) -> ItemRules:
    default = ItemRules()
    rules = ItemRules(
        **_open_order(section, default),
        method_required=section.choice("method_required", default.method_required),
        refund_to=section.choices("refund_to", default.refund_to, RefundTarget),
        same_variant=section.flag("same_variant", default.same_variant),
    )
    section.close()
    return rules


def _returns(section: Section) -> ReturnRules:
    default = ReturnRules()
    rules = ReturnRules(
        **_after_sales(section, default),
        method_required=section.flag("method_required", default.method_required),
        refund_to=section.choices("refund_to", default.refund_to, RefundTarget),
    )
    section.close()
    return rules


def _exchange(section: Section) -> ExchangeRules:
    default = ExchangeRules()
    rules = ExchangeRules(
        **_after_sales(section, default),
        method_required=section.choice("method_required", default.method_required),
        refund_to=section.choices("refund_to", default.refund_to, RefundTarget),
        same_variant=section.flag("same_variant", default.same_variant),
    )
    section.close()
    return rules


def _invoice(section: Section) -> InvoiceRules:
    default = InvoiceRules()
    rules = InvoiceRules(
        states=section.choices("states", default.states, OrderStatus),
        within_days=section.count("within_days"),
        corrections=section.count("corrections"),
        correction_days=section.count("correction_days"),
        includes_gift_cards=section.flag("includes_gift_cards", default.includes_gift_cards),
    )
    section.close()
    return rules


class _OpenOrder(TypedDict):
    states: frozenset[OrderStatus]
    within: timedelta | None
    after_items_modified: bool


class _AfterSales(TypedDict):
    states: frozenset[OrderStatus]
    within_days: int | None
    excluded_products: frozenset[str]
    excluded_categories: frozenset[str]
    postage: Decimal
    fault_reasons: frozenset[str]


def _open_order(section: Section, default: OpenOrderRules) -> _OpenOrder:
    hours = section.count("within_hours")
    return {
        "states": section.choices("states", default.states, OrderStatus),
        "within": default.within if hours is None else timedelta(hours=hours),
        "after_items_modified": section.flag("after_items_modified", default.after_items_modified),
    }


def _after_sales(section: Section, default: AfterSalesRules) -> _AfterSales:
    days = section.count("within_days")
    return {
        "states": section.choices("states", default.states, OrderStatus),
        "within_days": default.within_days if days is None else days,
        "excluded_products": frozenset(section.texts("excluded_products", tuple(default.excluded_products))),
        "excluded_categories": frozenset(section.texts("excluded_categories", tuple(default.excluded_categories))),
        "postage": section.money("postage", default.postage),
        "fault_reasons": frozenset(section.texts("fault_reasons", tuple(default.fault_reasons))),
    }


def _refund(section: Section) -> RefundRules:
    default = RefundRules()
    other = section.days("other", default.other)
    days = {key: section.days(key) for key in section.keys() if key != "other"}
    return RefundRules({**default.days, **days}, other)


def _delivery(section: Section) -> DeliveryRules:
    default = DeliveryRules()
    carriers = section.table("carriers")
    rules = DeliveryRules(
        timezone=_timezone(section, default.timezone),
        leaves_same_day_until=_time(section, "leaves_same_day_until", default.leaves_same_day_until),
        closed=_dates(section, "closed"),
        standard=section.days("standard", default.standard),
        carriers={name: carriers.days(name) for name in carriers.keys()},
        home_countries=_names(section, "home_countries"),
        zones=tuple(_zone(zone) for zone in section.tables("zones")),
        abroad=_abroad(section, default.abroad),
    )
    section.close()
    return rules


def _complaints(section: Section) -> ComplaintRules:
    default = ComplaintRules()
    hours = section.count("answer_within_hours")
    if hours == 0:
        raise BadPolicyError(f"{section.label('answer_within_hours')} must be at least 1")
    rules = ComplaintRules(
        answer_within=default.answer_within if hours is None else timedelta(hours=hours),
        opens=_time(section, "opens", default.opens),
        closes=_time(section, "closes", default.closes),
        weekends=section.flag("weekends", default.weekends),
        closed=_dates(section, "closed"),
    )
    if rules.opens >= rules.closes:
        raise BadPolicyError(f"{section.label('closes')} must be later than {section.label('opens')}")
    section.close()
    return rules


def _abroad(section: Section, default: Zone) -> Zone:
    if not section.has("abroad"):
        return default
    abroad = section.table("abroad")
    zone = Zone(frozenset(), frozenset(), abroad.days("days"), abroad.flag("working_days", False))
    abroad.close()
    return zone


def _zone(section: Section) -> Zone:
    zone = Zone(
        countries=_names(section, "countries"),
        states=_names(section, "states"),
        days=section.days("days"),
        working_days=section.flag("working_days", False),
    )
    section.close()
    return zone


def _names(section: Section, key: str) -> frozenset[str]:
    return frozenset(text.casefold() for text in section.texts(key, ()))


def _timezone(section: Section, default: str) -> str:
    name = section.get("timezone") if section.has("timezone") else default
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadPolicyError(f"{section.label('timezone')}: {name!r} is no time zone") from None
    return str(name)


def _time(section: Section, key: str, default: time) -> time:
    value = section.get(key) if section.has(key) else default
    if not isinstance(value, time):
        raise BadPolicyError(f"{section.label(key)} must be a time of day, such as 16:00:00")
    return value


def _dates(section: Section, key: str) -> frozenset[date]:
    value = section.get(key) if section.has(key) else []
    if not isinstance(value, list) or not all(type(item) is date for item in value):
        raise BadPolicyError(f"{section.label(key)} must be a list of dates, such as [2027-02-06]")
    return frozenset(value)
