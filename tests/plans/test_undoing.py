"""Undo takes back what its sender may take back: all of it, a mere wish, or what was done to their own lines."""

from dataclasses import replace

import pytest

from plans.change import Change, NewLine, NewPerson, Reply
from plans.state import Outcome, PlanState
from tests.plans.a_plan import a_plan
from tests.plans.test_answer import change, replies, start, to

UNDO = (Reply("undo", None, "undo"),)
TWO = (change("M1", "due", "2026-04-24"), change("M3", "due", "2026-05-22"))


def handed(done: Outcome, who: str) -> PlanState:
    """Return the state in which somebody else has the mail that tells what was done, as if it was forwarded."""
    code = replace(done.state.codes[0], person=who, code="handed")
    return replace(done.state, codes=(*done.state.codes, code))


def moved(state: PlanState) -> set[str]:
    """Return the lines that are not as they were at the start."""
    return {line.id for line in state.plan.milestones if line != a_plan().milestone(line.id)}


@pytest.mark.practice(116)
@pytest.mark.parametrize(("who", "left"), [("dana", set()), ("nate", set()), ("ray", {"M3"}), ("aisha", {"M1", "M3"})])
def test_an_owner_takes_back_what_was_done_to_their_own_lines_only(who: str, left: set[str]) -> None:
    done = replies(start(), "dana", "l1", *TWO)
    outcome = replies(handed(done, who), who, "l2", code="handed", replies=UNDO)
    assert moved(outcome.state) == left


def test_an_owner_takes_nothing_back_of_a_line_that_they_name_and_do_not_own() -> None:
    done = replies(start(), "dana", "l1", *TWO)
    outcome = replies(done.state, "ray", "l2", code=to(done, "ray").code, replies=(Reply("undo", "M3", "undo M3"),))
    assert moved(outcome.state) == {"M1", "M3"}
    assert to(outcome, "ray").refused[0].reason == "not-yours"


def test_whoever_lost_a_line_takes_it_back_and_somebody_new_leaves_with_it() -> None:
    new = NewPerson("Luis Arrieta", "luis@harborline.example")
    done = replies(start(), "dana", "l1", change("M1", "owner", new), change("M3", "due", "2026-05-22"))
    outcome = replies(done.state, "ray", "l2", code=to(done, "ray").code, replies=UNDO)
    assert moved(outcome.state) == {"M3"}
    assert outcome.state.plan.people == a_plan().people


def test_whoever_wrote_it_hears_that_somebody_else_took_it_back() -> None:
    done = replies(start(), "dana", "l1", *TWO)
    outcome = replies(done.state, "ray", "l2", code=to(done, "ray").code, replies=UNDO)
    assert [(step.target, step.new) for step in to(outcome, "dana").undone] == [("M1", "2026-04-17")]


@pytest.mark.parametrize(
    ("who", "wish", "asked"),
    [
        ("nate", change("M1", "due", "2026-04-24"), "ray"), ("dana", change("M2", "due", "2026-05-01"), "nate"),
        ("ray", change("new", "milestone", NewLine("Works council", None, "ray")), "nate"),
        ("ray", change("plan", "status", "on-hold"), "nate"),
    ],
)  # fmt: skip
def test_whoever_only_wished_takes_the_wish_back_and_a_late_yes_is_told_so(who: str, wish: Change, asked: str) -> None:
    wanted = replies(start(), who, "l1", wish)
    back = replies(wanted.state, who, "l2", code=to(wanted, who).code, replies=UNDO)
    assert (back.state.pending, back.state.plan) == ((), a_plan())
    assert [(step.target, step.field) for step in to(back, who).undone] == [(wish.target, wish.field)]
    assert [notice.to for notice in back.notices] == [who]
    late = replies(back.state, asked, "l3", code=to(wanted, asked).code, replies=(Reply("yes", None, "yes"),))
    assert late.state.plan == a_plan()
    assert to(late, asked).refused[0].reason == "taken-back"


