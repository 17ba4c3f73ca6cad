"""Answers to the survey in words: scores, remarks, and all that is neither."""

import pytest

from desk.conversations.model import Analysis, Entity, Understood
from desk.satisfaction.reading import has_nothing_to_add, is_courtesy, is_remark, read_score, says_yes


def understood(intent: str, confidence: float = 0.9, *entities: Entity) -> Understood:
    return Understood(Analysis(intent, confidence, "neutral", "other", entities), "en", "en", {})


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", 5),
        ("５！", 5),
        ("4分", 4),
        ("五星", 5),
        ("两颗星", 2),
        ("4 stars", 4),
        ("two stars", 2),
        ("4/5", 4),
        ("3 out of 5", 3),
        ("⭐⭐⭐⭐", 4),
        ("I'd give it a 4", 4),
        ("给你们5分", 5),
        ("very good", 5),
        ("It was great, thanks!", 5),
        ("I’m not satisfied", 2),
        ("not bad", 4),
        ("so-so", 3),
        ("terrible", 1),
        ("挺好的", 4),
        ("很满意，谢谢", 5),
        ("一般般吧", 3),
        ("不太满意", 2),
        ("太差了", 1),
    ],
)
def test_a_score_is_read_from_digits_stars_and_plain_verdicts(text: str, score: int):
    assert read_score(text) == score


@pytest.mark.parametrize(
    "text",
    [
        "0", "6", "10", "55", "4.5", "ok", "好的", "谢谢", "thanks", "bye", "good morning", "5 of them please", "第5个",
        "不错，再帮我查下订单",
        "very good, now cancel my order", "the bad one", "5 stars hotel pillow", "PL99165148", "!",
    ],
)  # fmt: skip
def test_anything_else_is_no_score(text: str):
    assert read_score(text) is None


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("the agent was rude to me", "complaint", 0.99),
        ("答非所问，说了三遍", "oos", 0.75),
        ("something odd", "recommend", 0.38),
        ("退货规定太死板了", "return_item", 1.0),
        ("your return policy is too strict", "return_item", 1.0),
        ("回复很快，很贴心", "thanks", 0.97),
        ("you were really quick, thank you", "thanks", 1.0),
    ],
)
def test_a_remark_is_a_word_to_the_score(text: str, intent: str, confidence: float):
    assert is_remark(text, understood(intent, confidence))


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("can I also return the lamp", "return_item", 1.0),
        ("actually my refund", "refund_status", 0.9),
        ("那我的退款什么时候到", "refund_status", 0.3),
        ("where is it?", "oos", 0.9),
        ("could you look at it again", "oos", 0.9),
        ("请再看一下", "oos", 0.9),
        ("我要投诉", "complaint", 1.0),
        ("I want to file a complaint", "complaint", 1.0),
        ("it's too small, I want to send it back", "return_item", 0.9),
        ("转人工", "human", 1.0),
        ("thanks", "thanks", 1.0),
        ("再见", "goodbye", 1.0),
    ],
)
def test_a_wish_a_question_and_a_bare_courtesy_are_no_remark(text: str, intent: str, confidence: float):
    assert not is_remark(text, understood(intent, confidence))


def test_an_order_number_is_never_taken_for_a_remark():
    number = Entity("order_number", "PL99165148", 0, 10)
    assert not is_remark("PL99165148 was slow", understood("oos", 0.9, number))
    assert is_remark("it was slow", understood("oos", 0.9))


def test_having_nothing_to_add_is_understood():
    assert has_nothing_to_add("没有了", None)
    assert has_nothing_to_add("no, thanks", understood("deny"))
    assert not has_nothing_to_add("no, I want to return the lamp I bought last week", understood("deny"))
    assert not has_nothing_to_add("nobody helped me", understood("oos"))


def test_a_courtesy_is_bare():
    assert is_courtesy("thank you", understood("thanks"))
    assert not is_courtesy("thank you for being so very patient", understood("thanks"))
    assert not is_courtesy("slow", understood("oos"))


def test_only_a_clear_yes_takes_up_an_offer():
    assert all(says_yes(text) for text in ("要", "yes please", "Yes!", "需要"))
    assert not any(says_yes(text) for text in ("ok", "好的", "yes but first cancel my order", "不要"))
