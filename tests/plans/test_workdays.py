"""Workdays: which days and hours a person may be mailed, over weekends, holidays, freezes and changes of clocks."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.plan import Communication, Event, Party, Person
from plans.workdays import (
    Calendar,
    Works,
    add_workdays,
    clock_of,
    is_workday,
    knows,
    moment,
    next_workday,
    outside_quiet,
    place_of,
    places_of,
    previous_workday,
    quiet_hours,
    weekdays_of,
    workdays_between,
    zone_of,
)
from tests.plans.a_plan import a_plan

days = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))
off = st.frozensets(st.integers(0, 60), max_size=15)


def works_in(first: dt.date, free: frozenset[int]) -> Works:
    """Monday to Friday, without the free days counted from the first."""
    return lambda day: day.weekday() < 5 and (day - first).days not in free


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {0, 1, 2, 3, 4}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Mon, Wed, Fri", {0, 2, 4}),
        ("monday-thursday; sat", {0, 1, 2, 3, 5}),
        ("Sun-Thu", {6, 0, 1, 2, 3}),
        ("Mon-Sun", {0, 1, 2, 3, 4, 5, 6}),
        ("Fri-Mon", {4, 5, 6, 0}),
        ("whenever", {0, 1, 2, 3, 4}),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, expected: set[int]) -> None:
    assert weekdays_of(text) == expected


@settings(deadline=None)
@given(day=days, number=st.integers(1, 25), free=off)
def test_so_many_working_days_on_is_a_working_day_with_so_many_between(
    day: dt.date, number: int, free: frozenset[int]
) -> None:
    works = works_in(day, free)
    later = add_workdays(works, day, number)
    assert works(later)
    assert workdays_between(works, day, later) == number
    assert workdays_between(works, later, day) == -number


@settings(deadline=None)
@given(day=days, number=st.integers(1, 25))
def test_forth_and_back_is_where_one_began(day: dt.date, number: int) -> None:
    works = works_in(day, frozenset())
    start = next_workday(works, day)
    assert add_workdays(works, add_workdays(works, start, number), -number) == start


@settings(deadline=None)
@given(day=days, free=off)
def test_the_working_days_around_a_day_are_the_nearest(day: dt.date, free: frozenset[int]) -> None:
    works = works_in(day, free)
    after, before = next_workday(works, day), previous_workday(works, day)
    assert before <= day <= after
    assert works(after)
    assert works(before)
    assert (before == after) == works(day)


def test_a_year_without_working_days_ends_the_search() -> None:
    assert add_workdays(lambda _: False, dt.date(2026, 1, 1), 3) < dt.date(2026, 6, 1)


@pytest.mark.practice(85)
def test_a_freeze_stops_the_buyers_people_and_not_the_sellers() -> None:
    freeze = Event("Year-end freeze", dt.date(2026, 12, 14), dt.date(2026, 12, 18), "freeze")
    plan = a_plan(events=(freeze, Event("Board", dt.date(2026, 12, 21), kind="board")))
    buyer, seller = plan.person("dana"), plan.person("nate")
    inside = [dt.date(2026, 12, day) for day in range(14, 19)]
    assert [is_workday(plan, Calendar(), buyer, day) for day in inside] == [False] * 5
    assert [is_workday(plan, Calendar(), seller, day) for day in inside] == [True] * 5
    assert is_workday(plan, Calendar(), buyer, dt.date(2026, 12, 21))
    assert not is_workday(plan, Calendar({"dana": (dt.date(2026, 12, 21),)}), buyer, dt.date(2026, 12, 21))


@pytest.mark.parametrize("text", ["18:00-08:00", "12:00-13:30", "00:00-06:00", "22:15-23:45"])
@settings(deadline=None)
@given(time=st.times())
def test_what_is_moved_out_of_quiet_hours_is_outside_them(text: str, time: dt.time) -> None:
    plan = a_plan(communication=Communication(quiet_hours=text))
    spoken = outside_quiet(plan, time)
    assert outside_quiet(plan, spoken) == spoken
    begin, end = quiet_hours(plan) or (dt.time(), dt.time())
    assert spoken in (time, end)
    assert not begin <= spoken < end


@pytest.mark.parametrize("text", ["", "at night", "18:00", "25:00-08:00", "08:00-08:00"])
def test_quiet_hours_that_are_none_keep_nothing_quiet(text: str) -> None:
    plan = a_plan(communication=Communication(quiet_hours=text))
    assert quiet_hours(plan) is None
    assert outside_quiet(plan, dt.time(3)) == dt.time(3)


def test_a_clock_is_read_or_it_is_none() -> None:
    assert clock_of(" 8:05 ") == dt.time(8, 5)
    assert clock_of("24:00") is None
    assert clock_of("noon") is None


@pytest.mark.practice(43)
@pytest.mark.parametrize(
    ("zone", "day", "time", "utc"),
    [
        ("America/Chicago", "2026-03-06", "09:00", "2026-03-06T15:00"),
        ("America/Chicago", "2026-03-09", "09:00", "2026-03-09T14:00"),
        ("America/Chicago", "2026-10-30", "09:00", "2026-10-30T14:00"),
        ("America/Chicago", "2026-11-02", "09:00", "2026-11-02T15:00"),
        ("Europe/Berlin", "2026-03-27", "08:00", "2026-03-27T07:00"),
        ("Europe/Berlin", "2026-03-30", "08:00", "2026-03-30T06:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"),  # does not exist: an hour later
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),  # exists twice: the first
        ("Asia/Kathmandu", "2026-01-05", "09:00", "2026-01-05T03:15"),
    ],
)
def test_a_local_time_is_right_on_both_sides_of_a_change_of_clocks(zone: str, day: str, time: str, utc: str) -> None:
    found = moment(dt.date.fromisoformat(day), dt.time.fromisoformat(time), ZoneInfo(zone))
    assert found == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_a_person_lives_in_their_own_zone_else_in_the_plans() -> None:
    plan = a_plan()
    assert zone_of(plan, plan.person("dana")) == ZoneInfo("America/Chicago")
    assert zone_of(plan, None) == ZoneInfo("America/Chicago")


def test_a_calendar_does_not_know_who_joined_later_who_moved_or_a_year_that_it_does_not_reach() -> None:
    plan, day = a_plan(), dt.date(2026, 4, 13)
    calendar = Calendar({}, places_of(plan), 2027)
    assert knows(calendar, plan, day)
    assert not knows(calendar, plan, dt.date(2027, 1, 1))
    assert not knows(calendar, plan.with_person(Person("lena", "Lena Ortiz", "l@x.example", "buyer")), day)
    assert not knows(calendar, plan.with_person(replace(plan.people[0], country="DE")), day)


def test_holidays_are_those_of_ones_own_country_and_region_else_of_ones_side() -> None:
    plan = replace(a_plan(), buyer=Party("Harborline", (), country="US", region="IL"))
    dana = plan.people[0]
    assert place_of(plan, dana) == "US/IL"
    assert place_of(plan, replace(dana, country="DE")) == "DE"
    assert place_of(plan, replace(dana, region="TX")) == "US/TX"
    assert place_of(replace(plan, buyer=Party("Harborline", ())), dana) == ""
