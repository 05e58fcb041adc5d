"""Refusals of mail servers, errors of SQL and of checks leave for logs and for Temporal without naming anybody."""

import datetime as dt
import io
import logging
import smtplib
from collections.abc import Callable
from pathlib import Path

import pydantic
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from mail.outbox import Outbox, SmtpAccount
from milepost.ops.logs import logging_to
from plans.notice import Notice
from storage.down import StorageDown, storage_down
from storage.store import Store
from storage.tables import letters
from tests.mail.scripted import Script, scripted
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, no_inbox
from workflows.activities import Activities
from workflows.codec import converter
from workflows.discretion import discreet, in_few_words
from workflows.parts import Identity, Parts

NOON = dt.datetime(2026, 4, 13, 12, tzinfo=dt.UTC)
RAY = "ray@harborline.example"
RAYS_NAME, WORTH = "Ray Castellano", "480,000"
NOTICE = Notice("harbor/status/1", "status", "harbor", 4, "ray", NOON)
NAMED = (RAY, "ray@", "5550123", RAYS_NAME, WORTH)


class Defers(Script):
    """A mail server that takes no mail for Ray now, and says more than it need."""

    def answer(self, line: str) -> str:
        if line.upper().startswith("RCPT TO"):
            return f"450 4.2.2 <{RAY}>: the box of {RAY} is full (+49 40 5550123)\r\n"
        return "250 fine\r\n"


def with_outbox(folder: Path, use: Callable[[Parts], BaseException]) -> BaseException:
    """Return what an activity raises whose mails go to a scripted server."""
    store = Store(f"sqlite:///{folder}/milepost.db")
    store.migrate()
    store.keep_version(a_plan(), (), NOON)
    with scripted(Defers(greeting="220 mail.example ready\r\n")) as script:
        outbox = Outbox(SmtpAccount("127.0.0.1", script.port, security="none"))
        try:
            return use(Parts(store, outbox, Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOON))
        finally:
            outbox.close()
            store.close()


def raised(activity: Callable[[], object]) -> BaseException:
    try:
        activity()
    except Exception as fault:
        return fault
    raise AssertionError("nothing was raised")


def an_smtp_refusal(folder: Path) -> BaseException:
    def sends(parts: Parts) -> BaseException:
        activities = Activities(parts, None, None, no_inbox)  # type: ignore[arg-type]
        return raised(lambda: ActivityEnvironment().run(activities.send_notice, NOTICE))

    return with_outbox(folder, sends)


def a_clash_of_rows(folder: Path) -> BaseException:
    store = Store(f"sqlite:///{folder}/milepost.db")
    store.migrate()
    row = {
        "id": "4f2a", "blob": "0", "plan": "harbor", "person": "ray", "sender": RAY, "message_id": "", "note": "",
        "received_at": NOON, "state": "arrived",
    }  # fmt: skip

    def twice() -> None:
        with store.writing() as connection:
            connection.execute(insert(letters), [row])
            connection.execute(insert(letters), [row])

    try:
        return raised(twice)
    finally:
        store.close()


def a_check_that_fails(_: Path) -> BaseException:
    class Deal(pydantic.BaseModel):
        amount: int

    return raised(lambda: Deal.model_validate({"amount": f"{WORTH} for {RAYS_NAME} <{RAY}>"}))


def a_key_that_is_a_name(_: Path) -> BaseException:
    people: dict[str, str] = {}
    return raised(lambda: people[RAYS_NAME])


def a_refusal_of_pythons_own(_: Path) -> BaseException:
    return smtplib.SMTPRecipientsRefused({RAY: (550, b"no such user")})


FAULTS = (an_smtp_refusal, a_clash_of_rows, a_check_that_fails, a_key_that_is_a_name, a_refusal_of_pythons_own)


def as_failure(fault: BaseException) -> str:
    failure = Failure()
    carried = converter()
    carried.failure_converter.to_failure(fault, carried.payload_converter, failure)
    return str(failure)


def as_logged(fault: BaseException, as_json: bool) -> str:
    stream = io.StringIO()
    with logging_to(stream, as_json=as_json, level="info"):
        log = logging.getLogger("workflows")
        log.warning("It failed: %r.", fault)
        log.warning(f"It failed for {RAY}.")
        try:
            raise RuntimeError(f"about {RAY}") from fault
        except RuntimeError as outer:
            log.exception("It was %s.", outer)
    return stream.getvalue()


@pytest.mark.parametrize("fault_of", FAULTS)
def test_no_failure_tells_temporal_and_no_line_tells_the_log_of_whom(
    tmp_path: Path, fault_of: Callable[[Path], BaseException]
) -> None:
    fault = fault_of(tmp_path)
    assert any(name in f"{fault!r} {fault}" for name in NAMED), "nothing to hide"
    wrapped = RuntimeError(f"{RAY} again")
    wrapped.__cause__ = fault
    for told in (as_failure(fault), as_failure(wrapped), as_logged(fault, True), as_logged(fault, False)):
        assert told
        for name in NAMED:
            assert name not in told, told


def test_what_helps_to_mend_it_is_still_told(tmp_path: Path) -> None:
    refusal = an_smtp_refusal(tmp_path)
    assert "450 4.2.2" in as_failure(refusal)
    assert "the box of [address] is full" in as_logged(refusal, True)
    clash = a_clash_of_rows(tmp_path)
    assert isinstance(clash, IntegrityError)
    assert "IntegrityError" in as_failure(clash)
    assert "tests.workflows.test_discretion:" in as_logged(clash, True)
    assert in_few_words(StorageDown("The disk is full.")) == "The disk is full."
    assert in_few_words(ConnectionRefusedError(111, f"to {RAY}")) == "ConnectionRefusedError (Connection refused)"


def test_the_answer_to_whoever_gave_a_command_stays_as_it_is() -> None:
    said = ApplicationError(f"{RAY} is nobody of this plan.", type="CommandRefused", non_retryable=True)
    assert f"{RAY} is nobody of this plan." in as_failure(said)


def test_a_failure_keeps_its_kind_its_pause_and_whether_it_is_final() -> None:
    failure, carried = Failure(), converter()
    fault = ApplicationError(
        f"450 <{RAY}>", type="MailDeferred", non_retryable=True, next_retry_delay=dt.timedelta(seconds=12)
    )
    carried.failure_converter.to_failure(fault, carried.payload_converter, failure)
    told = failure.application_failure_info
    assert (failure.message, told.type, told.non_retryable) == ("450 <[address]>", "MailDeferred", True)
    assert told.next_retry_delay.ToTimedelta() == dt.timedelta(seconds=12)


def test_a_database_error_without_a_cure_is_named_and_not_quoted(tmp_path: Path) -> None:
    assert RAY not in str(storage_down(a_clash_of_rows(tmp_path)))
    assert "SQLITE_CONSTRAINT" in str(storage_down(a_clash_of_rows(tmp_path)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to Ray <ray.c+x@harbor-line.example>, twice", "to Ray <[address]>, twice"),
        ("plan+a1b2@milepost.example: refused", "[address]: refused"),
        ("worth EUR 480,000.00 or 12'000 CHF or $5", "worth [amount] or [amount] or [amount]"),
        ("call +1 (555) 010-9999", "call [number]"),
        ("40 MB at 2026-04-13T12:00:00+00:00, plan/harbor, 127.0.0.1:993", None),
    ],
)
def test_addresses_amounts_and_numbers_are_taken_out_and_nothing_else(text: str, told: str | None) -> None:
    assert discreet(text) == (told or text)
