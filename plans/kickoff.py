"""A kickoff is the plan after the deal: what is still open, with its people, owners and goals (R94)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from plans.plan import SETTLED, Action, Communication, Milestone, Person, Plan
from plans.stages import stages_of
from plans.words import KICKOFF_WORDS, folded, language_of
from plans.workdays import Calendar, add_workdays, is_workday, next_workday

BOUGHT = frozenset({"terms", "budget", "signoff", "order"})
"""Stages that are behind everybody once the deal is won, whatever the old plan says of them."""
FIRST = 10
"""Working days after the end in which the kickoff is held."""
REVIEW = 90
"""Days after the kickoff, or after the last open line, when both look whether the goals have come true (R58)."""
SUCCESS = (
    "customer success", "onboarding", "implementation", "delivery", "kundenerfolg", "einfuhrung", "deploiement",
    "reussite client", "implantacion", "exito del cliente", "implementatie", "klantsucces", "implementacao",
    "sucesso do cliente", "implementazione",
)  # fmt: skip
"""What stands in the title of whoever takes over from the seller, in our languages."""
SUFFIX = "-kickoff"
LONGEST = 60
"""Letters of a slug, its ending included."""


def success_owner(plan: Plan) -> Person | None:
    """Return who takes over on the seller's side: by title, else the reporter."""
    sellers = [person for person in plan.people if person.side == "seller" and person.mailed]
    titled = (person for person in sellers if any(word in folded(person.title) for word in SUCCESS))
    return next(titled, plan.reporter)


def slug_after(plan: Plan) -> str:
    """Return the slug of the plan that follows this one."""
    return f"{plan.slug[: LONGEST - len(SUFFIX)]}{SUFFIX}"


def kickoff(plan: Plan, calendar: Calendar, today: dt.date) -> Plan:
    """Return the draft of the plan that follows a deal that was won: it names the old one, and moves no date of it."""
    keeper = success_owner(plan)
    names = KICKOFF_WORDS[language_of(plan.language)]
    first = _workday(plan, calendar, keeper, today, FIRST)
    start = Milestone("M1", names["kickoff"], outcome=names["held"], kind="kickoff", owner=_id(keeper),
                      backup=_id(plan.reporter) if plan.reporter != keeper else None, due=first)  # fmt: skip
    waited = [external for external in plan.externals if external.status not in SETTLED]
    lines = _numbered([start, *_open_lines(plan, today)], {external.id: external.id for external in waited})
    last = max((line.due for line in lines if line.due), default=first)
    due = _workday(plan, calendar, plan.champion, last + dt.timedelta(days=REVIEW), 0)
    review = Milestone(f"M{len(lines) + 1}", names["review"], outcome=_measures(plan) or names["met"], kind="review",
                       owner=_id(plan.champion), approver=None, due=due)  # fmt: skip
    return replace(
        plan,
        slug=slug_after(plan),
        title=names["title"].format(title=plan.title),
        follows=plan.slug,
        status="draft",
        version=1,
        as_of=today,
        milestones=(*lines, review),
        externals=tuple(x for x in waited if any(d.id == x.id for line in lines for d in line.depends_on)),
        events=tuple(event for event in plan.events if (event.end or event.date) >= today),
        communication=_reported_by(plan.communication, keeper),
    )


def _id(person: Person | None) -> str | None:
    return person.id if person else None


def _workday(plan: Plan, calendar: Calendar, person: Person | None, day: dt.date, later: int) -> dt.date:
    def works(day: dt.date) -> bool:
        return is_workday(plan, calendar, person, day)

    return add_workdays(works, day, later) if later else next_workday(works, day)


def _open_lines(plan: Plan, today: dt.date) -> Iterator[Milestone]:
    """Yield what is still to be delivered: open milestones, and open actions of those that are done.

    The purchase itself and what is internal to the seller stay behind; a date that has passed is left open.
    """
    for milestone in plan.milestones:
        actions = tuple(_ahead(a, today) for a in milestone.actions if not a.settled and not plan.is_internal(a.id))
        if milestone.settled or stages_of(milestone.name) & BOUGHT:
            yield from (Milestone(a.id, a.task, owner=a.owner, due=a.due, status=a.status) for a in actions)
        elif not milestone.internal:
            due = milestone.due if milestone.due and milestone.due >= today else None
            yield replace(milestone, due=due, actions=actions, confirmed=(), slipped_from=())


def _ahead(action: Action, today: dt.date) -> Action:
    return replace(action, due=action.due if action.due and action.due >= today else None, confirmed=())


def _numbered(lines: list[Milestone], outside: dict[str, str]) -> tuple[Milestone, ...]:
    """Return the lines with ids of their own, from M1 on, and without what they no longer wait for."""
    ids = {line.id: f"M{number}" for number, line in enumerate(lines, 1) if number > 1} | outside
    return tuple(_renamed(line, f"M{number}", ids) for number, line in enumerate(lines, 1))


def _renamed(line: Milestone, line_id: str, ids: Mapping[str, str]) -> Milestone:
    actions = tuple(replace(action, id=f"{line_id}.{number}") for number, action in enumerate(line.actions, 1))
    waits = tuple(replace(d, id=ids[d.id]) for d in line.depends_on if d.id in ids)
    return replace(line, id=line_id, actions=actions, depends_on=waits)


def _measures(plan: Plan) -> str:
    """Return what the goals are measured by, from where to where."""
    return "; ".join(
        f"{goal.measure}: {'' if goal.baseline is None else f'{goal.baseline} → '}{goal.target}"
        for goal in plan.goals
        if goal.measure and goal.target is not None
    )


def _reported_by(communication: Communication, keeper: Person | None) -> Communication:
    return replace(communication, reporter=_id(keeper) or communication.reporter)
