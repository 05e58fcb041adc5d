"""Finding tells where somebody stands in what is kept, by names and addresses, and as whom."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, func, or_, select

from plans.erasure import Erasure
from plans.forgetting import Whom, erasure_of, erasure_outside
from plans.plan import Person, Plan
from storage.forms import plan_from_json
from storage.letters import Letters
from storage.tables import letters, log_contents, versions
from storage.versions import Versions

AT_ONCE = 50
"""Contents that are held in memory at a time."""
ESCAPED = re.compile(r"\\+(?:u[0-9a-fA-F]{4}|.)")
"""What JSON writes for white space and quotation marks, within texts of JSON too."""
FORMERS = re.compile(r"\bformer-(\d+)")


class Finding(Letters, Versions):
    """How a person is found in all that is kept."""

    def naming(self, addresses: Iterable[str], names: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the plans in which an address or a name stands: in a version, the log, or as a letter's sender.

        The engines find it within a longer word too; whether it is one of its own is seen here.
        """
        sought = erasure_outside(names, addresses)
        theirs = func.lower(letters.c.sender).in_(sought.addresses)
        query = select(letters.c.plan).where(theirs, letters.c.plan.is_not(None)).distinct()
        with self.reading() as connection:
            found = set(connection.execute(query).scalars())
            for column in (versions.c.content, log_contents.c.content):
                held = or_(*(_holds(column, word) for word in (*sought.addresses, *sought.names)))
                rows = select(column.table.c.slug, column).where(held, column.table.c.slug.not_in(found))
                for slug, content in connection.execution_options(yield_per=AT_ONCE).execute(rows):
                    if slug not in found and sought.names_them(ESCAPED.sub(" ", content)):
                        found.add(slug)
        return tuple(sorted(found))

    def known_as(self, slug: str, *who: str) -> tuple[Person, ...]:
        """Return every way in which somebody (an id, or addresses of their own) stands in any version of a plan.

        An id may have been another's before, who has left: it means whoever had it last.
        """
        query = select(versions.c.content).where(versions.c.slug == slug).order_by(versions.c.version)
        with self.reading() as connection:
            plans = [plan_from_json(content) for content in connection.execute(query).scalars()]
        asked = {one.casefold() for one in who if "@" in one}
        lives = _lives(plans)
        last = {life[-1].id: life for life in lives}
        theirs = [
            life
            for life in lives
            if (life[-1].id in who and last[life[-1].id] is life)
            or any(person.email.casefold() in asked for person in life)
        ]
        return tuple(dict.fromkeys(person for life in theirs for person in life))

    def erasure_of(self, plan: Plan, whom: Whom) -> Erasure:
        """Return the erasure of somebody from a plan, by all that its records know them as."""
        known = self.known_as(plan.slug, whom.person, *(() if plan.person(whom.person) else whom.addresses))
        former = [
            select(column).where(column.table.c.slug == plan.slug, column.contains("former-"))
            for column in (versions.c.content, log_contents.c.content)
        ]
        with self.reading() as connection:
            texts = [text for query in former for text in connection.execute(query).scalars()]
        numbers = (int(number) for text in texts for number in FORMERS.findall(text))
        return erasure_of(plan, whom, known, max(numbers, default=0))


def _lives(plans: Iterable[Plan]) -> list[list[Person]]:
    """Return who had each id in versions one after the other: whoever has it after a gap is somebody else."""
    lives: list[list[Person]] = []
    running: dict[str, list[Person]] = {}
    for plan in plans:
        running = {person.id: running.get(person.id, []) for person in plan.people}
        for person in plan.people:
            if not running[person.id]:
                lives.append(running[person.id])
            running[person.id].append(person)
    return lives


def _holds(column: Column[Any], text: str) -> Any:
    """Return what finds a text as it is, and in any case as far as the engine knows letters."""
    folded = func.lower(column).contains(text.casefold(), autoescape=True)
    return or_(column.contains(text, autoescape=True), folded)
