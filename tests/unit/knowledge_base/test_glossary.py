"""The glossary: what texts say in the other language, and entries that are found by it."""

import json
from dataclasses import replace

import pytest

from knowledge_base.entries import BadEntryError, Changes, Entry, Question
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import SEARCHES, Calibrations
from knowledge_base.retrieval.glossary import Glossary, Meaning, crossings
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.vectors import CentredVectors
from tests.unit.knowledge_base.test_answerer import CALIBRATION, NO_MEANS, BigramEncoder

GLOSSARY = Glossary(
    [
        Meaning(("退货", "退"), ("return", "send back")),
        Meaning(("耳机",), ("headphones", "cans")),
        Meaning(("无线耳机",), ("earbuds", "wireless earphones")),
        Meaning(("晃", "不稳"), ("wobbly",)),
        Meaning(("桌子",), ("desk",)),
        Meaning(("包",), ("bag",)),
        Meaning(("包",), ("cover",)),
    ]
)
WOBBLY = Entry("wobbly", (Question("my desk is wobbly", "en"),), {"en": "Turn the feet."})
RETURN = Entry("return", (Question("how do i send it back", "en"),), {"en": "Within 15 days."})
FEE = Entry("fee", (Question("运费多少", "zh"), Question("delivery fee", "en")), {"zh": "八元", "en": "¥8"})


def test_a_chinese_text_says_the_english_words_of_its_own():
    said = GLOSSARY.words("桌子不稳")
    assert said["desk"] == said["wobbl"] == 1.0
    assert GLOSSARY.words("Wobbly desks!").keys() == said.keys()


def test_longer_words_count_more_than_those_inside_and_sole_characters():
    said = GLOSSARY.words("无线耳机怎么退")
    assert said["earbud"] == 1.0
    assert said["headphon"] == said["return"] == 0.5


def test_a_word_of_two_senses_is_less_sure_of_either():
    assert GLOSSARY.words("包")["bag"] < GLOSSARY.words("退")["return"]


def test_synonyms_share_a_meaning():
    first, second = GLOSSARY.words("I want to send it back"), GLOSSARY.words("returning these")
    assert not first.keys() & second.keys()
    assert GLOSSARY.words("send back these cans").keys() & GLOSSARY.words("returned headphones").keys()


def test_chinese_is_rendered_by_its_longest_words():
    assert GLOSSARY.rendered("无线耳机 A5 想退货") == "earbuds A5 return"
    assert GLOSSARY.rendered("你好") == ""


def test_rare_words_lead_to_the_entry_that_says_them():
    found = crossings("桌子不稳，退", GLOSSARY, [WOBBLY, RETURN, FEE])
    assert found["wobbly"] > found["return"] > found["fee"] == 0.0


def test_nothing_said_crosses_nothing():
    assert crossings("!?", GLOSSARY, [WOBBLY]) == {"wobbly": 0.0}
    assert crossings("桌子", Glossary(), [WOBBLY]) == {"wobbly": 0.0}


def an_answerer(entries, glossary=GLOSSARY, **calibrations):
    vectors = CentredVectors(BigramEncoder(), NO_MEANS)
    fits = dict.fromkeys(SEARCHES, CALIBRATION) | calibrations
    answerer = Answerer(vectors, Library(vectors), Calibrations(**fits), glossary=glossary)
    answerer.library.apply(Changes(1, tuple(entries), ()))
    return answerer


def test_a_chinese_question_finds_an_english_entry():
    first = an_answerer([WOBBLY, RETURN]).search("桌子老是晃").candidates[0]
    assert (first.entry_id, first.language) == ("wobbly", "en")


def test_an_english_question_finds_a_chinese_entry():
    wobbly = Entry("wobbly", (Question("桌子不稳怎么办", "zh"),), {"zh": "拧脚垫"})
    back = Entry("return", (Question("怎么退货", "zh"),), {"zh": "15天内"})
    assert an_answerer([wobbly, back]).search("desk is wobbly").candidates[0].entry_id == "wobbly"
    assert an_answerer([wobbly, back]).search("send it back, return").candidates[0].entry_id == "return"


def test_an_entry_in_the_customers_language_is_not_crowded_out():
    wobbly = Entry("wobbly-zh", (Question("桌子老是晃", "zh"),), {"zh": "拧脚垫"})
    assert an_answerer([WOBBLY, wobbly]).search("桌子老是晃").candidates[0].entry_id == "wobbly-zh"


def test_how_sure_an_answer_across_languages_is_has_a_calibration_of_its_own():
    never = replace(CALIBRATION, bias=-60.0)
    found = an_answerer([WOBBLY, RETURN], across=never).search("桌子老是晃")
    assert found.answer is None and found.probability < 1e-6
    assert an_answerer([WOBBLY, RETURN], across=never).search("my desk is wobbly").answer is not None


def test_a_glossary_is_read_as_it_was_written(tmp_path):
    GLOSSARY.save(tmp_path / "glossary.jsonl")
    assert Glossary.read([tmp_path / "glossary.jsonl"]).meanings == list(GLOSSARY.meanings)


@pytest.mark.parametrize("line", ['{"zh": ["退"]}', '{"zh": [], "en": ["x"]}', '{"zh": ["退"], "en": [" "]}', "[]"])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "glossary.jsonl"
    path.write_text(json.dumps({"zh": ["退"], "en": ["return"]}) + "\n" + line)
    with pytest.raises(BadEntryError, match=":2"):
        Glossary.read([path])
