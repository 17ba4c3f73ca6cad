"""``python -m benchmarks [PART ...]``: measure and write docs/benchmarks.md; without names every part."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import (
    answers,
    classifier,
    clean_clone,
    fine_tuning,
    house_figures,
    large_index,
    mining,
    policies,
    real_utterances,
    retrieval,
)
from benchmarks.attacks import measuring as attacks
from benchmarks.report import write
from benchmarks.tau_retail import measuring as tau_retail
from benchmarks.turns import measuring as turns

MEASURE: dict[str, Callable[[], dict[str, Any]]] = {
    "house_figures": house_figures.measure,
    "real_utterances": real_utterances.measure,
    "classifier": classifier.measure,
    "students": classifier.students,
    "fine_tuning": fine_tuning.measure,
    "answers": answers.measure,
    "retrieval": retrieval.measure,
    "large_index": large_index.measure,
    "mining": mining.measure,
    "policies": policies.figures,
    "tau_retail": tau_retail.measure,
    "attacks": attacks.measure,
    "turns": turns.measure,
    "clean_clone": clean_clone.measure,
}
RESULTS = Path(__file__).with_name("results")


def main() -> int:
    """Run the parts, keep each one's figures, write the report from all that are kept."""
    parser = argparse.ArgumentParser(description="Measure and write docs/benchmarks.md.")
    parser.add_argument("parts", nargs="*", choices=[*MEASURE, []], help="which parts; all when none is named")
    parser.add_argument("--tasks", default="", help="of tau_retail: dev, train200, facts, or how many for a trial")
    parser.add_argument("--only", default="", help="of attacks: those with this in their names, as a trial")
    parser.add_argument("--seed", type=int, default=0, help="of tau_retail and attacks: who says what")
    arguments = parser.parse_args()
    names = arguments.parts or MEASURE
    measure = {
        **MEASURE,
        "tau_retail": partial(tau_retail.measure, arguments.tasks, arguments.seed),
        "attacks": partial(attacks.measure, arguments.only, arguments.seed),
    }
    RESULTS.mkdir(exist_ok=True)
    for name in names:
        print(f"{name} ...", flush=True)
        try:
            figures = measure[name]()
        except FileNotFoundError as error:
            print(f"{name}: public data is not here ({error.filename}); set CONCIERGE_BENCHMARKS", file=sys.stderr)
            continue
        if not figures:  # a trial
            continue
        figures["measured"] = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores"
        (RESULTS / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
        print(json.dumps(figures, ensure_ascii=False), flush=True)
    write(RESULTS, Path("docs/benchmarks.md"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
