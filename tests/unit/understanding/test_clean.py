from understanding.training.clean import clean
from understanding.training.examples import Example, Span


def intent(text: str, label: str, place: str = "") -> Example:
    return Example(text, {"intent": label}, place=place)


def test_each_fault_is_counted_and_placed() -> None:
    done = clean(
        [
            intent("where is it", "order_status", "f:1"),
            intent("Where  is it", "order_status", "f:2"),
            intent("   ", "oos", "f:3"),
            intent("é€€è´§ â€œ", "return_item", "f:4"),
            intent("return it", "return_item", "f:5"),
            intent("RETURN IT", "refund_status", "f:6"),
        ]
    )
    assert [example.text for example in done.examples] == ["where is it"]
    assert done.removed == {"contradictory": 2, "empty": 1, "encoding fault": 1, "repeated": 1}
    assert done.places["contradictory"] == ("f:5", "f:6")


def test_labels_of_different_heads_do_not_contradict() -> None:
    both = clean([intent("so slow", "complaint"), Example("so slow", {"sentiment": "negative"})])
    assert len(both.examples) == 2
    assert both.removed == {}


def test_only_the_contradictory_head_is_lost() -> None:
    done = clean(
        [Example("meh", {"sentiment": "neutral", "topic": "other"}), Example("meh", {"sentiment": "negative"})]
    )
    assert [dict(example.labels) for example in done.examples] == [{"topic": "other"}]


def test_marked_sentences_are_kept_once() -> None:
    marked = Example("red cup", {}, spans=(Span(0, 3, "colour"),))
    done = clean([marked, marked])
    assert done.examples == (marked,)
    assert done.removed == {"repeated": 1}


def test_near_duplicates_are_counted_and_kept() -> None:
    done = clean(
        [intent("where is my parcel now", "order_status"), intent("where is my parcel now then", "order_status")]
    )
    assert (len(done.examples), done.near_duplicates) == (2, 1)


def test_nothing_stays_nothing() -> None:
    assert clean([]).examples == ()
