"""A plan is the dated table of who does what by when, as frozen data; its fields are the plan file's keys."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from plans.setting import NO_DEAL as NO_DEAL
from plans.setting import NO_SIGNS as NO_SIGNS
from plans.setting import STRICT as STRICT
from plans.setting import Deal as Deal
from plans.setting import Event as Event
from plans.setting import EventKind as EventKind
from plans.setting import Goal as Goal
from plans.setting import Party as Party
from plans.setting import Person as Person
from plans.setting import Power as Power
from plans.setting import Readiness as Readiness
from plans.setting import Side as Side

Status = Literal["not-started", "in-progress", "blocked", "done", "skipped"]
PlanStatus = Literal["draft", "active", "on-hold", "won", "lost"]
Deadline = Literal["hard", "soft"]
ExternalKind = Literal["third-party", "regulator", "internal-other-team", "budget", "legal", "security"]

SETTLED: frozenset[Status] = frozenset({"done", "skipped"})
"""Statuses after which nothing more is waited for."""
ENDED: frozenset[PlanStatus] = frozenset({"won", "lost"})
"""Plan statuses after which the plan only answers."""


@dataclass(frozen=True)
class Dependency:
    """What a milestone waits for: the id of a milestone or an external."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    critical: bool = False
    contingency: str = ""
    owner: str | None = None
    escalate_to: str | None = None


@dataclass(frozen=True)
class Doc:
    """A document that helps to finish a milestone."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    label: str
    url: str = ""


@dataclass(frozen=True)
class Confirmation:
    """One person's agreement with a line as it stood, with the letter that says so."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    by: str
    on: dt.date
    letter: str = ""


@dataclass(frozen=True)
class External:
    """A dependency outside both sides, chased at its owner inside the plan (R81)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    name: str
    kind: ExternalKind
    owner: str | None = None
    due: dt.date | None = None
    status: Status = "not-started"
    confirmed: tuple[Confirmation, ...] = ()

    @property
    def settled(self) -> bool:
        """Tell whether nothing more is waited for."""
        return self.status in SETTLED


@dataclass(frozen=True)
class Action:
    """A task that moves its milestone."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    task: str
    owner: str | None = None
    due: dt.date | None = None
    status: Status = "not-started"
    internal: bool = False
    confirmed: tuple[Confirmation, ...] = ()

    @property
    def name(self) -> str:
        """Return the task: what a milestone calls its name."""
        return self.task

    @property
    def settled(self) -> bool:
        """Tell whether nothing more is waited for."""
        return self.status in SETTLED


@dataclass(frozen=True)
class Milestone:
    """A decision or approval of the buyer that the deal cannot close without."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    name: str
    name_local: str = ""
    outcome: str = ""
    kind: str = ""
    owner: str | None = None
    backup: str | None = None
    approver: str | None = None
    due: dt.date | None = None
    deadline: Deadline = "soft"
    status: Status = "not-started"
    optional: bool = False
    internal: bool = False
    note: str = ""
    done_on: dt.date | None = None
    evidence: str = ""
    slipped_from: tuple[dt.date, ...] = ()
    goal: str | None = None
    escalate_to: str | None = None
    confirmed: tuple[Confirmation, ...] = ()
    depends_on: tuple[Dependency, ...] = ()
    docs: tuple[Doc, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def settled(self) -> bool:
        """Tell whether nothing more is waited for."""
        return self.status in SETTLED


Line = Milestone | Action
"""A line of the plan: what has an id, an owner, a date and a status."""


@dataclass(frozen=True)
class Communication:
    """Who reports, when the plan speaks, and when it keeps quiet.

    `workdays` names the days on which it may speak ("Mon-Fri"), `ladder` moves the rungs in working days
    from the due date, e.g. {"reminder": -3}; both are Milepost's own keys, left out by most plans.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    reporter: str | None = None
    endorser: str | None = None
    status: str = ""
    snapshot: str = ""
    snapshot_to: tuple[str, ...] = ()
    channel: str = "email"
    quiet_hours: str = ""
    workdays: str = ""
    ladder: dict[str, int] | None = None


