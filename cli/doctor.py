"""``concierge doctor``: say what is missing and how to get it."""

import click

from cli.output import json_option, print_json
from foundation.settings import Settings
from provision.doctor import examine


@click.command("doctor", help="Say in plain words what is missing and how to get it; exit code 1 when something is.")
@json_option
def command(as_json: bool) -> int:
    """Examine and report."""
    findings = examine(Settings.from_environment())
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            sign = "ok     " if finding.well else "note   " if finding.optional else "MISSING"
            click.echo(f"{sign} {finding.subject}" + ("" if finding.well else f"\n        {finding.remedy}"))
    return int(any(not finding.well and not finding.optional for finding in findings))
