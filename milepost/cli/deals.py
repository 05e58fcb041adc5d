"""The commands on deals: what a CRM tells of them, with a plan or without."""

from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import AsJson, Data
from milepost.cli.reports import AsCsv

group = typer.Typer(help="Deals as a CRM has them, for forecast and impact.", no_args_is_help=True)


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file, a row a deal (docs/reports.md).", metavar="FILE.csv")],
    data: Data = None,
) -> None:
    """Take in deals from a CSV file, all of them or none; the same file again changes nothing."""
    from milepost.commands.deals import import_deals

    raise typer.Exit(import_deals(file, data))


@group.command("list")
def list_(as_json: AsJson = False, as_csv: AsCsv = False, data: Data = None) -> None:
    """Print the deals, with what our own plans tell where the CRM says nothing, and our plans that it does not know."""
    from milepost.commands.deals import list_deals
    from milepost.commands.report import Form

    raise typer.Exit(list_deals(Form(as_json, as_csv), data))
