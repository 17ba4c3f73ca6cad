"""The state machine: a closed table, and nothing else can happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.conversations.state import TRANSITIONS, Event, ImpossibleTransitionError, State, after

events = st.lists(st.sampled_from(Event), max_size=30)


@given(events)
def test_whatever_happens_the_state_is_one_of_the_four_and_closed_is_final(happened):
    state = State.BOT
    was_closed = False
    for event in happened:
        try:
            state = after(state, event)
        except ImpossibleTransitionError as error:
            assert (error.state, error.event) == (state, event)
            assert (state, event) not in TRANSITIONS
        assert state in State
        assert not was_closed or state is State.CLOSED
        was_closed = state is State.CLOSED


@given(events)
def test_a_person_owns_a_conversation_only_by_claiming_it(happened):
    state, last = State.BOT, None
    for event in happened:
        try:
            state, last = after(state, event), event
        except ImpossibleTransitionError:
            continue
        assert (state is State.HUMAN) == (last is Event.CLAIM)


@pytest.mark.parametrize("state", State)
def test_a_conversation_is_claimed_from_the_queue_only(state):
    if state is State.PENDING:
        assert after(state, Event.CLAIM) is State.HUMAN
    else:
        with pytest.raises(ImpossibleTransitionError):
            after(state, Event.CLAIM)


@pytest.mark.parametrize("state", [State.PENDING, State.HUMAN])
def test_another_customer_always_ends_a_handoff(state):
    assert after(state, Event.CUSTOMER_CHANGED) is State.BOT
