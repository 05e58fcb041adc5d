"""The scene: a plan from a baseline, in trouble with one line, with everybody's days as working days."""

import datetime as dt
from dataclasses import dataclass, replace

from plans.plan import Communication, Party, Plan

BASELINE = "saas"
SLUG = "harborline"
STARTED = 13
"""Days ago on which the plan began: its second line is then three days late, its first one done."""
DONE = ("M1", "M1.1", "M1.2", "M2.1", "M2.2")
PEOPLE: dict[str, tuple[str, str]] = {
    "champion": ("Dana Whitlock", "dana.whitlock@harborline.example"),
    "it": ("Marcus Oyelaran", "marcus.oyelaran@harborline.example"),
    "security": ("Priya Nair", "priya.nair@harborline.example"),
    "procurement": ("Jill Kowalczyk", "jill.kowalczyk@harborline.example"),
    "sponsor": ("Robert Haas", "robert.haas@harborline.example"),
    "ae": ("Nate Sorensen", "nate@tallyworks.example"),
    "se": ("Aisha Karim", "aisha@tallyworks.example"),
    "delivery": ("Bo Lindqvist", "bo@tallyworks.example"),
    "lead": ("Sam Ortega", "sam@tallyworks.example"),
}
CONTINGENCY = "Run the pilot with one team only"
"""What the plan says to do when the late line stays late."""
BUYER, EDITOR, AWAY, SELLER = "champion", "procurement", "it", "ae"
"""Roles in the story: whom the visitor plays, who edits the Word file, who is away, who gets the escalation."""


@dataclass(frozen=True)
class Scene:
    """The plan of the demo, and the ids and addresses of the people in it by their role."""

    plan: Plan
    ids: dict[str, str]

    def address(self, role: str) -> str:
        """Return somebody's mail address."""
        return PEOPLE[role][1]


def scene_of(today: dt.date) -> Scene:
    """Return the scene on a day: every day is a working day, no hour is quiet, the status is due today."""
    from templates.baseline import instantiate

    plan, _ = instantiate(
        BASELINE,
        start=today - dt.timedelta(days=STARTED),
        buyer=Party("Harborline Foods", ("harborline.example",)),
        seller=Party("Tallyworks", ("tallyworks.example",)),
        people=PEOPLE,
        slug=SLUG,
        status="active",
        workdays="Mon-Sun",
        quiet_hours="",
        locale="en-US",
        done=DONE,
    )
    if plan is None:
        raise RuntimeError(f"the baseline {BASELINE} makes no plan")
    spoken = Communication(
        reporter=plan.communication.reporter,
        endorser=plan.communication.endorser,
        status=f"weekly {today:%A} 23:59",
        workdays="Mon-Sun",
    )
    plan = replace(plan, communication=spoken)
    ids = {role: person.id for role, (_, email) in PEOPLE.items() if (person := plan.person_at(email))}
    return Scene(plan, ids)
