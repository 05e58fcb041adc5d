"""A journal is every mail of a life, in and out, a line each: when, who, what kind, its subject, what it says."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from plans.change import NewLine, NewPerson, Value
from plans.notice import Notice
from plans.plan import Plan
from plans.workdays import zone_of
from storage.forms import notice_from_json
from tests.workflows.playing import Life

LETTER = re.compile(r" [0-9a-f]{40}")
"""The letter by which somebody confirmed, which says nothing to a reader."""
SHORT = 110
"""Characters of a letter's text that a line of the journal shows."""


@dataclass(frozen=True)
class Written:
    """A letter or command of somebody's."""

    at: dt.datetime
    by: str
    what: str
    text: str


@dataclass(frozen=True)
class Sent:
    """A mail of the engine's, as it was decided and as it left."""

    notice: Notice
    mail: EmailMessage


@dataclass
class Journal:
    """The mails of one life."""

    plan: Plan
    written: list[Written] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def take(self, life: Life) -> None:
        """Take over what has left, from the outbox and the postbox."""
        left = {str(mail["Message-ID"]).strip(): mail for mail in life.postbox.sent}
        records = life.parts.store.notices(self.plan.slug)
        kept = [(notice_from_json(record.notice), record.message_id) for record in records]
        self.sent = [Sent(notice, left[own]) for notice, own in kept if own in left]

    def lines(self) -> Iterator[str]:
        """Yield the journal, the oldest first; of one minute, what came in stands before what it called for."""
        rows = [(one.at, 0, one.by, self._in(one)) for one in self.written]
        rows += [(one.notice.at, 1, one.notice.to, self._out(one)) for one in self.sent]
        for at, _, who, text in sorted(rows, key=lambda row: (row[0].replace(second=0, microsecond=0), *row[1:])):
            local = at.astimezone(zone_of(self.plan, self.plan.person(who)))
            yield f"{local:%Y-%m-%d %a %H:%M} {text}".rstrip()

    def _in(self, written: Written) -> str:
        return f"< {written.by:9} {written.what:15} {_short(written.text)}"

    def _out(self, sent: Sent) -> str:
        notice = sent.notice
        said = "; ".join(_says(notice))
        return f"> {notice.to:9} {notice.kind:15} {sent.mail['Subject']}{' | ' if said else ''}{said}"

    def a_week(self) -> dict[str, Counter[str]]:
        """Return how many mails each person got in each week (of the year), by person."""
        counted: dict[str, Counter[str]] = {}
        for one in self.sent:
            week = f"{one.notice.at.astimezone(self.plan.zone):%G-W%V}"
            counted.setdefault(one.notice.to, Counter())[week] += 1
        return counted


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHORT else f"{flat[: SHORT - 1]}…"


def _says(notice: Notice) -> Iterator[str]:
    """Yield what a mail says and asks, without its words."""
    yield from (f"{nudged.line} {nudged.rung} {nudged.days:+d}" for nudged in notice.nudged)
    yield from (f"{one.target}.{one.field} = {_value(one.new)}" for one in notice.applied)
    yield from (f"{one.target}.{one.field} back to {_value(one.new)}" for one in notice.undone)
    yield from (f"{one.target}.{one.field or ''} = {_value(one.offered)}? ({one.reason})" for one in notice.asks)
    for held in notice.proposals:
        yield f"{held.by} wants {held.target}.{held.field} = {_value(held.new)}, {' and '.join(held.to)} to agree"
    yield from (f"not done: {one.reason} {one.detail}".strip() for one in notice.refused)
    yield from (f"passed on: {question}" for question in notice.questions)
    if notice.quiet_days:
        yield f"quiet for {notice.quiet_days} days"
    if notice.enclosures:
        yield f"with {', '.join(notice.enclosures)}"


def _value(value: Value) -> str:
    match value:
        case NewPerson():
            return value.name
        case NewLine():
            return f"{value.name}, {value.due}"
        case tuple():
            return ",".join(str(getattr(one, "by", one)) for one in value)
        case _:
            return LETTER.sub("", str(value))
