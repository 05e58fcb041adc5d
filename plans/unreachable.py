"""Unreachable is whoever's address takes no mail: nothing more goes there, the reporter hears it, backups are asked."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from plans.agenda.ladder import reachable
from plans.change import Change
from plans.decide import Sender
from plans.letter import Trust
from plans.notice import Ask, Notice
from plans.plan import Line, Person
from plans.stand_in import with_stand_ins
from plans.state import Outcome, PlanState
from plans.turn import Turn, noted, with_change

GONE = re.compile(r"\b5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)\b|^\D{0,20}55[013](?![\d. -]*5\.[3-7])")
"""What a mail server says of an address that does not exist (RFC 3463), not of a mail that it does not like."""


def is_gone(words: str) -> bool:
    """Tell whether a mail server's words are about the address rather than about the mail."""
    return GONE.search(words) is not None


def weekly(about: str, now: dt.datetime) -> str:
    """Return the key under which the reporter is told once a week that mails to somebody are given up for now."""
    year, week, _ = now.isocalendar()
    return f"given-up/{about}/{year}-W{week:02}"


def given_up(state: PlanState, notice: Notice, words: str, now: dt.datetime) -> Outcome:
    """Return what a mail leads to that no server has taken for days: an entry, and a word to the reporter, once a
    person and week, unless it was theirs; later mails are tried again. Without `words` nobody has tried it."""
    by = Sender(None, Trust("trusted", None), "milepost")
    turn = Turn(state, by, f"given-up/{notice.key}", now, state.plan)
    turn = noted(turn, "refused", detail=f"given up {notice.kind}")
    reporter, plan, key = state.plan.reporter, state.plan, weekly(f"person:{notice.to}", now)
    if reporter is None or reporter.id == notice.to or key in state.sent:
        return Outcome(turn.state, turn.entries)
    ask = Ask(f"person:{notice.to}", None, "unsent" if words else "untried", words)
    told = Notice(f"{notice.key}/unsent", "question", plan.slug, plan.version, reporter.id, now, asks=(ask,))
    return Outcome(replace(turn.state, sent=(*turn.state.sent, key)), turn.entries, (told,))


def with_gone(turn: Turn, person: Person) -> Turn:
    """Return the turn in which nothing more is mailed to this person until their address changes or writes to us."""
    if not person.mailed:
        return turn
    return with_change(turn, Change(f"person:{person.id}", "mail", "bounced", "apply", 1.0, person.email), "milepost")


def with_heard_again(turn: Turn) -> Turn:
    """Return the turn in which a person whose address was thought gone writes from it, so that it takes mail again."""
    person = turn.person
    if person is None or person.mail != "bounced" or turn.sender.trust.verdict != "trusted":
        return turn
    if turn.sender.address.casefold() != person.email.casefold():
        return turn
    return with_change(turn, Change(f"person:{person.id}", "mail", "on", "apply", 1.0, ""), "milepost")


def with_those_asked(turn: Turn, gone: Iterable[Person], key: str) -> tuple[Turn, tuple[Notice, ...]]:
    """Return the turn in which what waits for them is asked of others, with the open lines of each they stand in for in
    the same mail."""
    backups = {notice.to: notice for notice in backups_asked(turn, gone, key)}
    turn, instead = with_stand_ins(turn)
    joined = tuple(_joined(notice, backups.pop(notice.to, None)) for notice in instead)
    return turn, (*backups.values(), *joined)


def _joined(notice: Notice, other: Notice | None) -> Notice:
    if other is None:
        return notice
    lines = tuple(dict.fromkeys((*notice.lines, *other.lines)))
    return replace(notice, lines=lines, asks=(*other.asks, *notice.asks))


def backups_asked(turn: Turn, gone: Iterable[Person], key: str) -> tuple[Notice, ...]:
    """Return one mail to each backup of somebody who cannot be reached any more, about their open lines."""
    asked: dict[str, list[Ask]] = {}
    for person in gone:
        for line in _open_lines_of(turn, person):
            above = turn.plan.milestone_of(line.id)
            backup = reachable(turn.plan, above.backup if above else None, turn.today)
            if backup and backup.side == person.side:
                asked.setdefault(backup.id, []).append(Ask(line.id, None, "stands-in", person.email))
    plan = turn.plan
    return tuple(
        Notice(f"{key}/{backup}", "question", plan.slug, plan.version, backup, turn.now,
               lines=tuple(ask.target for ask in asks), asks=tuple(asks))
        for backup, asks in asked.items()
    )  # fmt: skip


def _open_lines_of(turn: Turn, person: Person) -> tuple[Line, ...]:
    return tuple(line for line in turn.plan.lines() if line.owner == person.id and not line.settled)
