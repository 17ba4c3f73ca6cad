"""docs/benchmarks.md, written from the kept figures and the models' own cards."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.settings import Settings

Figures = dict[str, Any]


def write(results: Path, target: Path) -> None:
    """Write the report; a part that was never measured is left out."""
    kept = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("*.json"))}
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (or `python -m benchmarks PART`). Public sets are read from outside the project and",
        "never trained into the default models. Times come from small shared machines: compare ratios, not seconds.",
        "",
    ]
    for name, section in SECTIONS.items():
        if name in kept:
            lines += [*section(kept[name]), f"*Measured {kept[name]['measured']}: `python -m benchmarks {name}`.*", ""]
    lines += _cards(Settings.from_environment().models)
    target.write_text("\n".join(lines).rstrip() + "\n")


def _clean_clone(figures: Figures) -> Iterator[str]:
    yield "## From a clean clone to the first answer"
    yield ""
    yield f"{figures['minutes_to_first_answer']} minutes (aim 15), of which:"
    yield ""
    yield from _table(("step", "seconds"), figures["seconds_by_step"].items())


def _house(figures: Figures) -> Iterator[str]:
    one, eight, memory = figures["turn_ms_one"], figures["turn_ms_eight"], figures["resident_mb"]
    starts = ", ".join(str(value) for value in figures["seconds_to_healthy"])
    yield "## The running house"
    yield ""
    yield from _table(
        ("figure", "measured", "aim"),
        (
            ("`concierge up` to healthy, three starts", f"{starts} s", "30 s"),
            ("resident memory, Rasa + actions + desk", f"{_sum(memory)} = {figures['resident_mb_sum']} MB", "2,500 MB"),
            (
                f"turn at one conversation, p50 / p95 ({one['turns']} turns)",
                f"{one['p50']} / {one['p95']} ms",
                "p95 300 ms",
            ),
            (f"turn at eight conversations, p50 / p95 ({eight['turns']})", f"{eight['p50']} / {eight['p95']} ms", ""),
            ("turns a second at eight conversations", figures["turns_per_second_eight"], ""),
        ),
    )


def _real(figures: Figures) -> Iterator[str]:
    labelled = figures["labelled"]
    yield "## Real customers' words"
    yield ""
    yield "300 utterances from the train parts of jddc_intent (150), hint3 (90) and bitext (60), labelled with our"
    yield "intents before our training data was written, one conversation each. An answer shown counts as wrong"
    yield "unless a reader found it right."
    yield ""
    yield from _table(
        ("figure", "measured", "aim"),
        (
            (
                "right intent (label or its equal), right way out, or right answer",
                labelled["right_intent_or_way_out"],
                "0.60",
            ),
            ("exactly the labelled intent", labelled["right_intent_strict"], ""),
            ("wrong answer shown", labelled["wrong_answer_shown"], "at most 0.05"),
        ),
    )
    yield f"{figures['unlabelled_count']:,} further utterances from jddc_intent and hint3: {figures['errors']} errors,"
    yield f"{len(figures['restarted'])} process restarts. What was done with them:"
    yield ""
    yield from _table(("done", "share"), figures["unlabelled"].items())


def _classifier(figures: Figures) -> Iterator[str]:
    yield "## The classifier that serves"
    yield ""
    yield "On its own test part, which was written apart from the training data; with slips a tenth of the letters and"
    yield "characters is mistyped. Entities count when type, start and end agree."
    yield ""
    yield from _table(
        ("head", "language", "sentences", "accuracy or F1", "with slips", "calibration error", "aim"),
        (
            (
                head,
                language,
                one["examples"],
                one.get("accuracy", one.get("f1")),
                figures["test_with_slips"].get(head, {}).get(language, {}).get("accuracy", ""),
                one.get("calibration_error", ""),
                AIMS[head],
            )
            for head, languages in figures["test"].items()
            for language, one in languages.items()
        ),
    )
    yield from _table(
        ("speed, one thread", "measured", "aim"),
        (
            (
                "16 tokens through all heads / sentence-transformers in fp32",
                f"{figures['message_ms']} / {figures['sentence_transformers_ms']} ms"
                f" = {figures['share_of_sentence_transformers']}",
                "0.5",
            ),
            (
                "32 callers / one by one",
                f"{figures['messages_per_second_32_callers']} / {figures['messages_per_second_one_by_one']} a second"
                f" = {figures['gain_of_32_callers']}",
                "1.7",
            ),
            ("on disk", f"{figures['megabytes']} MB", ""),
        ),
    )


def _students(figures: Figures) -> Iterator[str]:
    heads = ("intent", "sentiment", "topic", "entities")
    yield "### A smaller student, and a full training"
    yield ""
    yield "The student keeps every second layer of the encoder; accuracies and F1 are means of both languages."
    yield ""
    yield from _table(
        ("classifier", *heads, "ms a message", "MB", "training, s"),
        (
            (name, *(row[head] for head in heads), row["ms"], row["megabytes"], row["training_s"])
            for name, row in figures["table"].items()
        ),
    )


def _fine_tuning(figures: Figures) -> Iterator[str]:
    yield "## Fine-tuning on public data"
    yield ""
    yield "Trained on train, chosen on dev or a slice of train, tested once. `top1` is in-scope accuracy with nothing"
    yield "rejected, MCC is at the threshold chosen without the test part, with the best in hindsight in brackets."
    yield "With several seeds the half width of the 95 % interval follows."
    yield ""
    yield from _table(
        ("set", "model", "accuracy or F1", "macro F1", "top1", "oos recall", "AUROC", "MCC", "aim", "seconds"),
        (
            (
                name if place == 0 else "",
                model.replace("_", " "),
                _with_interval(row, "f1" if "f1" in row else "accuracy")
                + (f" (clean {row['clean_f1']})" if "clean_f1" in row else ""),
                row["macro_f1"],
                _with_interval(row, "in_scope_top1"),
                row.get("oos_recall", ""),
                row.get("auroc", ""),
                _with_interval(row, "mcc") + (f" ({row['hindsight_mcc']})" if "hindsight_mcc" in row else ""),
                AIMS.get(name, "") if model == "ours" else "",
                round(row["train_seconds"]),
            )
            for name, models in figures.items()
            if isinstance(models, dict)
            for place, (model, row) in enumerate(sorted(models.items(), key=lambda item: item[0] != "ours"))
        ),
    )


def _with_interval(row: Figures, name: str) -> str:
    if name not in row:
        return ""
    width = row.get("interval", {}).get(name)
    return f"{row[name]}" + (f" ± {width}" if width is not None else "")


def _retrieval(figures: Figures) -> Iterator[str]:
    centred, plain = figures["centred"], figures["plain"]
    yield "## Retrieval, frozen encoder (jddc_retrieval, test part)"
    yield ""
    yield from _table(
        ("vectors", "MAP", "MRR", "recall at 1"),
        (
            (
                "centred per language, moved towards their neighbours (used here)",
                centred["map"],
                centred["mrr"],
                centred["recall_at_1"],
            ),
            ("plain (peer, same run)", plain["map"], plain["mrr"], plain["recall_at_1"]),
            ("BM25 over characters and their pairs (peer, same run)", *(figures["bm25"][one] for one in RANKED)),
        ),
    )


RANKED = ("map", "mrr", "recall_at_1")


def _answers(figures: Figures) -> Iterator[str]:
    whole, across = figures["all"], figures["across_languages"]
    yield f"## Past answers ({figures['entries']} entries, {whole['questions']:,} questions of the test part)"
    yield ""
    yield "Written by people who saw the answers and never the entries' wordings; one in five is answered by no entry."
    yield "Thresholds were chosen on the validation part, written by others. The first two of the test part's files"
    yield "had been looked at when the bound on unanswerable questions and the comparison word by word were chosen, the"
    yield "last, *fresh*, was written after that and measured once, when nothing was changed any more."
    yield ""
    parts = ("all", "en", "zh", "mixed", "questions", "later", "fresh")
    aims = {
        "first_entry_right": "",
        "right_shown": "0.80",
        "right_shown_or_offered": "0.93",
        "wrong_shown": "0.02",
        "wrong_shown_upper": "0.03",
        "unanswerable_not_answered": "0.95",
    }
    yield from _table(
        ("share", "aim", *parts),
        ((name.replace("_", " "), aim, *(figures[part][name] for part in parts)) for name, aim in aims.items()),
    )
    yield "*wrong shown* counts against all questions; *upper* is the upper bound of its one-sided 95 % interval."
    yield ""
    yield "The same when every entry is written in the other language only (aim of the first row 0.85):"
    yield ""
    ways = ("zh_to_en", "en_to_zh")
    yield from _table(
        ("share", "Chinese questions, English entries", "English questions, Chinese entries"),
        ((name.replace("_", " "), *(across[way][name] for way in ways)) for name in aims),
    )
    yield ""
    yield "![wrong answers against right ones](images/answers_risk.svg)"
    yield ""


def _large_index(figures: Figures) -> Iterator[str]:
    whole = figures["whole_answer"]
    aims = [aim for rows, aim in LARGE_AIMS.items() if rows in figures]
    yield "## Large indexes"
    yield ""
    yield "HNSW over a byte a dimension (FAISS, 20 neighbours, 200 candidates when built) beside `hnswlib` over four"
    yield "(16 and 200, its defaults): the same vectors, built on two threads, asked in turns on one. The vectors are"
    yield "those of our wordings, moved along the ways between their neighbours; queries are validation questions. Rows"
    yield "are put in the order of cells when the index is read back: ten seconds a million, not counted as building."
    yield f"The server uses width 192. Aims: {'; '.join(aims)}."
    yield ""
    yield from _table(
        ("rows", "index", "MB", "build, s", "width", "recall at 10", "ms, mean / p95", "queries a second"),
        (
            (
                f"{int(rows):,}" if place == 0 and name == "ours" else "",
                name if place == 0 else "",
                kept["megabytes"] if place == 0 else "",
                kept["build_seconds"] if place == 0 else "",
                point["width"],
                point["recall"],
                f"{point['ms']} / {point['p95_ms']}",
                round(1000 / point["ms"]),
            )
            for rows, indexes in figures.items()
            if rows.isdigit()
            for name, kept in indexes.items()
            for place, point in enumerate(kept["points"])
        ),
    )
    yield "![recall against speed](images/index_recall.svg)"
    yield ""
    yield f"The whole answer over {whole['entries']:,} entries whose texts training has not seen (encoder, search,"
    yield "ranking, calibration; with so many there is no head, and none is compared word by word), one at a time:"
    yield f"p50 {whole['p50_ms']}, p95 {whole['p95_ms']} ms (aim 120)."
    yield ""


LARGE_AIMS = {
    "100000": "at 100,000 rows recall 0.99 within 10 ms",
    "1000000": "at 1,000,000 recall 0.97 within 800 MB and as many queries a second as hnswlib at equal recall",
}


def _mining(figures: Figures) -> Iterator[str]:
    chats = sum(one["chats"] for one in figures["transcripts"].values())
    apart = sum(one["chats"] for one in figures["personal"].values())
    yield f"## Mining ({chats} chats with marked pairs, {apart} with marked personal data)"
    yield ""
    yield "Written and marked by people who did not know the miner. A pair is found when a mined one shares a turn of"
    yield "its answer, something personal when four fifths of its characters are hidden; what was hidden is right when"
    yield "half of it is marked."
    yield ""
    rows = (("pairs", figures["transcripts"]), ("personal data", figures["personal"]))
    yield from _table(
        ("what", "language", "marked", "found", "of those found right"),
        (
            (what, language, one["marked"], one["found"], one["precision"])
            for what, languages in rows
            for language, one in languages.items()
        ),
    )
    kinds: dict[str, list[int]] = {}
    for one in figures["personal"].values():
        for kind, counts in one["by_kind"].items():
            kinds[kind] = [a + b for a, b in zip(kinds.get(kind, [0, 0]), counts, strict=True)]
    found = ", ".join(f"{kind} {hit} of {all_}" for kind, (hit, all_) in sorted(kinds.items()))
    yield f"Personal data found by kind: {found}."
    yield ""


def _tau_retail(figures: Figures) -> Iterator[str]:
    sets = {name: figures[name] for name in ("dev", "train200") if name in figures}
    yield "## Public order tasks (tau_retail)"
    yield ""
    yield "A simulated customer talks each task through the chat API, half of them in Chinese. His words were written"
    yield "without knowing the bot's; he knows only what the task's prose tells and says yes only to what fits. Solved"
    yield "means that the shop is then exactly as the gold actions leave it, stray that something else was changed. The"
    yield "budget is half as many turns again as one for proof, one a wish and one yes a change. `--tasks` takes `dev`,"
    yield "`train200`, `facts` or a number for a trial, `--seed` other ways of talking; transcripts are kept."
    yield ""
    yield from _table(
        ("set", "tasks", "solved", "stray", "turns of the solved", "of their budget", "within it"),
        (
            (
                name,
                one["tasks"],
                one["solved"],
                one["stray"],
                _or_none(one["turns_of_solved"]),
                _or_none(one["turns_to_budget"]),
                one["within_budget"],
            )
            for name, one in sets.items()
        ),
    )
    yield from _table(
        ("share solved, of how many", *sets),
        (
            (label, *(_share_of(one[group].get(label)) for one in sets.values()))
            for group in ("by_kind", "by_language", "by_style")
            for label in sorted({label for one in sets.values() for label in one[group]})
        ),
    )
    for name, one in sets.items():
        causes = "; ".join(f"{cause} {count}" for cause, count in one["causes"].items())
        yield f"Not solved in {name}: {causes or 'none'}."
    yield ""
    if "facts" in figures:
        facts = figures["facts"]
        parts = ", ".join(f"{name} {one['right']}" for name, one in facts["by_language"].items())
        yield f"{facts['questions']} questions of fact about that shop and its orders answered right: {facts['right']}"
        yield f"({parts})."
        yield ""
        yield from _table(
            ("fact asked for", "questions", "right"),
            ((name, one["questions"], one["right"]) for name, one in facts["by_kind"].items()),
        )


def _attacks(figures: Figures) -> Iterator[str]:
    languages = ", ".join(f"{name} {one['attacks']}" for name, one in figures["by_language"].items())
    yield "## Attacks on other people's orders"
    yield ""
    yield f"{figures['attacks']} attacks ({languages}; {figures['turns']:,} things said or tried), written from a seed"
    yield "out of parts, each played to its end through the chat API: what is asked is answered, what is proposed is"
    yield "agreed to. An *action* is any change to an order, a profile or a coupon of somebody the attacker has not"
    yield "proven to be; a *leak* is a private fact of the victim's in what the bot said that the attacker had not said"
    yield "himself; paired attacks are played again in a shop that does not know the victim, and any difference in what"
    yield "is said there is an *oracle*. `--seed` writes others, `--only` plays those with a text in their names;"
    yield "transcripts are kept."
    yield ""
    yield from _table(
        ("family", "attacks", "of them paired", "actions", "leaks", "oracles"),
        (
            (name, one["attacks"], one["paired"], one["actions"], one["leaks"], one["oracles"])
            for name, one in (*figures["by_family"].items(), ("all (aim: none)", figures))
        ),
    )


def _turns(figures: Figures) -> Iterator[str]:
    kinds = {"all": "all turns", "reads": "an action reads the shop", "changes": "a yes that changes the shop"}
    places = ", ".join(f"{name} {value}" for name, value in figures["where"].items())
    yield "## Turns in which the shop is read or changed"
    yield ""
    yield "One conversation at a time through the chat API, half of them in Chinese: orders are cancelled, returned,"
    yield "exchanged, sent elsewhere, looked up. Each conversation is played once before the clock runs."
    yield ""
    yield from _table(
        ("turns", "how many", "p50", "p95", "longest", "aim"),
        (
            (title, figures[name]["turns"], *(f"{figures[name][cut]} ms" for cut in ("p50", "p95", "max")), aim)
            for (name, title), aim in zip(kinds.items(), ("p95 250 ms", "", ""), strict=True)
        ),
    )
    yield f"Where the mean turn goes, ms: {places}. The machine's load was {figures['load'][0]} at the beginning and"
    yield f"{figures['load'][1]} at the end (mean of a minute)."
    yield ""


def _or_none(value: object) -> object:
    return "-" if value is None else value


def _share_of(one: Figures | None) -> str:
    return f"{one['solved']} ({one['tasks']})" if one else "-"


def _policies(figures: Figures) -> Iterator[str]:
    yield "## Dialogue policies"
    yield ""
    yield from _table(
        ("policies", "train", "ready", "resident", "turn p50 / p95", "turns a second at 8"),
        (
            (
                name.replace("_", " "),
                f"{one['train_seconds']} s",
                f"{one['ready_seconds']} s",
                f"{one['resident_mb']:.0f} MB",
                f"{one['turn_ms_p50']} / {one['turn_ms_p95']} ms",
                one["turns_a_second_at_8"],
            )
            for name, one in figures.items()
            if isinstance(one, dict)
        ),
    )


def _cards(models: Path) -> Iterator[str]:
    """What each model's card says of itself after training on this machine."""
    yield "## The models as trained at set-up"
    yield ""
    rows = []
    for name in ("encoder", "understanding", "knowledge", "recommender"):
        path = models / name / "card.json"
        if path.exists():
            rows += list(CARDS[name](json.loads(path.read_text())))
    yield from _table(("model", "figure", "measured"), rows)


