"""The detail is the second document: every action under its milestone, what it waits for and what if it slips (R98)."""

import datetime as dt
import io
from typing import Any

from plans.daytext import day_text
from plans.plan import Milestone, Plan, Side
from plans.seal import stamp as stamp_of
from plans.sheet import COLUMNS, Cell, Column, Row, Sheet
from plans.sheet_of import (
    ACTION_COLUMNS,
    CRITICAL,
    actions_of,
    milestone_name,
    person_text,
    shown,
    shown_actions,
    status_text,
)
from plans.small_print import label
from plans.words import COLUMN_HEADS
from templates.document.cells import Ink, row_runs
from templates.document.check import filled, opened
from templates.document.package import dated
from templates.document.page import TEMPLATES, Document, identify
from templates.document.runs import clean
from templates.document.wording import words


def render_detail(
    plan: Plan, *, audience: Side, language: str | None = None, key: bytes, document: str, made_on: dt.date
) -> Document:
    """Return the action plan in detail for one side; its sheet is the table of actions."""
    sheet = actions_of(plan, audience, language, document)
    stamp = stamp_of(key, plan.slug, plan.version, document)
    page = opened(TEMPLATES / "detail.docx")
    filled(page, _context(plan, Ink(sheet, plan, page.build_url_id), made_on, stamp), TEMPLATES / "detail.docx")
    identify(page.docx, plan, sheet, stamp, made_on)
    out = io.BytesIO()
    page.docx.save(out)
    name = f"{plan.slug}-v{plan.version}-detail-{made_on.isoformat()}-{sheet.language}.docx"
    return Document(dated(out.getvalue(), made_on), name, sheet)


def _context(plan: Plan, ink: Ink, made_on: dt.date, stamp: str) -> dict[str, Any]:
    sheet = ink.sheet
    table = words(sheet.language)
    day = day_text(made_on, sheet.language, plan.locale)
    named = {"plan": plan.slug, "version": plan.version, "day": day, "stamp": stamp}
    heads = {column: COLUMN_HEADS[sheet.language][column][0] for column in ACTION_COLUMNS}
    return {
        "title": clean(table["title"].format(name=table["detail"], title=plan.title)),
        "version": table["version"].format(**named),
        "stamp": clean(table["footer"].format(**named)),
        "invite": table["invite"],
        "head": heads | {"milestone": table["action"]},
        "milestones": [_milestone(plan, line, ink) for line in shown(plan, sheet.audience)],
        "words": table,
    }


def _milestone(plan: Plan, milestone: Milestone, ink: Ink) -> dict[str, Any]:
    sheet = ink.sheet
    rows = [row for action in shown_actions(milestone, sheet.audience) if (row := sheet.row(action.id))]
    return {
        "name": clean(f"{milestone.id} {milestone_name(plan, milestone, sheet.language)}"),
        "facts": [clean(fact) for fact in _facts(plan, milestone, sheet)],
        "rows": [_action_runs(row, ink) for row in rows],
    }


def _action_runs(row: Row, ink: Ink) -> dict[str, object]:
    blank: dict[Column, Cell] = {column: Cell() for column in COLUMNS if column not in ACTION_COLUMNS}
    runs = row_runs(Row(row.id, row.cells | blank), ink)
    return {name: runs[name] for name in (*ACTION_COLUMNS, "status_color")}


def _facts(plan: Plan, milestone: Milestone, sheet: Sheet) -> list[str]:
    """Return the lines above a milestone's actions: what it is for, who answers for it, what it waits for."""
    language, table = sheet.language, words(sheet.language)
    heads = COLUMN_HEADS[language]
    people = (("owner", milestone.owner), ("backup", milestone.backup), ("approver", milestone.approver))
    who = [f"{label(language, kind)}: {person_text(person)}" for kind, each in people if (person := plan.person(each))]
    due = f"{heads['due'][0]}: {day_text(milestone.due, language, plan.locale) or '–'}"
    state = f"{heads['status'][0]}: {status_text(milestone.status, language)}"
    goal = next((goal.text for goal in plan.goals if goal.id and goal.id == milestone.goal), "")
    return [
        *([milestone.outcome] if milestone.outcome else []),
        " · ".join([due, state]),
        *([" · ".join(who)] if who else []),
        *([table["goal_line"].format(goal=goal.rstrip("."))] if goal else []),
        *_waits(plan, milestone, sheet),
        *([milestone.note] if milestone.note else []),
    ]


def _waits(plan: Plan, milestone: Milestone, sheet: Sheet) -> list[str]:
    table = words(sheet.language)
    visible = {line.id: milestone_name(plan, line, sheet.language) for line in shown(plan, sheet.audience)}
    visible |= {external.id: external.name for external in plan.externals}
    lines = []
    for dependency in milestone.depends_on:
        if dependency.id not in visible:
            continue
        mark = f"{CRITICAL} " if dependency.critical else ""
        person = plan.person(dependency.escalate_to)
        parts = [
            f"{COLUMN_HEADS[sheet.language]['depends_on'][0]}: {mark}{dependency.id} {visible[dependency.id]}",
            f"{table['slips']}: {dependency.contingency}" if dependency.contingency else "",
            f"{table['escalate']}: {person.name}" if person else "",
        ]
        lines.append(" · ".join(part for part in parts if part))
    return lines
