"""The commands of reports: what leaders read over all plans."""

from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import AsJson, Data

PANEL = "Over all plans"
group = typer.Typer(help="What leaders read over all plans.", no_args_is_help=True)

On = Annotated[str | None, typer.Option("--on", help="The day it tells of (ISO); today otherwise.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write a page with pictures to this file.")]
Picture = Annotated[
    Path | None, typer.Option("--picture", help="Write the picture alone to this .png or .svg file.", metavar="FILE")
]


@group.command()
def portfolio(
    on: On = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    html: Html = None,
    picture: Picture = None,
    data: Data = None,
) -> None:
    """Tell how every plan stands: health, whose move, what is overdue, the next date, the projected close."""
    from milepost.commands.report import Form
    from milepost.commands.report import portfolio as run
    from milepost.loading import day_or_exit

    raise typer.Exit(run(day_or_exit(on), Form(as_json, as_csv, html, picture), data))


@group.command()
def forecast(
    on: On = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    html: Html = None,
    picture: Picture = None,
    data: Data = None,
) -> None:
    """Tell when running deals are likely to close: planned, projected, a range from our own record, the CRM's date."""
    from milepost.commands.forecast import forecast as run
    from milepost.commands.report import Form
    from milepost.loading import day_or_exit

    raise typer.Exit(run(day_or_exit(on), Form(as_json, as_csv, html, picture), data))


@group.command()
def engagement(
    on: On = None, as_json: AsJson = False, as_csv: AsCsv = False, html: Html = None, data: Data = None
) -> None:
    """Tell the buyer's part in every running plan: letters, days quiet, confirmed lines, and how fast replies come."""
    from milepost.commands.engagement import engagement as run
    from milepost.commands.report import Form
    from milepost.loading import day_or_exit

    raise typer.Exit(run(day_or_exit(on), Form(as_json, as_csv, html), data))


@group.command()
def hygiene(
    on: On = None, as_json: AsJson = False, as_csv: AsCsv = False, html: Html = None, data: Data = None
) -> None:
    """Tell what running plans lack and what has gone stale in them, the worst first, each with what to do."""
    from milepost.commands.hygiene import hygiene as run
    from milepost.commands.report import Form
    from milepost.loading import day_or_exit

    raise typer.Exit(run(day_or_exit(on), Form(as_json, as_csv, html), data))


@group.command()
def slippage(
    plan: Annotated[str | None, typer.Argument(help="A plan's slug; all running plans otherwise.")] = None,
    on: On = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    html: Html = None,
    picture: Picture = None,
    data: Data = None,
) -> None:
    """Tell how far closes have moved since they were first agreed, or all dates of one plan."""
    from milepost.commands.report import Form
    from milepost.commands.slippage import slippage as run
    from milepost.loading import day_or_exit

    raise typer.Exit(run(plan, day_or_exit(on), Form(as_json, as_csv, html, picture), data))


@group.command()
def timeline(
    plan: Annotated[str, typer.Argument(help="A plan's slug.")],
    on: On = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    html: Html = None,
    picture: Picture = None,
    data: Data = None,
) -> None:
    """Show one plan in time: a row a line, what is late or has moved, and when the close can be expected."""
    from milepost.commands.report import Form
    from milepost.commands.timeline import timeline as run
    from milepost.loading import day_or_exit

    raise typer.Exit(run(plan, day_or_exit(on), Form(as_json, as_csv, html, picture), data))


@group.command()
def impact(as_json: AsJson = False, as_csv: AsCsv = False, html: Html = None, data: Data = None) -> None:
    """Set our plans, and imported deals with one, beside deals without: won, days to close, tasks done, each with n."""
    from milepost.commands.deals import impact as run
    from milepost.commands.report import Form

    raise typer.Exit(run(Form(as_json, as_csv, html), data))
