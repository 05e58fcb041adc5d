"""The commands on the CRM mirror: a file of what it holds, and giving it to the CRM again."""

from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import AsJson, Data

OnePlan = Annotated[str, typer.Argument(help="A plan's slug; --all for every plan.", metavar="PLAN")]
All = Annotated[bool, typer.Option("--all", help="Every plan.")]
PANEL = "On running plans"
group = typer.Typer(help="What a CRM sees of the plans.", no_args_is_help=True)


@group.command()
def export(
    plan: OnePlan = "",
    everything: All = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one row a milestone.")] = False,
    as_json: AsJson = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")] = None,
    data: Data = None,
) -> None:
    """Print milestones, dates, status and projected close of a plan or of all: JSON, or CSV."""
    from milepost.commands.crm import export as run

    raise typer.Exit(run(plan, everything, as_csv, as_json, output, data))


@group.command()
def resume(plan: OnePlan = "", everything: All = False, data: Data = None) -> None:
    """Give a plan, or all, to the CRM again: where that was given up or switched off, or for the first time."""
    from milepost.commands.crm import resume as run

    raise typer.Exit(run(plan, everything, data))
