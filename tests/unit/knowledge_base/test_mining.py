"""Mining: what of a chat is worth keeping, without anything personal."""

import json
import time
from pathlib import Path

import pytest

from knowledge_base.entries import BadEntryError, Changes, Entry, Question
from knowledge_base.mining.clusters import clustered, contradict
from knowledge_base.mining.doubles import doubles
from knowledge_base.mining.drafts import drafts
from knowledge_base.mining.pairs import Pair, mine
from knowledge_base.mining.personal import find_personal, hidden, names_in
from knowledge_base.mining.transcripts import Conversation, Turn, read_transcripts
from knowledge_base.retrieval.answerer import Answer, Candidate, Found
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.vectors import CentredVectors
from tests.unit.knowledge_base.test_answerer import NO_MEANS, BigramEncoder
from understanding.runtime.model import Entity, Scored, Understanding

NOTHING = Found(None, 0.1, (), ask_back=False)


def asks(texts, entities=(), intent="product_info"):
    """Every message asks for something; the entities are seen wherever their words stand."""
    return [
        Understanding(
            "en", "en", Scored(intent, 1.0), (), Scored("neutral", 1.0), Scored("other", 1.0),
            tuple(Entity(kind, word, (at := text.index(word)), at + len(word))
                  for kind, word in entities if word in text),
            1.0,
        )
        for text in texts
    ]  # fmt: skip


def redacted(text: str, *how, **named) -> str:
    """A text by itself without what is personal in it."""
    return hidden(text, find_personal(text, *how, **named))


def chat(*lines: str, **how) -> Conversation:
    """Lines ``c: ...`` and ``a: ...`` of customer and agent."""
    turns = [
        Turn(number, "customer" if line[0] == "c" else "agent", line[3:], "" if line[0] == "c" else "Lily")
        for number, line in enumerate(lines)
    ]
    return Conversation("t1", tuple(turns), "2026-03-04", **how)


def test_greetings_and_thanks_are_dropped_and_messages_in_a_row_belong_together():
    (pair,) = mine(
        chat(
            "c: hi", "a: Morning! This is Lily, go ahead", "c: does the dongle work", "c: with a ps5?",
            "a: Yes, in any USB-A port.", "c: thx!!", "a: You're welcome",
        ),
        asks,
    )  # fmt: skip
    assert pair.question == "does the dongle work with a ps5?"
    assert pair.answer == "Yes, in any USB-A port."
    assert (pair.asked_in, pair.answered_in) == ((2, 3), (4,))


def test_a_follow_up_takes_its_subject_from_the_question_before():
    pairs = mine(
        chat(
            "c: 圆通到乌鲁木齐大概要几天？", "a: 新疆一般六到八天，偏远乡镇再加两天。",
            "c: 那顺丰呢", "a: 顺丰三到五天，另收十五元运费。",
        ),
        asks,
    )  # fmt: skip
    assert pairs[1].question == "圆通到乌鲁木齐大概要几天？ 那顺丰呢"
    assert pairs[1].answer.startswith("顺丰三到五天")


def test_a_question_stays_open_while_the_agent_asks_back():
    (pair,) = mine(
        chat(
            "c: can the lamp be repaired, the arm is loose", "a: Could you send me the order number?", "c: #W2408812",
            "a: The arm has a screw under the cap, a quarter turn clockwise fixes it.",
        ),
        lambda texts: [asks([text], intent="inform" if "#" in text else "warranty_repair")[0] for text in texts],
    )  # fmt: skip
    assert pair.question.startswith("can the lamp be repaired")
    assert pair.answered_in == (3,)


def test_a_correction_replaces_the_answer():
    (pair,) = mine(
        chat(
            "c: how long is the warranty on bags", "a: Bags have twelve months of warranty with us.",
            "a: Sorry, that was wrong: it is twenty-four months for bags.",
        ),
        asks,
    )  # fmt: skip
    assert "twenty-four" in pair.answer


def test_a_later_correction_without_a_question_replaces_the_answer():
    (pair,) = mine(
        chat(
            "c: how long is the warranty on bags", "a: Bags have twelve months of warranty with us.", "c: ok",
            "a: Sorry, I was wrong, it is twenty-four months for bags.",
        ),
        asks,
    )  # fmt: skip
    assert pair.answer == "Sorry, I was wrong, it is twenty-four months for bags."
    assert pair.answered_in == (3,)


