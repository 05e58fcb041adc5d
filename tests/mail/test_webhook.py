"""A webhook is signed, sent once, and whatever the endpoint does costs neither memory nor more than its time."""

import asyncio
import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mail.webhook import Answer, Endpoint, Event, key_from, post, signatures
from milepost.temporal_server import free_port
from plans.mirror import mirror_of
from plans.workdays import Calendar
from templates.mirror import csv_text, payload
from tests.plans.a_plan import NOW, a_plan
from tests.receiver import HUGE, KEY, Receiver, receiving

DATA = payload(mirror_of(a_plan(), Calendar(), NOW))
EVENT = Event("harbor/4", "https://milepost.example", "milepost.plan.changed", "harbor", NOW, 4, DATA)


@pytest.fixture
def crm() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def sent(crm: Receiver, seconds: float = 5.0, keys: tuple[bytes, ...] = (KEY,), ca_file: Path | None = None) -> Answer:
    endpoint = Endpoint(crm.url, lambda: keys, seconds, str(ca_file) if ca_file else None)
    return asyncio.run(post(endpoint, EVENT, NOW))


@pytest.mark.practice(111)
def test_an_event_is_a_cloud_event_with_dates_status_and_projected_close(crm: Receiver) -> None:
    assert sent(crm) == Answer("taken")
    (event,) = crm.requests
    assert {name: event[name] for name in ("specversion", "id", "type", "subject", "time", "sequence")} == {
        "specversion": "1.0",
        "id": "harbor/4",
        "type": "milepost.plan.changed",
        "subject": "harbor",
        "time": "2026-04-13T15:00:00Z",
        "sequence": "0000000004",
    }
    data = event["data"]
    assert (data["status"], data["health"], data["projected_close"]) == ("active", "on-track", "2026-06-12")
    assert data["milestones"][0] == {
        "id": "M1", "name": "Site walk", "due": "2026-04-17", "status": "not-started", "done_on": None,
        "internal": False,
    }  # fmt: skip


def test_nobody_is_named_unless_it_is_asked_for() -> None:
    named = json.dumps(payload(mirror_of(a_plan(), Calendar(), NOW, people=True)))
    for person in a_plan().people:
        assert person.name not in json.dumps(DATA)
        assert person.email not in named
    assert "Ray Dominguez" in named


def test_every_key_of_the_ring_signs_the_newest_first(crm: Receiver) -> None:
    assert sent(crm, keys=(b"a newer key that signs", KEY)) == Answer("taken")
    assert sent(crm, keys=(b"a newer key that signs",)).words.startswith("it answers 401")
    newest, older = signatures((b"new", b"old"), "harbor/4", 1, b"{}").split()
    assert newest == signatures((b"new",), "harbor/4", 1, b"{}") != older


def test_a_signature_is_the_one_of_the_standards_own_example() -> None:
    key = key_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    assert signatures((key,), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize(
    ("status", "result", "words"),
    [
        (202, "taken", ""),
        (500, "later", "the CRM answers 500"),
        (503, "later", "the CRM answers 503"),
        (429, "later", "the CRM answers 429"),
        (410, "gone", "it answers 410 Gone"),
        (422, "refused", 'it answers 422: "ok"'),
        (301, "refused", "redirects are not followed"),
    ],
)
def test_each_answer_is_taken_for_what_it_means(crm: Receiver, status: int, result: str, words: str) -> None:
    crm.answers, crm.headers = [status], {"Location": crm.url, "Retry-After": "7"}
    answer = sent(crm)
    assert answer.result == result
    assert words in answer.words
    assert answer.wait == (7.0 if result == "later" else 0.0)
    assert len(crm.requests) == 1


def test_an_endpoint_may_not_ask_for_more_than_an_hour(crm: Receiver) -> None:
    crm.answers, crm.headers = [503], {"Retry-After": "999999999999"}
    assert sent(crm).wait == 3_600


def test_an_answer_that_comes_late_is_tried_again_later(crm: Receiver) -> None:
    crm.late = 3.0
    begun = time.monotonic()
    assert sent(crm, seconds=0.4) == Answer("later", "the CRM has not answered within 0.4 s")
    assert time.monotonic() - begun < 2


def test_of_an_answer_with_a_hundred_megabytes_little_is_fetched(crm: Receiver) -> None:
    crm.huge = True
    assert sent(crm) == Answer("taken")
    time.sleep(0.2)
    assert 0 < crm.written < HUGE / 5


def test_where_nobody_listens_it_is_for_later() -> None:
    answer = sent(Receiver(free_port()))
    assert (answer.result, answer.words) == ("later", "the CRM cannot be reached (ClientConnectorError)")


def test_a_certificate_of_nobodys_gets_nothing_and_one_that_is_trusted_does(tmp_path: Path) -> None:
    with receiving(tmp_path) as crm:
        answer = sent(crm)
        assert answer.result == "later"
        assert "certificate" in answer.words
        assert crm.requests == []
        assert sent(crm, ca_file=tmp_path / "crm.pem") == Answer("taken")


def test_words_and_representations_hold_no_address_of_the_endpoint(crm: Receiver) -> None:
    endpoint = Endpoint(crm.url, lambda: (KEY,))
    crm.answers = [500]
    assert "secret-path" not in f"{endpoint!r} {endpoint.name} {sent(crm)!r}"


def test_a_plan_whose_name_holds_a_dot_has_an_id_that_can_be_signed() -> None:
    assert replace(EVENT, key="a.b ü/4").id == "a%2Eb%20%C3%BC/4"


def test_the_same_version_is_the_same_bytes_whenever_it_is_sent() -> None:
    again = replace(EVENT, data=payload(mirror_of(a_plan(), Calendar(), NOW)))
    assert again.body() == EVENT.body()


def test_a_csv_has_a_row_a_milestone_and_no_cell_that_computes() -> None:
    plan = a_plan()
    evil = replace(plan.milestones[0], name='=HYPERLINK("http://x","pay")')
    rows = csv_text([mirror_of(plan.with_line(evil), Calendar(), dt.datetime(2026, 4, 13, tzinfo=dt.UTC))]).splitlines()
    assert len(rows) == 1 + len(plan.milestones)
    assert rows[0].startswith(
        "plan,crm_id,title,version,as_of,plan_status,health,planned_close,projected_close,milestone"
    )
    assert "\"'=HYPERLINK" in rows[1]
