import json
from dataclasses import replace
from pathlib import Path

from benchmarks.report import write
from benchmarks.tau_retail.asking_facts import figures_of as facts_figures
from benchmarks.tau_retail.comparing import judge
from benchmarks.tau_retail.conversation import Transcript
from benchmarks.tau_retail.customer import Move, Outcome
from benchmarks.tau_retail.facts import Question
from benchmarks.tau_retail.gold import after
from benchmarks.tau_retail.measuring import Attempt, figures_of, simulated
from benchmarks.tau_retail.shop import Shop
from tests.unit.benchmarks.small_shop import ON_GIFT_CARD, SHOP
from tests.unit.benchmarks.test_gold_state import cancel
from tests.unit.benchmarks.test_simulated_customer import task


def attempt(end: Shop, turns: int, language: str = "en") -> Attempt:
    one = task(cancel())
    customer = replace(simulated(one, SHOP, 0, language), outcome=Outcome.CONTENT)
    transcript = Transcript()
    for _ in range(turns):
        transcript.customer(Move("hello"))
    return Attempt(one, customer, transcript, judge(SHOP, one.actions, end))


def figures() -> dict:
    solved = after(SHOP, [cancel()])
    stray = after(SHOP, [cancel(ON_GIFT_CARD)])
    return figures_of([attempt(solved, 3), attempt(solved, 6, "zh"), attempt(SHOP, 4), attempt(stray, 4)])


def test_solved_and_stray_are_shares_of_all_tasks():
    counted = figures()
    assert (counted["solved"], counted["stray"]) == (0.5, 0.25)
    assert counted["by_language"] == {"en": {"tasks": 3, "solved": 0.3333}, "zh": {"tasks": 1, "solved": 1.0}}
    assert counted["by_kind"] == {"cancel": {"tasks": 4, "solved": 0.5}}


def test_turns_are_held_against_the_budget_of_what_was_solved():
    counted = figures()
    assert (counted["turns_of_solved"], counted["within_budget"]) == (4.5, 0.5)
    assert counted["turns_to_budget"] == 1.0


def test_every_failure_has_its_cause_and_what_differs():
    causes = [(one["cause"], one["missing"], one["stray"]) for one in figures()["failures"]]
    assert causes == [("believes that all is done", 1, 0), ("changed something else", 1, 2)]


def test_the_report_has_a_section_of_short_lines(tmp_path: Path):
    question = Question("price", "en", "how much?", None, ())
    wrong = Transcript(["customer: how much?"])
    results = {
        "dev": figures(),
        "facts": facts_figures([(question, Transcript(), True), (question, wrong, False)]),
        "measured": "2026-11-23, 2 cores",
    }
    (tmp_path / "tau_retail.json").write_text(json.dumps(results))
    write(tmp_path, tmp_path / "report.md")
    section = (tmp_path / "report.md").read_text().partition("## Public order tasks")[2].partition("\n## ")[0]
    assert "| dev | 4 | 0.5 | 0.25 | 4.5 | 1.0 | 0.5 |" in section
    assert "2 questions of fact about that shop and its orders answered right: 0.5" in section
    assert all(len(line) <= 120 for line in section.splitlines())
