"""Written conversations: read into frozen steps, every mistake named by file, document and key."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rehearsal.house import ROOT
from rehearsal.parts import Keyed
from rehearsal.reading import BadConversationError, read_conversations
from rehearsal.script import (
    AgentDoes,
    Behind,
    Expected,
    Forge,
    Forgery,
    Later,
    OnRecord,
    Pick,
    Say,
    SignIn,
    Trouble,
    Verification,
)
from storefront.model import OrderStatus

GOOD = """
conversation: everything at once
language: mixed
customer: C0002
proven: -40m
verification: details_may_change
given:
  orders: {PL1: {status: delivered, delivered_at: -3d, items_modified: true}}
  variants: {P1: {stock: 0, price: "99"}}
  customers: {C0002: {payment_methods: {gift_1: {balance: "5"}}}}
steps:
- say: 我要 return
  bot: [propose | ask, receipt_*]
  not: [refused_*]
  facts: ["¥99"]
  choices: ["Yes"]
  state: bot
- pick: "Yes"
  shop_is: locked
- shop: {orders: {PL1: {status: shipped}}}
- later: 90m
- forge: expired
- forge: {identity: C0001}
- as: C0001
  proven: -2h
- as: nobody
- agent: claim
- agent: {reply: Hello}
  state: human
- pick: "5"
  refused: 422
after:
  orders: {PL1: {status: delivered, delivered_at: 2026-06-12T10:00:00+08:00}}
  unchanged: true
  changes: 0
  satisfaction: {score: 2, reason: null}
  complaints: [{topic: late, order: null, texts: [so late]}]
