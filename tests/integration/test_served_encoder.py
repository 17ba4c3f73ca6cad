import json

import numpy as np
import pytest

from tests.trained import ROOT, trained
from understanding.encoder.vocabulary import is_chinese_or_english
from understanding.runtime.encoder import Encoder

HOSTILE = (
    "",
    " ",
    "\n\t",
    "😀😀",
    "\x00\x07\x1b",
    "\ud83d lone surrogate \udc00",
    "<script>alert(1)</script>",
    "退" * 10_000,
    "a" * 10_000,
    "где мой заказ",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    built = Encoder(trained("encoder", "encoder.onnx"))
    built.warm_up()
    return built


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_gets_a_vector_of_length_one(encoder: Encoder, text: str) -> None:
    vector = encoder.encode([text], "query")
    assert vector.shape == (1, 384)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector[0]) == pytest.approx(1.0, abs=1e-3)


def test_vectors_do_not_depend_on_the_batch(encoder: Encoder) -> None:
    texts = ["我要退货", "Where is my parcel, it should have been here last week already?", "ok"]
    together = encoder.encode(texts, "query")
    for row, text in enumerate(texts):
        assert float(together[row] @ encoder.encode([text], "query")[0]) > 0.99


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([], "passage").shape == (0, 384)


def test_a_question_lies_nearer_to_its_answer_in_the_other_language(encoder: Encoder) -> None:
    question = encoder.encode(["怎么开发票"], "query")[0]
    answers = encoder.encode(["We e-mail the invoice after delivery.", "The tent weighs two kilos."], "passage")
    assert float(answers[0] @ question) > float(answers[1] @ question)


def test_pruned_vocabulary_holds_nothing_but_chinese_and_english() -> None:
    folder = trained("encoder", "tokenizer.json")
    state = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    special = {token["content"] for token in state["added_tokens"]}
    assert not [p for p, _ in state["model"]["vocab"] if p not in special and not is_chinese_or_english(p)]


def test_our_own_texts_are_cut_without_unknown_pieces() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(trained("encoder", "tokenizer.json") / "tokenizer.json"))
    unknown = tokenizer.token_to_id("<unk>")
    lines = [
        line[4:]
        for file in sorted((ROOT / "training_data" / "dialogue" / "nlu").glob("*/*.yml"))
        for line in file.read_text("utf-8").splitlines()
        if line.startswith("    - ")
    ]
    encodings = tokenizer.encode_batch(lines)
    with_unknown = [line for line, encoding in zip(lines, encodings, strict=True) if unknown in encoding.ids]
    assert len(with_unknown) <= len(lines) * 0.002, with_unknown[:20]
