"""A letter is read against its plan: what it answers, who wrote it, what it says, and what has changed since."""

from collections.abc import Iterable
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime

from mail.envelope import Route, route
from mail.trust import Rules, judge
from parsing.reading import letter_in, understood
from plans.addressing import addressee_in
from plans.change import Reading, Refusal
from plans.fields import value_of
from plans.letter import Bounced, Context, Letter, Trust
from plans.plan import Plan
from plans.seal import Addressee
from plans.sheet_of import sheet_of
from plans.state import Arrival
from plans.which_plan import asked_which
from storage.outbox import NoticeRecord
from workflows.digests import OF_ALL_PLANS
from workflows.enclosures import document_id
from workflows.messages import Noted, Understood, Unread
from workflows.parts import Parts

TOO_LARGE = "too large to be fetched"
"""What is noted of a letter of which only the head is kept."""
COMPARED = ("due", "owner", "status")
"""The fields of a line that make an older answer worth asking about once they have changed."""


class LetterLostError(Exception):
    """A letter whose bytes are not in storage."""


def addressee_of(parts: Parts, tokens: Iterable[str], plans: tuple[Plan, ...]) -> Addressee | None:
    """Return whom the address that the letter came to was made for, None where it carries no token of ours."""
    return addressee_in(parts.identity.keys, tokens, plans)


def is_large(parts: Parts, letter: str) -> bool:
    """Tell whether a letter is too large to be read beside the plans' own work."""
    return parts.store.size(letter) > parts.at_once


def understand(parts: Parts, unread: Unread) -> Understood:
    """Return who wrote the letter and what it says of the plan's version that is handed in."""
    with parts.watcher.step("read", unread.slug, unread.letter) as step:
        understood = _understood(parts, unread)
        step.count("letters", kind=understood.reading.kind)
        step.count("readings", decision=_decision(understood.reading))
    return understood


def _decision(reading: Reading) -> str:
    """Return in a word what a reading comes to: the most cautious of what it wants."""
    if reading.refusals:
        return "refuse"
    if any(change.decision == "ask" for change in reading.changes):
        return "ask"
    return "apply" if reading.changes else "nothing"


def _understood(parts: Parts, unread: Unread) -> Understood:
    record = parts.store.letter(unread.letter)
    raw = parts.store.blob(record.blob) if record else None
    plan = parts.store.plan(unread.slug, unread.version)
    if record is None or raw is None or plan is None:
        raise LetterLostError(f"letter {unread.letter[:8]} or version {unread.version} of {unread.slug} is not kept")
    found = route(raw)
    addressee = addressee_of(parts, found.tokens, (plan,))
    answered = _answered(parts, plan, found, addressee)
    base = _base(parts, plan, answered)
    context = _context(parts, plan, base, answered)
    letter = Refusal("too-big") if record.note == TOO_LARGE else letter_in(raw, context)
    if isinstance(letter, Refusal):
        trust = Trust("unsure", None, ("The mail could not be read.",))
        reading = Reading(kind="reply", refusals=(letter,))
        sent_at = record.received_at
    else:
        trust = _trust(parts, raw, letter, plan, addressee)
        reading = understood(letter, context)
        reading = replace(reading, bounced=_about(reading.bounced, plan, addressee))
        reading = asked_which(reading) if _answers_several(parts, found) else reading
        sent_at = letter.sent_at
    arrival = Arrival(
        unread.letter,
        found.sender,
        trust,
        sent_at,
        _code(parts, trust, addressee, answered),
        _changed_since(base, plan),
        addressee.person if addressee and addressee.purpose == "return" else "",
    )
    return Understood(arrival, reading)


def understand_note(parts: Parts, noted: Noted) -> Reading:
    """Return what a line in a person's own words says of the plan's version that is handed in."""
    plan = parts.store.plan(noted.slug, noted.version)
    person = plan.person(noted.by) if plan else None
    if plan is None or person is None:
        raise LetterLostError(f"version {noted.version} of {noted.slug} is not kept, or has nobody {noted.by}")
    said = EmailMessage()
    said["From"], said["Date"], said["Subject"] = person.email, format_datetime(noted.at), f"Re: {plan.title}"
    said.set_content(noted.text)
    context = Context(plan, threshold=parts.threshold)
    letter = letter_in(said.as_bytes(), context)
    if isinstance(letter, Refusal):
        return Reading(kind="reply", refusals=(letter,))
    return understood(letter, context)


