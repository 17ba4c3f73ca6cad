"""Signed turns: only the desk can say who the customer is."""

import pytest

from foundation.turns import ForgedTurnError, Identity, Turn, same_secret

SECRET = "a shared secret"
TURN = Turn("c1", "t1", "zh", Identity("C0001", "token", "2026-01-01T00:00:00+00:00", True))


def test_a_signed_turn_is_read_back():
    assert Turn.verified(SECRET, TURN.signed(SECRET)) == TURN


def test_a_turn_with_another_customer_in_it_is_refused():
    metadata = TURN.signed(SECRET)
    metadata["turn"]["identity"]["customer_id"] = "C0002"
    with pytest.raises(ForgedTurnError):
        Turn.verified(SECRET, metadata)


@pytest.mark.parametrize("metadata", [None, {}, {"turn": "x", "signature": "y"}, {"turn": {}, "signature": None}])
def test_a_turn_without_signature_is_refused(metadata):
    with pytest.raises(ForgedTurnError):
        Turn.verified(SECRET, metadata)


def test_a_turn_signed_with_another_secret_is_refused():
    with pytest.raises(ForgedTurnError):
        Turn.verified(SECRET, TURN.signed("guess"))


def test_nothing_is_signed_or_accepted_without_a_secret():
    with pytest.raises(ForgedTurnError):
        TURN.signed("")
    assert not same_secret("", "")
    assert not same_secret(None, "x")
    assert same_secret("x", "x")
