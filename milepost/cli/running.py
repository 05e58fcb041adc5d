"""The commands on running plans: each asks the database or tells a plan's workflow something."""

from typing import Annotated

import typer

from milepost.cli.options import AsJson, By, Data, PlanFile, Slug, Why

PANEL = "On running plans"
group = typer.Typer()


@group.command(rich_help_panel=PANEL)
def start(
    plan: PlanFile,
    kept: Annotated[
        bool, typer.Option("--kept", help="PLAN is the slug of a kept plan whose workflow is gone: it goes on.")
    ] = False,
    data: Data = None,
) -> None:
    """Start a plan: from now on it lives in e-mail."""
    from milepost.commands.running import start as run
    from milepost.commands.running import start_kept

    raise typer.Exit(start_kept(str(plan), data) if kept else run(plan, data))


@group.command(name="list", rich_help_panel=PANEL)
def list_plans(as_json: AsJson = False, data: Data = None) -> None:
    """List the plans with their version, status and next date."""
    from milepost.commands.running import list_plans as run

    raise typer.Exit(run(as_json, data))


@group.command(rich_help_panel=PANEL)
def show(plan: Slug, as_json: AsJson = False, data: Data = None) -> None:
    """Show one plan as it stands, and what waits for whose word."""
    from milepost.commands.running import show as run

    raise typer.Exit(run(plan, as_json, data))


@group.command(rich_help_panel=PANEL)
def log(
    plan: Slug,
    verify: Annotated[bool, typer.Option("--verify", help="Check that no entry was changed, lost or moved.")] = False,
    why: Annotated[str, typer.Option("--why", help="Tell which letter set this value.", metavar="M3.due")] = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Print a plan's audit log: who changed what, by which letter."""
    from milepost.commands.running import log as run

    raise typer.Exit(run(plan, verify, why, as_json, data))


@group.command(rich_help_panel=PANEL)
def nudge(plan: Slug, data: Data = None) -> None:
    """Send what is due today now, whatever the hour."""
    from milepost.commands.running import nudge as run

    raise typer.Exit(run(plan, data))


@group.command(rich_help_panel=PANEL)
def note(
    plan: Slug,
    text: Annotated[str, typer.Argument(help='What has happened, such as "M3 is done, contract by Friday".')],
    by: By = "",
    data: Data = None,
) -> None:
    """Tell a plan what has happened, in your own words, as if you had mailed it."""
    from milepost.commands.telling import note as run

    raise typer.Exit(run(plan, text, by, data))


@group.command(rich_help_panel=PANEL)
def amend(
    plan: Slug,
    target: Annotated[str, typer.Argument(help="A line's id, such as M3 or M3.1.", metavar="LINE")],
    field: Annotated[str, typer.Argument(help="due, owner, backup, approver, status, name, outcome, note, ...")],
    value: Annotated[str, typer.Argument(help="The new value: a date as ISO, a person as id.")],
    by: By = "",
    why: Why = "",
    data: Data = None,
) -> None:
    """Set one field of a plan in somebody's name: who may change what is decided as for a mail."""
    from milepost.commands.telling import amend as run

    raise typer.Exit(run(plan, target, field, value, by, why, data))


@group.command(rich_help_panel=PANEL)
def pause(plan: Slug, by: By = "", why: Why = "", data: Data = None) -> None:
    """Put a plan on hold: its timers rest, replies are still read."""
    from milepost.commands.telling import pause as run

    raise typer.Exit(run(plan, by, why, data))


@group.command(rich_help_panel=PANEL)
def resume(plan: Slug, by: By = "", why: Why = "", data: Data = None) -> None:
    """Let a plan that was on hold go on."""
    from milepost.commands.telling import resume as run

    raise typer.Exit(run(plan, by, why, data))


@group.command(rich_help_panel=PANEL)
def handover(
    plan: Slug,
    person: Annotated[str, typer.Argument(help="Who hands over: a person's id.", metavar="FROM")],
    heir: Annotated[str, typer.Argument(help="Who takes it over: a person's id.", metavar="TO")],
    by: By = "",
    why: Why = "",
    data: Data = None,
) -> None:
    """Give all that somebody has in a plan to another: each line is decided as for a mail, what is left is said."""
    from milepost.commands.telling import handover as run

    raise typer.Exit(run(plan, person, heir, by, why, data))


@group.command(rich_help_panel=PANEL)
def close(
    plan: Slug,
    status: Annotated[str, typer.Argument(help="won or lost.", metavar="won|lost")],
    by: By = "",
    why: Why = "",
    data: Data = None,
) -> None:
    """End a plan as won or lost: everybody hears of it once."""
    from milepost.commands.telling import close as run

    raise typer.Exit(run(plan, status, by, why, data))
