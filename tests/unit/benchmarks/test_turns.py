"""Turns are told apart by what was said in them, and their time is divided by what the servers log."""

import json
from pathlib import Path

from benchmarks.report import write
from benchmarks.turns.measuring import CONVERSATIONS, Timed, figures_of, where
from rehearsal.heard import Heard, Turn
from rehearsal.reading import read_conversations
from rehearsal.script import Pick, Say


def timed(milliseconds: float, *responses: str) -> Timed:
    return Timed(Turn(tuple(Heard("bot", "", response) for response in responses), "bot"), milliseconds)


TURNS = [
    timed(100, "ask_proof_contact"),
    timed(200, "order_shipped", "order_news"),
    timed(220, "propose_cancel_order"),
    timed(300, "receipt_cancel_order", "refund_made"),
    timed(310, "receipt_return_items"),
]


def test_a_turn_with_a_receipt_changes_the_shop_and_one_with_an_order_or_a_proposal_reads_it():
    figures = figures_of(TURNS)
    assert [figures[name]["turns"] for name in ("all", "reads", "changes")] == [5, 2, 2]
    assert figures["all"] == {"p50": 220, "p95": 308, "max": 310, "turns": 5}
    assert figures["changes"]["p50"] == 305


def test_time_is_divided_among_the_servers():
    desk = "\n".join(json.dumps({"event": "turn_answered", "understand_ms": 20.0, "answer_ms": 120.0}) for _ in TURNS)
    actions = "INFO actions.webhook action_took action_order_status 60.5 ms\n" * 5 + "something else\n"
    assert where(TURNS, desk + '\n{"event": "request"}', actions) == {
        "understanding": 20.0,
        "rasa": 59.5,
        "actions": 60.5,
        "desk and the way": 86.0,
    }


def test_both_languages_read_and_change_and_say_as_much():
    conversations = read_conversations(CONVERSATIONS)
    steps = {
        language: sum(
            isinstance(step, Say | Pick) for one in conversations if one.language == language for step in one.steps
        )
        for language in ("zh", "en")
    }
    assert min(steps.values()) > 25 and abs(steps["zh"] - steps["en"]) <= 4


def test_the_report_shows_percentiles_aim_and_load(tmp_path: Path):
    figures = {
        **figures_of(TURNS),
        "where": {"understanding": 20.0, "rasa": 59.5},
        "load": [0.2, 1.1],
        "measured": "2026-11-23, 2 cores",
    }
    (tmp_path / "turns.json").write_text(json.dumps(figures))
    write(tmp_path, tmp_path / "report.md")
    section = (tmp_path / "report.md").read_text().partition("## Turns in which")[2].partition("\n## ")[0]
    assert "| all turns | 5 | 220 ms | 308 ms | 310 ms | p95 250 ms |" in section
    assert "understanding 20.0, rasa 59.5. The machine's load was 0.2" in section
