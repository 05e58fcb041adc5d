"""Gaps are what a plan does not say yet, each as a question to its champion: if this were missing, what would stall?"""

from collections.abc import Callable
from dataclasses import dataclass

from plans.daytext import day_text
from plans.plan import Milestone, Plan
from plans.stages import stages_of


@dataclass(frozen=True)
class Gap:
    """One question: where its answer goes in the plan file, what to ask, and what would stall without it.

    `key` names its words in mails, which are in the champion's language; `line` is the line that it is about, `about` a
    goal's text.
    """

    where: str
    asks: str
    stalls: str
    key: str
    line: str = ""
    about: str = ""


HIDDEN: dict[str, tuple[str, str, str]] = {
    "order": (
        "procurement",
        "How does a purchase order come about at your company, and how long does it take?",
        "Everything is agreed, and nobody can order.",
    ),
    "security": (
        "a security or data protection review",
        "Who reviews security, and what do they need to see?",
        "A review that nobody planned stops the signature.",
    ),
    "pilot": (
        "a pilot or technical evaluation",
        "Who has to have seen it work, and what would convince them?",
        "Doubts come up when the contract lies on the table.",
    ),
    "budget": (
        "the budget",
        "Where does the money come from, and when is it released?",
        "The yes waits for the next budget round.",
    ),
    "signoff": (
        "an executive's approval",
        "Who gives the final yes, and what has to be there before?",
        "Somebody nobody has spoken to says no, or not yet.",
    ),
}
"""The five steps that plans forget (R5) → what to call them, how to ask, and what stalls without them."""


def spoken_of(plan: Plan) -> frozenset[str]:
    """Return the stages of a purchase of which the plan speaks: in its lines, externals or events."""
    texts = [f"{m.name} {m.name_local} {m.outcome} {m.kind}" for m in plan.milestones]
    texts += [f"{external.name} {external.kind}" for external in plan.externals]
    texts += [f"{event.name} {event.kind or ''}" for event in plan.events]
    texts += [action.task for milestone in plan.milestones for action in milestone.actions]
    return frozenset[str]().union(*(stages_of(text) for text in texts))


def gaps(plan: Plan) -> tuple[Gap, ...]:
    """Return what to ask the champion, the most pressing first; nothing for a plan that says it all."""
    return tuple(gap for find in _FINDS for gap in find(plan))


def _owners(plan: Plan) -> list[Gap]:
    lines = (m for m in plan.milestones if not m.owner and not m.settled and not m.internal)
    return [_owner_gap(plan, milestone) for milestone in lines]


def _owner_gap(plan: Plan, milestone: Milestone) -> Gap:
    when = f", and is {day_text(milestone.due, 'en', plan.locale)} realistic" if milestone.due else ", and by when"
    asks = f"Who will own {milestone.id} “{milestone.name}”{when}?"
    return Gap(f"milestones/{milestone.id}/owner", asks, "What nobody owns, nobody does.", "owner", milestone.id)


def _people(plan: Plan) -> list[Gap]:
    if any(person.side == "buyer" and person.power == "decision-maker" for person in plan.people):
        return []
    return [
        Gap("people", "Who gives the final yes, and who has to agree before?", "The last yes is nobody's.", "people")
    ]


def _hidden(plan: Plan) -> list[Gap]:
    missing = [stage for stage in HIDDEN if stage not in spoken_of(plan)]
    return [
        Gap("milestones", asks, stalls, stage) for stage, (_, asks, stalls) in ((one, HIDDEN[one]) for one in missing)
    ]


def _events(plan: Plan) -> list[Gap]:
    if plan.events:
        return []
    asks = "Which board, committee or budget dates should the plan live with?"
    return [Gap("events", asks, "A date that misses the budget round can cost a quarter.", "events")]


def _hard_dates(plan: Plan) -> list[Gap]:
    lines = [milestone for milestone in plan.milestones if not milestone.settled]
    if not lines or any(milestone.deadline == "hard" for milestone in lines):
        return []
    return [
        Gap("milestones", "Which of these dates cannot move?", "What matters most is moved like any other.", "hard")
    ]


def _goals(plan: Plan) -> list[Gap]:
    if not plan.goals:
        return [
            Gap(
                "goals", "What will be better for you, and by how much?", "Nobody remembers why it was urgent.", "goals"
            )
        ]
    return [
        Gap(
            f"goals/{goal.id or number}",
            f"Is “{goal.text}” what success looks like to you?",
            "Both mean different things.",
            "goal",
            about=goal.text,
        )
        for number, goal in enumerate(plan.goals, 1)
        if goal.confirmed is False
    ]


_FINDS: tuple[Callable[[Plan], list[Gap]], ...] = (_owners, _people, _hidden, _events, _hard_dates, _goals)
