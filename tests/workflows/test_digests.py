"""Digests go once a week to everybody who follows plans, over all of them, and to nobody else."""

import datetime as dt
import logging
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from mail.outbox import Delivery
from plans.plan import Person, Plan
from storage.store import Store
from tests.plans.a_plan import NOW, a_plan
from tests.workflows.playing import ENGINE, Postbox
from workflows import digest_page, digests
from workflows.digests import key_of, send_digests
from workflows.mailroom import keep
from workflows.messages import Digested, InDigest, Unread
from workflows.parts import Identity, Parts
from workflows.reader import understand

MONDAY = dt.date(2026, 4, 13)
NATE = "nate@tallyworks.example"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    store.migrate()
    return Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOW)


def kept(parts: Parts, *plans: Plan) -> Postbox:
    for plan in plans:
        parts.store.keep_version(plan, (), NOW)
    assert isinstance(parts.outbox, Postbox)
    return parts.outbox


def sent(parts: Parts, day: dt.date = MONDAY, told: list[tuple[str, InDigest]] | None = None) -> Digested:
    """Send the digests; `told` takes which plans were told of whose digest."""
    kept = told if told is not None else []
    return send_digests(parts, day, lambda: None, lambda slug, one: kept.append((slug, one)))


def second(**changes: object) -> Plan:
    return replace(a_plan(), slug="second", title="Second deal", **changes)  # type: ignore[arg-type]


@pytest.mark.practice(106)
def test_a_reporter_of_two_plans_hears_of_both_in_one_mail(parts: Parts) -> None:
    postbox = kept(parts, a_plan(), second())
    assert sent(parts).sent == 1
    (mail,) = postbox.to(NATE)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert a_plan().title in text
    assert "Second deal" in text


def test_each_plan_is_told_of_a_digest_over_several_by_the_id_that_its_reader_has_there(parts: Parts) -> None:
    reporter = a_plan().person("nate")
    assert reporter
    other = second(
        people=(*(one for one in a_plan().people if one.id != "nate"), replace(reporter, id="n2")),
        communication=replace(a_plan().communication, reporter="n2"),
    )
    kept(parts, a_plan(), other)
    told: list[tuple[str, InDigest]] = []
    sent(parts, told=told)
    assert sorted(told, key=lambda one: one[0]) == [("harbor", InDigest("nate", NOW)), ("second", InDigest("n2", NOW))]


def test_the_plan_of_whoever_follows_one_alone_is_told_of_no_digest(parts: Parts) -> None:
    kept(parts, a_plan(), second(status="won"))
    told: list[tuple[str, InDigest]] = []
    assert sent(parts, told=told) == Digested(1)
    assert told == []


def test_a_digest_asked_for_again_tells_the_plans_that_it_told_of_when_it_left_where_they_know_nothing(
    parts: Parts,
) -> None:
    kept(parts, a_plan(), second())

    def away(slug: str, _: InDigest) -> None:
        raise TimeoutError

    assert send_digests(parts, MONDAY, lambda: None, away) == Digested(1, failed=2)
    kept(parts, replace(a_plan(), slug="third", title="Third deal"))
    later = replace(parts, clock=lambda: NOW + dt.timedelta(days=2))
    told: list[tuple[str, InDigest]] = []
    assert sent(later, MONDAY + dt.timedelta(days=2), told) == Digested(0, before=1)
    assert sorted((slug, one.at) for slug, one in told) == [("harbor", NOW), ("second", NOW)]


def test_a_plan_is_told_of_a_digest_once_however_often_the_others_are_tried(parts: Parts) -> None:
    kept(parts, a_plan(), second())
    told: list[tuple[str, InDigest]] = []
    assert [sent(parts, told=told), sent(parts, told=told)] == [Digested(1), Digested(0, before=1)]
    assert sorted(slug for slug, _ in told) == ["harbor", "second"]
    sent(parts, MONDAY + dt.timedelta(weeks=1), told)
    assert len(told) == 4, "the next week's is another one"


def two_readers(parts: Parts) -> Postbox:
    """Keep two plans that Nate follows and one that somebody else does, whose address comes first."""
    reporter = replace(a_plan().people[-1], id="nate", email="anna@tallyworks.example")
    return kept(parts, a_plan(), second(), replace(a_plan(), slug="anna").with_person(reporter))


def test_a_plan_that_cannot_be_told_keeps_nobodys_digest(parts: Parts) -> None:
    postbox, told = two_readers(parts), []

    def tell(slug: str, one: InDigest) -> None:
        if slug == "harbor":
            raise RuntimeError("its history is full")
        told.append(slug)

    assert send_digests(parts, MONDAY, lambda: None, tell) == Digested(2, failed=1)
    assert told == ["second"]
    assert [len(postbox.to(who)) for who in (NATE, "anna@tallyworks.example")] == [1, 1]