def test_what_was_done_for_one_customer_is_no_answer_for_others():
    (pair,) = mine(
        chat(
            "c: I am Helen Brandt, order #W2408812, can I still change the colour?",
            "a: Ms Brandt, I've changed it to black for you. Colours can be changed once while the order is pending.",
        ),
        asks,
    )  # fmt: skip
    assert pair.answer == "Colours can be changed once while the order is pending."
    assert "Brandt" not in pair.question
    assert "W2408812" not in pair.question


@pytest.mark.parametrize(
    "conversation",
    [
        chat(),
        chat("c: does it float?"),
        chat("a: Hello, anybody there?"),
        chat("c: hi", "a: Hello, how can I help?", "c: thanks", "a: You're welcome"),
    ],
)
def test_a_chat_without_question_or_answer_gives_nothing(conversation):
    assert mine(conversation, asks) == ()


def test_ten_thousand_turns_are_read_up_to_a_bound(tmp_path):
    turns = [
        {"role": "customer", "text": "does it float?"},
        {"role": "agent", "text": "Yes, it floats on water."},
    ] * 5000
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"conversation_id": "x", "turns": turns}))
    (conversation,) = read_transcripts(path)
    assert len(conversation.turns) == 2000
    assert len(mine(conversation, asks)) == 1000


def test_broken_and_empty_turns_and_other_roles_are_left_out(tmp_path):
    turns = [
        {"role": "customer", "text": "锟斤拷锟斤拷"},
        {"role": "customer", "text": "   "},
        {"role": "system", "text": "joined"},
        {"role": "customer", "text": "does it float?"},
    ]
    path = tmp_path / "chats.jsonl"
    path.write_text(json.dumps({"conversation_id": 7, "turns": turns}))
    (conversation,) = read_transcripts(path)
    assert [(turn.number, turn.text) for turn in conversation.turns] == [(3, "does it float?")]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b'{"conversation_id": "x", "turns": [{"role": "customer"}]}', "turn 0"),
        (b'{"conversation_id": "x"}', "turns"),
        (b'{"turns": []}', "conversation_id"),
        (b'{"conversation_id": "a", "turns": []}', "twice"),
        (b'{"conversation_id": "x", "turns": [], "rating": "good"}', "rating"),
        (b'{"conversation_id": "caf\xe9"}', "UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_transcript_is_named_by_line(tmp_path, line, complaint):
    path = tmp_path / "chats.jsonl"
    path.write_bytes(b'{"conversation_id": "a", "turns": []}\n' + line)
    with pytest.raises(BadEntryError, match=complaint) as caught:
        read_transcripts(path)
    assert f"{path}:2" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("mail me at lin.x@mail.example", "mail me at [email]"),
        ("call +86 139 0455 2871 please", "call [phone] please"),
        ("手机尾号是 138****6621", "手机尾号是 [phone]"),
        ("订单 #W2408812 在哪", "订单 [order] 在哪"),
        ("卡号 6222 0214 7735 9081", "卡号 [card]"),
        ("身份证 11010519491231002X", "身份证 [id]"),
        ("寄到成都市武侯区科华北路87号6栋", "寄到[address]"),
        ("Send it to 16 Yulin Street, Chengdu", "Send it to [address]"),
        ("何秀兰女士您好", "[name]您好"),
        ("my name is Helen Brandt", "my name is [name]"),
        ("wechat: mandy_0317", "wechat: [handle]"),
        ("my serial is OC7-2506-118842", "my serial is [id]"),
        ("parcel 889-2604-0117 is on hold", "parcel [order] is on hold"),
        ("ring 5550 4471.", "ring [phone]."),
        ("座机 0755-8650 2211 转 806", "座机 [phone]"),
        ("手机一三五 零零零零 八八二一", "手机[phone]"),
        ("手机 幺三九 一幺二二 三三四四", "手机 [phone]"),
        ("call me on 9123-4567", "call me on [phone]"),
        ("我姓郄，郄女士是我", "我[name]，[name]是我"),
        ("收件人阿依古丽·买买提", "收件人[name]"),
        ("阿依古丽·买买提，199 9813 0467", "[name]，[phone]"),
        ("小红书id vivi_0921", "小红书id [handle]"),
        ("my plate is MT19 KXR, born 14/08/1979", "my plate is [id], born [id]"),
    ],
)
def test_personal_data_is_replaced_by_what_it_is(text, clean):
    assert redacted(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Orders over ¥99 ship free",
        "保修24个月，15天内可退",
        "the 2-4 day delivery",
        "黄色的还有吗",
        "from 2026-03-04 on, 1200-2000 W, 100-240 V, 1234567 mAh, ¥1,234,567.00, 满1000000积分",
        "收件人只写姓可以吗？你们可以开发票吗，改姓不改名",
        "深空灰·标准版 有货吗",
        "抖音 coupon 有吗, AB12 CDE socket",
    ],
)
def test_what_is_not_personal_stays(text):
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "区" * 2000,
        "1F " * 1300,
        "市区" * 1500,
        "Aa " * 1300,
        "A1 Road " * 500,
        "我叫" * 1500,
        "#AAAA-AAAA-AAAA-" + "1A" * 1990 + "a1",
        "#" * 4000,
    ],
)
def test_no_text_keeps_the_redaction_busy(text):
    began = time.process_time()
    redacted(text)
    assert time.process_time() - began < 5


