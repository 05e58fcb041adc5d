"""Values in words: how a line, a person, a date or a status is shown to one reader."""

import datetime as dt
from dataclasses import dataclass

from plans.change import NewLine, NewPerson, Value, as_day
from plans.daytext import day_text
from plans.plan import Plan
from plans.words import FIELD_WORDS, STATUS_WORDS
from templates.notice.words import Words

LONGEST = 160
"""Characters of somebody's own words that are quoted."""


@dataclass(frozen=True)
class Voice:
    """The plan as one reader hears it: their language, the plan's own names for things."""

    plan: Plan
    words: Words

    def day(self, day: dt.date | None) -> str:
        """Return a date with its weekday's place left out: short and without doubt."""
        return day_text(day, self.words.language, self.plan.locale)

    def who(self, person_id: str | None) -> str:
        """Return a person's name; an address stays as it is."""
        person = self.plan.person(person_id)
        return person.name if person else (person_id or "")

    def line(self, line_id: str) -> str:
        """Return a line with its id, by the buyer's own name for it (R82)."""
        if line_id == "plan":
            return self.plan.title
        if line_id.startswith("person:"):
            return self.who(line_id.removeprefix("person:"))
        line = self.plan.line(line_id)
        if line is None:
            external = next((x for x in self.plan.externals if x.id == line_id), None)
            return f"{line_id} {external.name}" if external else line_id
        return f"{line_id} {self.name(line.name)}"

    def name(self, name: str) -> str:
        """Return the buyer's term for one of ours."""
        return (self.plan.vocabulary or {}).get(name, name)

    def field(self, field: str | None) -> str:
        """Return a field's name."""
        return FIELD_WORDS[self.words.language].get(field or "", field or "")

    def value(self, field: str | None, value: Value) -> str:
        """Return a field's value as a reader writes it."""
        if value is None or value in ("", ()):
            return self.words.say("value", "nothing")
        if field == "confirmed":
            return self.words.say("value", "confirmed")
        if isinstance(value, NewPerson):
            return f"{value.name} ({value.email})" if value.email else value.name
        if isinstance(value, NewLine):
            day = as_day(value.due)
            owner = self.value("owner", value.owner) if value.owner else ""
            return ", ".join(part for part in (value.name, owner, self.day(day)) if part)
        if isinstance(value, tuple):
            return ", ".join(value)
        return self._text(field, str(value))

    def _text(self, field: str | None, text: str) -> str:
        if field in ("due", "away") and (day := as_day(text)):
            return self.day(day)
        if field in ("owner", "backup", "approver"):
            return self.who(text)
        statuses = STATUS_WORDS[self.words.language]
        if field == "status" and text in statuses:
            return statuses[text][0].lower() if self.words.language != "de" else statuses[text][0]  # type: ignore[index]
        return text


def quoted(text: str) -> str:
    """Return somebody's words on one line, shortened where they are many."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
