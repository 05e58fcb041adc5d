"""Drafts are the plans that sellers mail before they start them: each file that came is one round, kept as it is."""

import datetime as dt
import json
from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from storage.database import Database
from storage.tables import drafts, plans

DRAFT = "draft/"
"""What stands before a draft's name where a plan's slug would stand; no slug has a slash."""


@dataclass(frozen=True)
class Draft:
    """One round of a draft: the plan file's text, the letter that it came by, and what was taken for granted.

    `ref` names the draft, `slug` the plan that it is to be, `by` the seller's address. `started_by` is the letter that
    started it, '' before.
    """

    ref: str
    round: int
    letter: str
    by: str
    name: str
    slug: str
    content: str
    remarks: tuple[str, ...]
    kept_at: dt.datetime
    started_by: str = ""


class Drafts(Database):
    """The drafts with their rounds."""

    def keep_draft(self, draft: Draft) -> Draft:
        """Keep a round; where its letter has made one before, nothing happens, and that one is returned."""
        row = {**asdict(draft), "remarks": json.dumps(draft.remarks, ensure_ascii=False)}
        with self.writing() as connection:
            self.insert_once(connection, drafts, row)
        kept = self.draft_of_letter(draft.letter)
        if kept is None:  # Another letter has taken this round in the meantime.
            latest = self.draft(draft.ref)
            return self.keep_draft(Draft(**{**vars(draft), "round": latest.round + 1 if latest else 1}))
        return kept

    def draft(self, ref: str) -> Draft | None:
        """Return the latest round of a draft, or None."""
        return self._draft(drafts.c.ref == ref)

    def draft_of_letter(self, letter: str) -> Draft | None:
        """Return the round that a letter has made, or None."""
        return self._draft(drafts.c.letter == letter)

    def draft_started(self, slug: str) -> Draft | None:
        """Return the round of a draft that a plan was started from, None where it did not come by mail."""
        return self._draft((drafts.c.slug == slug) & (drafts.c.started_by != ""))

    def _draft(self, where: object) -> Draft | None:
        query = select(drafts).where(where).order_by(drafts.c.round.desc()).limit(1)  # type: ignore[arg-type]
        with self.reading() as connection:
            row = connection.execute(query).mappings().first()
        return Draft(**{**row, "remarks": tuple(json.loads(row["remarks"]))}) if row else None

    def draft_owners(self) -> tuple[tuple[str, str], ...]:
        """Return every draft's name with the seller's address."""
        with self.reading() as connection:
            rows = connection.execute(select(drafts.c.ref, drafts.c.by).where(drafts.c.round == 1))
            return tuple((ref, by) for ref, by in rows)

    def taken_slugs(self, ref: str) -> frozenset[str]:
        """Return the slugs that a draft cannot have: those of plans, and of other drafts."""
        with self.reading() as connection:
            running = connection.execute(select(plans.c.slug)).scalars()
            others = connection.execute(select(drafts.c.slug).where(drafts.c.ref != ref)).scalars()
            return frozenset({*running, *others})

    def start_draft(self, ref: str, letter: str) -> str:
        """Note by which letter a draft was started, once; return the one that holds."""
        mine = (drafts.c.ref == ref) & (drafts.c.started_by == "")
        with self.writing() as connection:
            connection.execute(update(drafts).where(mine).values(started_by=letter))
        found = self.draft(ref)
        return found.started_by if found else ""