def test_what_only_contains_something_of_the_shops_is_personal_all_the_same():
    keep = ["li", "Nova", "400-555-0136"]
    assert redacted("write to oliver@x.example", keep=keep) == "write to [email]"
    assert redacted("my name is Rosa Casanova", keep=keep) == "my name is [name]"
    assert redacted("call 4005550136", keep=keep) == "call 4005550136"


def test_a_name_given_once_is_found_in_the_whole_conversation_and_the_shops_own_data_stays():
    names = names_in(["My name is Helen Brandt", "ok"])
    assert redacted("Brandt, call 400-555-0136", names, ["400-555-0136"]) == "[name], call 400-555-0136"


def test_what_the_classifier_sees_is_personal_too_but_a_city_or_a_title_alone_is_not():
    text = "Mr Abara here, 7 Rue des Lilas Lyon. Do you ship to Lyon?"
    seen = [("person", "Mr Abara"), ("address", "7 Rue des Lilas Lyon")]
    ((read,),) = [[one.entities for one in asks([text], seen)]]
    assert redacted(text, read=read) == "Mr [name] here, [address]. Do you ship to Lyon?"
    (alone,) = asks(["do you ship to Lyon, Mr"], [("address", "Lyon"), ("person", "Mr")])
    assert redacted("do you ship to Lyon, Mr", read=alone.entities) == "do you ship to Lyon, Mr"
    assert "Abara" in names_in(["thanks"], read)


def test_spans_that_overlap_go_together():
    text = "write to Zoe zoe@brews.example"
    (seen,) = asks([text], [("person", "Zoe zoe@brews")])
    assert redacted(text, read=seen.entities) == "write to [email]"


def test_what_is_mined_holds_nothing_that_the_classifier_saw_as_personal():
    (mined,) = mine(
        chat("c: does umbrella tide fit abara", "a: Good question, abara! It fits every bag we sell."),
        lambda texts: asks(texts, [("person", "abara")]),
    )
    assert "abara" not in mined.question + mined.answer


def pair(question: str, answer: str, solved: bool = True) -> Pair:
    return Pair(question, answer, f"t-{answer}", "Lily", "2026-03-04", solved, 0)


def test_pairs_that_say_the_same_are_one_group_with_the_answer_most_agree_on():
    import numpy as np

    pairs = [
        pair("q1", "15 days"),
        pair("q2", "30 days", solved=False),
        pair("q3", "within 15 days"),
        pair("x", "blue"),
    ]
    questions = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], np.float32)
    answers = np.array([[1, 0], [0.8, 0.6], [1, 0], [0, 1]], np.float32)
    first, second = clustered(pairs, questions, answers)
    assert (len(first.pairs), len(second.pairs)) == (3, 1)
    assert first.best.answer in ("15 days", "within 15 days")
    assert [one.answer for one in first.contradicting] == ["30 days"]


def test_answers_contradict_when_they_name_other_numbers():
    assert contradict("15 days", "within 30 days")
    assert not contradict("15 days, 8 yuan", "15 days")
    assert not contradict("yes", "30 days")