def test_a_digest_that_cannot_be_made_keeps_nobody_elses(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    postbox, say = two_readers(parts), digests.say_digest

    def said(holdings: object, person: Person, *rest: object, **options: object) -> object:
        if person.email != NATE:
            raise KeyError("no such word")
        return say(holdings, person, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "say_digest", said)
    assert sent(parts) == Digested(1, failed=1)
    assert len(postbox.to(NATE)) == 1


@pytest.mark.parametrize("beats", range(6))
def test_where_the_worker_stops_no_digest_is_begun_whatever_was_being_made(parts: Parts, beats: int) -> None:
    postbox, left = kept(parts, a_plan(), second()), iter(range(beats))

    def beat() -> None:
        if next(left, None) is None:
            raise ApplicationError("the worker stops", type="WorkerStops")

    with pytest.raises(ApplicationError, match="the worker stops"):
        send_digests(parts, MONDAY, beat, lambda *_: None)
    assert postbox.sent == []


def test_no_plan_is_told_of_a_digest_that_no_server_took(parts: Parts) -> None:
    postbox = kept(parts, a_plan(), second())
    postbox.refuses[NATE] = Delivery("later", "try again")
    told: list[tuple[str, InDigest]] = []
    assert sent(parts, told=told) == Digested(0, failed=1)
    assert told == []


def test_where_the_mailbox_takes_no_plus_addresses_a_digest_has_none(parts: Parts) -> None:
    postbox = kept(parts, a_plan())
    assert sent(replace(parts, identity=replace(parts.identity, plus=False))).sent == 1
    (mail,) = postbox.to(NATE)
    assert (ENGINE in str(mail["Reply-To"]), postbox.senders) == (True, [ENGINE])


def test_a_reply_to_a_digest_goes_to_its_first_plan_even_where_its_address_tells_nothing(parts: Parts) -> None:
    postbox = kept(parts, a_plan(), second())
    sent(parts)
    (mail,) = postbox.to(NATE)
    raw = f"From: {NATE}\nTo: {ENGINE}\nSubject: Re: your plans\nIn-Reply-To: {mail['Message-ID']}\n\nThanks"
    assert keep(parts, raw.encode()).plan == "harbor"
    alone = raw.replace(str(mail["Message-ID"]), "<other@x.example>")
    assert keep(parts, alone.encode()).plan is None, "they are on two plans, and nothing tells which is meant"


@pytest.mark.parametrize(("plans", "read"), [(2, ("ask", "which-plan")), (1, ("apply", ""))])
def test_what_answers_a_digest_over_several_plans_is_asked_since_their_lines_bear_the_same_numbers(
    parts: Parts, plans: int, read: tuple[str, str]
) -> None:
    postbox = kept(parts, *(a_plan(), second())[:plans])
    sent(parts)
    (mail,) = postbox.to(NATE)
    head = f"From: {NATE}\nTo: {mail['Reply-To']}\nSubject: Re: your plans\nDate: {format_datetime(NOW)}"
    raw = f"{head}\nIn-Reply-To: {mail['Message-ID']}\n\nM4 is done. Please stop mailing me.\n"
    arrived = keep(parts, raw.encode())
    changes = understand(parts, Unread("harbor", a_plan().version, arrived.letter)).reading.changes
    found = {change.target: (change.decision, change.reason) for change in changes}
    assert found["M4"] == read
    assert found["person:nate"] == ("apply", ""), "what they want of their own mails needs no plan"


def test_nobody_gets_a_second_digest_in_a_week_and_everybody_one_in_the_next(parts: Parts) -> None:
    postbox = kept(parts, a_plan())
    assert [sent(parts), sent(parts, MONDAY + dt.timedelta(days=2))] == [Digested(1), Digested(0, before=1)]
    assert sent(parts, MONDAY + dt.timedelta(days=7)) == Digested(1)
    assert len(postbox.to(NATE)) == 2


def test_plans_that_have_ended_and_drafts_are_left_out(parts: Parts) -> None:
    postbox = kept(parts, replace(a_plan(), status="won"), second(status="draft"))
    assert sent(parts) == Digested(0)
    assert postbox.sent == []


def test_a_digest_that_no_server_took_is_counted_and_sent_the_next_time(parts: Parts) -> None:
    postbox = kept(parts, a_plan())
    postbox.refuses[NATE] = Delivery("later", "try again")
    assert sent(parts) == Digested(0, failed=1)
    postbox.refuses.clear()
    assert sent(parts) == Digested(1)


def test_who_wants_no_mails_gets_no_digest(parts: Parts) -> None:
    plan = a_plan()
    nate = plan.person("nate")
    assert nate
    kept(parts, plan.with_person(replace(nate, mail="off")))
    assert sent(parts) == Digested(0)


def test_a_digests_key_holds_no_address() -> None:
    assert "nate" not in key_of(NATE, MONDAY)
    assert key_of(NATE, MONDAY) == key_of(NATE.upper(), MONDAY + dt.timedelta(days=6))


def page_of(mail: EmailMessage) -> str:
    """Return the page that rides on a digest."""
    (page,) = mail.iter_attachments()
    assert page.get_content_type() == "text/html"
    assert page.get_filename() == f"milepost-portfolio-{MONDAY}.html"
    return page.get_payload(decode=True).decode()  # type: ignore[union-attr]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


@pytest.mark.practice(106)
def test_a_digest_carries_the_portfolio_of_its_readers_plans_and_of_no_others(parts: Parts) -> None:
    theirs = second().with_person(replace(a_plan().people[-1], id="nate", email="other@tallyworks.example"))
    postbox = kept(parts, a_plan(), replace(theirs, title="Somebody else's deal"))
    assert sent(parts).sent == 2
    (mine,), (others,) = postbox.to(NATE), postbox.to("other@tallyworks.example")
    assert a_plan().title in page_of(mine)
    assert "else&#39;s deal" not in page_of(mine)
    assert "else&#39;s deal" in page_of(others)
    assert a_plan().title not in page_of(others)
    assert "Attached, as a page" in text_of(mine)


@pytest.mark.practice(120)
def test_the_page_of_a_digest_tells_when_its_readers_deals_may_close_and_what_they_lack(parts: Parts) -> None:
    theirs = second().with_person(replace(a_plan().people[-1], id="nate", email="other@tallyworks.example"))
    postbox = kept(parts, a_plan(), replace(theirs, goals=()))
    assert sent(parts).sent == 2
    mine, others = (page_of(postbox.to(who)[0]) for who in (NATE, "other@tallyworks.example"))
    assert [f"{name} on {MONDAY}</h1>" in mine for name in ("Portfolio", "Forecast", "Hygiene")] == [True] * 3
    assert "1 running deal, no ranges: too few milestones are finished" in mine
    assert "no goal with a target" in others
    assert [page.count(">second</td>") for page in (mine, others)] == [0, 4], (
        "a row of the portfolio, one of the forecast, and two findings"
    )


def test_a_plan_that_rests_stands_in_the_portfolio_of_a_digest_alone(parts: Parts) -> None:
    postbox = kept(parts, a_plan(status="on-hold"))
    assert sent(parts).sent == 1
    page = page_of(postbox.to(NATE)[0])
    assert [f"{name} on {MONDAY}</h1>" in page for name in ("Portfolio", "Forecast", "Hygiene")] == [True, False, False]


def test_the_page_of_a_digest_shows_timelines_names_nobody_and_is_small(parts: Parts) -> None:
    postbox = kept(parts, *(replace(a_plan(), slug=f"p{number}", title=f"Deal {number}") for number in range(40)))
    assert sent(parts).sent == 1
    page = page_of(postbox.to(NATE)[0])
    assert page.count('<img src="data:image/svg+xml;base64,') == 2, "timelines and forecast"
    assert "Timelines of 20 plans" in page
    assert len(page.encode()) <= 300_000
    assert not any(person.name in page or person.email in page for person in a_plan().people)


def test_a_page_that_gets_too_large_goes_without_pictures_then_without_the_least_urgent_plans(parts: Parts) -> None:
    plans = [replace(a_plan(), slug=f"p{number:03}", title=f"Deal {number:03} " + "x" * 300) for number in range(500)]
    postbox = kept(parts, *plans)
    assert sent(parts).sent == 1
    page = page_of(postbox.to(NATE)[0])
    assert "<img" not in page
    assert [name in page for name in ("Deal 000", "Deal 199", "Deal 200")] == [True, True, False]
    assert "The 300 rows of the least urgent plans are left out here" in page
    assert "500 plans, 500 running" in page
    assert len(page.encode()) <= 300_000


def test_a_page_that_no_mail_can_carry_is_left_out_and_not_promised(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest_page, "MOST_BYTES", 100)
    postbox = kept(parts, a_plan())
    assert sent(parts).sent == 1
    (mail,) = postbox.to(NATE)
    assert list(mail.iter_attachments()) == []
    assert "attached" not in text_of(mail)


def test_a_digest_goes_out_also_where_its_page_cannot_be_made(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no font")

    monkeypatch.setattr(digest_page, "pictures_of", broken)
    postbox = kept(parts, a_plan())
    with caplog.at_level(logging.WARNING):
        assert sent(parts).sent == 1
    assert list(postbox.to(NATE)[0].iter_attachments()) == []
    assert "without its reports" in caplog.text
