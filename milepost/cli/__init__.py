"""The command line: every command in one table of contents, its work imported only when it is called."""

import gc

import typer

from milepost.cli import crm, deals, files, operation, people, reports, running
from milepost.ending import ended

app = typer.Typer(
    name="milepost",
    help="Mutual action plans that run where the deal already lives: in e-mail.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (files.group, running.group, people.group, operation.group):
    app.add_typer(group)
app.add_typer(crm.group, name="crm", rich_help_panel=crm.PANEL)
app.add_typer(deals.group, name="deals", rich_help_panel=reports.PANEL)
app.add_typer(files.notices, name="notice", rich_help_panel=files.PANEL)
app.add_typer(reports.group, name="report", rich_help_panel=reports.PANEL)
app.add_typer(files.templates, name="template", rich_help_panel=files.PANEL)


GARBAGE = 100_000
"""Objects kept before cycles among them are looked for: by the interpreter's 700 a report of ten thousand plans spends
half its time on looking, and finds none."""


def main() -> None:
    """Run the command line and leave by the one door."""
    gc.set_threshold(GARBAGE)
    ended(app)
