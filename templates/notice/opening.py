"""The opening is what a seller can say when they bring a plan for the first time: a ready script with names (R72)."""

from pathlib import Path

from plans.plan import Plan
from templates.notice.values import one_line
from templates.notice.words import words_of

PARTS = ("greeting", "brought", "yours", "ask", "soft", "writing")
"""The sentences of the script, in order."""


def opening(plan: Plan, *, language: str = "", words: Path | None = None) -> str:
    """Return the script in words, a paragraph a thought, in the buyer's language or another."""
    champion, reporter = plan.champion, plan.reporter
    spoken = words_of(language or (champion.language if champion else None) or plan.language, words)
    goal = one_line(plan.goals[0].text) if plan.goals else ""
    filled = {
        "champion": one_line(champion.name if champion else plan.buyer.name),
        "buyer": one_line(plan.buyer.name),
        "seller": one_line(reporter.name if reporter else plan.seller.name),
        "number": len([milestone for milestone in plan.milestones if not milestone.internal]),
        "name": one_line(plan.plan_name) or spoken.say("title", "plan-name"),
        "goal": goal,
    }
    parts = [part for part in PARTS if part != "yours" or goal]
    return "\n\n".join(spoken.say("opening", part, **filled) for part in parts) + "\n"
