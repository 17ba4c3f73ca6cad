"""``concierge evaluate``: learn from one file, test on another, report the figures."""

from pathlib import Path
from typing import Any

import click

from cli.output import StepBars, json_option, print_json
from foundation.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("evaluate", help="Measure a part on files: classifier tasks, retrieval, recommender.")
def command() -> None:
    """One sub-command a part."""


def _classifier_task(task: str) -> click.Command:
    @click.command(task, help=f"Fine-tune the {task} head on TRAIN and report on TEST.")
    @click.option("--train", required=True, type=FILE)
    @click.option("--test", required=True, type=FILE)
    @click.option("--dev", type=FILE, help="What thresholds are chosen on; without it a slice of TRAIN.")
    @click.option("--seed", default=7, show_default=True)
    @json_option
    def evaluate_task(train: Path, test: Path, dev: Path | None, seed: int, as_json: bool) -> None:
        from understanding.evaluate import evaluate
        from understanding.training.data import TrainingDataError

        encoder = Settings.from_environment().models / "encoder"
        try:
            with StepBars() as bars:
                progress = bars.bar(f"evaluating {task}")
                report = evaluate(task, train, test, dev, seed, encoder, progress)  # type: ignore[arg-type]
        except TrainingDataError as error:
            raise click.UsageError(str(error)) from error
        _print(report.to_json(), as_json)

    return evaluate_task


for _task in ("intent", "sentiment", "topic", "entities"):
    command.add_command(_classifier_task(_task))


@command.command("retrieval", help="Rank CORPUS for each of QUERIES with the encoder.")
@click.option("--corpus", required=True, type=FILE)
@click.option("--queries", required=True, type=FILE)
@json_option
def retrieval(corpus: Path, queries: Path, as_json: bool) -> None:
    """MAP, MRR and recall."""
    from knowledge_base.evaluate import BadFileError, evaluate_retrieval
    from understanding.runtime.encoder import Encoder

    encoder = Encoder(Settings.from_environment().models / "encoder", threads=2)
    try:
        with StepBars() as bars:
            report = evaluate_retrieval(corpus, queries, encoder, bars.bar("evaluating retrieval"))
    except BadFileError as error:
        raise click.ClickException(str(error)) from error
    _print(report.to_json(), as_json)


@command.command("recommender", help="Train on all but the last two items of each of SEQUENCES, test on the last.")
@click.option("--sequences", required=True, type=FILE)
@click.option("--seed", default=7, show_default=True)
@click.option("--budget", default=3600.0, show_default=True, help="Seconds of training at most.")
@json_option
def recommender(sequences: Path, seed: int, budget: float, as_json: bool) -> None:
    """Hit rate and NDCG over the full ranking."""
    from recommender.evaluate import MalformedSequencesError, evaluate_sequences, read_sequences

    try:
        with StepBars() as bars:
            progress = bars.bar("evaluating recommender")
            report = evaluate_sequences(read_sequences(sequences), seed, progress, budget)
    except MalformedSequencesError as error:
        raise click.ClickException(str(error)) from error
    _print(report.to_json(), as_json)


def _print(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"  {name:<20} {value:.4f}" if isinstance(value, float) else f"  {name:<20} {value}")
