"""``concierge train``: train what is missing or out of date."""

from pathlib import Path

import click

from cli.output import StepBars, json_option, print_json
from foundation.settings import Settings
from provision.steps import FULL_UNDERSTANDING, STEPS, StepFailedError, keep_own_data, run_steps


@click.command("train", help="Train what is missing or out of date; name steps to train only those.")
@click.argument("steps", nargs=-1, type=click.Choice([step.name for step in STEPS]))
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own labelled texts.")
@click.option("--full", is_flag=True, help="Fine-tune the classifier at leisure: better, and for an hour or more.")
@click.option("--force", is_flag=True, help="Train even what is up to date.")
@json_option
def command(steps: tuple[str, ...], data: Path | None, full: bool, force: bool, as_json: bool) -> None:
    """Run the training steps with a progress bar each."""
    settings = Settings.from_environment()
    if (data or full) and steps != ("understanding",):
        raise click.UsageError("--data and --full belong to `concierge train understanding`")
    if data is not None:
        _keep(data, as_json)
    wanted = (FULL_UNDERSTANDING,) if full else STEPS
    force = force or full
    if not as_json:
        click.echo("Models")
    try:
        with StepBars() as bars:
            outcomes = run_steps(settings, wanted, lambda step: bars.bar(step.title), only=steps, force=force)
    except StepFailedError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json([vars(outcome) for outcome in outcomes])
        return
    for outcome in outcomes:
        late = " (over its budget)" if outcome.over_budget else ""
        click.echo(f"  {outcome.name}: " + ("up to date" if outcome.skipped else f"{outcome.seconds:.0f} s{late}"))


def _keep(data: Path, as_json: bool) -> None:
    from understanding.training.data import TrainingDataError

    try:
        count = keep_own_data(data)
    except TrainingDataError as error:
        raise click.UsageError(str(error)) from error
    if not as_json:
        click.echo(f"Your own data: {count} examples")
