"""A plan's sheet is its table as one side reads it: every cell's words and what they mean, internal lines left out."""

from plans.daytext import day_text, short_day_text
from plans.plan import Action, Dependency, Milestone, Person, Plan, Side, Status
from plans.sheet import Cell, Column, Row, Sheet
from plans.small_print import LABELS, label
from plans.words import DEADLINE_WORDS, STATUS_WORDS, language_of

STATUS_MARKS: dict[Status, str] = {"not-started": "○", "in-progress": "►", "blocked": "■", "done": "●", "skipped": "–"}
POWER_LETTERS: dict[str, str] = {"decision-maker": "D", "influencer": "I", "champion": "C"}
CRITICAL = "!!"
"""Stands before a critical dependency; plain characters that every font has."""

ACTION_COLUMNS: tuple[Column, ...] = ("id", "milestone", "owner", "due", "status")
"""The columns of the detail document's tables: an action's task stands where a milestone's name does."""


def sheet_of(plan: Plan, audience: Side = "buyer", language: str | None = None, document: str = "") -> Sheet:
    """Return the plan's table as the audience reads it in the language (the plan's own where none is given)."""
    spoken = language_of(language or plan.language)
    rows = tuple(_row(plan, milestone, audience, spoken) for milestone in shown(plan, audience))
    return Sheet(plan.slug, plan.version, rows, audience, spoken, document)


def shown(plan: Plan, audience: Side) -> tuple[Milestone, ...]:
    """Return the milestones that the audience may see: internal ones are the seller's alone (R9)."""
    return tuple(milestone for milestone in plan.milestones if audience == "seller" or not milestone.internal)


def shown_actions(milestone: Milestone, audience: Side) -> tuple[Action, ...]:
    """Return the actions under a milestone that the audience may see."""
    return tuple(action for action in milestone.actions if audience == "seller" or not action.internal)


def milestone_name(plan: Plan, milestone: Milestone, language: str) -> str:
    """Return the milestone's name in the reader's language and the buyer's own terms."""
    if milestone.name_local and language == language_of(plan.language):
        return milestone.name_local
    return (plan.vocabulary or {}).get(milestone.name, milestone.name)


def person_text(person: Person) -> str:
    """Return name, title and power as a cell shows them: "Priya Raman, Head of InfoSec (D)"."""
    title = person.title.split(" (")[0]
    power = f" ({POWER_LETTERS[person.power]})" if person.power else ""
    return f"{person.name}, {title}{power}" if title else f"{person.name}{power}"


def status_text(status: Status, language: str) -> str:
    """Return a status as the table shows it: its mark and its word."""
    return f"{STATUS_MARKS[status]} {STATUS_WORDS[language][status][0]}"


def next_actions(plan: Plan, milestone: Milestone, audience: Side) -> tuple[Action, ...]:
    """Return the next open action of each side under an open milestone, the earlier one first (R3)."""
    if milestone.settled:
        return ()
    by_side: dict[str, Action] = {}
    for action in shown_actions(milestone, audience):
        owner = plan.person(action.owner)
        if not action.settled:
            by_side.setdefault(owner.side if owner else "", action)
    return tuple(sorted(by_side.values(), key=lambda action: (action.due is None, str(action.due), action.id)))


def _folded(text: str) -> str | None:
    return " ".join(text.split()) or None


def _row(plan: Plan, milestone: Milestone, audience: Side, language: str) -> Row:
    outcome = milestone.outcome
    cells: dict[Column, Cell] = {
        "id": Cell(milestone.id, milestone.id),
        "milestone": _name_cell(plan, milestone, audience, language),
        "outcome": Cell(outcome, _folded(outcome)),
        "owner": _owner_cell(plan, milestone, language),
        "depends_on": _depends_cell(plan, milestone, audience, language),
        "due": _due_cell(plan, milestone, language),
        "status": Cell(status_text(milestone.status, language), milestone.status),
        "notes": _notes_cell(plan, milestone, language),
    }
    return Row(milestone.id, cells)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def action_text(plan: Plan, action: Action, language: str) -> str:
    """Return an action in small print: what, who, until when."""
    owner = plan.person(action.owner)
    who = [owner.name] if owner else []
    when = [short_day_text(action.due, language, plan.locale)] if action.due else []
    note = f" ({', '.join(who + when)})" if who or when else ""
    return f"{action.task}{note}"


