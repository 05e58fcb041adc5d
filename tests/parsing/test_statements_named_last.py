"""What a word belongs to that stands behind another: a "who", a number, a likeness."""

import datetime as dt
from email.message import EmailMessage

import pytest

from parsing.reading import read
from plans.letter import Context
from tests.parsing.statements_help import BRANDT, plan_of, reading, shown

LEAVE = "I work Tuesdays to Thursdays only and am on annual leave until 16 June 2026. Urgent matters: duty@b.example."


def told(text: str, plan: str = "harbor-wms", sender: str = "dana", language: str = "en") -> set[str]:
    return {shown(change) for change in reading(text, sender, plan=plan, language=language).changes}


def test_who_is_whoever_was_named_last() -> None:
    said = told("Legal review: Jill takes over from Marcus, who becomes her backup.")
    assert "M6 backup marcus" in said


@pytest.mark.parametrize("text", ["Sensortest Tank 7 und 8: bitte Ende KW 20 eintragen.", "Tank 7 und 8 erledigt."])
def test_numbers_behind_a_noun_are_no_rows(text: str) -> None:
    assert not {one for one in told(text, BRANDT, "jens", "de") if one.startswith(("M7", "M8"))}


def test_what_covers_another_line_as_well_is_not_said_of_it() -> None:
    said = told("We no longer need the training, the one on our main site covers the pilot as well.")
    assert not {one for one in said if one.startswith("M4")}


def test_a_leave_beside_working_days_counts() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = plan_of("harbor-wms").people[0].email, "Automatic reply: plan"
    mail["Date"], mail["Auto-Submitted"] = "Mon, 01 Jun 2026 09:31:00 -0500", "auto-replied"
    mail.set_content(LEAVE)
    found = read(mail.as_bytes(), Context(plan=plan_of("harbor-wms")))
    assert [change.value for change in found.changes] == [dt.date(2026, 6, 16).isoformat()]
