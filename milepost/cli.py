"""The command line: every command in one table of contents, its work imported only when it is called."""

import enum
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

template_app = typer.Typer(help="Word templates of your own.", no_args_is_help=True)
FILES = "On plan files and mails"
RUNNING = "On running plans"
OPERATION = "The engine"
app.add_typer(template_app, name="template", rich_help_panel=FILES)


class Audience(enum.StrEnum):
    """The sides of a plan, as an option names them."""

    buyer = "buyer"
    seller = "seller"


class Kind(enum.StrEnum):
    """The documents of a plan, as an option names them."""

    page = "page"
    detail = "detail"
    snapshot = "snapshot"


@app.command(rich_help_panel=FILES)
def check(plan: PlanFile, as_json: AsJson = False) -> None:
    """List every fault of a plan file: exit 0 clean, 1 faults, 2 unreadable."""
    from milepost.commands.plan_file import check as run

    raise typer.Exit(run(plan, as_json))


@app.command(rich_help_panel=FILES)
def ready(plan: PlanFile, as_json: AsJson = False) -> None:
    """Tell whether it is time for a plan (three of seven signs), and what to ask first: exit 0 go, 1 early."""
    from milepost.commands.ready import ready as run
    from milepost.loading import plan_or_exit

    raise typer.Exit(run(plan_or_exit(plan), as_json))


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
def letter(
    files: Files,
    plan: Annotated[
        Path | None, typer.Option("--plan", help="The plan file; then also whether the sender is who they say.")
    ] = None,
    dns: Annotated[
        Path | None, typer.Option("--dns", help='TXT records to ask instead of DNS: {"name": ["text", ...]}.')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was written today in each mail, and who wrote it: quotes, signatures and footers cut."""
    from milepost.commands.letter import letter as run

    raise typer.Exit(run(files, as_json, plan, dns))


@app.command(rich_help_panel=FILES)
def address(
    plan: PlanFile, person: Annotated[str, typer.Argument(help="A person's id or mail address.", metavar="PERSON")]
) -> None:
    """Print the address that a person's replies come to."""
    from milepost.commands.address import address as run

    raise typer.Exit(run(plan, person))


@app.command(rich_help_panel=FILES)
def dates(as_json: AsJson = False) -> None:
    """Read the dates in lines of JSON on standard input."""
    from milepost.commands.dates import dates as run

    raise typer.Exit(run(sys.stdin, as_json))


@app.command(rich_help_panel=FILES)
def new(
    buyer: Annotated[str, typer.Option(help="The buyer's name.")],
    baseline: Annotated[str, typer.Option(help="The kind of deal; a wrong one lists them.")] = "saas",
    seller: Annotated[str, typer.Option(help="Your company's name.")] = "Seller",
    people: Annotated[
        list[str] | None, typer.Option("--person", help='"role=Full Name <address>; Title"; again for each person.')
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")] = None,
    begin: Annotated[str | None, typer.Option("--from", help="The first day (ISO); today otherwise.")] = None,
    language: Annotated[str, typer.Option(help="The plan's language.")] = "en",
    timezone: Annotated[str, typer.Option(help="The plan's time zone.")] = "UTC",
    locale: Annotated[str, typer.Option(help="Which of 3/4 is the month, and the paper: en-US, de-DE.")] = "en-GB",
    country: Annotated[str, typer.Option(help="Keep dates off this country's holidays (ISO code).")] = "",
    title: Annotated[str, typer.Option(help="The plan's title.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a plan file from a baseline: a draft of eight lines at most to fill in together."""
    from milepost.commands.new import new as run
    from milepost.loading import day_or_exit

    raise typer.Exit(
        run(
            baseline, buyer=buyer, seller=seller, output=output, start=day_or_exit(begin), people=people or (),
            language=language, timezone=timezone, locale=locale, country=country, title=title, force=force,
        )
    )  # fmt: skip


@app.command(rich_help_panel=FILES)
def render(
    plan: Annotated[str, typer.Argument(help="A plan file, or the slug of a running plan.", metavar="PLAN")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Also write the sheet as sent (JSON), a merge's base.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Show what changed since this version (or older plan file) as tracked changes.")
    ] = None,
    template: Annotated[Path | None, typer.Option(help="A Word template of your own.")] = None,
    audience: Annotated[Audience, typer.Option(help="The side that reads it: internal lines are the seller's.")] = (
        Audience.buyer
    ),
    language: Annotated[str | None, typer.Option(help="Another language than the plan's.")] = None,
    kind: Annotated[Kind, typer.Option(help="The page, the actions in detail, or the executive snapshot.")] = Kind.page,
    data: Data = None,
) -> None:
    """Write the plan as a Word document that people sign, edit and send back."""
    from milepost.commands.document import Wanted
    from milepost.commands.document import render as run

    wanted = Wanted(audience.value, language, kind.value, template, since)
    raise typer.Exit(run(plan, output, sheet, wanted, data))


@app.command(rich_help_panel=FILES)
def merge(
    base: Annotated[Path, typer.Argument(help="What was sent: a sheet (JSON) or a document.")],
    ours: Annotated[Path, typer.Argument(help="What stands now.")],
    theirs: Annotated[Path, typer.Argument(help="What came back.")],
    plan: Annotated[Path | None, typer.Option("--plan", help="The plan file, by which people are known.")] = None,
    as_json: AsJson = False,
) -> None:
    """Merge a returned document like source code: exit 0 clean, 1 with collisions, 2 where a file cannot be read."""
    from milepost.commands.document import merge as run

    raise typer.Exit(run(base, ours, theirs, as_json, plan))


@template_app.command(name="check")
def template_check(template: Annotated[Path, typer.Argument(help="A Word template (.docx).")]) -> None:
    """Say what a template of your own lacks: exit 0 good, 1 something to look at, 2 no template."""
    from milepost.commands.document import template_check as run

    raise typer.Exit(run(template))


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


By = Annotated[str, typer.Option("--by", help="Whose word it is: a person's id; the reporter's otherwise.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a few words: it stands in the log and in the mails.")]


@app.command(rich_help_panel=RUNNING)
def note(
    plan: Slug,
    text: Annotated[str, typer.Argument(help='What has happened, such as "M3 is done, contract by Friday".')],
    by: By = "",
    data: Data = None,
) -> None:
    """Tell a plan what has happened, in your own words, as if you had mailed it."""
    from milepost.commands.telling import note as run

    raise typer.Exit(run(plan, text, by, data))


@app.command(rich_help_panel=RUNNING)
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


@app.command(rich_help_panel=RUNNING)
def pause(plan: Slug, by: By = "", why: Why = "", data: Data = None) -> None:
    """Put a plan on hold: its timers rest, replies are still read."""
    from milepost.commands.telling import pause as run

    raise typer.Exit(run(plan, by, why, data))


@app.command(rich_help_panel=RUNNING)
def resume(plan: Slug, by: By = "", why: Why = "", data: Data = None) -> None:
    """Let a plan that was on hold go on."""
    from milepost.commands.telling import resume as run

    raise typer.Exit(run(plan, by, why, data))


@app.command(rich_help_panel=RUNNING)
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


@app.command(name="codec-server", rich_help_panel=OPERATION)
def codec_server(data: Data = None) -> None:
    """Open sealed payloads for Temporal's Web UI and CLI: decodes only, for the origins of the settings."""
    from milepost.commands.codec_server import codec_server as run

    raise typer.Exit(run(data))


@app.command(rich_help_panel=OPERATION)
def doctor(
    as_json: AsJson = False,
    fix: Annotated[bool, typer.Option("--fix", help="First mend what can be mended from here.")] = False,
    data: Data = None,
) -> None:
    """Tell whether everything is reachable and set right, one line each with the cure."""
    from milepost.commands.doctor import doctor as run

    raise typer.Exit(run(as_json, fix, data))


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
