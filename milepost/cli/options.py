"""The arguments and options that several commands share, each said once."""

import enum
from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[Path, typer.Argument(help="A plan file (YAML).", metavar="PLAN.yaml")]
PlanOption = Annotated[Path, typer.Option("--plan", help="The plan file that the mails belong to.")]
Slug = Annotated[str, typer.Argument(help="A plan's slug, as `milepost list` shows it.", metavar="PLAN")]
FileOrSlug = Annotated[
    str,
    typer.Argument(help="A plan file (YAML), or a running plan's slug.", metavar="PLAN"),
]
Files = Annotated[list[Path], typer.Argument(help="Mails (.eml), documents, or folders of them.", metavar="FILE...")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a machine.")]
Data = Annotated[Path | None, typer.Option("--data", help="The data directory; settings say which otherwise.")]
By = Annotated[str, typer.Option("--by", help="Whose word it is: a person's id; the reporter's otherwise.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a few words: it stands in the log and in the mails.")]


class Audience(enum.StrEnum):
    """The sides of a plan, as an option names them."""

    buyer = "buyer"
    seller = "seller"


class Kind(enum.StrEnum):
    """The documents of a plan, as an option names them."""

    page = "page"
    detail = "detail"
    snapshot = "snapshot"
