"""A small plan for tests: two sides, hard and soft dates, an approver, an executive on copy."""

import datetime as dt

from plans.agenda import since
from plans.foretelling import NO_DIGESTS, Digests, foretold
from plans.notice import Notice
from plans.plan import Action, Communication, Dependency, Goal, Milestone, Party, Person, Plan
from plans.state import PlanState
from plans.workdays import Calendar

DAY = dt.date(2026, 4, 13)
NOW = dt.datetime(2026, 4, 13, 15, 0, tzinfo=dt.UTC)

PEOPLE = (
    Person("dana", "Dana Whitlock", "dana@harborline.example", "buyer", "VP Supply Chain", "champion"),
    Person("marcus", "Marcus Oyelaran", "marcus@harborline.example", "buyer", "IT Director", "decision-maker", assistant="june"),  # noqa: E501
    Person("june", "June Abernathy", "june@harborline.example", "buyer", "Executive Assistant"),
    Person("ray", "Ray Dominguez", "ray@harborline.example", "buyer", "DC Operations Manager"),
    Person("vera", "Vera Holt", "vera@harborline.example", "buyer", "CEO", "decision-maker"),
    Person("nate", "Nate Sorensen", "nate@tallyworks.example", "seller", "Account Executive", "champion"),
    Person("aisha", "Aisha Karim", "aisha@tallyworks.example", "seller", "Solutions Engineer"),
)  # fmt: skip

MILESTONES = (
    Milestone("M1", "Site walk", outcome="Coverage mapped", owner="ray", backup="dana", due=dt.date(2026, 4, 17)),
    Milestone(
        "M2",
        "Security questionnaire",
        outcome="Signed off by IT",
        owner="marcus",
        due=dt.date(2026, 4, 24),
        deadline="hard",
        actions=(Action("M2.1", "Send SOC 2 report", "aisha", dt.date(2026, 4, 15)),),
    ),
    Milestone(
        "M3",
        "Business case",
        outcome="Finance accepts the model",
        owner="dana",
        approver="marcus",
        due=dt.date(2026, 5, 15),
        depends_on=(Dependency("M2", critical=True),),
    ),
    Milestone("M4", "Integration", outcome="Receipts post", owner="aisha", due=dt.date(2026, 6, 12)),
)


def a_plan(**changes: object) -> Plan:
    """Return the plan, with fields replaced."""
    fields: dict[str, object] = {
        "slug": "harbor",
        "title": "Harborline x Tallyworks",
        "timezone": "America/Chicago",
        "locale": "en-US",
        "buyer": Party("Harborline", ("harborline.example",), country="US"),
        "seller": Party("Tallyworks", ("tallyworks.example",), country="US"),
        "people": PEOPLE,
        "milestones": MILESTONES,
        "version": 4,
        "goals": (Goal("Cut dock-to-stock time"),),
        "communication": Communication(reporter="nate", snapshot_to=("vera",), status="weekly Monday 09:00"),
    } | changes
    return Plan(**fields)  # type: ignore[arg-type]


def forecast(
    plan: Plan, calendar: Calendar, start: dt.datetime, days: int, digests: Digests = NO_DIGESTS
) -> tuple[Notice, ...]:
    """Return all that a plan which starts now says in the coming days, if nobody writes."""
    state = PlanState(plan, start, calendar, sent=(since(start.astimezone(plan.zone).date()),))
    return foretold(state, start, days, digests)