def _name_cell(plan: Plan, milestone: Milestone, audience: Side, language: str) -> Cell:
    name = milestone_name(plan, milestone, language)
    optional = f" {LABELS[language]['optional']}" if milestone.optional else ""
    small = tuple(
        (action.id, action_text(plan, action, language)) for action in next_actions(plan, milestone, audience)
    )
    following = [f"{label(language, 'next')} {action_id}: {words}" for action_id, words in small]
    return Cell(_lines(name + optional, *following), _folded(name), small)


def _owner_cell(plan: Plan, milestone: Milestone, language: str) -> Cell:
    owner = plan.person(milestone.owner)
    others = (("backup", milestone.backup), ("approver", milestone.approver))
    small = tuple((kind, who) for kind, who in others if who and who != milestone.owner and plan.person(who))
    words = " · ".join(f"{label(language, kind)}: {_name_of(plan, who)}" for kind, who in small)
    return Cell(_lines(person_text(owner) if owner else "", words), owner.id if owner else None, small)


def _name_of(plan: Plan, person_id: str) -> str:
    person = plan.person(person_id)
    return person.name if person else person_id


def _depends_cell(plan: Plan, milestone: Milestone, audience: Side, language: str) -> Cell:
    visible = {line.id for line in shown(plan, audience)} | {external.id for external in plan.externals}
    kept = [dependency for dependency in milestone.depends_on if dependency.id in visible]
    text = _lines(*(_dependency_text(plan, dependency, language) for dependency in kept))
    return Cell(text, " ".join(dependency.id for dependency in kept) or None)


def _dependency_text(plan: Plan, dependency: Dependency, language: str) -> str:
    milestone = plan.milestone(dependency.id)
    external = next((external.name for external in plan.externals if external.id == dependency.id), "")
    name = milestone_name(plan, milestone, language) if milestone else external
    return " ".join(part for part in (CRITICAL if dependency.critical else "", dependency.id, name) if part)


def _due_cell(plan: Plan, milestone: Milestone, language: str) -> Cell:
    due = milestone.due
    firm = due is not None and milestone.deadline == "hard"
    words = DEADLINE_WORDS[language]["hard"] if firm else ""
    small = (("deadline", "hard"),) if firm else ()
    return Cell(_lines(day_text(due, language, plan.locale), words), due.isoformat() if due else None, small)


def _notes_cell(plan: Plan, milestone: Milestone, language: str) -> Cell:
    docs = ", ".join(doc.label for doc in milestone.docs)
    owner = plan.person(milestone.owner)
    contact = (owner.phone or owner.calendar) if owner and not milestone.settled else ""
    small = tuple((kind, words) for kind, words in (("docs", docs), ("contact", contact)) if words)
    shown_words = [f"{label(language, kind)}: {words}" for kind, words in small]
    return Cell(_lines(milestone.note, *shown_words), _folded(milestone.note), small)


def actions_of(plan: Plan, audience: Side = "buyer", language: str | None = None, document: str = "") -> Sheet:
    """Return the table of the plan's actions as the detail document shows them to the audience."""
    spoken = language_of(language or plan.language)
    rows = tuple(
        _action_row(plan, action, spoken)
        for milestone in shown(plan, audience)
        for action in shown_actions(milestone, audience)
    )
    return Sheet(plan.slug, plan.version, rows, audience, spoken, document, ACTION_COLUMNS)


def as_shown(plan: Plan, sheet: Sheet, audience: Side | None = None) -> Sheet:
    """Return the plan as it stands in the form of another sheet: the same table, side and language."""
    make = actions_of if shows_actions(plan, sheet) else sheet_of
    return make(plan, audience or sheet.audience, sheet.language, sheet.document)


def shows_actions(plan: Plan, sheet: Sheet) -> bool:
    """Tell whether a sheet is the detail document's: its rows are actions."""
    actions = {action.id for milestone in plan.milestones for action in milestone.actions}
    found = sum(1 for row in sheet.rows if row.id in actions)
    return found > sum(1 for row in sheet.rows if plan.milestone(row.id))


def _action_row(plan: Plan, action: Action, language: str) -> Row:
    owner, due = plan.person(action.owner), action.due
    return Row(
        action.id,
        {
            "id": Cell(action.id, action.id),
            "milestone": Cell(action.task, _folded(action.task)),
            "owner": Cell(person_text(owner) if owner else "", owner.id if owner else None),
            "due": Cell(day_text(due, language, plan.locale), due.isoformat() if due else None),
            "status": Cell(status_text(action.status, language), action.status),
        },
    )
