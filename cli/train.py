"""``concierge train``: train what is missing or out of date."""

import click

from cli.output import StepBars, json_option, print_json
from foundation.settings import Settings
from provision.steps import STEPS, StepFailedError, run_steps


@click.command("train", help="Train what is missing or out of date; name steps to train only those.")
@click.argument("steps", nargs=-1, type=click.Choice([step.name for step in STEPS]))
@click.option("--force", is_flag=True, help="Train even what is up to date.")
@json_option
def command(steps: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Run the training steps with a progress bar each."""
    settings = Settings.from_environment()
    if not as_json:
        click.echo("Models")
    try:
        with StepBars() as bars:
            outcomes = run_steps(settings, STEPS, lambda step: bars.bar(step.title), only=steps, force=force)
    except StepFailedError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json([vars(outcome) for outcome in outcomes])
        return
    for outcome in outcomes:
        late = " (over its budget)" if outcome.over_budget else ""
        click.echo(f"  {outcome.name}: " + ("up to date" if outcome.skipped else f"{outcome.seconds:.0f} s{late}"))
