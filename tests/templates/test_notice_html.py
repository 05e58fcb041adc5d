"""The HTML of every mail: safe, small, readable without pictures, on a telephone, in the dark and by ear."""

import re
from dataclasses import replace
from typing import get_args
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from plans.notice import Applied, Ask, NoticeKind, Nudged, Proposed, Refused
from plans.plan import Doc
from plans.words import LANGUAGES
from templates.notice.words import own_tables
from tests.documents.making import example
from tests.says.notices import ADDRESS, said
from tests.templates.noticing import every_mail, every_reason, mail, taken

FORBIDDEN = {"script", "iframe", "object", "embed", "form", "input", "link", "base", "img", "video", "audio", "svg"}
HOSTILE = "<script>alert(1)</script>\"' onload=x & Co\r\nBcc: evil@else.example"


@pytest.fixture(scope="module")
def mails() -> dict[str, str]:
    return {name: found.html for name, found in (*every_mail(), *every_reason())}


def test_every_kind_of_mail_is_looked_at_in_every_language(mails: dict[str, str]) -> None:
    kinds = get_args(NoticeKind)
    assert {f"{language} {kind}" for language in LANGUAGES for kind in kinds} <= mails.keys()
    assert {f"{language} digest of all" for language in LANGUAGES} <= mails.keys()
    for language in LANGUAGES:
        words = own_tables(language)
        assert {f"{language} asked {reason}" for reason in words["reason"]} <= mails.keys()
        assert {f"{language} refused {reason}" for reason in words["refused"]} <= mails.keys()


def test_no_mail_runs_or_loads_anything(mails: dict[str, str]) -> None:
    for name, html in mails.items():
        parts = taken(html)
        assert not FORBIDDEN & {tag for tag, _ in parts.tags}, name
        for _, attributes in parts.tags:
            assert not any(attribute.startswith("on") for attribute in attributes), name
            assert not {"src", "background", "srcset", "ping"} & attributes.keys(), name
        for pattern in ("url(", "@import", "@font-face", "expression("):
            assert pattern not in html, name


def test_every_link_is_a_quick_reply_or_a_document_and_none_counts_readers(mails: dict[str, str]) -> None:
    for name, html in mails.items():
        for link in taken(html).all("a"):
            assert link["href"].startswith((f"mailto:{ADDRESS}?", "https://")), (name, link["href"])
            assert len(link["href"]) < 2000, name


def test_every_mail_is_small(mails: dict[str, str]) -> None:
    assert max(len(html.encode()) for html in mails.values()) < 40_000


def test_layout_is_tables_and_each_tells_what_it_is(mails: dict[str, str]) -> None:
    for name, html in mails.items():
        parts = taken(html)
        for table in parts.all("table"):
            heads = "rows" in table.get("class", "")
            assert heads or table.get("role") in ("presentation", "img"), name
            assert table.get("role") != "img" or table.get("aria-label"), name
        assert not any(tag in ("div", "section", "article", "main") for tag, _ in parts.tags), name
        assert all(head.get("scope") == "col" for head in parts.all("th")), name


def test_styles_are_on_the_tags_and_dark_ones_in_the_head(mails: dict[str, str]) -> None:
    for name, html in mails.items():
        assert "prefers-color-scheme: dark" in html, name
        assert 'name="viewport"' in html, name
        assert all("style" in link for link in taken(html).all("a")), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_the_html_says(language: str) -> None:
    for kind in ("status", "acknowledgement", "escalation", "question", "proposal"):
        found = said(kind, example("us-saas"), language)
        html = taken(found.html).text
        for line in filter(None, map(str.strip, found.text.split("\n"))):
            if re.match(r"M\d+  ", line) or line == "--":
                continue
            for part in re.split(r" ?: | → |, ", line):
                assert " ".join(part.split()) in html, (kind, part)
    assert f'<html lang="{language}"' in found.html


