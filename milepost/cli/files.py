"""The commands on plan files and mails: they need no engine and change no running plan."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.options import AsJson, Audience, Data, FileOrSlug, Files, Kind, PlanFile, PlanOption, Slug

PANEL = "On plan files and mails"
group = typer.Typer()
notices = typer.Typer(help="The mails that a plan sends.", no_args_is_help=True)
templates = typer.Typer(help="Word templates of your own.", no_args_is_help=True)


@group.command(rich_help_panel=PANEL)
def check(plan: PlanFile, as_json: AsJson = False) -> None:
    """List every fault of a plan file: exit 0 clean, 1 faults, 2 unreadable."""
    from milepost.commands.plan_file import check as run

    raise typer.Exit(run(plan, as_json))


@group.command(rich_help_panel=PANEL)
def ready(plan: PlanFile, as_json: AsJson = False) -> None:
    """Tell whether it is time for a plan (three of seven signs), and what to ask first: exit 0 go, 1 early."""
    from milepost.commands.ready import ready as run
    from milepost.loading import plan_or_exit

    raise typer.Exit(run(plan_or_exit(plan), as_json))


@group.command(rich_help_panel=PANEL)
def agenda(
    plan: FileOrSlug,
    days: Annotated[int, typer.Option(min=1, max=1000, help="How many days to look ahead.")] = 60,
    start: Annotated[
        str | None, typer.Option("--from", help="The first day (ISO); a file's as_of, or today, otherwise.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Print what would be mailed to whom and when, if nobody answered: of a plan file, or of a running plan."""
    from milepost.commands.agenda import agenda as run
    from milepost.loading import day_or_exit

    raise typer.Exit(run(plan, days, day_or_exit(start), as_json, data))


@group.command(rich_help_panel=PANEL)
def read(
    files: Files,
    plan: PlanOption,
    base: Annotated[Path | None, typer.Option(help="The sheet (JSON) that the letters answer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what Milepost understands of mails and returned documents; changes nothing."""
    from milepost.commands.reading import read as run

    raise typer.Exit(run(plan, files, base, as_json))


@group.command(rich_help_panel=PANEL)
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


@group.command(rich_help_panel=PANEL)
def address(
    plan: PlanFile,
    person: Annotated[str, typer.Argument(help="A person's id or mail address.", metavar="PERSON")],
    revoke: Annotated[
        bool, typer.Option("--revoke", help="In the running plan, end every address made for them so far.")
    ] = False,
    data: Data = None,
) -> None:
    """Print the address that a person's replies come to, or have it route no more."""
    from milepost.commands.address import address as run
    from milepost.commands.address import revoke as ending

    raise typer.Exit(ending(plan, person, data) if revoke else run(plan, person, data))


@group.command(rich_help_panel=PANEL)
def dates(as_json: AsJson = False) -> None:
    """Read the dates in lines of JSON on standard input."""
    from milepost.commands.dates import dates as run

    raise typer.Exit(run(sys.stdin, as_json))


@group.command(rich_help_panel=PANEL)
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
    from milepost.commands.new import Spoken
    from milepost.commands.new import new as run
    from milepost.loading import day_or_exit

    first, spoken = day_or_exit(begin), Spoken(language, timezone, locale, country, title)
    raise typer.Exit(
        run(
            baseline, buyer=buyer, seller=seller, output=output, start=first, people=people or (), spoken=spoken,
            force=force,
        )
    )  # fmt: skip


@group.command(rich_help_panel=PANEL)
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


@group.command(rich_help_panel=PANEL)
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


@templates.command(name="check")
def template_check(template: Annotated[Path, typer.Argument(help="A Word template (.docx).")]) -> None:
    """Say what a template of your own lacks: exit 0 good, 1 something to look at, 2 no template."""
    from milepost.commands.document import template_check as run

    raise typer.Exit(run(template))


@notices.command(name="preview")
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


@notices.command(name="sent")
def notice_sent(
    plan: Slug,
    to: Annotated[str, typer.Option("--to", help="Only the mails to this person: an id.")] = "",
    documents: Annotated[Path | None, typer.Option(help="A folder to write their documents into.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List the mails that a plan has sent, with the documents that went with them, as they were."""
    from milepost.commands.sent import sent as run

    raise typer.Exit(run(plan, to, documents, as_json, data))