never: [Emma]
never_said: [handoff]
"""


def read(tmp_path, text):
    file = tmp_path / "some.yml"
    file.write_text(text)
    return read_conversations(file)


def problem(tmp_path, text):
    with pytest.raises(BadConversationError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "some.yml"))
    assert "\n" not in message
    return message.removeprefix(str(tmp_path / "some.yml"))


def test_every_key_of_the_format_is_read(tmp_path):
    (one,) = read(tmp_path, GOOD)
    assert (one.name, one.language, one.customer, one.age) == (
        "everything at once",
        "mixed",
        "C0002",
        timedelta(minutes=40),
    )
    assert one.verification is Verification.DETAILS_MAY_CHANGE
    assert one.given.parts["orders"]["PL1"] == {
        "status": OrderStatus.DELIVERED,
        "delivered_at": timedelta(days=-3),
        "items_modified": True,
    }
    assert one.given.parts["variants"]["P1"] == {"stock": 0, "price": Decimal(99)}
    assert one.given.parts["customers"]["C0002"] == {"payment_methods": Keyed({"gift_1": {"balance": Decimal(5)}})}
    say, pick, shop, later, expired, forged, sign_in, sign_out, claim, reply, twice = one.steps
    assert say == Say(
        "我要 return", Expected((("propose", "ask"), ("receipt_*",)), ("refused_*",), ("¥99",), ("Yes",), "bot")
    )
    assert pick == Pick("Yes", Expected(), Trouble.LOCKED)
    assert isinstance(shop, Behind)
    assert later == Later(timedelta(minutes=90))
    assert (expired, forged) == (Forge(Forgery.EXPIRED), Forge(Forgery.IDENTITY, "C0001"))
    assert (sign_in, sign_out) == (SignIn("C0001", timedelta(hours=2)), SignIn(""))
    assert (claim, reply) == (
        AgentDoes("claim", "", Expected()),
        AgentDoes("reply", "Hello", Expected(state="human")),
    )
    assert twice == Pick("5", Expected(refused=422))
    assert one.after.satisfaction == {"score": 2, "reason": None}
    assert one.after.named.parts["orders"]["PL1"]["delivered_at"] == datetime(2026, 6, 12, 2, tzinfo=UTC)
    assert (one.after.unchanged, one.after.changes) == (True, 0)
    assert one.after.complaints == (OnRecord({"topic": "late", "order": None}, ("so late",)),)
    assert (one.never, one.never_said) == (("Emma",), ("handoff",))


def test_nothing_asked_of_the_bot_differs_from_something_must_be_said(tmp_path):
    (one,) = read(tmp_path, "{conversation: a, language: en, steps: [{say: hi}, {say: hi, bot: []}]}")
    assert [step.expected.bot for step in one.steps] == [None, ()]


def test_a_folder_is_read_with_all_its_documents(tmp_path):
    document = "{{conversation: {}, language: en, steps: [{{say: hi}}]}}\n"
    (tmp_path / "a.yml").write_text(document.format("one") + "---\n" + document.format("two"))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "b.yaml").write_text(document.format("three"))
    assert [one.name for one in read_conversations(tmp_path)] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("language: mixed", "language: fr", ", document 1: language must be one of zh, en, mixed"),
        ("customer: C0002\n", "custommer: C0002\n", ", document 1: custommer is unknown; allowed are conversation"),
        ("customer: C0002\n", "customer: C0002\nguest: C0001\n", ", document 1: guest: a customer who is signed in"),
        ("proven: -40m", "proven: +40m", ", document 1: proven must be a time that has passed"),
        ("- pick: \"Yes\"", "- click: \"Yes\"", ", document 1: steps[2] must have exactly one of say, pick, shop"),
        ("  state: bot", "  state: asleep", ", document 1: steps[1].state must be one of bot, pending"),
        ("choices: [\"Yes\"]", "choices: [yes]", ", document 1: steps[1].choices[1] must be a text"),
        ("say: 我要 return", "say: 12", ", document 1: steps[1].say must be a text that is not empty"),
        ("forge: expired", "forge: nose", ", document 1: steps[5].forge must be one of token, expired"),
        ("shop_is: locked", "shop_is: sad", ", document 1: steps[2].shop_is must be one of locked, gone"),
        ("later: 90m", "later: -90m", ", document 1: steps[4].later must be a time that passes, such as"),
        ("later: 90m", "later: 0d", ", document 1: steps[4].later must be a time that passes, such as"),
        ("status: delivered, delivered_at: -3d", "status: lost", ", document 1: given.orders.PL1.status must be one"),
        ("price: \"99\"", "price: 9.90", ", document 1: given.variants.P1.price must be an amount of money in quotes"),
        ("price: \"99\"", "colour: red", ", document 1: given.variants.P1.colour is unknown; a Variant has sku"),
        ("stock: 0", "stock: true", ", document 1: given.variants.P1.stock must be a whole number"),
        ("items_modified: true", "items_modified: 1", ", document 1: given.orders.PL1.items_modified must be true or"),
        ("2026-06-12T10:00:00+08:00", "-3d", ", document 1: after.orders.PL1.delivered_at must be a time in ISO 8601"),
        ("items_modified: true", "lines: [{sku: P1}]", ", document 1: given.orders.PL1.lines[0] misses line_id"),
        ("agent: claim", "agent: sleep", ", document 1: steps[9].agent must be one of claim, return, close"),
        ("{reply: Hello}", "{shout: Hello}", ", document 1: steps[10].agent.shout is unknown; allowed are reply"),
        ("refused: 422", "refused: 500", ", document 1: steps[11].refused must be one of 409, 422"),
        ("{score: 2", "{stars: 2", ", document 1: after.satisfaction.stars is unknown; allowed are score"),
        ("changes: 0", "changes: -1", ", document 1: after.changes must be the number of receipts"),
        ("topic: late", "topic: weather", ", document 1: after.complaints[1].topic must be one of late, goods"),
        ("order: null", "orders: null", ", document 1: after.complaints[1].orders is unknown; allowed are topic"),
        ("variants: {P1:", "variants: {7:", ", document 1: given.variants: the key 7 must be a text"),
        ("steps:", "steps: [", ", line "),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_document_and_key(tmp_path, old, new, said):
    assert old in GOOD
    assert problem(tmp_path, GOOD.replace(old, new, 1)).startswith(said)


def test_the_example_in_the_documentation_is_a_conversation(tmp_path):
    page = (ROOT / "docs" / "conversation-tests.md").read_text()
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (one,) = read(tmp_path, example)
    assert len(one.steps) == 3


def test_two_conversations_cannot_share_a_name(tmp_path):
    assert "document 2: conversation 'everything at once' is there already" in problem(tmp_path, f"{GOOD}\n---\n{GOOD}")


def test_an_empty_file_and_a_file_that_is_no_text_are_refused(tmp_path):
    assert problem(tmp_path, "") == " holds no conversation"
    (tmp_path / "some.yml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(BadConversationError, match="byte 1 is not UTF-8"):
        read_conversations(tmp_path)