def test_what_the_live_entries_answer_surely_is_not_proposed():
    known = Found(Answer("e", "q", "a", "en", True, 1.0), 0.9, (), ask_back=False)
    conversation = chat("c: does it float?", "a: Yes, it floats on water for hours.")
    assert drafts(conversation, asks, lambda text, language: known) == ()
    (draft,) = drafts(conversation, asks, lambda text, language: NOTHING)
    assert draft.entry.answers == {"en": "Yes, it floats on water for hours."}
    assert draft.entry.provenance.agent == "Lily"
    assert draft.entry.status == "in_review"


def joined(conversation: Conversation, near: Candidate) -> str:
    """The entry that what is learnt from a chat joins, when the search finds ``near`` and is not sure."""
    found = Found(None, 0.3, (near,), ask_back=True)
    (draft,) = drafts(conversation, asks, lambda text, language: found)
    return draft.entry.joins


def test_an_answer_the_shop_has_already_becomes_another_wording_of_its_entry():
    near = Candidate("floats", "can it swim", "Yes, it floats on water for many hours.", "en", 0.4, 0.5)
    assert joined(chat("c: will it sink?", "a: Yes, it floats on water for hours."), near) == "floats"


def test_facts_of_one_order_become_named_facts():
    conversation = chat("c: how do I track it?", "a: Enter SF1234567890 on the page of SF Express.")
    (draft,) = drafts(
        conversation, asks, lambda text, language: NOTHING, facts={"SF1234567890": "order.tracking_number"}
    )
    assert draft.entry.answers == {"en": "Enter {order.tracking_number} on the page of SF Express."}


def test_an_order_number_inside_another_number_is_no_fact():
    conversation = chat("c: how do I track it?", "a: Enter YT10012345 or order 1001 on the page of the carrier.")
    facts = {"1001": "order.order_id", "YT10012345": "order.tracking_number"}
    (draft,) = drafts(conversation, asks, lambda text, language: NOTHING, facts=facts)
    assert draft.entry.answers["en"].startswith("Enter {order.tracking_number} or order {order.order_id}")


def test_an_answer_with_other_numbers_is_no_twin():
    near = Candidate("refund", "when is my money back", "The refund takes 3 working days.", "en", 0.4, 0.5)
    assert joined(chat("c: when will i get it back?", "a: The refund takes 5 working days."), near) == ""


def test_a_reply_with_mark_up_is_not_proposed():
    conversation = chat("c: does it float?", "a: Yes <script>alert(1)</script> it floats on water.")
    assert drafts(conversation, asks, lambda text, language: NOTHING) == ()


def test_live_entries_that_are_asked_the_same_are_reported_contradictions_first():
    vectors = CentredVectors(BigramEncoder(), NO_MEANS)
    library = Library(vectors)

    def entry(name: str, question: str, answer: str) -> Entry:
        return Entry(name, (Question(question, "en"),), {"en": answer})

    library.apply(
        Changes(
            1,
            (
                entry("old", "how long can i return it", "within 15 days"),
                entry("new", "how long can I return it?", "within 30 days"),
                entry("gift", "is there gift wrap", "yes"),
                entry("wrap", "is there gift wrap?", "yes, for 12 yuan"),
                entry("other", "where is my parcel", "on its way"),
            ),
            (),
        )
    )
    found = doubles(library)
    assert [(one.entry_ids, one.contradict) for one in found] == [(("new", "old"), True), (("gift", "wrap"), False)]


TRANSCRIPTS = Path("training_data/knowledge/transcripts")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_the_marked_personal_data_next_to_nothing_is_overlooked(language):
    marks = [json.loads(line) for line in (TRANSCRIPTS / f"{language}.marks.jsonl").read_text().splitlines()]
    chats = {one.conversation_id: one for one in read_transcripts(TRANSCRIPTS / f"{language}.jsonl")}
    found = total = 0
    for mark in marks:
        turns = {turn.number: turn for turn in chats[mark["conversation_id"]].turns}
        agents = {turn.agent for turn in turns.values()}
        names = names_in(turn.text for turn in turns.values()) - agents
        for one in mark["personal"]:
            text = turns[one["turn"]].text
            start = text.index(one["text"])
            places = set(range(start, start + len(one["text"])))
            hidden = {place for span in find_personal(text, names, agents) for place in range(span.start, span.end)}
            total += 1
            found += len(places & hidden) >= 0.8 * len(places)
    assert total > 90
    assert found / total >= 0.93
