"""Edits as people make them in a page of a plan: what is done in the editor, and what must be understood of it."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parsing.word import DocumentReading
from plans.change import Change, NewLine, NewPerson
from plans.daytext import day_text
from plans.plan import Milestone, Plan
from plans.sheet import COLUMNS, Sheet
from plans.sheet_of import status_text
from plans.words import STATUS_WORDS

AT = {column: number for number, column in enumerate(COLUMNS)}
NEW_PEOPLE = ("Maria Lopez", "Jean-Luc Bernard", "Aisha Khan", "Søren Kjær")
UNSURE = {
    "due": ("after the board meeting", "20 or 27 March", "KW 14", "soon"),
    "status": ("almost done", "not done", "??"),
    "owner": ("Legal", "IT Security", "somebody in finance"),
}
PROSE = {
    "outcome": ("Ticket closed and signed off by both sides", "Zwei Prüfer haben „ja“ gesagt", "Contrat signé à l'été"),
    "notes": ("Waiting for the pen-test", "call me; my number changed", "Frist verschoben?"),
}
NAMES = ("Vendor Selection Committee", "Betriebsrat informieren", "Revue juridique", "Legal review of the DPA")


@dataclass(frozen=True)
class Expected:
    """One thing that must be found: a change (value None: any), or a question that holds these words."""

    target: str
    field: str
    value: Any = None
    decision: str = "apply"
    words: str = ""


@dataclass(frozen=True)
class Edit:
    """An operation of the editor and what it must be understood as."""

    operation: tuple[Any, ...]
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Score:
    """What was understood of one file: of its edits how many, how many wrong unasked, how many asked in vain."""

    edits: int
    found: int
    wrong: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


class Editing:
    """Draws edits for one plan's page; the same seed draws the same edits."""

    def __init__(self, plan: Plan, sheet: Sheet, seed: int) -> None:
        self.plan, self.sheet, self.chance = plan, sheet, random.Random(seed)
        self.rows = {row.id: number for number, row in enumerate(sheet.rows, 1)}

    def cells(self, number: int) -> list[Edit]:
        """Return this many edits of different cells."""
        kinds = ["due", "due", "status", "status", "owner", "outcome", "notes", "depends_on", "name", "unsure"]
        made: dict[tuple[str, str], Edit] = {}
        while len(made) < number:
            line = self.chance.choice([m for m in self.plan.milestones if m.id in self.rows])
            kind = self.chance.choice(kinds)
            edit = getattr(self, f"_{kind}")(line)
            column = edit.operation[2] if edit else None
            if edit and not any(key[0] == line.id and key[1] == str(column) for key in made):
                made[(line.id, str(column))] = edit
        return list(made.values())

    def _type(self, line: Milestone, column: str, text: str, *expected: Expected, verb: str = "type") -> Edit:
        return Edit((verb, self.rows[line.id], AT[column], text), expected)  # type: ignore[index]

    def _due(self, line: Milestone) -> Edit:
        day = (line.due or dt.date(2026, 6, 1)) + dt.timedelta(days=self.chance.randint(2, 40))
        written = day_text(day, self.sheet.language, self.plan.locale)
        forms = [written, day.isoformat(), f"{day.day}.{day.month}.{day.year}", day_text(day, "en", "en-GB")]
        if line.due:
            forms.append(f"{day:%d %B}")
        verb = "choose" if self.chance.random() < 0.3 else "type"
        text = written if verb == "choose" else self.chance.choice(forms)
        firm = (Expected(line.id, "deadline", "soft"),) if line.deadline == "hard" and verb == "never" else ()
        return self._type(line, "due", text, Expected(line.id, "due", day.isoformat()), *firm, verb=verb)

    def _status(self, line: Milestone) -> Edit:
        status = self.chance.choice([s for s in STATUS_WORDS["en"] if s != line.status and s != "skipped"])
        words = list(STATUS_WORDS[self.sheet.language][status])
        verb = "choose" if self.chance.random() < 0.4 else "type"
        typed = self.chance.choice([words[0], words[0].upper(), f"{words[0]}!", STATUS_WORDS["en"][status][0]])
        text = status_text(status, self.sheet.language) if verb == "choose" else typed
        return self._type(line, "status", text, Expected(line.id, "status", status), verb=verb)

    def _owner(self, line: Milestone) -> Edit:
        if self.chance.random() < 0.3:
            name = self.chance.choice(NEW_PEOPLE)
            text, value = (f"{name} (CISO)", NewPerson(name, None))
            return self._type(line, "owner", text, Expected(line.id, "owner", value))
        person = self.chance.choice([p for p in self.plan.people if p.id != line.owner])
        text = self.chance.choice([person.name, f"{person.name}, {person.title}", person.email])
        return self._type(line, "owner", text, Expected(line.id, "owner", person.id))

    def _outcome(self, line: Milestone) -> Edit:
        text = self.chance.choice(PROSE["outcome"])
        return self._type(line, "outcome", text, Expected(line.id, "outcome", text))

    def _notes(self, line: Milestone) -> Edit:
        text = self.chance.choice(PROSE["notes"])
        return self._type(line, "notes", text, Expected(line.id, "note", text))

    def _name(self, line: Milestone) -> Edit:
        text = f"{self.chance.choice(NAMES)} {line.id}"
        return self._type(line, "milestone", text, Expected(line.id, "name", text))

    def _depends_on(self, line: Milestone) -> Edit | None:
        ids = [m.id for m in self.plan.milestones if m.id in self.rows and m.id != line.id]
        chosen = self.chance.sample(ids, 2)
        if {d.id for d in line.depends_on} == set(chosen):
            return None
        return self._type(line, "depends_on", ", ".join(chosen), Expected(line.id, "depends_on", tuple(chosen)))

    def _unsure(self, line: Milestone) -> Edit:
        column = self.chance.choice(list(UNSURE))
        text = self.chance.choice(UNSURE[column])
        return self._type(line, column, text, Expected(line.id, column, None, "ask"))

    def structure(self) -> Edit:
        """Return one edit of rows, columns or comments; it comes after those of cells, because it moves them."""
        return getattr(self, self.chance.choice(STRUCTURES))()  # type: ignore[no-any-return]

    def _line(self) -> tuple[str, int]:
        return self.chance.choice(list(self.rows.items()))

    def add_row(self) -> Edit:
        _, after = self._line()
        person, day = self.chance.choice(self.plan.people), dt.date(2026, 9, self.chance.randint(1, 28))
        name = self.chance.choice(NAMES)
        texts = [[AT["milestone"], name], [AT["owner"], person.name], [AT["due"], day.isoformat()]]
        value = NewLine(name, day.isoformat(), person.id)
        return Edit(("add_row", after, texts), (Expected("new", "milestone", value),))

    def delete_row(self) -> Edit:
        line = self.chance.choice([m for m in self.plan.milestones if m.id in self.rows and m.status != "skipped"])
        return Edit(("delete_row", self.rows[line.id]), (Expected(line.id, "status", "skipped", "ask"),))

    def copy_row(self) -> Edit:
        _, row = self._line()
        texts = [[AT["milestone"], f"{self.chance.choice(NAMES)} too"]]
        return Edit(("copy_row", row, self._line()[1], texts), (Expected("new", "milestone", None, "ask"),))

    def move_row(self) -> Edit:
        row, before = self.chance.sample(list(self.rows.values()), 2)
        return Edit(("move_row", row, before), ())

    def move_column(self) -> Edit:
        column, before = self.chance.sample(range(1, 8), 2)
        return Edit(("move_column", column, before), ())

    def add_column(self) -> Edit:
        return Edit(("add_column", self.chance.randint(0, 7), "Our ticket"), ())

    def delete_column(self) -> Edit:
        return Edit(("delete_column", self.chance.choice([AT["outcome"], AT["depends_on"], AT["notes"]])), ())

    def comment(self) -> Edit:
        line, row = self._line()
        words = f"Is {line} still right?"
        return Edit(("comment", row, AT["owner"], words, "Pat Buyer"), (Expected("comment", line, words=words),))