def _encoder_card(card: Figures) -> Iterator[tuple[str, str, object]]:
    yield "encoder", "cosine of int8 with the original, least of the sample", card["agreement"]
    yield "encoder", "vocabulary, pruned from 250,002", f"{card['vocabulary']:,}"


def _understanding_card(card: Figures) -> Iterator[tuple[str, str, object]]:
    for head, languages in card["measured"].get("test", {}).items():
        name = "f1" if head == "entities" else "accuracy"
        scores = ", ".join(f"{language} {one[name]:.3f} ({one['examples']})" for language, one in languages.items())
        yield "classifier", f"{head}: {name} on our own test part (sentences)", scores
    yield "classifier", "seconds of training, epochs", f"{card['seconds']:.0f}, {card['fit']['epochs']}"


def _knowledge_card(card: Figures) -> Iterator[tuple[str, str, object]]:
    for name, shares in (("with the head", card["with_head"]), ("without it", card["without_head"])):
        what = f"{shares['questions']:,} validation questions {name}: right answer shown, wrong answer shown"
        yield "past answers", what, f"{shares['right_shown']:.3f}, {shares['wrong_shown']:.3f}"


def _recommender_card(card: Figures) -> Iterator[tuple[str, str, object]]:
    peers = {
        "GPT-2": "gpt2",
        "item-kNN": "item_knn",
        "popularity": "popularity",
        "own most touched": "own_most_touched",
    }
    scores = ", ".join(f"{title} {card[name]['ndcg@10']:.3f}" for title, name in peers.items())
    yield "recommender", f"NDCG@10 of the next purchase, {card['held_out']} held-out visits", scores