def _about(bounced: tuple[Bounced, ...], plan: Plan, addressee: Addressee | None) -> tuple[Bounced, ...]:
    """Return whom a bounce is about: whoever the address was made for (VERP), else whom the report names.

    It may be a reply address, where a server returns mails to the wrong place: enough to tell of it, not to act on it.
    """
    person = plan.person(addressee.person) if addressee else None
    if bounced and person:
        given_up = any(one.given_up for one in bounced)
        return (Bounced(person.email, any(one.permanent for one in bounced), given_up),)
    return tuple(one for one in bounced if one.address)


def _answers_several(parts: Parts, found: Route) -> bool:
    """Tell whether the letter answers a digest over several plans, whose lines bear the same numbers."""
    ids = (found.in_reply_to, *reversed(found.references))
    answered = (parts.store.notice_by_message_id(message_id) for message_id in ids if message_id)
    first = next((notice for notice in answered if notice), None)
    return first is not None and first.plan == OF_ALL_PLANS and len(first.lines) > 1


def _answered(parts: Parts, plan: Plan, found: Route, addressee: Addressee | None) -> NoticeRecord | None:
    """Return the notice that the letter answers: by thread headers, else the last one to the token's person.

    What comes to a return address answers nothing by that: people are given another address to write to.
    """
    for message_id in (found.in_reply_to, *reversed(found.references)):
        notice = parts.store.notice_by_message_id(message_id) if message_id else None
        if notice and notice.plan == plan.slug:
            return notice
    answers = addressee is not None and addressee.purpose == "address"
    return parts.store.last_notice(plan.slug, addressee.person) if addressee and answers else None


def _code(parts: Parts, trust: Trust, addressee: Addressee | None, answered: NoticeRecord | None) -> str:
    """Return the single-use code that the letter brings back: its address carries it.

    Where the mailbox takes no plus-addresses it is the answered notice's own, and its addressee must have written.
    """
    if addressee and addressee.code:
        return addressee.code
    theirs = not parts.identity.plus and answered is not None and answered.to == trust.person
    return answered.code if theirs and answered else ""


def _base(parts: Parts, plan: Plan, answered: NoticeRecord | None) -> Plan:
    """Return the plan as it stood in the version that the letter answers."""
    return (parts.store.plan(plan.slug, answered.version) if answered else None) or plan


def _context(parts: Parts, plan: Plan, base: Plan, answered: NoticeRecord | None) -> Context:
    person = plan.person(answered.to) if answered else None
    side, language = person.side if person else "buyer", (person.language if person else None) or plan.language
    sheet = sheet_of(base, side, language, document_id(base, side, language))
    asked = answered.asks or answered.lines if answered else ()
    return Context(
        plan,
        sheet,
        asked,
        answered.text if answered else "",
        parts.threshold,
        parts.store.sheets(plan.slug),
        parts.identity.keys,
    )


def _trust(parts: Parts, raw: bytes, letter: Letter, plan: Plan, addressee: Addressee | None) -> Trust:
    rules = parts.trust
    return judge(
        raw,
        letter,
        plan,
        addressee=addressee,
        rules=Rules(
            rules.authserv_id,
            rules.unauthenticated | (_own_domains(plan) if rules.local else frozenset()),
            rules.resolver,
            parts.identity.address,
        ),
    )


def _own_domains(plan: Plan) -> frozenset[str]:
    return frozenset({*plan.buyer.domains, *plan.seller.domains})


def _changed_since(base: Plan, plan: Plan) -> tuple[str, ...]:
    """Return the fields ("M3/due") of lines that stand otherwise now than in the version that was answered."""
    if base.version == plan.version:
        return ()
    pairs = ((line.id, field) for line in base.lines() for field in COMPARED)
    return tuple(
        f"{line}/{field}" for line, field in pairs if value_of(base, line, field) != value_of(plan, line, field)
    )
