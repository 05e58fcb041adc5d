"""`milepost read` is the dry run: what Milepost understands of mails and returned documents, changing nothing."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.loading import plan_or_exit
from parsing.reading import DOCUMENTS, letter_in, read_returned, understood
from plans.change import Change, NewLine, NewPerson, Reading, Refusal, change_as_json
from plans.letter import Attachment, Context, Letter
from plans.sheet import Sheet, sheet_from_json

if TYPE_CHECKING:
    from rich.console import Console

MANY = 20
"""Files from which progress is shown."""
LARGEST = 60_000_000
"""Bytes of a file that is opened at all."""


def read(plan_path: Path, files: Iterable[Path], base: Path | None, as_json: bool) -> int:
    """Print what each file says; return 0, 1 where one could not be read, 2 where the plan could not."""
    from milepost.settings import settings_for

    plan = plan_or_exit(plan_path)
    sheet = _sheet(base)
    threshold = settings_for(None).reading.threshold
    context = Context(plan, sheet, threshold=threshold, sheets=(sheet,) if sheet else ())
    unread = 0
    for file in _progressing(list(_files(files)), as_json):
        letter, reading = _read(file, context)
        unread += bool(reading.refusals and not reading.changes)
        if as_json:
            print(json.dumps(record(file, reading), ensure_ascii=False), flush=True)
        else:
            _show(file, letter, reading)
    return 1 if unread else 0


def _sheet(base: Path | None) -> Sheet | None:
    if base is None:
        return None
    try:
        return sheet_from_json(json.loads(base.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        print(f"{base}: {fault}", file=sys.stderr)
        raise SystemExit(2) from None


def _files(given: Iterable[Path]) -> Iterator[Path]:
    """Yield the files, and those in folders, in the order of their names."""
    for path in given:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.casefold() in ENDINGS)
        else:
            yield path


ENDINGS = (".eml", ".msg", ".txt", *DOCUMENTS)
"""Endings of the files in a folder that are read."""


def _progressing(files: list[Path], as_json: bool) -> Iterable[Path]:
    """Return the files, with a progress bar on standard error where there are many and somebody watches."""
    if len(files) < MANY or not sys.stderr.isatty() or (not as_json and sys.stdout.isatty()):
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description="Reading", console=Console(stderr=True))


def _read(file: Path, context: Context) -> tuple[Letter | None, Reading]:
    """Return the letter (None for a document) and what it says."""
    try:
        if file.stat().st_size > LARGEST:
            return None, Reading(kind="reply", refusals=(Refusal("too-big", file.name),))
        data = file.read_bytes()
    except OSError as fault:
        return None, Reading(kind="reply", refusals=(Refusal("unreadable", f"{file}: {fault.strerror}"),))
    if file.suffix.casefold() in DOCUMENTS:
        return None, read_returned(Attachment(file.name, "application/octet-stream", data), context)
    letter = letter_in(data, context)
    if isinstance(letter, Refusal):
        return None, Reading(kind="reply", refusals=(letter,))
    return letter, understood(letter, context)


def record(file: Path, reading: Reading) -> dict[str, object]:
    """Return a reading as the contract prints it; what could not be read is named under "refused"."""
    refused = [{"reason": refusal.reason, "detail": refusal.detail} for refusal in reading.refusals]
    found: dict[str, object] = {
        "file": file.name,
        "kind": reading.kind,
        "changes": [change_as_json(change) for change in reading.changes],
        "questions": list(reading.questions),
    }
    return found | ({"refused": refused} if refused else {})


def _show(file: Path, letter: Letter | None, reading: Reading) -> None:
    """Print a letter with its evidence marked, then what would change, what would be asked, and the questions."""
    from rich.console import Console

    console = Console(highlight=False)
    console.rule(f"[bold]{file.name}[/bold] {reading.kind}", align="left")
    if letter:
        _show_letter(console, letter, reading)
    if reading.changes:
        console.print(_table(reading.changes))
    elif reading.kind == "reply" and not reading.refusals:
        console.print("Nothing would change.")
    for reply in reading.replies:
        console.print(f"A word to us: {reply.wish}{f' for {reply.line}' if reply.line else ''}.")
    for question in reading.questions:
        console.print(f"[yellow]Question for people:[/yellow] {question}", markup=True)
    for bounced in reading.bounced:
        console.print(f"Did not reach {bounced.address}, {'for good' if bounced.permanent else 'for now'}.")
    for refusal in reading.refusals:
        console.print(f"[red]Not taken:[/red] {refusal.reason} {refusal.detail}")


def _show_letter(console: "Console", letter: Letter, reading: Reading) -> None:
    from rich.text import Text

    text = Text(letter.text or "(nothing was written)")
    for change in reading.changes:
        for part in change.evidence.split(" … "):
            at = letter.text.find(part)
            if part and at >= 0:
                text.stylize("bold green" if change.decision == "apply" else "bold yellow", at, at + len(part))
    console.print(
        f"From {letter.sender.name or letter.sender.email}, {letter.sent_at:%a %d %b %Y %H:%M %z}", style="dim"
    )
    console.print(text)


def _table(changes: Iterable[Change]) -> "object":
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for head in ("line", "field", "value", "decision", "sure", "because"):
        table.add_column(head)
    for change in changes:
        colour = "green" if change.decision == "apply" else "yellow"
        why = f'"{change.evidence}"' + (f" ({change.reason})" if change.reason else "")
        table.add_row(
            change.target, change.field, escape(_words(change)), f"[{colour}]{change.decision}[/{colour}]",
            f"{change.confidence:.2f}", escape(why),
        )  # fmt: skip
    return table


def _words(change: Change) -> str:
    """Return a change's value in short words."""
    value = change.value
    if isinstance(value, NewPerson):
        return f"{value.name} <{value.email}>" if value.email else value.name
    if isinstance(value, NewLine):
        owner = value.owner.name if isinstance(value.owner, NewPerson) else value.owner
        return ", ".join(part for part in (value.name, value.due or "no date", owner or "no owner") if part)
    if isinstance(value, tuple):
        return " ".join(value)
    return "?" if value is None else str(value)
