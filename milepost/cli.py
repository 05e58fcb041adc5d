"""The command line: every command in one table of contents, its work imported only when it is called."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from milepost.ending import ended

app = typer.Typer(
    name="milepost",
    help="Mutual action plans that run where the deal already lives: in e-mail.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

notice_app = typer.Typer(help="The mails that a plan sends.", no_args_is_help=True)
app.add_typer(notice_app, name="notice", rich_help_panel="On plan files and mails")

PlanFile = Annotated[Path, typer.Argument(help="A plan file (YAML).", metavar="PLAN.yaml")]
PlanOption = Annotated[Path, typer.Option("--plan", help="The plan file that the mails belong to.")]
Slug = Annotated[str, typer.Argument(help="A plan's slug, as `milepost list` shows it.", metavar="PLAN")]
Files = Annotated[list[Path], typer.Argument(help="Mails (.eml), documents, or folders of them.", metavar="FILE...")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a machine.")]
Data = Annotated[Path | None, typer.Option("--data", help="The data directory; settings say which otherwise.")]

FILES = "On plan files and mails"
RUNNING = "On running plans"
OPERATION = "The engine"


@app.command(rich_help_panel=FILES)
def check(plan: PlanFile, as_json: AsJson = False) -> None:
    """List every fault of a plan file: exit 0 clean, 1 faults, 2 unreadable."""
    from milepost.commands.plan_file import check as run

    raise typer.Exit(run(plan, as_json))


@app.command(rich_help_panel=FILES)
def agenda(
    plan: PlanFile,
    days: Annotated[int, typer.Option(min=1, max=1000, help="How many days to look ahead.")] = 60,
    start: Annotated[
        str | None, typer.Option("--from", help="The first day (ISO); the plan's as_of otherwise.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what would be mailed to whom and when, if nobody answered."""
    from milepost.commands.agenda import agenda as run
    from milepost.loading import day_or_exit, plan_or_exit

    raise typer.Exit(run(plan_or_exit(plan), days, day_or_exit(start), as_json))


@app.command(rich_help_panel=FILES)
def read(
    files: Files,
    plan: PlanOption,
    base: Annotated[Path | None, typer.Option(help="The sheet (JSON) that the letters answer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what Milepost understands of mails and returned documents; changes nothing."""
    from milepost.commands.reading import read as run

    raise typer.Exit(run(plan, files, base, as_json))


@app.command(rich_help_panel=FILES)
def letter(files: Files, as_json: AsJson = False) -> None:
    """Show what was written today in each mail: quotes, signatures and footers cut."""
    from milepost.commands.letter import letter as run

    raise typer.Exit(run(files, as_json))


@app.command(rich_help_panel=FILES)
def dates(as_json: AsJson = False) -> None:
    """Read the dates in lines of JSON on standard input."""
    from milepost.commands.dates import dates as run

    raise typer.Exit(run(sys.stdin, as_json))


@notice_app.command(name="preview")
def notice_preview(
    kind: Annotated[str, typer.Argument(help="The kind of mail, such as status; a wrong one lists them.")],
    plan: PlanFile,
    to: Annotated[str | None, typer.Option(help="A person of the plan: id or address.")] = None,
    language: Annotated[str | None, typer.Option(help="Such as de; the person's own otherwise.")] = None,
    words: Annotated[Path | None, typer.Option(help="A folder with words and layouts of your own.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the HTML goes.")] = None,
) -> None:
    """Show a sample of a mail as text, and write it as HTML to look at."""
    from milepost.commands.notice import preview as run
    from milepost.loading import plan_or_exit

    loaded = plan_or_exit(plan)
    raise typer.Exit(run(kind, loaded, to=to, language=language, words=words, output=output))


@app.command(rich_help_panel=RUNNING)
def start(plan: PlanFile, data: Data = None) -> None:
    """Start a plan: from now on it lives in e-mail."""
    from milepost.commands.running import start as run

    raise typer.Exit(run(plan, data))


@app.command(name="list", rich_help_panel=RUNNING)
def list_plans(as_json: AsJson = False, data: Data = None) -> None:
    """List the plans with their version, status and next date."""
    from milepost.commands.running import list_plans as run

    raise typer.Exit(run(as_json, data))


@app.command(rich_help_panel=RUNNING)
def show(plan: Slug, as_json: AsJson = False, data: Data = None) -> None:
    """Show one plan as it stands, and what waits for whose word."""
    from milepost.commands.running import show as run

    raise typer.Exit(run(plan, as_json, data))


@app.command(rich_help_panel=RUNNING)
def log(
    plan: Slug,
    verify: Annotated[bool, typer.Option("--verify", help="Check that no entry was changed, lost or moved.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Print a plan's audit log: who changed what, by which letter."""
    from milepost.commands.running import log as run

    raise typer.Exit(run(plan, verify, as_json, data))


@app.command(rich_help_panel=RUNNING)
def nudge(plan: Slug, data: Data = None) -> None:
    """Send what is due today now, whatever the hour."""
    from milepost.commands.running import nudge as run

    raise typer.Exit(run(plan, data))


@app.command(rich_help_panel=OPERATION)
def up(data: Data = None) -> None:
    """Run the embedded stack: Temporal with its Web UI, local mail, SQLite, one worker. Ctrl-C stops it."""
    from milepost.commands.stack import up as run

    raise typer.Exit(run(data))


@app.command(rich_help_panel=OPERATION)
def worker(data: Data = None) -> None:
    """Run a worker against the Temporal, mail server and database of the settings."""
    from milepost.commands.stack import worker as run

    raise typer.Exit(run(data))


@app.command(rich_help_panel=OPERATION)
def doctor(as_json: AsJson = False, data: Data = None) -> None:
    """Tell whether everything is reachable and set right, one line each with the cure."""
    from milepost.commands.doctor import doctor as run

    raise typer.Exit(run(as_json, data))


@app.command(rich_help_panel=OPERATION)
def demo(
    auto: Annotated[bool, typer.Option("--auto", help="Play the story without a person and check every step.")] = False,
) -> None:
    """Play the buyer of a plan that lives in e-mail, in this terminal."""
    from milepost.commands.demo import demo as run

    raise typer.Exit(run(auto))


def main() -> None:
    """Run the command line and leave by the one door."""
    ended(app)
