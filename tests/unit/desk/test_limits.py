"""Rate limits as token buckets."""

import pytest

from desk.api import limits
from desk.api.errors import ApiError
from desk.api.limits import Limit, RateLimits

LIMIT = Limit("test", 3, 0.5)


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def refused(counted, key="a"):
    try:
        counted.check(LIMIT, key)
    except ApiError as error:
        return error.retry_after
    return None


def test_a_burst_passes_then_one_waits_as_long_as_it_is_told():
    clock = Clock()
    counted = RateLimits(True, clock)
    assert [refused(counted) for _ in range(4)] == [None, None, None, 2]
    clock.now += 1.9
    assert refused(counted) == 1
    clock.now += 0.2
    assert refused(counted) is None


def test_keys_and_limits_do_not_share_a_bucket():
    counted = RateLimits(True, Clock())
    for _ in range(3):
        counted.check(LIMIT, "a")
    assert refused(counted, "b") is None
    counted.check(Limit("other", 1, 1.0), "a")


def test_switched_off_everything_passes():
    counted = RateLimits(False, Clock())
    assert [refused(counted) for _ in range(100)] == [None] * 100


def test_many_keys_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limits, "MOST_BUCKETS", 10)
    counted = RateLimits(True, Clock())
    for number in range(1000):
        counted.check(LIMIT, str(number))
    assert len(counted._buckets) <= 10


def test_an_error_says_how_long_to_wait():
    counted = RateLimits(True, Clock())
    with pytest.raises(ApiError) as error:
        for _ in range(4):
            counted.check(LIMIT, "a")
    assert (error.value.status, error.value.code) == (429, "rate_limited")
