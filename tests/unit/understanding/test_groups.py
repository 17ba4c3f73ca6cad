from understanding.training.examples import Example
from understanding.training.groups import near_duplicate_groups, split_off


def test_near_duplicates_share_a_group() -> None:
    groups = near_duplicate_groups(
        [
            "Where is my order?",
            "where is my order 12",
            "Where is my big order",
            "怎么开发票",
            "怎么开发票呀",
            "天气真好",
        ]
    ).tolist()
    assert groups[0] == groups[1] == groups[2]
    assert groups[3] == groups[4]
    assert len(set(groups)) == 3


def test_single_characters_are_told_apart() -> None:
    assert len(set(near_duplicate_groups(["a", "b", "😀", "a"]).tolist())) == 3


def test_slice_takes_its_share_of_every_label_and_no_near_duplicate() -> None:
    examples = tuple(
        Example(text, {"intent": label}, "zh")
        for label, first in (("greet", 0x4E00), ("coupon", 0x6E00))
        for n in range(40)
        for wording in ["".join(chr(first + 9 * n + i) for i in range(6))]
        for text in (wording, wording + "！")
    )
    learned, held = split_off(examples, 0.1, seed=3)
    assert len(learned) + len(held) == len(examples)
    for label in ("greet", "coupon"):
        assert 4 <= sum(example.labels["intent"] == label for example in held) <= 9
    assert not {e.text.rstrip("！") for e in learned} & {e.text.rstrip("！") for e in held}


def test_the_last_example_of_a_label_in_a_language_is_learnt_from() -> None:
    many = tuple(Example(chr(0x4E00 + 7 * i) * 5, {"intent": "stock"}, "zh") for i in range(40))
    few = (Example("gift wrap please", {"intent": "gift"}, "en"), Example("帮我包成礼物", {"intent": "gift"}, "zh"))
    for seed in range(5):
        learned, held = split_off((*many, *few), 0.1, seed)
        assert all(example in learned for example in few)
        assert len(held) == 4


def test_split_is_the_same_for_the_same_seed() -> None:
    examples = tuple(Example(chr(0x4E00 + 7 * i) * 5, {"intent": "a"}, "zh") for i in range(40))
    assert split_off(examples, 0.2, 1) == split_off(examples, 0.2, 1)
    assert split_off(examples, 0.2, 1) != split_off(examples, 0.2, 2)
