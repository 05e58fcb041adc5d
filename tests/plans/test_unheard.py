"""A letter of which nothing was understood is told to the reporter; mere politeness is not."""

import pytest

from plans.answer import answer
from plans.change import Change, Reading
from plans.letter import Trust
from plans.notice import Notice
from plans.state import Arrival, PlanState
from tests.plans.a_plan import NOW, a_plan

WORDS = "Dana takes over everything that Priti had on her desk until June."


def told(text: str, *changes: Change) -> tuple[Notice, ...]:
    arrival = Arrival("letter-1", "ray@harborline.example", Trust("trusted", "ray"), NOW)
    reading = Reading(kind="reply", changes=changes, text=text)
    return answer(PlanState(a_plan(), NOW), arrival, reading, NOW).notices


def test_the_reporter_reads_what_somebody_wrote_and_that_nothing_was_changed() -> None:
    (notice,) = told(WORDS)
    assert (notice.kind, notice.to) == ("question", "nate")
    (ask,) = notice.asks
    assert (ask.reason, ask.offered, ask.evidence) == ("not-understood", "Ray Dominguez", WORDS)


@pytest.mark.parametrize(
    "text", ["Thanks a lot for this, we will look into it next week!", "Looks great, talk soon", ""]
)
def test_politeness_is_nobodys_business(text: str) -> None:
    assert told(text) == ()


def test_a_letter_that_is_answered_anyway_is_not_told_twice() -> None:
    done = Change("M1", "status", "in-progress", "apply", 0.98, WORDS)
    assert all(ask.reason != "not-understood" for notice in told(WORDS, done) for ask in notice.asks)
