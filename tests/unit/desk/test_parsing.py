"""JSON at the edge: strict, bounded, typed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.api.errors import ApiError
from desk.api.frames import read_auth, read_customer_frame
from desk.api.parsing import read_json, validated
from desk.api.types import NewConversation, NewMessage


@given(st.binary(max_size=200))
def test_any_bytes_are_either_json_or_a_400(raw):
    try:
        read_json(raw)
    except ApiError as error:
        assert error.status == 400


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_frame_is_either_a_frame_or_a_named_error(data):
    for read in (read_auth, read_customer_frame):
        try:
            read(data)
        except ApiError as error:
            assert error.status in (400, 422)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "choice", "client_message_id", "locale", "x"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(json_values)
def test_any_value_is_either_the_type_or_a_422_without_its_content(value):
    for kind in (NewMessage, NewConversation):
        try:
            parsed = validated(kind, read_json(json.dumps(value)))
        except ApiError as error:
            assert error.status == 422
        else:
            parsed.model_dump_json()


@pytest.mark.parametrize("raw", ['{"a": NaN}', '{"a": -Infinity}', '{"a": 1, "a": 2}', "[" * 50 + "]" * 50, "1" * 5000])
def test_json_that_others_would_let_pass_is_refused(raw):
    with pytest.raises(ApiError) as refused:
        read_json(raw)
    assert refused.value.status == 400


def test_lone_surrogates_are_replaced_and_pairs_kept():
    assert read_json('{"a": "\\ud83d\\ude00 \\ud83d"}') == {"a": "\U0001f600 \ufffd"}


def test_a_message_is_a_text_or_a_choice():
    assert validated(NewMessage, {"text": " hi "}).text == "hi"
    assert validated(NewMessage, {"choice": "p"}).choice == "p"
    for bad in ({}, {"text": "a", "choice": "p"}):
        with pytest.raises(ApiError):
            validated(NewMessage, bad)
