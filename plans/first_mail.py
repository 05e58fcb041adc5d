"""A draft begins with one mail: whoever endorses it gets it alone, with what it leaves open; the others hear of it once
they have said yes."""

import datetime as dt
from dataclasses import replace

from plans.change import Change
from plans.gaps import gaps
from plans.notice import Ask, Notice
from plans.plan import Plan
from plans.speak import code_of
from plans.state import Code, Pending, PlanState

FIRST = "first"
"""The letter that the wish of the first mail is of: nobody wrote it."""
MOST = 8
"""Questions in one mail at most: more than that nobody answers."""


def begun(state: PlanState) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the state in which a draft waits for its endorser's yes, and the mail that asks for it.

    Nothing for a plan that is no draft, goes on from another, or has nobody to ask.
    """
    plan, first, reporter = state.plan, state.plan.endorser, state.plan.reporter
    if plan.status != "draft" or plan.follows or first is None or not first.mailed:
        return state, ()
    key = f"{plan.slug}/welcome/{first.id}"
    wish = Change("plan", "status", "active", "ask", 1.0, "")
    by = reporter.id if reporter else "milepost"
    held = Pending(f"{FIRST}/endorse", wish, by, (first.id,), "endorse", FIRST, state.started)
    sheet = tuple(Ask(gap.line or "plan", None, f"gap-{gap.key}", gap.about) for gap in gaps(plan)[:MOST])
    notice = Notice(
        key, "welcome", plan.slug, plan.version, first.id, state.started,
        asks=(*sheet, Ask("plan", "status", "endorse", "active")), about=by, code=code_of(key),
        enclosures=("document",),
    )  # fmt: skip
    code = Code(notice.code, first.id, state.started, (held.id,))
    return replace(state, pending=(*state.pending, held), codes=(*state.codes, code)), (notice,)


def welcomes(plan: Plan, by: str, now: dt.datetime) -> tuple[Notice, ...]:
    """Return the first mail to everybody else, once a draft has become a plan in use."""
    first = plan.endorser
    others = [one for one in plan.people if one.mailed and one.id != by and one != first]
    return tuple(
        Notice(
            f"{plan.slug}/welcome/{one.id}", "welcome", plan.slug, plan.version, one.id, now, enclosures=("document",)
        )
        for one in others
    )
