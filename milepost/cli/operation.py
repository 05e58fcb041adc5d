"""The commands of the engine: what runs, and whether it is well."""

from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import AsJson, Data

PANEL = "The engine"
group = typer.Typer()


@group.command(rich_help_panel=PANEL)
def up(data: Data = None) -> None:
    """Run the embedded stack: Temporal with its Web UI, local mail, SQLite, one worker. Ctrl-C stops it."""
    from milepost.commands.stack import up as run

    raise typer.Exit(run(data))


@group.command(rich_help_panel=PANEL)
def worker(
    queues: Annotated[
        str, typer.Option("--queues", help="The queues to serve: some of plans,mail,reading,word.", metavar="NAMES")
    ] = "",
    data: Data = None,
) -> None:
    """Run a worker against the Temporal, mail server and database of the settings."""
    from milepost.commands.stack import worker as run

    raise typer.Exit(run(data, queues))


@group.command(name="codec-server", rich_help_panel=PANEL)
def codec_server(data: Data = None) -> None:
    """Open sealed payloads for Temporal's Web UI and CLI: decodes only, for the origins of the settings."""
    from milepost.commands.codec_server import codec_server as run

    raise typer.Exit(run(data))


@group.command(rich_help_panel=PANEL)
def doctor(
    as_json: AsJson = False,
    fix: Annotated[bool, typer.Option("--fix", help="First mend what can be mended from here.")] = False,
    data: Data = None,
) -> None:
    """Tell whether everything is reachable and set right, one line each with the cure."""
    from milepost.commands.doctor import doctor as run

    raise typer.Exit(run(as_json, fix, data))


@group.command(rich_help_panel=PANEL)
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.", metavar="FILE")],
    data: Data = None,
) -> None:
    """Write the whole database into one file, as it stands at one moment; workers may go on."""
    from milepost.commands.backup import backup as run

    raise typer.Exit(run(file, data))


@group.command(rich_help_panel=PANEL)
def restore(
    file: Annotated[Path, typer.Argument(help="What `milepost backup` has written.", metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the database holds something.")] = False,
    data: Data = None,
) -> None:
    """Put a backup in the database's place, bring its schema up to date, and check every plan's log."""
    from milepost.commands.backup import restore as run

    raise typer.Exit(run(file, replace, data))


@group.command(rich_help_panel=PANEL)
def demo(
    auto: Annotated[bool, typer.Option("--auto", help="Play the story without a person and check every step.")] = False,
) -> None:
    """Play the buyer of a plan that lives in e-mail, in this terminal."""
    from milepost.commands.demo import demo as run

    raise typer.Exit(run(auto))
