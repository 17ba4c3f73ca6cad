import pytest

from tests.unit.understanding.tiny import tiny_tokenizer
from understanding.encoder.vocabulary import is_chinese_or_english, prunable, prune


@pytest.mark.parametrize(
    "piece", ["▁where", "退款", "2", "…", "，", "¥", "😀", "é", "▁café", "～", "①", "の", "Ⅲ", "℃"]
)
def test_pieces_that_stay(piece: str) -> None:
    assert is_chinese_or_english(piece)


@pytest.mark.parametrize("piece", ["▁где", "ですか", "안녕", "สวัสดี", "▁największy", "ệt", "١", "αβ", "אב", "▁hələ"])
def test_pieces_that_go(piece: str) -> None:
    assert not is_chinese_or_english(piece)


def test_pruning_leaves_the_cut_of_chinese_and_english_as_it_was() -> None:
    before = tiny_tokenizer()
    after, kept = prune(before)
    assert prunable(before)
    assert after.get_vocab_size() == before.get_vocab_size() - 1
    for text in ["where is my order?", "我的订单到哪了", "My 订单 is 你好  ok", "", "天气\t怎么～"]:
        assert [kept[i] for i in after.encode(text).ids] == before.encode(text).ids


def test_pruning_keeps_the_special_tokens() -> None:
    after, _ = prune(tiny_tokenizer())
    assert [after.token_to_id(name) for name in ("<s>", "<pad>", "</s>", "<unk>")] == [0, 1, 2, 3]
    assert after.token_to_id("<mask>") == after.get_vocab_size() - 1
    assert after.encode("цвет").ids.count(3) == 1


def test_white_space_and_control_characters_are_normalised_as_in_the_original() -> None:
    tokenizer = tiny_tokenizer()
    assert tokenizer.encode("my\u200b\t\n order\x07\u3000").ids == tokenizer.encode("my order").ids
    assert tokenizer.encode("ＭＹ").ids == tokenizer.encode("MY").ids