@dataclass(frozen=True)
class Plan:
    """A mutual action plan; `slug` is the plan file's key `plan`, `follows` the plan that this one goes on from."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    slug: str
    title: str
    timezone: str
    locale: str
    buyer: Party
    seller: Party
    people: tuple[Person, ...]
    milestones: tuple[Milestone, ...]
    status: PlanStatus = "active"
    version: int = 1
    as_of: dt.date | None = None
    language: str = "en"
    plan_name: str = ""
    follows: str = ""
    deal: Deal = NO_DEAL
    goals: tuple[Goal, ...] = ()
    events: tuple[Event, ...] = ()
    readiness: Readiness = NO_SIGNS
    vocabulary: dict[str, str] | None = None
    externals: tuple[External, ...] = ()
    communication: Communication = Communication()

    @property
    def zone(self) -> ZoneInfo:
        """Return the plan's own time zone."""
        return ZoneInfo(self.timezone)

    def person(self, person_id: str | None) -> Person | None:
        """Return the person with this id, or None."""
        return next((person for person in self.people if person.id == person_id), None)

    def person_at(self, address: str) -> Person | None:
        """Return the person who owns this mail address (aliases count), or None."""
        folded = address.casefold()
        return next((person for person in self.people if folded in person.addresses), None)

    @property
    def reporter(self) -> Person | None:
        """Return the seller who owns the plan's mails: the named one, else the seller's champion, else any seller."""
        sellers = [person for person in self.people if person.side == "seller"]
        champion = next((person for person in sellers if person.power == "champion"), None)
        return self.person(self.communication.reporter) or champion or next(iter(sellers), None)

    @property
    def champion(self) -> Person | None:
        """Return the buyer's champion, or None."""
        return next((p for p in self.people if p.side == "buyer" and p.power == "champion"), None)

    @property
    def endorser(self) -> Person | None:
        """Return who validates owners and dates of a draft before everybody else: the endorser, else the champion."""
        named = self.person(self.communication.endorser)
        return named if named and named.mailed else self.champion

    def goal(self, goal_id: str) -> Goal | None:
        """Return the goal with this id, or that stands at this place (from 1), or None."""
        return next((goal for number, goal in enumerate(self.goals, 1) if goal_id in (goal.id, str(number))), None)

    def milestone(self, milestone_id: str) -> Milestone | None:
        """Return the milestone with this id, or None."""
        return next((milestone for milestone in self.milestones if milestone.id == milestone_id), None)

    def lines(self) -> Iterator[Line]:
        """Yield every milestone, each followed by its actions."""
        for milestone in self.milestones:
            yield milestone
            yield from milestone.actions

    def chased(self) -> Iterator[Line | External]:
        """Yield every line that somebody answers for: those of the table, then what is waited for outside."""
        yield from self.lines()
        yield from self.externals

    def line(self, line_id: str) -> Line | None:
        """Return the milestone or action with this id, or None."""
        return next((line for line in self.lines() if line.id == line_id), None)

    def entry(self, entry_id: str) -> "Line | External | None":
        """Return the line or the external with this id, or None."""
        return self.line(entry_id) or next((one for one in self.externals if one.id == entry_id), None)

    def milestone_of(self, line_id: str) -> Milestone | None:
        """Return the milestone itself, or the one that the action stands under."""
        return next((m for m in self.milestones if m.id == line_id or any(a.id == line_id for a in m.actions)), None)

    def is_internal(self, line_id: str) -> bool:
        """Tell whether the line, or the milestone above it, is the seller's alone and stays in seller mails (R9)."""
        line, milestone = self.line(line_id), self.milestone_of(line_id)
        return bool(line and line.internal) or bool(milestone and milestone.internal)

    def with_line(self, line: Line) -> "Plan":
        """Return the plan with the line of the same id replaced."""
        if isinstance(line, Milestone):
            return replace(self, milestones=tuple(line if m.id == line.id else m for m in self.milestones))
        return replace(
            self,
            milestones=tuple(
                replace(m, actions=tuple(line if a.id == line.id else a for a in m.actions)) for m in self.milestones
            ),
        )

    def with_person(self, person: Person) -> "Plan":
        """Return the plan with the person of the same id replaced, or added at the end."""
        if self.person(person.id) is None:
            return replace(self, people=(*self.people, person))
        return replace(self, people=tuple(person if p.id == person.id else p for p in self.people))
