"""A remark is a Word comment to the owner of a line that is overdue (R92)."""

import datetime as dt
from typing import Any

from plans.daytext import day_text
from plans.plan import Milestone, Plan
from plans.sheet import Sheet
from templates.document.wording import words

AUTHOR = "Milepost"


def overdue(plan: Plan, sheet: Sheet, made_on: dt.date) -> tuple[Milestone, ...]:
    """Return the sheet's lines that are open after their date."""
    lines = (plan.milestone(row.id) for row in sheet.rows)
    return tuple(line for line in lines if line and not line.settled and line.due and line.due < made_on)


def add_remarks(docx: Any, lines: tuple[Milestone, ...], plan: Plan, sheet: Sheet, made_on: dt.date) -> None:
    """Add one comment a line, in the order in which the page refers to them."""
    for line in lines:
        owner = plan.person(line.owner)
        day = day_text(line.due, sheet.language, plan.locale)
        text = words(sheet.language)["overdue"].format(name=owner.name if owner else line.name, day=day)
        comment = docx.part._comments_part.comments.add_comment(text=text, author=AUTHOR, initials="MP")
        comment._comment_elm.date = dt.datetime.combine(made_on, dt.time(), dt.UTC)