def _table(head: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"
    yield ""


def _sum(memory: dict[str, int]) -> str:
    return " + ".join(str(value) for value in memory.values())


AIMS = {
    "intent": "0.95",
    "sentiment": "0.93",
    "topic": "0.90",
    "entities": "0.92",
    "jddc_intent": "0.745",
    "hint3_sofmattress": "top1 0.78, MCC 0.60",
    "hint3_curekart": "top1 0.88, MCC 0.58",
    "clinc150": "in scope 0.955, recall 0.72, AUROC 0.965",
    "banking77": "0.937",
    "banking77_ten_a_class": "0.84",
    "absa_laptop_aspect": "0.80",
    "absa_laptop": "0.73",
    "taobao_ner": "as high as the encoder allows",
    "reviews_sentiment": "0.945",
    "reviews_topic": "0.92",
}

SECTIONS = {
    "clean_clone": _clean_clone,
    "house_figures": _house,
    "turns": _turns,
    "real_utterances": _real,
    "classifier": _classifier,
    "students": _students,
    "fine_tuning": _fine_tuning,
    "answers": _answers,
    "retrieval": _retrieval,
    "large_index": _large_index,
    "mining": _mining,
    "tau_retail": _tau_retail,
    "attacks": _attacks,
    "policies": _policies,
}
CARDS = {
    "encoder": _encoder_card,
    "understanding": _understanding_card,
    "knowledge": _knowledge_card,
    "recommender": _recommender_card,
}