def test_an_undo_takes_back_what_was_changed_and_what_was_wished_in_one_letter() -> None:
    wanted = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"), change("M4", "due", "2026-06-19"))
    back = replies(wanted.state, "dana", "l2", code=to(wanted, "dana").code, replies=UNDO)
    assert (back.state.pending, moved(back.state)) == ((), set())
    assert {step.target for step in to(back, "dana").undone} == {"M1", "M4"}


def test_nobody_takes_back_what_somebody_else_wished_for() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    state = replace(wanted.state, codes=(replace(wanted.state.codes[0], person="aisha", letter="l1", code="c"),))
    outcome = replies(state, "aisha", "l2", code="c", replies=UNDO)
    assert outcome.state.pending == wanted.state.pending
    assert to(outcome, "aisha").refused[0].reason == "not-yours"


def said_to(outcome: Outcome, who: str) -> list[tuple[str, str]]:
    """Return every step that the mails to somebody tell, as often as they tell it."""
    mails = [notice for notice in outcome.notices if notice.to == who]
    return [(step.target, str(step.new)) for one in mails for step in (*one.applied, *one.undone)]


def test_whoever_owns_the_line_and_wrote_it_hears_of_its_undo_once() -> None:
    done = replies(start(), "dana", "l1", change("M3", "due", "2026-05-22"))
    outcome = replies(handed(done, "nate"), "nate", "l2", code="handed", replies=UNDO)
    assert said_to(outcome, "dana") == [("M3", "2026-05-15")]


def test_an_undo_of_two_lines_by_name_is_told_once_a_line() -> None:
    done = replies(start(), "dana", "l1", *TWO)
    both = (Reply("undo", "M1", "undo M1"), Reply("undo", "M3", "undo M3"))
    outcome = replies(handed(done, "nate"), "nate", "l2", code="handed", replies=both)
    assert sorted(said_to(outcome, "dana")) == [("M1", "2026-04-17"), ("M3", "2026-05-15")]
    assert said_to(outcome, "ray") == [("M1", "2026-04-17")]


def a_new_line() -> tuple[Outcome, str]:
    """Return the outcome in which a new line M5 of ray's stands, and the code that takes it back."""
    new = replies(start(), "dana", "l1", change("new", "milestone", NewLine("Pilot", None, "ray")))
    agreed = replies(new.state, "nate", "l2", code=to(new, "nate").code, replies=(Reply("yes", None, "yes"),))
    return agreed, to(agreed, "nate").code


@pytest.mark.parametrize(
    "since", [change("M3", "depends_on", ("M2", "M5")), change("M5", "status", "in-progress"),
              change("new", "action", NewLine("Book it", None, "dana", "M5"))],
)  # fmt: skip
def test_a_new_line_stays_once_somebody_has_worked_on_it_or_another_waits_for_it(since: Change) -> None:
    agreed, code = a_new_line()
    worked = replies(agreed.state, "dana", "l3", since)
    if worked.state.plan == agreed.state.plan:
        yes = (Reply("yes", None, "yes"),)
        worked = replies(worked.state, "nate", "l4", code=to(worked, "nate").code, replies=yes)
    assert worked.state.plan != agreed.state.plan
    outcome = replies(worked.state, "nate", "l5", code=code, replies=UNDO)
    assert outcome.state.plan == worked.state.plan
    assert to(outcome, "nate").refused[0].reason == "changed-since"


def test_what_waits_about_a_new_line_goes_with_it_and_touches_no_later_line_of_that_name() -> None:
    agreed, code = a_new_line()
    wished = replies(agreed.state, "aisha", "l3", change("M5", "due", "2026-08-01"))
    assert [held.change.target for held in wished.state.pending] == ["M5"]
    gone = replies(wished.state, "nate", "l4", code=code, replies=UNDO)
    assert (gone.state.plan.milestone("M5"), gone.state.pending) == (None, ())
    assert [step.target for step in to(gone, "aisha").undone] == ["M5"]
