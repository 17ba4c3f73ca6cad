"""Money, days, names, reasons and moods as people write and read them."""

from datetime import date
from decimal import Decimal

import pytest

from actions import formats
from actions.context import Feeling, Mention, TurnContext
from actions.general_questions import is_general
from actions.mood import is_angry, is_furious
from actions.proof.contacts import is_only_digits
from actions.proof.details import details_in
from actions.proposals import is_hedged, says_no, verdict
from actions.tasks.reasons import free_reason, named_fault, named_reason

TODAY = date(2026, 3, 10)
ACCEPTED = (
    "no longer needed",
    "ordered by mistake",
    "wrong item or size",
    "found it cheaper",
    "takes too long",
    "other",
)


def said(text: str, intent: str = "inform", **more: object) -> TurnContext:
    return TurnContext("c1", "t1", "en", text, intent, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("299", "CNY", "¥299"),
        ("1299.50", "CNY", "¥1,299.50"),
        ("12.5", "USD", "$12.50"),
        ("20", "USD", "$20.00"),
        ("7.1", "SEK", "7.10 SEK"),
        ("3", "", "3.00"),
    ],
)
def test_money_is_written_with_its_currency(amount: str, currency: str, text: str) -> None:
    assert formats.money(Decimal(amount), currency) == text


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        (date(2026, 3, 10), "today", "今天"),
        (date(2026, 3, 11), "tomorrow", "明天"),
        (date(2026, 3, 9), "yesterday", "昨天"),
        (date(2026, 3, 14), "on Sat 14 March", "3月14日（周六）"),
        (date(2027, 1, 2), "on Sat 2 January 2027", "2027年1月2日（周六）"),
    ],
)
def test_a_day_is_written_as_people_say_it(moment: date, english: str, chinese: str) -> None:
    assert formats.day(moment, TODAY, "en") == english
    assert formats.day(moment, TODAY, "zh") == chinese


def test_a_span_of_days_forgets_those_already_past() -> None:
    assert formats.span(date(2026, 3, 8), date(2026, 3, 12), TODAY, "en") == "between today and Thu 12 March"
    assert formats.span(date(2026, 3, 8), date(2026, 3, 12), TODAY, "zh") == "今天至3月12日（周四）"
    assert formats.span(date(2026, 3, 8), date(2026, 3, 10), TODAY, "en") == "today"


def test_payment_methods_are_named_in_the_customers_language() -> None:
    assert formats.method("WeChat Pay 138****5501", "wechat_pay", "zh") == "微信支付 138****5501"
    assert formats.method("", "gift_card", "en") == "your gift card"
    assert formats.method("", "", "zh") == "原支付方式"


@pytest.mark.parametrize(
    ("text", "name", "postcode"),
    [
        ("My name is Yusuf Rossi, zip code 19122", ("Yusuf", "Rossi"), "19122"),
        ("yusuf rossi", ("yusuf", "rossi"), ""),
        ("it's mei davis and 80217", ("mei", "davis"), "80217"),
        ("I'm Ann Green, N1 4QP", ("Ann", "Green"), "N1 4QP"),
        ("我叫林小雨，邮编310012", ("小雨", "林"), "310012"),
        ("姓名：欧阳娜娜，310012", ("娜娜", "欧阳"), "310012"),
        ("94103", (), "94103"),
    ],
)
def test_name_and_postcode_are_read(text: str, name: tuple[str, ...], postcode: str) -> None:
    details = details_in(text, "")
    assert (details.name, details.postcode) == (name, postcode)


def test_an_email_is_enough() -> None:
    assert details_in("it is a@b.example", "a@b.example").is_complete


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I found it cheaper somewhere else", "found it cheaper"),
        ("the supermarket has it for half", "found it cheaper"),
        ("别家半价", "found it cheaper"),
        ("拍错了", "ordered by mistake"),
        ("尺码选错了", "wrong item or size"),
        ("不想要了", "no longer needed"),
        ("等不及了，太慢", "takes too long"),
        ("no reason", "other"),
        ("my cat is ill", "other"),
    ],
)
def test_a_reason_in_free_words_is_one_of_the_shops(text: str, reason: str) -> None:
    assert (named_reason(text, ACCEPTED) or free_reason(said(text), ACCEPTED)) == reason


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how long does a refund take?", "refund_status"),
        ("which size do I need?", "size_advice"),
        ("为什么要问这个", "inform"),
    ],
)
def test_a_question_is_no_reason(text: str, intent: str) -> None:
    assert named_reason(text, ACCEPTED) == ""
    assert free_reason(said(text, intent), ACCEPTED) == ""


def test_a_reason_stands_beside_a_question() -> None:
    assert named_reason("can you cancel it? I ordered the wrong size", ACCEPTED) == "wrong item or size"


def test_a_reason_the_shop_does_not_take_is_none() -> None:
    tau = ("no longer needed", "ordered by mistake")
    assert named_reason("found it cheaper", tau) == ""
    assert free_reason(said("my cat is ill"), tau) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("左边没声音了", "faulty"),
        ("it stopped charging, broken after a week", "faulty"),
        ("到手屏幕就裂了", "damaged"),
        ("发错货了，我买的是黑色", "wrong item sent"),
        ("you sent me the wrong one", "wrong item sent"),
        ("too big for me", ""),
    ],
)
def test_a_fault_of_the_shops_is_known_by_its_words(text: str, fault: str) -> None:
    assert named_fault(text, ("faulty", "damaged", "wrong item sent")) == fault
    assert named_fault(text, ()) == ""


def test_anger_needs_a_negative_feeling() -> None:
    angry = Feeling("negative", 0.9)
    assert is_furious(said("this is ridiculous", feeling=angry))
    assert is_furious(said("骗子公司", feeling=angry))
    assert not is_furious(said("where is my parcel", feeling=angry))
    assert is_angry(said("where is my parcel", feeling=angry))
    assert not is_furious(said("a ridiculously good price", feeling=Feeling("positive", 0.9)))
    assert not is_furious(said("滚筒洗衣机坏了", feeling=angry))


def test_questions_about_the_shops_ways_are_general() -> None:
    assert is_general(said("what does 'processed' mean"))
    assert not is_general(said("sorry i mean the sneakers"))
    assert is_general(said("取消订单有什么规定"))
    assert is_general(said("what if nobody is in?")) and is_general(said("要是没人在家呢"))
    assert not is_general(said("cancel my order"))
    assert not is_general(said("what does it mean", mentions={"order_number": Mention("PL100", "PL100")}))


def test_a_thumb_is_no_clear_yes() -> None:
    assert is_hedged(said("👍", "thanks")) and is_hedged(said("👌🏻", "thanks"))
    assert not is_hedged(said("yes 👍", "affirm"))


def test_a_no_is_heard_in_the_words() -> None:
    assert says_no(said("no, leave the order alone", "change_order")) and says_no(said("先别取消", "cancel_order"))
    assert not says_no(said("fine, call it another reason", "abort"))


def test_a_good_that_sounds_like_a_greeting_is_a_yes() -> None:
    proposed = "proposal:k1"
    assert verdict(said("好啊", "greet", asked=proposed), "k1") == "yes"
    assert verdict(said("你好", "greet", asked=proposed), "k1") == "unclear"


def test_a_number_alone_is_no_order_while_a_code_is_waited_for() -> None:
    assert is_only_digits(said("12345")) and is_only_digits(said("是 1234 567 吗"))
    assert not is_only_digits(said("PL96010109")) and not is_only_digits(said("it is 12345 I think"))
