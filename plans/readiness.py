"""Readiness is how many of the seven signs say that the buyer is ready for a plan: go at three (R60, R66)."""

from dataclasses import dataclass

from plans.plan import Plan

GO = 3
"""How many signs make a plan due; fewer, and it feels like pressure."""


@dataclass(frozen=True)
class Sign:
    """One of the seven: its key in the plan file, what it says, and how to find out."""

    key: str
    says: str
    asks: str


SIGNS: tuple[Sign, ...] = (
    Sign("champion", "Somebody at the buyer wants this to happen.", "Who would carry this inside your company?"),
    Sign(
        "business_case",
        "The champion accepts the business case, and what it costs to leave things as they are.",
        "What does it cost you if nothing changes this year, and do the figures hold?",
    ),
    Sign("it_agreed", "Technical people have agreed to evaluate it.", "Who has to see that it works, and will they?"),
    Sign(
        "procurement_expected",
        "Procurement or legal expect to be involved.",
        "Do procurement and legal know that something is coming?",
    ),
    Sign("external_event", "A date or an event of theirs sets the time.", "What happens if it is not live by then?"),
    Sign(
        "shortlisted",
        "They have shortlisted you, or asked for a proposal or terms.",
        "Are you comparing others, and where do we stand?",
    ),
    Sign("exec_expects_plan", "Senior people expect a formal plan.", "Does anybody above you ask how and when?"),
)


@dataclass(frozen=True)
class Score:
    """Which signs are there, and which are not known to be."""

    there: tuple[Sign, ...]
    missing: tuple[Sign, ...]

    @property
    def go(self) -> bool:
        """Tell whether it is time for a plan."""
        return len(self.there) >= GO


def score(plan: Plan) -> Score:
    """Return the plan's signs, sorted into those that are there and those that are not."""
    given = vars(plan.readiness)
    return Score(tuple(sign for sign in SIGNS if given[sign.key]), tuple(sign for sign in SIGNS if not given[sign.key]))
