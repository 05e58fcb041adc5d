"""Reports in words and pictures: every picture says in words what it shows, and no title can harm it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from lxml import etree

from plans.plan import Plan
from plans.report.figures import Kept, figures_of
from plans.report.hygiene import WEIGHTS, Finding, PlanHygiene
from plans.report.slippage import CloseStep, close_over_time, slippage_of
from plans.report.timeline import Timeline, timeline_of
from plans.workdays import Calendar
from templates.report import Report, say_hygiene, say_slippage, say_slippage_of
from templates.report.drawing import ALARM, Span, short
from templates.report.html import as_html
from templates.report.hygiene import SAID
from templates.report.shape import Picture
from templates.report.slides import draw_closes, draw_lines
from templates.report.steps import draw_steps
from templates.report.timelines import MOST, draw_timelines
from tests.documents.making import EXAMPLES, example
from tests.plans.a_plan import a_plan

DAY = dt.date(2026, 4, 20)
FIRST = dt.date(2026, 6, 12)
SVG = "{http://www.w3.org/2000/svg}"


def kept(plan: Plan, day: int = 1) -> Kept:
    return Kept(plan, dt.datetime(2026, 4, day, 15, tzinfo=dt.UTC))


def timeline(plan: Plan) -> Timeline:
    return timeline_of(plan, figures_of([kept(plan)], Calendar(), DAY))


def moved(*days: int, **changes: object) -> Plan:
    """Return the plan with its close moved so many days later, step by step."""
    *others, last = a_plan().milestones
    dates = [FIRST, *(FIRST + dt.timedelta(days=day) for day in days)]
    return a_plan(milestones=(*others, replace(last, due=dates[-1], slipped_from=tuple(dates[:-1]))), **changes)


def words(picture: Picture) -> list[str]:
    """Return the words in a picture; it has to be XML that asks for nothing from anywhere."""
    tree = etree.fromstring(picture.data, etree.XMLParser(resolve_entities=False, no_network=True))
    for node in tree.iter():
        assert all(value.startswith("#") for name, value in node.attrib.items() if name.endswith("href"))
    return [text.text or "" for text in tree.iter(f"{SVG}text")]


def drawn(plans: Sequence[Plan]) -> Picture:
    picture = draw_timelines([timeline(plan) for plan in plans], DAY)
    assert picture
    return picture


@pytest.mark.practice(106)
def test_timelines_show_each_plan_by_its_title_with_what_is_late_in_words_and_in_a_colour() -> None:
    picture = drawn([a_plan(), *map(example, EXAMPLES)])
    told = words(picture)
    assert "Harborline x Tallyworks" in told
    assert "1 line overdue: M1" in told
    assert str(DAY) in told
    assert {"done", "in progress", "not started", "blocked", "overdue", "close, later than planned"} <= set(told)
    assert ALARM.lower() in picture.data.decode().lower()
    assert picture.alt.startswith(
        f"Timelines of 4 plans around {DAY}. harbor: 1 line overdue: M1; quillpoint-sso: 7 lines"
    )
    assert "weisshaupt-predictive: next M2 · close 2026-07-24" in picture.alt


def test_timelines_are_the_same_at_every_run_and_show_twenty_plans_at_most() -> None:
    plans = [a_plan(slug=f"p{number}", title=f"Plan {number}") for number in range(30)]
    picture = drawn(plans)
    assert picture == drawn(plans)
    shown = [text for text in words(picture) if text.startswith("Plan ")]
    assert shown == [f"Plan {number}" for number in range(MOST)]
    assert f"Timelines of {MOST} plans" in picture.alt


def test_no_title_is_read_as_a_formula_markup_or_a_broken_letter() -> None:
    shown = {
        "From $5 to $6": "From $5 to $6",
        "<script>alert(1)</script>": "<script>alert(1)</script>",
        "Null \0 and bell \a": "Null and bell",
        "日本語のタイトル": "日本語のタイトル",
        "🚀 launch": "🚀 launch",
        "$\\frac{1}{0}$": "$\\frac{1}{0}$",
    }
    told = words(drawn([a_plan(slug=f"p{number}", title=title) for number, title in enumerate(shown)]))
    assert set(shown.values()) <= set(told)


def test_what_lies_far_ahead_is_counted_and_what_is_long_overdue_stays_in_sight() -> None:
    first, second, *rest = a_plan().milestones
    lines = (replace(first, due=dt.date(2020, 1, 1)), replace(second, due=dt.date(2031, 1, 1)), *rest)
    told = words(drawn([a_plan(milestones=lines)]))
    assert "+1 later" in told
    assert "M1" in told
    assert "M2" not in told


def test_plans_without_dates_have_no_picture() -> None:
    undated = a_plan(milestones=tuple(replace(m, due=None) for m in a_plan().milestones))
    assert draw_timelines([timeline(undated)], DAY) is None
    assert draw_timelines([], DAY) is None


def test_a_span_puts_days_in_proportion_and_names_twelve_months_at_most() -> None:
    span = Span(dt.date(2026, 1, 1), dt.date(2026, 1, 11), 3.0, 10.0)
    assert [span.x(dt.date(2026, 1, day)) for day in (1, 6, 11)] == [3.0, 6.5, 10.0]
    assert (span.x(dt.date(2025, 1, 1)), span.x(dt.date(2027, 1, 1))) == (3.0, 10.0)
    months = Span(dt.date(2026, 1, 2), dt.date(2029, 1, 2), 0.0, 1.0).months()
    assert (months[0], months[1], len(months)) == (dt.date(2026, 2, 1), dt.date(2026, 5, 1), 12)


def test_slides_tell_from_where_to_where_a_close_has_moved_and_how_often() -> None:
    picture = draw_closes([slippage_of(moved(7, 21)), slippage_of(a_plan(title="Still"))], DAY)
    assert picture
    told = words(picture)
    assert "+21 days (2×)" in told
    assert "Still" not in told
    assert picture.alt.endswith("Harborline x Tallyworks: 2026-06-12 to 2026-07-03, +21 days.")
    assert draw_closes([slippage_of(a_plan())], DAY) is None
    assert draw_lines(slippage_of(a_plan()).lines, DAY) is None
    lines = draw_lines(slippage_of(moved(-3)).lines, DAY)
    assert lines
    assert {"M4 Integration", "-3 days"} <= set(words(lines))


def test_steps_name_each_move_of_a_close() -> None:
    steps = close_over_time([kept(moved(version=1)), kept(moved(14, version=2), 9), kept(moved(14, 10, version=3), 15)])
    picture = draw_steps(steps, DAY)
    assert picture
    assert {"v1 2026-06-12", "v2 2026-06-26 (+14)", "v3 2026-06-22 (+10)"} <= set(words(picture))
    assert "10 days later than first agreed now" in picture.alt
    assert draw_steps([CloseStep(1, DAY, "M4", FIRST, 0)], DAY) is None


def test_slippage_is_told_at_the_median_and_at_most() -> None:
    slips = [slippage_of(plan) for plan in (moved(30), moved(10), a_plan())]
    report = say_slippage(slips, DAY)
    assert report.lead == (
        "3 running plans: 2 close later than first agreed, by 20 days at the median and 30 at most.",
    )
    assert report.tables[0].rows[0][2:] == (
        "M4 Integration",
        "2026-06-12",
        "2026-07-12",
        "30",
        "1",
        "M4 Integration",
        "30",
    )
    assert say_slippage([slippage_of(a_plan())], DAY).lead == ("1 running plan: no close is later than first agreed.",)


def test_the_slippage_of_one_plan_tells_its_close_its_moves_and_its_lines() -> None:
    steps = close_over_time([kept(moved(version=1)), kept(moved(14, version=2), 9)])
    report = say_slippage_of(slippage_of(moved(14)), steps, DAY)
    assert report.lead[0] == (
        "It is to close on 2026-06-26 (M4), 14 days later than first agreed; since it was started it has moved 1 time."
    )
    assert report.lead[1] == "1 line has moved to a later date."
    assert [table.rows[-1][-2:] for table in report.tables] == [("2026-06-26", "14"), ("14", "1")]


@pytest.mark.practice(120)
def test_every_flaw_has_a_name_and_a_cure_and_the_commonest_is_told_first() -> None:
    assert set(SAID) == set(WEIGHTS)
    found = [
        PlanHygiene(
            "one", "One", DAY, (Finding("champion"), Finding("overdue", tuple(f"M{n}" for n in range(1, 12)), 7))
        ),
        PlanHygiene("two", "Two", DAY, (Finding("champion"),)),
        PlanHygiene("three", "Three", DAY, ()),
    ]
    report = say_hygiene(found, DAY)
    assert report.lead == ("3 running plans; in 2 of them something is missing or has gone stale: 3 findings.",)
    assert report.tables[0].rows[0] == ("no champion", "2", "67%", "find who at the buyer wants it, and ask them")
    what, lines, days, cure = report.tables[1].rows[1][3:]
    assert (what, days, cure) == ("overdue", "7", "finish it or agree a new date with its owner")
    assert lines == "M1 M2 M3 M4 M5 M6 M7 M8 and 3 more"


def test_a_page_shows_a_pictures_caption_and_keeps_its_words_for_those_who_cannot_see_it() -> None:
    pictures = (Picture(b"<svg/>", "what it shows", caption="below it"), Picture(b"<svg/>", "both"))
    html = as_html(Report("Title", (), (), pictures=pictures))
    assert 'alt="what it shows"><figcaption>below it<' in html
    assert 'alt="both"><figcaption>both<' in html


def test_words_in_a_picture_are_short_and_printable() -> None:
    assert short("a\nb\x07  c", 20) == "a b c"
    assert short("twenty one letters long", 10) == "twenty on…"
