"""The context is what a template can name: the plan's own words and facts around the table."""

import datetime as dt
from typing import Any

from plans.daytext import day_text
from plans.plan import Goal, Plan, Side
from plans.sheet import COLUMNS, Sheet
from plans.sheet_of import person_text, status_text
from plans.words import COLUMN_HEADS, STATUS_WORDS
from templates.document.cells import Ink, row_runs
from templates.document.runs import clean
from templates.document.wording import cadence_words, next_update, words

BLANK = "_" * 36


def context(plan: Plan, ink: Ink, made_on: dt.date, stamp: str) -> dict[str, Any]:
    """Return every name that a template may use; `milepost template check` lists them."""
    sheet = ink.sheet
    table = words(sheet.language)
    day = day_text(made_on, sheet.language, plan.locale)
    legend = " ".join(status_text(status, sheet.language) for status in STATUS_WORDS[sheet.language])
    named = {"plan": plan.slug, "version": plan.version, "day": day, "stamp": stamp}
    return {
        "title": clean(table["title"].format(name=plan.plan_name or table["plan_name"], title=plan.title)),
        "buyer": clean(plan.buyer.name),
        "seller": clean(plan.seller.name),
        "decision_date": day_text(decision_day(plan), sheet.language, plan.locale) or "–",
        "version": table["version"].format(**named),
        "goals": [clean(_goal_text(goal, table)) for goal in plan.goals],
        "head": {column: COLUMN_HEADS[sheet.language][column][0] for column in COLUMNS},
        "rows": [row_runs(row, ink) for row in sheet.rows],
        "buyer_people": clean(_roster(plan, "buyer")),
        "seller_people": clean(_roster(plan, "seller")),
        "updates": clean(_updates(plan, sheet, made_on)),
        "agreed": clean(_agreed(plan, sheet)),
        "legend": f"{table['reading_text']}. {COLUMN_HEADS[sheet.language]['status'][0]}: {legend}",
        "draft": table["draft"] if plan.status == "draft" else "",
        "invite": table["draft_text"] if plan.status == "draft" else table["invite"],
        "stamp": clean(table["footer"].format(**named)),
        "words": table,
    }


def decision_day(plan: Plan) -> dt.date | None:
    """Return the day by which the buyer decides: the last hard date of a visible line, else the last date."""
    lines = [milestone for milestone in plan.milestones if milestone.due and not milestone.internal]
    hard = [line.due for line in lines if line.due and line.deadline == "hard"]
    return max(hard or [line.due for line in lines if line.due], default=None)


def _goal_text(goal: Goal, table: dict[str, Any]) -> str:
    known = goal.measure and None not in (goal.baseline, goal.target) and goal.baseline != goal.target
    detail = table["success_detail"].format(measure=goal.measure, baseline=goal.baseline, target=goal.target)
    return f"{goal.text} ({detail})" if known else goal.text


def _roster(plan: Plan, side: Side) -> str:
    return " · ".join(person_text(person) for person in plan.people if person.side == side) or BLANK


def _updates(plan: Plan, sheet: Sheet, made_on: dt.date) -> str:
    table, talk = words(sheet.language), plan.communication
    reporter = plan.reporter
    status = cadence_words(talk.status, sheet.language)
    snapshot = cadence_words(talk.snapshot, sheet.language)
    following = day_text(next_update(talk, made_on), sheet.language, plan.locale)
    parts = (
        table["updates_text"].format(reporter=reporter.name, status=status) if reporter and status else "",
        table["snapshot_text"].format(snapshot=snapshot) if snapshot else "",
        table["next_update"].format(day=following) if following else "",
    )
    return " ".join(part for part in parts if part)


def _agreed(plan: Plan, sheet: Sheet) -> str:
    """Return the agreed-by line: each side's latest confirmation, or a blank to sign."""
    return "    ".join(f"{party}: {_signed(plan, side, sheet)}" for party, side in _sides(plan))


def _sides(plan: Plan) -> tuple[tuple[str, Side], ...]:
    return ((plan.buyer.name, "buyer"), (plan.seller.name, "seller"))


def _signed(plan: Plan, side: Side, sheet: Sheet) -> str:
    signed = [
        (confirmation.on, person.name)
        for milestone in plan.milestones
        for confirmation in milestone.confirmed
        if (person := plan.person(confirmation.by)) and person.side == side
    ]
    if not signed:
        return BLANK
    on, name = max(signed)
    return f"{name}, {day_text(on, sheet.language, plan.locale)}"
