"""A draft begins with one mail: whoever endorses it gets it alone, with what it leaves open; the others hear of it once
they have said yes."""

import datetime as dt
from dataclasses import replace

from plans.change import Change
from plans.decide import ENDORSE
from plans.gaps import gaps
from plans.notice import Ask, Notice
from plans.plan import Plan
from plans.speak import code_of
from plans.state import Code, Pending, PlanState

FIRST = "first"
"""The letter that the wish of the first mail is of: nobody wrote it."""
MOST = 8
"""Questions in one mail at most: more than that nobody answers."""


def wish_for_yes(plan: Plan, letter: str, at: dt.datetime, by: str = "") -> Pending | None:
    """Return what a draft waits for: its endorser's yes, and its keeper's where it goes on from another plan; None
    where nobody can be asked. `by` wants it, else the reporter does."""
    first = plan.reporter if plan.follows else plan.endorser
    if first is None or not first.mailed:
        return None
    by = by or (plan.reporter.id if plan.reporter else "milepost")
    wish = Change("plan", "status", "active", "ask", 1.0, "")
    return Pending(f"{letter}/{ENDORSE}", wish, by, (first.id,), ENDORSE, letter, at)


def begun(state: PlanState) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the state in which a draft waits for its endorser's yes, and the mail that asks for it.

    Nothing for a plan that is no draft, goes on from another, or has nobody to ask.
    """
    plan = state.plan
    held = wish_for_yes(plan, FIRST, state.started) if plan.status == "draft" and not plan.follows else None
    sheet = tuple(Ask(gap.line or "plan", None, f"gap-{gap.key}", gap.about) for gap in gaps(plan)[:MOST])
    return _asked(state, held, sheet) if held else (state, ())


def handed_over(state: PlanState, by: str) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the state in which a plan that goes on from another, by somebody's word, waits for its keeper's yes, and
    the mail that asks for it."""
    held = wish_for_yes(state.plan, FIRST, state.started, by if state.plan.person(by) else "")
    return _asked(state, held) if held else (state, ())


def _asked(state: PlanState, held: Pending, sheet: tuple[Ask, ...] = ()) -> tuple[PlanState, tuple[Notice, ...]]:
    plan = state.plan
    (first,) = held.to
    key, about = f"{plan.slug}/welcome/{first}", held.by if held.by != first else ""
    asks = (*sheet, Ask("plan", "status", ENDORSE, "active"))
    notice = Notice(key, "welcome", plan.slug, plan.version, first, state.started,
                    asks=asks, about=about, code=code_of(key), enclosures=("document",))  # fmt: skip
    code = Code(notice.code, first, state.started, (held.id,))
    return replace(state, pending=(*state.pending, held), codes=(*state.codes, code)), (notice,)


def welcomes(plan: Plan, by: str, now: dt.datetime) -> tuple[Notice, ...]:
    """Return the first mail to everybody else, once a draft has become a plan in use."""
    first = plan.reporter if plan.follows else plan.endorser
    others = [one for one in plan.people if one.mailed and one.id != by and one != first]
    return tuple(
        Notice(
            f"{plan.slug}/welcome/{one.id}", "welcome", plan.slug, plan.version, one.id, now, enclosures=("document",)
        )
        for one in others
    )
