"""Unreachable is whoever's address takes no mail: nothing more goes there, the reporter hears it, backups are asked."""

import re
from collections.abc import Iterable

from plans.agenda.ladder import reachable
from plans.change import Change
from plans.notice import Ask, Notice
from plans.plan import Milestone, Person
from plans.turn import Turn, with_change

GONE = re.compile(r"\b5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)\b|^\D{0,20}55[013](?![\d. -]*5\.[3-7])")
"""What a mail server says of an address that does not exist (RFC 3463), not of a mail that it does not like."""


def is_gone(words: str) -> bool:
    """Tell whether a mail server's words are about the address rather than about the mail."""
    return GONE.search(words) is not None


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


def backups_asked(turn: Turn, gone: Iterable[Person], key: str) -> tuple[Notice, ...]:
    """Return one mail to each backup of somebody who cannot be reached any more, about their open lines."""
    asked: dict[str, list[Ask]] = {}
    for person in gone:
        for line in _open_lines_of(turn, person):
            backup = reachable(turn.plan, line.backup, turn.now.date())
            if backup:
                asked.setdefault(backup.id, []).append(Ask(line.id, None, "stands-in", person.email))
    plan = turn.plan
    return tuple(
        Notice(f"{key}/{backup}", "question", plan.slug, plan.version, backup, turn.now,
               lines=tuple(ask.target for ask in asks), asks=tuple(asks))
        for backup, asks in asked.items()
    )  # fmt: skip


def _open_lines_of(turn: Turn, person: Person) -> tuple[Milestone, ...]:
    mine = (milestone for milestone in turn.plan.milestones if milestone.owner == person.id)
    return tuple(milestone for milestone in mine if not milestone.settled)
