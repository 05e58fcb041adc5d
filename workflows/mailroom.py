"""The mail room keeps each arriving mail and finds its plan, before anything else is done with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mail.envelope import Route, route
from plans.plan import Plan
from plans.seal import Addressee, refers_to
from storage.letters import LetterRecord
from workflows.parts import Parts
from workflows.reader import addressee_of


@dataclass(frozen=True)
class Kept:
    """A mail that is kept: its letter's id, and its plan, None where it belongs to none that we know."""

    letter: str
    plan: str | None
    new: bool


def keep(parts: Parts, raw: bytes) -> Kept:
    """Keep a mail's bytes and what is known of it; a repeat is not stored twice but still has its plan."""
    found = route(raw)
    slugs = tuple(summary.slug for summary in parts.store.plans())
    addressee = _addressee(parts, found, slugs)
    slug = _plan_of(parts, found, addressee, slugs)
    record = LetterRecord(
        id=found.letter_id,
        blob=parts.store.keep_blob(raw),
        plan=slug,
        person=addressee.person if addressee else None,
        sender=found.sender,
        message_id=found.message_id,
        received_at=parts.clock(),
        state="arrived" if slug else "quarantined",
        note="" if slug else "no plan",
    )
    return Kept(found.letter_id, slug, parts.store.keep_letter(record))


def _addressee(parts: Parts, found: Route, slugs: tuple[str, ...]) -> Addressee | None:
    """Return whom the reply address was made for; only plans that the token can mean are loaded."""
    meant = [slug for slug in slugs if any(refers_to(token, slug) for token in found.tokens)]
    return addressee_of(parts, found, _loaded(parts, meant))


def _loaded(parts: Parts, slugs: Iterable[str]) -> tuple[Plan, ...]:
    return tuple(plan for slug in slugs if (plan := parts.store.plan(slug)))


def _plan_of(parts: Parts, found: Route, addressee: Addressee | None, slugs: tuple[str, ...]) -> str | None:
    """Return the plan's slug: by the address's token, else by the thread, else by a sender who is on one plan only."""
    if addressee:
        return addressee.plan
    for message_id in (found.in_reply_to, *reversed(found.references)):
        if message_id and (notice := parts.store.notice_by_message_id(message_id)):
            return notice.plan
    with_sender = [plan for plan in _loaded(parts, slugs) if plan.person_at(found.sender)]
    with_subject = [plan for plan in with_sender if plan.title.casefold() in found.subject.casefold()]
    candidates = with_subject or with_sender
    return candidates[0].slug if len(candidates) == 1 else None
