"""A sheet shows a plan to one side in its language; what is internal is in no buyer's sheet."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.daytext import day_text, read_day, short_day_text
from plans.plan import Action, Milestone, Plan
from plans.sheet import Sheet
from plans.sheet_of import sheet_of
from plans.words import LANGUAGES
from storage.planfile import load

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANS = {name: load(EXAMPLES / f"{name}.yaml").plan for name in ("us-saas", "de-manufacturer", "fr-hospital")}


def plan_named(name: str) -> Plan:
    plan = PLANS[name]
    assert plan is not None
    return plan


def all_text(sheet: Sheet) -> str:
    return "\n".join(cell.text for row in sheet.rows for cell in row.cells.values())


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["", "en-US", "en-GB"]),
)
def test_a_written_day_reads_back_as_itself(day: dt.date, language: str, locale: str) -> None:
    assert read_day(day_text(day, language, locale)) == day


@pytest.mark.parametrize(
    ("language", "locale", "text"),
    [
        ("en", "en-GB", "20 Jun 2026"),
        ("en", "en-US", "Jun 20, 2026"),
        ("de", "de-DE", "20.06.2026"),
        ("fr", "fr-FR", "20 juin 2026"),
    ],
)
def test_a_day_is_written_so_that_month_and_day_cannot_be_exchanged(language: str, locale: str, text: str) -> None:
    assert day_text(dt.date(2026, 6, 20), language, locale) == text


def test_a_short_day_leaves_the_year_out() -> None:
    assert short_day_text(dt.date(2026, 6, 20), "de") == "20.06."
    assert short_day_text(dt.date(2026, 6, 20), "en", "en-US") == "Jun 20"


@pytest.mark.parametrize("text", ["03/04/2026", "32.01.2026", "June 2026", "20 Foo 2026", "", "20 Jun 2026 or later"])
def test_what_is_not_one_plain_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.practice(22)
def test_an_owner_is_a_full_name_with_role_and_power() -> None:
    sheet = sheet_of(plan_named("us-saas"), "buyer")
    assert sheet.row("M5").text("owner").split("\n")[0] == "Marcus Oyelaran, CFO (D)"  # type: ignore[union-attr]


@pytest.mark.practice(3)
def test_an_open_milestone_shows_both_sides_next_actions() -> None:
    text = sheet_of(plan_named("us-saas"), "buyer").row("M4").text("milestone")  # type: ignore[union-attr]
    assert "Next M4.2: Return annotated redlines (Priti Shah, Mar 12)" in text
    assert "Next M4.3: Reply to redlines within two days (Eli Nakamura, Mar 16)" in text


@pytest.mark.practice(82)
def test_a_name_is_the_buyers_own_in_the_plans_language_only() -> None:
    plan = plan_named("de-manufacturer")
    assert sheet_of(plan, "buyer", "de").row("M1").value("milestone") == "Lastenheft freigegeben"  # type: ignore[union-attr]
    assert sheet_of(plan, "buyer", "en").row("M1").value("milestone") == "Requirements agreed"  # type: ignore[union-attr]


@pytest.mark.practice(99)
@pytest.mark.practice(23)
def test_the_owners_contact_stands_in_the_notes() -> None:
    assert "+1 512 555 0142" in sheet_of(plan_named("us-saas"), "buyer").row("M6").text("notes")  # type: ignore[union-attr]


@pytest.mark.practice(75)
def test_what_is_not_set_is_blank_and_has_no_value() -> None:
    plan = plan_named("us-saas")
    blank = replace(plan, milestones=(Milestone("M1", "Security sign-off"),))
    row = sheet_of(blank, "buyer").rows[0]
    assert [(row.text(column), row.value(column)) for column in ("owner", "due", "outcome", "notes")] == [
        ("", None)
    ] * 4  # type: ignore[arg-type]


@pytest.mark.practice(9)
@pytest.mark.parametrize("name", list(PLANS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_internal_is_in_a_buyers_sheet(name: str, language: str) -> None:
    plan = plan_named(name)
    secret = Action("M1.9", "Ask finance for the SECRET discount", "eli", None, "not-started", internal=True)
    hidden = replace(plan.milestones[2], name="SECRET stage", name_local="SECRET stage", internal=True)
    shown = replace(plan.milestones[3], actions=(secret,), status="in-progress")
    plan = replace(plan, milestones=(*plan.milestones[:2], hidden, shown, *plan.milestones[4:]))
    assert "SECRET" not in all_text(sheet_of(plan, "buyer", language))
    assert "SECRET" in all_text(sheet_of(plan, "seller", language))
    assert sheet_of(plan, "buyer", language).row(hidden.id) is None
