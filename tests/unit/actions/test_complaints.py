"""What a complaint is about, and whether a message says it."""

from datetime import date, datetime

import pytest

from actions import formats
from actions.complaints.topics import is_bare, says_he_complains, topic_of
from actions.responses import ResponseBook
from storefront.model import Topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my parcel is a week late and nobody answers", Topic.LATE),
        ("我的快递到现在还没到，投诉", Topic.LATE),
        ("包裹给弄丢了", Topic.LATE),
        ("the parcel arrived broken", Topic.GOODS),
        ("you sent me the wrong size again", Topic.GOODS),
        ("收到就是坏的", Topic.GOODS),
        ("你们发错货了，寄错颜色", Topic.GOODS),
        ("you charged my card twice", Topic.MONEY),
        ("still waiting for my refund", Topic.MONEY),
        ("维修师傅乱收费", Topic.MONEY),
        ("退款拖了一个月", Topic.MONEY),
        ("your courier was rude to my mother", Topic.TREATMENT),
        ("客服态度恶劣，还挂我电话", Topic.TREATMENT),
        ("this bot never understands me", Topic.TREATMENT),
        ("投诉你们客服", Topic.TREATMENT),
        ("nobody answers my mails, third week now", Topic.WAITING),
        ("五回了没一个人管", Topic.OTHER),
        ("发了三次消息都没人回", Topic.WAITING),
        ("your return policy is unfair", Topic.RULES),
        ("什么霸王条款", Topic.RULES),
        ("never buying here again", Topic.OTHER),
        ("太失望了", Topic.OTHER),
    ],
)
def test_the_words_say_what_a_complaint_is_about(text: str, topic: Topic):
    assert topic_of(text) is topic


def test_where_the_words_say_nothing_the_classifiers_topic_does():
    assert topic_of("so disappointed", "logistics") is Topic.LATE
    assert topic_of("so disappointed", "packaging") is Topic.GOODS
    assert topic_of("so disappointed", "after_sales") is Topic.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "complaint", "I want to complain", "I'd like to file a formal complaint, please", "我要投诉", "我想投诉你们",
        "怎么投诉",
        "how do I make a complaint?", "我要举报你们店！",
        "hello, I have to complain about something", "投诉。。。",
        "where can I file a formal complaint", "我要 complain",
    ],
)  # fmt: skip
def test_a_complaint_without_content_is_known(text: str):
    assert is_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain about the courier", "我要投诉那个快递员", "投诉你们客服", "complaint: broken lamp",
        "客服挂我电话",
        "your service is terrible", "说话不算数", "PL99165148",
    ],
)  # fmt: skip
def test_a_complaint_that_says_anything_has_content(text: str):
    assert not is_bare(text)


@pytest.mark.parametrize(
    ("text", "outright"),
    [
        ("我要投诉，快递还没到", True),
        ("I want to complain, where is my order", False),
        ("I want to complain, my order is late", True),
        ("I'm filing a complaint about the lamp", True),
        ("我要 complain，parcel 还没到", True),
        ("I want to 投诉 her", True),
        ("再不发货我就要投诉你们了", False),
        ("cancel it, otherwise I'm going to complain", False),
        ("怎么投诉快递员", False),
        ("how do I file a complaint", False),
        ("投诉电话几号", False),
        ("do people complain about the size?", False),
        ("收到投诉处理结果了", False),
    ],
)
def test_a_complaint_made_outright_is_told_from_a_question_about_complaints(text: str, outright: bool):
    assert says_he_complains(text) is outright


@pytest.mark.parametrize("topic", Topic)
def test_each_topic_has_an_apology_of_its_own_in_both_languages(topic: Topic):
    book = ResponseBook.read()
    for language in ("zh", "en"):
        texts = [book.render(f"utter_complaint_{one.value}", language) for one in Topic]
        assert texts.count(book.render(f"utter_complaint_{topic.value}", language)) == 1


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        (datetime(2026, 6, 15, 18), "today, 18:00", "今天18:00"),
        (datetime(2026, 6, 16, 9), "tomorrow, 09:00", "明天09:00"),
        (datetime(2026, 6, 17, 18), "Wed 17 June, 18:00", "6月17日（周三）18:00"),
    ],
)
def test_a_promised_time_is_said_by_its_day(at: datetime, en: str, zh: str):
    today = date(2026, 6, 15)
    assert (formats.moment(at, today, "en"), formats.moment(at, today, "zh")) == (en, zh)