def test_hostile_names_and_words_stay_words() -> None:
    plan = example("us-saas")
    priti = plan.person("priti")
    milestone = plan.milestone("M4")
    assert priti is not None
    assert milestone is not None
    trapped = replace(
        plan.with_person(replace(priti, name=HOSTILE, title=HOSTILE, phone=HOSTILE)).with_line(
            replace(
                milestone, name=HOSTILE, outcome=HOSTILE, note=HOSTILE, status="blocked", docs=(Doc(HOSTILE, HOSTILE),)
            )
        ),
        title=HOSTILE,
        plan_name=HOSTILE,
    )
    told = {
        "nudged": (Nudged("M4", "escalation", 3),),
        "applied": (Applied("M4", "note", HOSTILE, HOSTILE, HOSTILE),),
        "asks": (Ask("M4", "name", HOSTILE, HOSTILE, HOSTILE),),
        "proposals": (Proposed("1", "M4", "name", None, HOSTILE, HOSTILE, ("priti",), HOSTILE),),
        "refused": (Refused("broken-value", HOSTILE, HOSTILE), Refused(HOSTILE, HOSTILE)),
        "questions": (HOSTILE,),
        "about": HOSTILE,
        "lines": ("M4",),
    }
    for kind in ("status", "escalation", "acknowledgement", "question", "proposal", "refusal", "snapshot", "welcome"):
        found = mail(kind, plan=trapped, **told)  # type: ignore[arg-type]
        parts = taken(found.html)
        assert "<script" not in found.html, kind
        assert not any(name.startswith("on") for _, attributes in parts.tags for name in attributes), kind
        assert "alert(1)" in parts.text, kind
        assert "\r" not in found.subject + found.text + found.html, kind
        assert "\n" not in found.subject, kind
        assert not any(line.startswith("Bcc:") for line in found.text.split("\n")), kind


def test_braces_in_somebodys_words_are_left_as_they_are() -> None:
    step = Applied("M4", "note", None, "{title} {{ 7 * 7 }} {0}", "{who.__class__} {% for %}")
    found = mail("acknowledgement", applied=(step,), letter="l", code="abcd2345")
    assert "{title} {{ 7 * 7 }} {0}" in found.text
    assert "{who.__class__} {% for %}" in found.text


def test_a_quick_reply_carries_its_address_subject_and_words() -> None:
    found = mail("reminder", nudged=(Nudged("M4", "reminder", -3),))
    links = [link["href"] for link in taken(found.html).all("a") if link["href"].startswith("mailto:")]
    assert {urlsplit(link).path for link in links} == {ADDRESS}
    assert {parse_qs(urlsplit(link).query)["subject"][0] for link in links} == {f"Re: {found.subject}"}
    assert [parse_qs(urlsplit(link).query)["body"][0] for link in links] == [
        "M4 is done",
        "M4 is confirmed",
        "M4 needs another week: Mar 27, 2026",
        "Who should own M4? It is not mine.",
    ]


def test_a_date_that_has_passed_gets_a_week_from_today_and_is_not_confirmed() -> None:
    found = mail("overdue", "dana", nudged=(Nudged("M2", "overdue", 2),))
    bodies = [unquote(a["href"].partition("body=")[2]) for a in taken(found.html).all("a") if "mailto" in a["href"]]
    assert bodies == ["M2 is done", "M2 needs another week: Mar 17, 2026", "Who should own M2? It is not mine."]


def test_without_an_address_to_reply_to_there_are_no_buttons() -> None:
    assert "mailto:" not in mail("reminder", nudged=(Nudged("M4", "reminder", -3),), reply_to="").html


def test_the_timeline_shows_each_due_date_in_its_week_and_where_today_is() -> None:
    found = taken(said("status", example("us-saas")).html)
    timeline = next(table for table in found.all("table") if table.get("class") == "time")
    assert timeline["aria-label"] == (
        "Due dates: M1 Feb 13; M2 Mar 6; M3 Mar 13; M4 Mar 20; M5 Mar 26; M6 Mar 30; M7 Apr 8"
    )
    assert "Feb Mar Apr M1" in found.text
    assert "▲ today, Mar 10" in found.text


def test_the_timelines_months_are_in_the_readers_language() -> None:
    assert "Mär Apr Mai Jun Jul Aug M1" in taken(said("status", example("de-manufacturer")).html).text


def test_a_blocked_line_offers_no_answer_before_the_others() -> None:
    found = taken(mail("reminder", "mehmet", example("de-manufacturer"), nudged=(Nudged("M2", "reminder", -3),)).html)
    assert [link["class"] for link in found.all("a") if link["href"].startswith("mailto:")] == ["button"] * 4


def test_a_long_timeline_takes_longer_slots_and_none_over_the_width_of_a_telephone() -> None:
    for name in ("us-saas", "de-manufacturer", "fr-hospital"):
        cells = [t for t in taken(said("status", example(name)).html).all("td") if "cell" in t.get("class", "").split()]
        assert 3 <= len(cells) <= 13, name
