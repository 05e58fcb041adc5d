"""Filling in turns a baseline into a plan: roles into people, working days into dates."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from plans.people import new_id
from plans.plan import (
    Action,
    Communication,
    Deal,
    Doc,
    External,
    Milestone,
    Party,
    Person,
    Plan,
    PlanStatus,
    Readiness,
)
from plans.workdays import add_workdays, next_workday, weekdays_of
from templates.baseline.shape import Baseline, Filled, Step, Task, Waiting


@dataclass(frozen=True)
class Setting:
    """Everything about a plan that a baseline leaves open; `done` are the lines that are behind us already."""

    start: dt.date
    buyer: Party
    seller: Party
    people: Mapping[str, Filled] = field(default_factory=dict)
    slug: str = ""
    title: str = ""
    language: str = "en"
    timezone: str = "UTC"
    locale: str = "en-GB"
    status: PlanStatus = "draft"
    workdays: str = ""
    quiet_hours: str = "18:00-08:00"
    days_off: Collection[dt.date] = ()
    done: Collection[str] = ()
    readiness: Readiness = field(default_factory=Readiness)


def slug_of(text: str) -> str:
    """Return text as a slug: small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:60] or "plan"


def holders(found: Baseline, wanted: Setting) -> dict[str, Person]:
    """Return the person of every role that is taken; somebody with two roles is one person."""
    taken: dict[str, Person] = {}
    blank = Plan("", "", "UTC", "", wanted.buyer, wanted.seller, (), ())
    for name, role in found.roles.items():
        if name not in wanted.people:
            continue
        who = wanted.people[name]
        same = blank.person_at(who.email)
        if same is None:
            title, power = who.title or role.title, role.power
            same = Person(new_id(blank, who.name), who.name, who.email, role.side, title, power, phone=who.phone)
            blank = blank.with_person(same)
        elif role.power in ("champion", "decision-maker") and same.power == "influencer":
            same = replace(same, power=role.power)
            blank = blank.with_person(same)
        taken[name] = same
    return {name: blank.person(person.id) or person for name, person in taken.items()}


def filled_in(found: Baseline, wanted: Setting, ids: Mapping[str, Person]) -> Plan:
    """Return the plan; a role without a person is a blank in it."""
    title = wanted.title or found.title.format(buyer=wanted.buyer.name, seller=wanted.seller.name)
    people = tuple(dict.fromkeys(ids.values()))
    return Plan(
        slug=wanted.slug or slug_of(f"{wanted.buyer.name} {found.deal}"),
        title=title,
        timezone=wanted.timezone,
        locale=wanted.locale,
        buyer=wanted.buyer,
        seller=wanted.seller,
        people=people,
        milestones=tuple(_milestone(step, wanted, ids) for step in found.milestones),
        status=wanted.status,
        as_of=wanted.start,
        language=wanted.language,
        deal=Deal(type=found.deal),
        goals=tuple(replace(goal, owner=_id(ids, goal.owner)) for goal in found.goals),
        readiness=replace(wanted.readiness, champion=wanted.readiness.champion or "champion" in ids),
        externals=tuple(_external(waiting, wanted, ids) for waiting in found.externals),
        communication=_communication(found.communication, wanted, ids),
    )


def _id(ids: Mapping[str, Person], role: str | None) -> str | None:
    person = ids.get(role or "")
    return person.id if person else None


def _day(wanted: Setting, number: int) -> dt.date:
    """Return the day that is so many working days after the start."""

    def works(day: dt.date) -> bool:
        return day.weekday() in weekdays_of(wanted.workdays) and day not in wanted.days_off

    return add_workdays(works, next_workday(works, wanted.start), number)


def _milestone(step: Step, wanted: Setting, ids: Mapping[str, Person]) -> Milestone:
    done = step.id in wanted.done
    due = _day(wanted, step.day)
    return Milestone(
        id=step.id,
        name=step.name,
        outcome=step.outcome,
        kind=step.kind,
        owner=_id(ids, step.owner),
        backup=_id(ids, step.backup),
        approver=_id(ids, step.approver),
        due=due,
        deadline=step.deadline,
        status="done" if done else "not-started",
        done_on=due if done else None,
        evidence="Told when the plan began" if done else "",
        optional=step.optional,
        depends_on=tuple(
            replace(waits, owner=_id(ids, waits.owner), escalate_to=_id(ids, waits.escalate_to))
            for waits in step.depends_on
        ),
        docs=tuple(Doc(label) for label in step.docs),
        actions=tuple(_action(task, wanted, ids, above=step.id) for task in step.actions),
    )


def _action(task: Task, wanted: Setting, ids: Mapping[str, Person], above: str) -> Action:
    done = task.id in wanted.done or above in wanted.done
    owner, due = _id(ids, task.owner), _day(wanted, task.day)
    return Action(task.id, task.task, owner, due, "done" if done else "not-started")


def _external(waiting: Waiting, wanted: Setting, ids: Mapping[str, Person]) -> External:
    owner, due = _id(ids, waiting.owner), _day(wanted, waiting.day)
    done = waiting.id in wanted.done
    return External(waiting.id, waiting.name, waiting.kind, owner, due, "done" if done else "not-started")


def _communication(usual: Communication, wanted: Setting, ids: Mapping[str, Person]) -> Communication:
    return replace(
        usual,
        reporter=_id(ids, usual.reporter),
        endorser=_id(ids, usual.endorser),
        snapshot_to=tuple(person for role in usual.snapshot_to if (person := _id(ids, role))),
        quiet_hours=wanted.quiet_hours,
        workdays=wanted.workdays,
    )
