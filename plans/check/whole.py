"""The whole plan is checked for both sides' part, goals, readiness, hidden steps and its rhythm."""

from collections.abc import Iterator

from plans.agenda.hours import rhythm_of
from plans.check.problem import Case, Fault
from plans.check.references import parts_of
from plans.gaps import HIDDEN, spoken_of
from plans.notice import RUNG_ORDER
from plans.plan import Side
from plans.readiness import GO, SIGNS, Score, score
from plans.workdays import quiet_hours

LEAST_SHARE = 0.25
"""The share of the lines that each side has at least (R10)."""


def _count(case: Case, side: Side) -> int:
    lines = (line for line in case.plan.lines() if not case.plan.is_internal(line.id))
    owners = ([case.plan.person(part) for part in parts_of(line.owner)] for line in lines)
    return sum(any(person and person.side == side for person in people) for people in owners)


def one_sided(case: Case) -> Iterator[Fault]:
    """Find plans in which one side has nothing to do (R10)."""
    buyer, seller = _count(case, "buyer"), _count(case, "seller")
    if buyer + seller and 0 in (buyer, seller):
        side, other = ("buyer", "seller") if not buyer else ("seller", "buyer")
        yield Fault(
            "milestones",
            f"The {side} owns none of the {buyer + seller} lines: this is the {other}'s list, no mutual plan.",
            f"Ask what the {side} has to decide or deliver, and give those lines their owners.",
        )


def lopsided(case: Case) -> Iterator[Fault]:
    """Find plans in which one side has less than a quarter of the lines (R10)."""
    counts: dict[Side, int] = {"buyer": _count(case, "buyer"), "seller": _count(case, "seller")}
    total = sum(counts.values())
    for side, count in counts.items():
        if count and total >= LEAST_LINES and count < LEAST_SHARE * total:
            yield Fault(
                "milestones",
                f"The {side} owns {count} of {total} lines, less than a quarter.",
                f"Ask what else the {side} contributes: documents, people, decisions.",
            )


LEAST_LINES = 4
"""Fewer lines than this say nothing about shares."""


def no_goal(case: Case) -> Iterator[Fault]:
    """Find plans without a goal of the buyer's (R46)."""
    if not case.plan.goals:
        yield Fault(
            "goals", "The plan names no goal of the buyer.", "Write what will be better for them, and by how much."
        )


def unmeasured_goal(case: Case) -> Iterator[Fault]:
    """Find goals that nobody can measure (R46, R48)."""
    for number, goal in enumerate(case.plan.goals, 1):
        if not goal.measure and goal.target is None:
            where = f"goals/{goal.id or number}"
            yield Fault(where, f'"{goal.text}" has no measure.', "Add `measure:`, and the figure of today and of then.")


def unconfirmed_goal(case: Case) -> Iterator[Fault]:
    """Find goals that the buyer has not agreed to (R48)."""
    for number, goal in enumerate(case.plan.goals, 1):
        if goal.confirmed is False:
            problem = f'"{goal.text}" is not confirmed by the buyer.'
            ask = "Ask the champion whether this is what success looks like, and set `confirmed: true`."
            yield Fault(f"goals/{goal.id or number}/confirmed", problem, ask)


def not_ready(case: Case) -> Iterator[Fault]:
    """Find plans in use that come too early: fewer than three of the seven signs (R60, R66)."""
    signs = score(case.plan)
    if case.plan.status != "draft" and signs.there and not signs.go:
        yield _too_few(signs)


def not_ready_yet(case: Case) -> Iterator[Fault]:
    """Find plans that do not say, or drafts of which it is not known yet, whether the buyer is ready (R60, R66)."""
    signs = score(case.plan)
    if not signs.go and (case.plan.status == "draft" or not signs.there):
        yield _too_few(signs)


def _too_few(signs: Score) -> Fault:
    return Fault(
        "readiness",
        f"{len(signs.there)} of {len(SIGNS)} signs say that the buyer is ready for a plan; {GO} are needed.",
        f"Wait, or find out about: {', '.join(sign.key for sign in signs.missing)}.",
    )


def hidden_steps(case: Case) -> Iterator[Fault]:
    """Find the usual steps of a purchase of which the plan does not speak (R5, R18)."""
    spoken = spoken_of(case.plan)
    for stage, (name, question, _) in HIDDEN.items():
        if stage not in spoken:
            yield Fault("milestones", f"The plan does not speak of {name}.", f'Ask: "{question}"')


def unreadable_rhythm(case: Case) -> Iterator[Fault]:
    """Find rhythms and quiet hours that nobody can read (R42, R43)."""
    communication = case.plan.communication
    for key in ("status", "snapshot"):
        text = getattr(communication, key)
        if text and rhythm_of(text) is None:
            problem = f'`{key}` is "{text}", which is no rhythm.'
            yield Fault(f"communication/{key}", problem, 'Write "weekly Tuesday 09:00" or "biweekly Friday 09:00".')
    if communication.quiet_hours and quiet_hours(case.plan) is None:
        problem = f'`quiet_hours` is "{communication.quiet_hours}", which is no span of hours.'
        yield Fault("communication/quiet_hours", problem, 'Write "18:00-08:00".')


def wrong_ladder(case: Case) -> Iterator[Fault]:
    """Find rungs that do not exist, or that do not climb (R35)."""
    ladder = case.plan.communication.ladder or {}
    for name in ladder:
        if name not in RUNG_ORDER:
            problem = f'"{name}" is no rung of the ladder.'
            yield Fault(f"communication/ladder/{name}", problem, f"The rungs are {', '.join(RUNG_ORDER)}.")
    days = [ladder[name] for name in RUNG_ORDER if name in ladder]
    if days != sorted(days):
        problem = "The rungs of the ladder do not come in their order."
        yield Fault("communication/ladder", problem, "Let the days rise from reminder to second-escalation.")
