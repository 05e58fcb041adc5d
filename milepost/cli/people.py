"""The commands about people's own data and how long it is kept."""

from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import Data

PANEL = "People's data"
group = typer.Typer()
Who = Annotated[str, typer.Argument(help="A mail address, or a person's id.", metavar="PERSON")]
InPlan = Annotated[str, typer.Option("--plan", help="Only in this plan; in all of them otherwise.", metavar="PLAN")]


@group.command(rich_help_panel=PANEL)
def forget(
    who: Who,
    plan: InPlan = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """Erase a person for good: letters, versions, log, mails and histories; a role stands in their place."""
    from milepost.commands.people import forget as run

    raise typer.Exit(run(who, plan, yes, data))


@group.command(rich_help_panel=PANEL)
def export(
    who: Who,
    plan: InPlan = "",
    output: Annotated[Path, typer.Option("-o", "--output", help="The zip to write.")] = Path("about.zip"),
    data: Data = None,
) -> None:
    """Write all that is kept about a person: JSON, and the mails that they wrote."""
    from milepost.commands.people import export as run

    raise typer.Exit(run(who, plan, output, data))


@group.command(rich_help_panel=PANEL)
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False, data: Data = None
) -> None:
    """Delete now what has been kept for longer than the settings say; ended plans go by night."""
    from milepost.commands.people import purge as run

    raise typer.Exit(run(dry_run, data))
