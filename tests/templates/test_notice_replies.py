"""What the mails offer to answer is read without doubt: every quick reply, in every language, there and back."""

import re
from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from parsing.reading import read
from plans.change import Reading
from plans.letter import Context
from plans.notice import Applied, Ask, Nudged, Said
from plans.plan import Plan
from plans.words import LANGUAGES
from templates.notice.words import own_tables
from tests.documents.making import example
from tests.templates.noticing import TUESDAY, mail, taken

NUDGED = (Nudged("M4", "reminder", -3),)
MOVED = (Applied("M4", "due", "2026-03-20", "2026-03-27", "later"),)


def spoken(language: str) -> Plan:
    """Return the plan us-saas kept in another language."""
    plan = example("us-saas")
    return replace(plan, language=language, locale="en-US" if language == "en" else language)


def bodies(found: Said) -> list[str]:
    """Return what a mail's quick replies write."""
    links = [link["href"] for link in taken(found.html).all("a") if link["href"].startswith("mailto:")]
    return [parse_qs(urlsplit(link).query)["body"][0] for link in links]


def answered(plan: Plan, body: str, notice: str = "", asked: tuple[str, ...] = ("M4",)) -> Reading:
    """Return how a reply of Priti's with these words is read, on the day of the plan."""
    message = EmailMessage()
    message["From"] = "Priti Shah <priti.shah@quillpoint.example>"
    message["To"] = "plan@milepost.example"
    message["Subject"] = f"Re: [v4] {plan.title}"
    message["Date"] = "Tue, 10 Mar 2026 10:00:00 -0500"
    message["Message-ID"] = "<reply@quillpoint.example>"
    message.set_content(body)
    return read(message.as_bytes(), Context(plan=plan, asked=asked, notice=notice))


@pytest.mark.practice(109)
@pytest.mark.parametrize("language", LANGUAGES)
def test_done_confirmed_and_another_week_are_read_as_meant(language: str) -> None:
    plan = spoken(language)
    done, confirmed, week, _ = bodies(mail("reminder", plan=plan, nudged=NUDGED))
    for body, field, value in ((done, "status", "done"), (confirmed, "confirmed", True), (week, "due", "2026-03-27")):
        reading = answered(plan, body)
        assert [(c.target, c.field, c.value, c.decision) for c in reading.changes] == [("M4", field, value, "apply")]
        assert [(reply.wish, reply.line) for reply in reading.replies] == [("yes", "M4")] * (body == confirmed), body


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_mine_changes_nothing_and_becomes_a_question_to_the_reporter(language: str) -> None:
    plan = spoken(language)
    reading = answered(plan, bodies(mail("reminder", plan=plan, nudged=NUDGED))[-1])
    assert reading.changes == ()
    assert len(reading.questions) == 1
    assert "M4" in reading.questions[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_undo_yes_and_no_are_wishes(language: str) -> None:
    plan = spoken(language)
    (undo,) = bodies(mail("acknowledgement", plan=plan, applied=MOVED, letter="l", code="abcd2345"))
    words = own_tables(language)["body"]
    yes, no = ("M4", "confirmed", True, "apply"), ("M4", "due", None, "ask")
    for body, wish, changes in ((undo, "undo", []), (words["yes"], "yes", [yes]), (words["no"], "no", [no])):
        reading = answered(plan, body)
        assert [(reply.wish, reply.line) for reply in reading.replies] == [(wish, None)]
        assert [(c.target, c.field, c.value, c.decision) for c in reading.changes] == changes, body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_to_the_question_whether_a_line_is_done_sets_it_done_and_a_no_asks_for_its_date(language: str) -> None:
    plan = spoken(language)
    today = replace(plan.milestones[3], due=TUESDAY.date())
    asking = mail("due", plan=plan.with_line(today), nudged=(Nudged("M4", "due", 0),)).text
    words = own_tables(language)["body"]
    done, not_done = (answered(plan, words[word], asking).changes for word in ("yes", "no"))
    assert [(c.field, c.value, c.decision) for c in done] == [("status", "done", "apply")], asking
    assert [(c.field, c.value, c.decision) for c in not_done] == [("due", None, "ask")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_to_how_several_lines_stand_is_asked_about(language: str) -> None:
    plan, asked = spoken(language), ("M4", "M4.2")
    asking = mail("reminder", plan=plan, lines=asked, nudged=(*NUDGED, Nudged("M4.2", "reminder", -3))).text
    changes = answered(plan, own_tables(language)["body"]["yes"], asking, asked).changes
    assert [(c.target, c.decision) for c in changes] == [("M4", "ask"), ("M4.2", "ask")], asking


@pytest.mark.practice(104)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_to_is_all_of_this_still_true_confirms_every_line_that_the_mail_asks_about(language: str) -> None:
    plan, asked = spoken(language), ("M4", "M4.2")
    yes = own_tables(language)["body"]["yes"]
    quiet = mail("status", plan=plan, lines=asked, quiet_days=12).text
    usual = mail("status", plan=plan, lines=asked).text
    assert {(c.target, c.value, c.decision) for c in answered(plan, yes, quiet, asked).changes} == {
        ("M4", True, "apply"), ("M4.2", True, "apply"),
    }, quiet  # fmt: skip
    assert [c.target for c in answered(plan, yes, usual, asked).changes] == ["M4"], "its question names no other"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["quarantined", "storm"])
def test_drop_and_release_are_wishes(reason: str, language: str) -> None:
    plan = spoken(language)
    ask = Ask("plan", None, reason, "eve@evil.example", "a reason")
    found = mail("question", "eli", plan=plan, asks=(ask,), code="abcd2345")
    assert [[one.wish for one in answered(plan, body).replies] for body in bodies(found)] == [["drop"], ["release"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_stop_the_mails_stop_them(language: str) -> None:
    foot = own_tables(language)["footer"]["stop"]
    words = re.search(r"[“„«]\s*(.*?)\s*[“”»]", foot)
    assert words is not None
    changes = answered(spoken(language), words[1]).changes
    assert [(c.target, c.field, c.value, c.decision) for c in changes] == [("person:priti", "mail", "off", "apply")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_ask_suggests_to_reply_is_read_as_meant(language: str) -> None:
    for name, field in (("on-track", "confirmed"), ("done-or-date", "status"), ("new-date", "status")):
        sentence = own_tables(language)["ask"][name].format(id="M4", line="M4", due="")
        (suggested,) = re.findall(r"[“„«]\s*(.*?)\s*[“”»]", sentence)
        changes = answered(spoken(language), suggested).changes
        assert [(c.target, c.field, c.decision) for c in changes] == [("M4", field, "apply")], suggested
