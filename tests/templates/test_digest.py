"""The digest: all plans of one person in one mail, what needs help first, one ask."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.notice import Said
from plans.plan import Person, Plan
from plans.portfolio import portfolio
from plans.words import LANGUAGES
from templates.notice import say_digest
from tests.documents.making import EXAMPLES, example
from tests.templates.noticing import taken

NOW = dt.datetime(2026, 5, 12, 14, tzinfo=dt.UTC)


def reader(language: str = "en") -> Person:
    eli = example("us-saas").person("eli")
    assert eli is not None
    return replace(eli, language=language)


def digest(*plans: Plan, to: Person | None = None, language: str = "en") -> Said:
    held = portfolio(plans or [example(name) for name in EXAMPLES], NOW.date())
    return say_digest(held, to or reader(language), NOW, next_update=dt.date(2026, 5, 19))


@pytest.mark.practice(106)
@pytest.mark.practice(120)
def test_a_digest_tells_what_is_late_blocked_expected_next_and_missing() -> None:
    bare = replace(example("us-saas"), goals=())
    text = digest(bare, example("de-manufacturer"), example("fr-hospital")).text
    assert "2 of your 3 plans could use your help." in text
    assert "1 of 7 milestones done. Late: M2 (Mar 6), M3 (Mar 13), M4 (Mar 20)." in text
    assert "Blocked: M2 Shop-floor data access." in text
    assert "M6 Purchase order issued is now expected on" in text
    assert "Next step: M2 Technical evaluation, Dana Whitfield, Mar 6" in text
    assert "Still missing: a goal with a measure and a target" in text
    assert "Next digest: Tuesday, May 19, 2026." in text


def test_a_digest_asks_for_help_with_the_most_urgent_plan_only() -> None:
    ask = digest().text.split("\n--\n")[0].strip().split("\n\n")[-1]
    assert ask.startswith("Can you help Dana Whitfield with M2 Technical evaluation of “Quillpoint x Northgate")
    calm = digest(example("fr-hospital")).text
    assert "nothing is late or blocked" in calm
    assert "Nothing is needed from you." in calm


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_speaks_its_readers_language_whatever_the_plans_speak(language: str) -> None:
    found = digest(language=language)
    assert found.language == language
    assert f'lang="{language}"' in found.html
    assert ("Next step" in found.text) == (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_says_that_the_portfolio_is_attached_only_where_it_is(language: str) -> None:
    held, to = portfolio([example("us-saas")], NOW.date()), reader(language)
    without = say_digest(held, to, NOW).text.splitlines()
    (said,) = (line for line in say_digest(held, to, NOW, enclosed=True).text.splitlines() if line not in without)
    assert any(
        word in said.casefold()
        for word in ("attached", "beigefügt", "adjunto", "joint", "allegato", "bijgevoegd", "anexo")
    )


def test_a_portfolio_of_many_plans_is_told_up_to_a_number() -> None:
    plans = [replace(example("us-saas"), title=f"Plan {number}") for number in range(40)]
    found = digest(*plans)
    assert "And 20 more plans" in found.text
    assert len(found.html.encode()) < 60_000


def test_a_digest_has_no_buttons_and_keeps_hostile_titles_words() -> None:
    trapped = replace(example("us-saas"), title="<img src=x onerror=alert(1)>\r\nBcc: evil@else.example")
    found = digest(trapped)
    parts = taken(found.html)
    assert parts.all("img") == []
    assert parts.all("a") == []
    assert not any(line.startswith("Bcc:") for line in found.text.split("\n"))


@pytest.mark.practice(104)
def test_a_digest_tells_its_readers_own_lines_with_their_days() -> None:
    (told,) = (line for line in digest(example("us-saas")).text.splitlines() if "Your next steps" in line)
    assert told.strip() == (
        "Your next steps: M4.3 Reply to redlines within two days (Mar 16), M5.1 Prepare the one-page ROI for Marcus "
        "(Mar 18), M6.1 Send the W-9 and bank letter (Mar 20)"
    )


@pytest.mark.practice(104)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_tells_that_nobody_writes_and_asks_nothing_that_a_reply_to_it_cannot_answer(language: str) -> None:
    plan, to = example("us-saas"), reader(language)
    held = portfolio([plan], NOW.date())
    usual = say_digest(held, to, NOW).text.splitlines()
    quiet = say_digest([replace(one, quiet_days=12) for one in held], to, NOW).text.splitlines()
    (told,) = (line for line in quiet if line not in usual)
    assert "12" in told
    assert "?" not in told
