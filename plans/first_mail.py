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
ENDORSE = "endorse"
"""The reason for which a draft waits for its endorser's yes."""
MOST = 8
"""Questions in one mail at most: more than that nobody answers."""


def wish_for_yes(plan: Plan, letter: str, at: dt.datetime) -> Pending | None:
    """Return what a draft waits for, its endorser's yes; None where it goes on from another plan, or nobody can be
    asked."""
    first, reporter = plan.endorser, plan.reporter
    if plan.follows or first is None or not first.mailed:
        return None
    wish = Change("plan", "status", "active", "ask", 1.0, "")
    return Pending(
        f"{letter}/{ENDORSE}", wish, reporter.id if reporter else "milepost", (first.id,), ENDORSE, letter, at
    )


def begun(state: PlanState) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the state in which a draft waits for its endorser's yes, and the mail that asks for it.

    Nothing for a plan that is no draft, goes on from another, or has nobody to ask.
    """
    plan = state.plan
    held = wish_for_yes(plan, FIRST, state.started) if plan.status == "draft" else None
    if held is None:
        return state, ()
    (first,) = held.to
    key = f"{plan.slug}/welcome/{first}"
    sheet = tuple(Ask(gap.line or "plan", None, f"gap-{gap.key}", gap.about) for gap in gaps(plan)[:MOST])
    notice = Notice(
        key, "welcome", plan.slug, plan.version, first, state.started,
        asks=(*sheet, Ask("plan", "status", ENDORSE, "active")), about=held.by, code=code_of(key),
        enclosures=("document",),
    )  # fmt: skip
    code = Code(notice.code, first, state.started, (held.id,))
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
