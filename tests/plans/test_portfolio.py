"""A portfolio: the plans that somebody follows, the most urgent first, with what each lacks."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.plan import Plan
from plans.portfolio import followers, portfolio, readers, readers_of_several
from tests.documents.making import example

DAY = dt.date(2026, 5, 12)


def late(plan: Plan, days: int) -> Plan:
    """Return the plan with every open milestone and outside line due so many days before DAY."""
    due = DAY - dt.timedelta(days=days)
    return replace(
        plan,
        milestones=tuple(m if m.settled else replace(m, due=due) for m in plan.milestones),
        externals=tuple(replace(x, due=due) for x in plan.externals),
    )


@pytest.mark.practice(106)
def test_the_plan_that_is_overdue_longest_comes_first() -> None:
    plans = [late(replace(example("us-saas"), title=f"late by {days}"), days) for days in (3, 20, 0)]
    assert [holding.plan.title for holding in portfolio(plans, DAY)] == ["late by 20", "late by 3", "late by 0"]
    assert [holding.days_overdue for holding in portfolio(plans, DAY)] == [20, 3, 0]


@pytest.mark.practice(106)
def test_a_plan_needs_help_where_something_is_late_blocked_or_the_close_moves() -> None:
    calm = example("fr-hospital")
    assert not portfolio([calm], DAY)[0].needs_help
    stuck = replace(calm, milestones=(*calm.milestones[:-1], replace(calm.milestones[-1], status="blocked")))
    assert portfolio([stuck], DAY)[0].needs_help
    assert portfolio([late(calm, 5)], DAY)[0].needs_help


@pytest.mark.practice(52)
def test_the_ball_is_with_the_side_of_the_next_open_line() -> None:
    (holding,) = portfolio([example("us-saas")], dt.date(2026, 3, 10))
    assert (holding.next, holding.ball) == ("M2", "buyer")


@pytest.mark.practice(120)
def test_what_a_deal_is_qualified_by_is_missed_by_name() -> None:
    plan = example("us-saas")
    assert portfolio([plan], DAY)[0].lacks == ()
    nobody = tuple(replace(person, power=None) for person in plan.people)
    undated = tuple(replace(m, due=None) for m in plan.milestones)
    bare = replace(plan, people=nobody, goals=(), milestones=undated)
    assert portfolio([bare], DAY)[0].lacks == ("champion", "decision-maker", "metric", "date")
    sellers_only = replace(plan, people=tuple(p for p in plan.people if p.side == "seller"))
    assert portfolio([sellers_only], DAY)[0].lacks == ("champion", "decision-maker")


def test_a_plan_is_followed_by_its_reporter_and_their_manager_whatever_their_ids() -> None:
    plan = example("us-saas")
    eli = plan.person("eli")
    assert eli is not None
    managed = plan.with_person(replace(eli, manager="tom"))
    assert [person.id for person in followers(managed)] == ["eli", "tom"]
    assert followers(managed.with_person(replace(eli, manager="dana"))) == (replace(eli, manager="dana"),)
    assert list(readers(managed)) == ["eli.nakamura@northgate.example", "tom.ohara@northgate.example"]
    assert readers(replace(managed, status="won")) == readers(replace(managed, status="draft")) == {}
    assert readers(plan.with_person(replace(eli, mail="off"))) == {}


def test_who_reads_of_several_plans_is_told_by_their_address() -> None:
    plan = example("us-saas")
    eli = plan.person("eli")
    assert eli is not None
    other = replace(
        plan, slug="other", people=(replace(eli, id="e2", email=eli.email.upper()),),
        communication=replace(plan.communication, reporter="e2"),
    )  # fmt: skip
    assert readers_of_several(plan, [plan, other]) == ("eli",)
    assert readers_of_several(plan, [plan, example("de-manufacturer")]) == ()
    assert readers_of_several(plan, [replace(other, status="lost")]) == ()
    assert readers_of_several(replace(plan, status="draft"), [other]) == ()


def test_a_plan_with_nothing_in_it_has_a_place_too() -> None:
    empty = replace(example("us-saas"), milestones=(), externals=(), goals=())
    (holding,) = portfolio([empty], DAY)
    assert (holding.next, holding.ball, holding.total, holding.needs_help) == (None, None, 0, False)
