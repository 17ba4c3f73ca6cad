"""When a coupon can be used."""

from datetime import datetime

from storefront.model import Coupon


def coupon_is_valid(coupon: Coupon, now: datetime) -> bool:
    """Whether the coupon can still be used now."""
    started = coupon.valid_from is None or coupon.valid_from <= now
    return coupon.used_at is None and started and (coupon.valid_until is None or now <= coupon.valid_until)
