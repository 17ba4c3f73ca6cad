"""The ``concierge`` command on the trained models and a state folder of its own."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONCIERGE = ROOT / ".venv/bin/concierge"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli") / "var"


def run(var: Path, *words: object, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
    return subprocess.run(
        [str(CONCIERGE), *map(str, words)],
        cwd=ROOT,
        env={**clean, "CONCIERGE_VAR": str(var), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Bad input: exit code 2, nothing on standard output, one clear line."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_classify_prints_one_document(var):
    read = document(run(var, "classify", "我的订单PL12345678怎么还没到，300以内推荐一个", "--json"))
    assert set(read) == {"language", "intent", "sentiment", "topic", "entities"}
    assert read["language"] == "zh"
    number = next(entity for entity in read["entities"] if entity["type"] == "order_number")
    assert (number["text"], number["start"], number["end"]) == ("PL12345678", 4, 14)


def test_a_bad_written_conversation_is_named_before_anything_starts(var, tmp_path):
    path = tmp_path / "bad.yml"
    path.write_text("{conversation: a, language: en, steps: [{say: hi, bott: []}]}")
    line = one_line(run(var, "test", "dialogue", path))
    assert line.startswith(f"concierge: {path}, document 1: steps[1].bott is unknown")
    path.write_text("{conversation: a, language: en, steps: [{say: hi}]}")
    assert "no conversation has 'zebra' in its name" in one_line(run(var, "test", "dialogue", path, "--only", "zebra"))


def test_what_is_no_command_of_its_own_belongs_to_pytest(var):
    done = run(var, "test", "--collect-only", "-q", "tests/unit/desk/test_text.py")
    assert done.returncode == 0, done.stderr
    assert "tests/unit/desk/test_text.py::" in done.stdout


def test_classify_reads_a_file_of_texts(var, tmp_path):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "hello"}\n{"text": "退款什么时候到账"}\n')
    first, second = document(run(var, "classify", "--file", path, "--json"))
    assert first["intent"]["label"] == "greet"
    assert second["intent"]["label"] == "refund_status"


@pytest.mark.parametrize("text", ["", "😀", "\x00\x07", "x" * 10_000, "/greet", "\u3000"])
def test_classify_survives_any_text(var, text):
    if "\x00" in text:
        text = text.replace("\x00", "")
    assert document(run(var, "classify", text, "--json"))["intent"]["label"]


@pytest.mark.parametrize(("text", "word"), [("where is my parcel", "parcel"), ("我要开发票", "发票")])
def test_classify_explains_a_label_by_its_words(var, text, word):
    read = document(run(var, "classify", text, "--explain", "--json"))
    strongest = max(read["tokens"], key=lambda token: token["weight"])
    assert set(strongest) == {"text", "weight"}
    assert any(character in strongest["text"] for character in word)
    assert "".join(token["text"] for token in read["tokens"]) == text.replace(" ", "")


def test_brands_colours_and_sizes_are_found(var):
    read = document(run(var, "classify", "我想买一件黑色的羽绒服，XL码，寄到上海", "--json"))
    found = {(entity["type"], entity["text"]) for entity in read["entities"]}
    assert ("colour", "黑色") in found
    assert {"product", "size"} <= {kind for kind, _ in found}


def test_own_data_with_a_broken_line_changes_nothing(var, tmp_path):
    (tmp_path / "intent.jsonl").write_text('{"text": "退货", "intent": "return_item"}\n{"text": 3}\n')
    before = sorted((ROOT / "models" / "understanding").iterdir())
    assert "intent.jsonl:2" in one_line(run(var, "train", "understanding", "--data", tmp_path))
    assert sorted((ROOT / "models" / "understanding").iterdir()) == before
    assert not (ROOT / "training_data" / "own.draft").exists()


def test_evaluation_on_one_label_is_refused_in_one_line(var, tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text("".join(f'{{"text": "parcel number {i}", "intent": "stock"}}\n' for i in range(5)))
    assert "too few labels" in one_line(run(var, "evaluate", "intent", "--train", path, "--test", path, "--json"))


def test_a_bad_line_in_a_file_is_named(var, tmp_path):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "hello"}\nnot json\n')
    assert "texts.jsonl:2" in one_line(run(var, "classify", "--file", path, "--json"))


def test_an_unknown_setting_ends_with_one_line(var):
    assert "CONCIERGE_PROT" in one_line(run(var, "classify", "hello", CONCIERGE_PROT="1"))


def test_answers_search_shows_answer_probability_and_candidates(var):
    found = document(run(var, "answers", "search", "满多少钱包邮", "--json"))
    assert found["candidates"][0]["entry_id"] == "ship-free-threshold"
    assert found["answer"] == found["candidates"][0]["answer"]
    assert 0.5 < found["probability"] <= 1


def test_answers_search_stays_silent_when_nothing_fits(var):
    assert document(run(var, "answers", "search", "who won the world cup in 1998", "--json"))["answer"] is None


def test_imported_answers_are_found(var, tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"id": "parrot", "query": "Do you sell parrot cages?", "answer": "Yes, in spring."}))
    assert run(var, "import", "answers", path).returncode == 0
    assert document(run(var, "answers", "search", "do you sell parrot cages", "--json"))["answer"] == "Yes, in spring."


def test_recommend_keeps_to_the_limit_and_gives_reasons(var):
    items = document(run(var, "recommend", "--customer", "C0001", "--text", "under 200", "--json"))["items"]
    assert len(items) == 5
    assert all(float(item["price"]) <= 200 and item["reason"] for item in items)


def test_an_unknown_customer_is_refused_in_one_line(var):
    assert "C9999" in one_line(run(var, "recommend", "--customer", "C9999"))


def test_a_shop_survives_export_and_import(var, tmp_path):
    assert run(var, "export", "shop", tmp_path / "one").returncode == 0
    assert run(tmp_path / "other", "import", "shop", tmp_path / "one").returncode == 0
    assert run(tmp_path / "other", "export", "shop", tmp_path / "two").returncode == 0
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_a_bad_shop_line_is_named_and_the_shop_stays(var, tmp_path):
    run(var, "export", "shop", tmp_path / "shop")
    path = tmp_path / "shop" / "orders.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], '{"order_id": 5}', *lines[2:]]))
    assert "orders.jsonl" in (complaint := one_line(run(var, "import", "shop", tmp_path / "shop")))
    assert "3" in complaint
    assert run(var, "export", "shop", tmp_path / "after").returncode == 0
    assert len((tmp_path / "after" / "orders.jsonl").read_text().splitlines()) == len(lines)


def test_doctor_reports_what_is_there(var):
    findings = json.loads(run(var, "doctor", "--json").stdout)
    assert all(finding["well"] or finding["optional"] or finding["remedy"] for finding in findings)


@pytest.mark.parametrize(
    "words", [("nonsense",), ("train", "nonsense"), ("evaluate", "retrieval"), ("classify",), ("train", "--full")]
)
def test_words_that_make_no_sense_end_with_one_line(var, words):
    assert one_line(run(var, *words))
