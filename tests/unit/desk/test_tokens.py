"""Identity tokens read by a pure verifier."""

import json
import time

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.api_jws import PyJWS

from desk.identity.people import for_turn
from desk.identity.tokens import BadIdentityError, TokenVerifier
from foundation.turns import Identity

SECRET = "a secret shared with the storefront, long enough"


def signed(**claims):
    whole = {"sub": "C1", "aud": "concierge", "exp": time.time() + 300} | claims
    return jwt.encode(whole, SECRET, algorithm="HS256")


@given(st.text(max_size=300))
def test_any_text_is_refused_by_name(text):
    with pytest.raises(BadIdentityError):
        TokenVerifier(SECRET).identity(text)


def test_without_a_secret_no_token_is_good():
    with pytest.raises(BadIdentityError):
        TokenVerifier("").identity(signed())


def test_half_a_minute_of_clock_difference_is_forgiven():
    now = time.time()
    for claims in ({"exp": now - 20}, {"exp": now + 15 * 60 + 20}, {"iat": now + 20}):
        TokenVerifier(SECRET).identity(signed(**claims))


def test_a_proof_is_never_newer_than_now_and_as_old_as_its_token():
    now = time.time()
    fresh = TokenVerifier(SECRET).identity(signed(iat=now + 20))
    old = TokenVerifier(SECRET).identity(signed(iat=now - 3600))
    from datetime import UTC, datetime

    assert fresh.age_seconds(datetime.now(UTC)) >= 0
    assert 3599 < old.age_seconds(datetime.now(UTC)) < 3700
    assert for_turn(fresh).may_change
    assert not for_turn(old).may_change


@pytest.mark.parametrize(
    "claims", [{"exp": "soon"}, {"iat": "x"}, {"aud": ["a"]}, {"sub": 7}, {"exp": 1e300}, {"iat": -1e300}]
)
def test_claims_of_wrong_types_are_refused(claims):
    # signed below the library's own checks of what it signs
    whole = {"sub": "C1", "aud": "concierge", "exp": time.time() + 300} | claims
    token = PyJWS().encode(json.dumps(whole).encode(), SECRET, algorithm="HS256")
    with pytest.raises(BadIdentityError):
        TokenVerifier(SECRET).identity(token)


def test_nobody_is_nobody():
    assert for_turn(None) is None
    assert for_turn(Identity("C1", "code", "2020-01-01T00:00:00+00:00", True)).may_change is False
