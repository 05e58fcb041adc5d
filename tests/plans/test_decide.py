"""Who may change what: the table of authority, row by row."""

import pytest

from plans.change import Change, NewLine, Value
from plans.decide import Sender, decide
from plans.letter import Trust
from plans.plan import Plan
from tests.plans.a_plan import a_plan


def change(target: str, field: str, value: Value, decision: str = "apply", reason: str = "") -> Change:
    return Change(target, field, value, decision, 1.0, "words", reason=reason)  # type: ignore[arg-type]


def sender(plan: Plan, person: str | None, verdict: str = "trusted") -> Sender:
    return Sender(plan.person(person), Trust(verdict, person), f"{person}@somewhere.example")  # type: ignore[arg-type]


@pytest.mark.practice(108, 116)
@pytest.mark.parametrize(
    ("who", "target", "field", "value", "verdict", "to"),
    [
        ("ray", "M1", "due", "2026-04-24", "applied", ()),
        ("dana", "M1", "due", "2026-04-24", "applied", ()),
        ("june", "M2", "status", "in-progress", "applied", ()),
        ("nate", "M4", "due", "2026-06-19", "applied", ()),
        ("marcus", "M2", "due", "2026-05-01", "proposed", ("nate",)),
        ("dana", "M2", "due", "2026-05-01", "proposed", ("nate",)),
        ("nate", "M1", "due", "2026-04-24", "proposed", ("ray",)),
        ("dana", "M4", "due", "2026-06-19", "proposed", ("aisha",)),
        ("dana", "M3", "status", "done", "asked", ("marcus",)),
        ("marcus", "M3", "status", "done", "applied", ()),
        ("ray", "M1", "status", "done", "applied", ()),
        ("ray", "M1", "status", "skipped", "proposed", ("nate",)),
        ("nate", "new", "milestone", NewLine("Pilot", None, None), "proposed", ("dana",)),
        ("ray", "new", "milestone", NewLine("Pilot", None, None), "proposed", ("nate",)),
        ("vera", "M1", "due", "2026-04-24", "asked", ("nate",)),
        (None, "M1", "due", "2026-04-24", "asked", ("nate",)),
        ("ray", "M3", "due", "2026-05-20", "proposed", ("dana",)),
        ("nate", "M1", "note", "snow", "applied", ()),
        ("ray", "person:ray", "mail", "off", "applied", ()),
        ("june", "person:marcus", "away", "2026-05-01", "applied", ()),
        ("ray", "person:dana", "mail", "off", "asked", ("nate",)),
    ],
)
def test_the_table_of_authority(
    who: str | None, target: str, field: str, value: Value, verdict: str, to: tuple[str, ...]
) -> None:
    plan = a_plan()
    decision = decide(plan, change(target, field, value), sender(plan, who))
    assert (decision.verdict, decision.to) == (verdict, to)


@pytest.mark.practice(118)
def test_an_executive_on_copy_never_changes_the_plan_by_a_reply() -> None:
    plan = a_plan()
    for line in plan.lines():
        assert decide(plan, change(line.id, "due", "2026-07-01"), sender(plan, "vera")).verdict == "asked"


def test_a_hard_date_needs_the_reporter_and_the_approver() -> None:
    plan = a_plan()
    hard = plan.milestone("M3")
    assert hard is not None
    from dataclasses import replace

    plan = plan.with_line(replace(hard, deadline="hard"))
    decision = decide(plan, change("M3", "due", "2026-05-20"), sender(plan, "dana"))
    assert (decision.verdict, decision.to, decision.all_of) == ("proposed", ("nate", "marcus"), True)


def test_what_the_reader_is_unsure_of_is_asked_of_the_sender() -> None:
    plan = a_plan()
    decision = decide(plan, change("M1", "due", "2026-04-24", "ask", "conditional"), sender(plan, "ray"))
    assert (decision.verdict, decision.to, decision.reason) == ("asked", ("ray",), "conditional")


def test_an_unsure_sender_is_asked_at_the_rosters_address() -> None:
    plan = a_plan()
    decision = decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray", "unsure"))
    assert (decision.verdict, decision.to, decision.reason) == ("asked", ("ray",), "unsure-sender")


@pytest.mark.practice(116)
def test_a_forged_sender_changes_nothing() -> None:
    plan = a_plan()
    assert decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray", "forged")).verdict == "refused"


def test_an_ended_plan_only_answers() -> None:
    plan = a_plan(status="won")
    decision = decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray"))
    assert (decision.verdict, decision.reason) == ("refused", "plan-closed")


def test_without_anybody_to_ask_a_strangers_change_is_refused() -> None:
    plan = a_plan(people=tuple(p for p in a_plan().people if p.side == "buyer"))
    assert decide(plan, change("M1", "due", "2026-04-24"), sender(plan, None)).verdict == "refused"
