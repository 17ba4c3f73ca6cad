"""Rasa's items merged into messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.bot.reply import UnreadableReplyError, read_reply
from desk.conversations.model import Lookup

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "buttons", "custom", "kind", "key", "products", "sources", "title", "outcome"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_either_a_reply_or_a_named_error(items):
    try:
        reply = read_reply(items, "en")
    except UnreadableReplyError:
        return
    assert all(draft.language == "en" for draft in reply.drafts)


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=10))
def test_every_text_becomes_one_message_in_order(texts):
    reply = read_reply([{"text": text} for text in texts], "zh")
    assert len(reply.drafts) == len(texts)


def test_what_is_not_text_belongs_to_the_text_before_it():
    source = {"entry_id": "e", "question": "q", "score": 0.5}
    reply = read_reply(
        [
            {"text": "a"},
            {"custom": {"kind": "sources", "sources": [source]}},
            {"custom": {"kind": "receipt", "key": "k"}},
            {"text": "b", "buttons": [{"title": "t", "payload": "/p"}]},
            {"custom": {"kind": "handoff", "reason": "angry"}},
        ],
        "en",
    )
    first, second = reply.drafts
    assert (first.sources[0].entry_id, first.dedupe_key) == ("e", "receipt:k")
    assert (second.choices[0].target, second.sources) == ("/p", ())
    assert reply.handoff == "angry"


SOURCES = {"custom": {"kind": "sources", "sources": [{"entry_id": "e", "question": "q", "score": 0.5}]}}
NOT_FOUND = {"custom": {"kind": "lookup", "outcome": "unanswered"}}


@pytest.mark.parametrize(
    ("items", "lookup"),
    [
        ([], None),
        ([SOURCES], Lookup.ANSWERED),
        ([NOT_FOUND], Lookup.UNANSWERED),
        ([{"custom": {"kind": "lookup", "outcome": "asked_back"}}], Lookup.ASKED_BACK),
        ([NOT_FOUND, SOURCES], Lookup.ANSWERED),
        ([{"custom": {"kind": "lookup", "outcome": "answered"}}], None),
        ([{"custom": {"kind": "lookup", "outcome": ["of the future"]}}], None),
    ],
)
def test_how_a_lookup_ended_is_read_and_an_answer_needs_its_source(items, lookup):
    reply = read_reply([{"text": "a"}, *items], "en")
    assert reply.lookup is lookup
    assert [draft.text for draft in reply.drafts] == ["a"]


def test_a_handoff_alone_is_not_nothing():
    reply = read_reply([{"custom": {"kind": "handoff", "reason": "unheard of"}}], "en")
    assert not reply.is_empty
    assert reply.handoff == "asked"
    assert read_reply([], "en").is_empty
    assert read_reply([{"custom": {"kind": "of the future"}}], "en").is_empty


def test_products_without_a_text_still_make_a_message():
    product = {"sku": "a", "title": "t", "price": 9.9, "currency": "CNY"}
    (draft,) = read_reply([{"custom": {"kind": "products", "products": [product]}}], "en").drafts
    assert (draft.text, draft.products[0].price) == ("", "9.9")


@pytest.mark.parametrize("bad", [None, {}, "x", [[]], [{"text": 1}], [{"buttons": [{"title": ""}]}], [{}] * 41])
def test_what_cannot_be_read_is_named(bad):
    with pytest.raises(UnreadableReplyError):
        read_reply(bad, "en")
