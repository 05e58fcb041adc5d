"""Values in words: how a line, a person, a date or a status is shown to one reader."""

import datetime as dt
from dataclasses import dataclass

from plans.change import NewLine, NewPerson, Value, as_day
from plans.daytext import MONTHS, SHORT_MONTHS, day_text, short_day_text
from plans.fields import GOAL
from plans.notice import Notice
from plans.plan import SETTLED, External, Line, Milestone, Person, Plan
from plans.words import FIELD_WORDS, STATUS_WORDS
from templates.notice.words import Words

LONGEST = 160
"""Characters of somebody's own words that are quoted."""
NOUNS_IN_CAPITALS = frozenset({"de"})
"""Languages whose status words keep their capital inside a sentence."""


@dataclass(frozen=True)
class Voice:
    """The plan as one reader hears it: their language, the plan's own names, and only what they may see."""

    plan: Plan
    words: Words
    notice: Notice

    @property
    def reader(self) -> Person | None:
        """Return the recipient as a person of the plan, None for anybody else."""
        return self.plan.person(self.notice.to)

    @property
    def today(self) -> dt.date:
        """Return the plan's own day on which the mail was decided."""
        return self.notice.at.astimezone(self.plan.zone).date()

    def shows(self, target: str) -> bool:
        """Tell whether the reader may see this line: internal ones are the seller's alone (R9)."""
        seller = self.reader is not None and self.reader.side == "seller"
        return seller or not self.plan.is_internal(target)

    def entry(self, line_id: str) -> Line | External | None:
        """Return the line or the outside dependency with this id."""
        return self.plan.entry(line_id)

    def day(self, day: dt.date | None) -> str:
        """Return a date written so that day and month cannot be mistaken."""
        return day_text(day, self.words.language, self.plan.locale)

    def short_day(self, day: dt.date | None) -> str:
        """Return a date for lists and tables: without its year where that is this one."""
        same = day is not None and day.year == self.today.year
        write = short_day_text if same else day_text
        return write(day, self.words.language, self.plan.locale)

    def weekday(self, day: dt.date | None) -> str:
        """Return a date with its weekday, for the sentences that somebody plans by."""
        if day is None:
            return ""
        name = self.words.say("title", "weekdays").split()[day.weekday()]
        return self.words.say("title", "dated", weekday=name, day=self.day(day))

    def month(self, number: int) -> str:
        """Return a month's short name."""
        language = self.words.language
        short = SHORT_MONTHS.get(language)
        return short.split()[number - 1] if short else MONTHS[language].split()[number - 1][:3]

    def is_late(self, line: Line | External) -> bool:
        """Tell whether an open line's date has passed."""
        return line.status not in SETTLED and line.due is not None and line.due < self.today

    def tone(self, line: Line | External) -> str:
        """Return the status, or "overdue" where the date has passed."""
        return "overdue" if self.is_late(line) else line.status

    def quote(self, text: str) -> str:
        """Return somebody's words in quotation marks, '' for none."""
        return self.words.say("title", "quote", text=quoted(text)) if text.strip() else ""

    def who(self, person_id: str | None) -> str:
        """Return a person's name; an address stays as it is."""
        person = self.plan.person(person_id)
        return one_line(person.name if person else person_id or "")

    def owner(self, person_id: str | None) -> str:
        """Return an owner's name, or that there is none."""
        return self.who(person_id) or self.words.say("value", "no-owner")

    def line(self, line_id: str) -> str:
        """Return a line with its id, by the buyer's own name for it (R82)."""
        if line_id == "plan":
            return one_line(self.plan.title)
        if line_id.startswith(GOAL) and (goal := self.plan.goal(line_id.removeprefix(GOAL))):
            return one_line(goal.text)
        if line_id.startswith("person:"):
            return self.who(line_id.removeprefix("person:"))
        entry = self.entry(line_id)
        return f"{line_id} {self.name(entry)}" if entry else line_id

    def name(self, entry: Line | External) -> str:
        """Return a line's name: the local one, else with the buyer's own terms in it."""
        local = isinstance(entry, Milestone) and entry.name_local
        if local and (self.plan.language or "en").startswith(self.words.language):
            return one_line(entry.name_local if isinstance(entry, Milestone) else entry.name)
        return one_line((self.plan.vocabulary or {}).get(entry.name, entry.name))

    def field(self, field: str | None) -> str:
        """Return a field's name."""
        return FIELD_WORDS[self.words.language].get(field or "", field or "")

    def status(self, status: str) -> str:
        """Return a status as it stands inside a sentence."""
        word = STATUS_WORDS[self.words.language][status][0]  # type: ignore[index]
        return word if self.words.language in NOUNS_IN_CAPITALS else word.lower()

    def value(self, field: str | None, value: Value) -> str:
        """Return a field's value as a reader writes it."""
        if value is None or value in ("", ()):
            return self.words.say("value", "off" if field == "mail" else "nothing")
        if field == "confirmed":
            return self.words.say("value", "confirmed")
        if isinstance(value, NewPerson):
            return one_line(f"{value.name} ({value.email})" if value.email else value.name)
        if isinstance(value, NewLine):
            owner = self.value("owner", value.owner) if value.owner else ""
            return one_line(", ".join(part for part in (value.name, owner, self.day(as_day(value.due))) if part))
        if isinstance(value, tuple):
            return ", ".join(value)
        return one_line(self._text(field, str(value)))

    def _text(self, field: str | None, text: str) -> str:
        if field in ("due", "away") and (day := as_day(text)):
            return self.day(day)
        if field in ("owner", "backup", "approver"):
            return self.who(text)
        if field in ("mail", "invites"):
            return self.words.say("value", text if field == "mail" else f"invites-{text}")
        if field == "status" and self.words.has("plan-status", text):
            return self.words.say("plan-status", text)
        if field == "status" and text in STATUS_WORDS["en"]:
            return self.status(text)
        return text


def one_line(text: str) -> str:
    """Return text without line ends and control characters: what somebody typed lays out nothing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def quoted(text: str, longest: int = LONGEST) -> str:
    """Return somebody's words on one line, shortened where they are many."""
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
