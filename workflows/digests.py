"""Digests are the weekly mails over all plans that somebody follows: one a person and week, whoever asks how often."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from temporalio.exceptions import ApplicationError

from mail.envelope import Envelope, compose, message_id
from plans.letter import Address, Attachment
from plans.plan import Person, Plan
from plans.portfolio import UNTOLD, Holding, portfolio, readers, with_quiet_days
from storage.outbox import NoticeRecord
from templates.notice import MOST_PLANS, say_digest
from workflows.addresses import answers_to, bounces_to
from workflows.digest_page import digest_page
from workflows.discretion import in_few_words
from workflows.figures import days_off
from workflows.insights import Insights, insights_on
from workflows.messages import Digested, InDigest
from workflows.parts import Parts
from workflows.sending import send_once

log = logging.getLogger(__name__)
OF_ALL_PLANS = "digest"
"""What stands in the outbox for a plan where a mail is about several; the plan that a reply goes to is its line."""
SEVERAL = 2
"""Plans from which on a digest stands for the status of each; whoever follows one plan gets both."""


@dataclass(frozen=True)
class Following:
    """Somebody who follows plans, as they stand in the first of them, and the plans."""

    person: Person
    plans: tuple[Plan, ...]


def followings(parts: Parts) -> Iterator[Following]:
    """Yield everybody who follows plans that live and takes mail, by address, each with their plans by slug."""
    found: dict[str, Following] = {}
    for summary in parts.store.plans():
        plan = None if summary.status in UNTOLD else parts.store.plan(summary.slug)
        for address, person in readers(plan).items() if plan else ():
            known = found.get(address, Following(person, ()))
            if plan:
                found[address] = replace(known, plans=(*known.plans, plan))
    yield from (found[address] for address in sorted(found))


def key_of(address: str, day: dt.date) -> str:
    """Return what names the digest of a person's week; it holds no address."""
    year, week, _ = day.isocalendar()
    return f"{digests_of(address)}{year}-W{week:02}"


def digests_of(address: str) -> str:
    """Return how the keys of all of a person's digests begin."""
    return f"digest/{hashlib.sha256(address.casefold().encode()).hexdigest()[:16]}/"


Tell = Callable[[str, InDigest], None]
"""Tells the plan of a slug that a digest told of it."""


def send_digests(parts: Parts, day: dt.date, beat: Callable[[], None], tell: Tell) -> Digested:
    """Send everybody's digest of this day's week, once; `beat` is called after each, sent or not.

    The plans of whoever follows several are told, so that their reader gets no status of each besides.
    """
    insights = _insights(parts, day, beat)
    results = []
    for following in followings(parts):
        results.append(_tried(parts, following, day, insights, beat))
        beat()
        if results[-1] in ("sent", "sent-before"):
            results += ["untold"] * _untold(parts, following, day, tell, beat)
    return Digested(sent=results.count("sent"), before=results.count("sent-before"), failed=_failed(results))


def _failed(results: list[str]) -> int:
    return sum(result not in ("sent", "sent-before") for result in results)


def _tried(
    parts: Parts, following: Following, day: dt.date, insights: Insights | None, beat: Callable[[], None]
) -> str:
    """Send one digest; a fault in it is no reason to keep those of the others, it is tried again with the next try."""
    try:
        return _send(parts, following, day, insights, beat)
    except ApplicationError:
        raise  # The worker stops.
    except Exception as fault:
        log.warning("A digest cannot be sent with the others: %s", in_few_words(fault))
        return "failed"


def _insights(parts: Parts, day: dt.date, beat: Callable[[], None]) -> Insights | None:
    """Return what the reports tell of all plans; rather digests without it than none."""
    try:
        return insights_on(parts.store, day, beat)
    except ApplicationError:
        raise  # The worker stops.
    except Exception as fault:
        _warn(fault)
        return None


def _page(
    parts: Parts, following: Following, insights: Insights | None, beat: Callable[[], None]
) -> tuple[Attachment, ...]:
    """Return the reports of the plans that somebody follows as a page; rather a digest without it than none."""
    try:
        page = digest_page(parts.store, insights.of(following.plans, beat)) if insights else None
    except ApplicationError:
        raise  # The worker stops.
    except Exception as fault:
        _warn(fault)
        return ()
    return (page,) if page else ()


def _warn(fault: Exception) -> None:
    log.warning("A digest goes out without its reports: %s", in_few_words(fault))


def _send(parts: Parts, following: Following, day: dt.date, insights: Insights | None, beat: Callable[[], None]) -> str:
    """Send one digest and return what became of it; a reply goes to the plan that needs help first."""
    person, at, enclosed = following.person, parts.clock(), _page(parts, following, insights, beat)
    holdings = _holdings(following, day, insights)
    next_update = day + dt.timedelta(weeks=1)
    said = say_digest(holdings, person, at, words=parts.words, next_update=next_update, enclosed=bool(enclosed))
    first, told = holdings[0].plan, holdings if enclosed else holdings[:MOST_PLANS]
    own, known = key_of(person.email, day), first.person_at(person.email) or person
    record = NoticeRecord(
        key=own, plan=OF_ALL_PLANS, version=0, to=known.id, kind="digest",
        lines=tuple(holding.plan.slug for holding in told), asks=(), message_id=message_id(own, parts.identity.domain),
        code="", text=said.text, at=at,
    )  # fmt: skip
    envelope = Envelope(
        to=Address(person.email, person.name),
        sender=parts.identity.sender,
        reply_to=answers_to(parts.identity, first, known.id),
        message_id=record.message_id,
        sent_at=at,
        attachments=enclosed,
    )
    bounces = bounces_to(parts.identity, first, known.id)
    return send_once(parts, record, compose(said, envelope), person.email, bounces).result


def _holdings(following: Following, day: dt.date, insights: Insights | None) -> tuple[Holding, ...]:
    """Return how somebody's plans stand, by the days off of their people, the most urgent first."""
    held = [holding for plan in following.plans for holding in portfolio([plan], day, days_off(plan, day))]
    return with_quiet_days(held, insights.quiet if insights else {})


def _untold(parts: Parts, following: Following, day: dt.date, tell: Tell, beat: Callable[[], None]) -> int:
    """Tell the plans that somebody's digest of this week told of, each once, as it was when it left; return how many
    could not be told."""
    key = key_of(following.person.email, day)
    record, untold = parts.store.notice_by_key(key), 0
    if record is None or len(record.lines) < SEVERAL:
        return 0
    for plan in following.plans:
        person = plan.person_at(following.person.email)
        if person and plan.slug in record.lines:
            untold += not _told(
                parts, f"told/{key}/{plan.slug}", partial(tell, plan.slug, InDigest(person.id, record.at))
            )
            beat()
    return untold


def _told(parts: Parts, name: str, tell: Callable[[], None]) -> bool:
    """Tell one plan unless it is noted that it was told: a try after others leaves no event in plans that know."""
    if parts.store.has_moment(name):
        return True
    try:
        tell()
    except Exception as fault:
        log.warning("A plan could not be told of a digest: %s", in_few_words(fault))
        return False
    parts.store.noted_moment(name, parts.clock())
    return True
