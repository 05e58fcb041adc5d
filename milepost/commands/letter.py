"""`milepost letter` prints what a mail says before anybody asks what it means for a plan."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from parsing.letter import read_letter, shown_text
from plans.change import Refusal
from plans.letter import Letter


def letter(files: Iterable[Path], as_json: bool) -> int:
    """Print each mail's kind, language and text; return how many could not be read."""
    refused = 0
    for file in files:
        raw = file.read_bytes()
        read = read_letter(raw)
        if isinstance(read, Refusal):
            refused += 1
        else:
            read = replace(read, text=shown_text(raw))
        print(json.dumps(record(file, read), ensure_ascii=False) if as_json else shown(file, read), flush=as_json)
    return refused


def record(file: Path, read: Letter | Refusal) -> dict[str, object]:
    """Return what is printed of a mail as JSON."""
    if isinstance(read, Refusal):
        return {"file": file.name, "refused": read.reason, "detail": read.detail}
    return {
        "file": file.name,
        "kind": read.kind,
        "from": read.sender.email,
        "language": read.language,
        "text": read.text,
        "answers": [{"quoted": answer.quoted, "text": answer.text} for answer in read.answers],
        "away_until": read.away_until.isoformat() if read.away_until else None,
        "bounced": [{"address": bounced.address, "permanent": bounced.permanent} for bounced in read.bounced],
    }


def shown(file: Path, read: Letter | Refusal) -> str:
    """Return what is printed of a mail for a person."""
    if isinstance(read, Refusal):
        return f"{file.name}: not read ({read.reason}) {read.detail}".rstrip()
    lines = [f"{file.name}: {read.kind} from {read.sender.email} ({read.language}), {read.sent_at:%Y-%m-%d %H:%M %z}"]
    lines += [f"  {line}" for line in read.text.split("\n")] if read.text else []
    lines += [f"  > {answer.quoted}\n    {answer.text}" for answer in read.answers]
    lines += [f"  away until {read.away_until}"] if read.away_until else []
    lines += [f"  did not reach {bounced.address}, {_how(bounced.permanent)}" for bounced in read.bounced]
    return "\n".join(lines)


def _how(permanent: bool) -> str:
    return "for good" if permanent else "for now"