STRUCTURES = (
    "add_row", "delete_row", "copy_row", "move_row", "move_column", "add_column", "delete_column", "comment",
)  # fmt: skip


def scored(read: DocumentReading, expected: Sequence[Expected], *, may_ask: bool = False, suffix: str = "") -> Score:
    """Return how well a file was read. `may_ask`: its marks were taken away, so that asking is right."""
    left = list(read.changes)
    wrong, needless, missed = list[str](), list[str](), list[str]()
    # LibreOffice 7.4 writes a new comment's words neither into .rtf nor, tracked, into .doc.
    wanted = [e for e in expected if not (e.target == "comment" and suffix in (".rtf", ".doc"))]
    for one in wanted:
        change = None if one.target == "comment" else _match(one, left)
        if change is not None:
            left.remove(change)
            if (one.decision, change.decision) == ("ask", "apply"):
                wrong.append(f"not asked: {change}")
            elif one.decision != change.decision and not may_ask:
                needless.append(f"asked {change.target} {change.field} {change.value}")
        elif one.target != "comment" or not any(q == f"{one.field}: {one.words}" for q in read.questions):
            missed.append(f"{one} in {[(c.target, c.field, c.value, c.decision) for c in left]}")
    wrong += [_told(change) for change in left if change.decision == "apply"]
    if not may_ask:
        needless += [_told(change) for change in left if change.decision == "ask"]
        needless += [f"doubt {doubt.reason} {doubt.row}" for doubt in read.doubts if _vain(doubt.reason, expected)]
    return Score(len(wanted), len(wanted) - len(missed), tuple(wrong), tuple(needless), tuple(missed))


def _match(one: Expected, changes: Sequence[Change]) -> Change | None:
    """Return the change that is what was expected, or None."""
    same = (change for change in changes if (change.target, change.field) == (one.target, one.field))
    return next((change for change in same if one.value is None or change.value == one.value), None)


def _told(change: Change) -> str:
    return f"{change.target} {change.field} {change.value} ({change.evidence[:40]})"


def _vain(reason: str, expected: Sequence[Expected]) -> bool:
    return not (reason in ("copied", "marks-disagree", "merged-cells") and any(e.decision == "ask" for e in expected))
