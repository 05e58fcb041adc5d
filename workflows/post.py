"""The post turns a notice into a mail and sends it once: words, enclosures, envelope, outbox."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from mail.envelope import Envelope, compose, message_id
from plans.addressing import made_for
from plans.letter import Address
from plans.notice import Notice
from plans.plan import Plan
from plans.seal import short_code
from storage.forms import notice_as_json
from storage.outbox import NoticeRecord
from templates.invite import invitation
from templates.notice import say
from workflows.addresses import answers_to, bounces_to
from workflows.discretion import in_few_words
from workflows.enclosures import enclosures_of
from workflows.messages import Delivered
from workflows.parts import Parts
from workflows.sending import send_once

log = logging.getLogger(__name__)
FIRST_ROUND = dt.timedelta(seconds=60)
"""For how long several notices are tried together; a server that is slower than that gets each by itself."""
MOST_ENCLOSED = 14_000_000
"""Bytes of enclosures: as they travel (base64, RFC 2045) the mail stays below the 20 MB that servers take."""


class VersionMissingError(Exception):
    """A notice about a version that is not kept."""


def deliver(parts: Parts, notice: Notice) -> Delivered:
    """Send a notice once: under the same key it carries the same Message-ID, and what was sent is not sent again."""
    plan = parts.store.plan(notice.plan, notice.version)
    if plan is None:
        raise VersionMissingError(f"version {notice.version} of {notice.plan} is not kept")
    person = plan.person(notice.to)
    if person and not person.mailed and not notice.letter:
        return Delivered(notice.key, "off", "wants no mails" if person.mail == "off" else "cannot be reached")
    recipient = Address(person.email, person.name) if person else Address(notice.to)
    own = message_id(notice.key, parts.identity.domain)
    reply_to = answers_to(parts.identity, plan, notice.to, notice.code)
    enclosures = enclosures_of(parts, notice, plan)
    if sum(len(one.data) for one in enclosures) > MOST_ENCLOSED:
        # Rather a mail without its document than none: it says so, and a reply in words is as good.
        notice, enclosures = replace(notice, enclosures=("left-out",)), ()
    mark = "" if parts.identity.plus else short_code(parts.identity.key, plan.slug, made_for(plan, notice.to).person)
    said = say(notice, plan, words=parts.words, reply_to=reply_to, mark=mark)
    record = _record_of(notice, plan, own, said.text)
    root = parts.store.thread(plan.slug) or parts.store.set_thread(plan.slug, own)
    answered = _answered(parts, notice)
    # Calendar answers go to an address without a code, the same for every update.
    invite = invitation(
        notice, plan, answers_to(parts.identity, plan, notice.to), wanted=person.invites if person else None
    )
    envelope = Envelope(
        to=recipient,
        sender=Address(parts.identity.address, _name(parts, plan)),
        reply_to=reply_to,
        message_id=own,
        sent_at=parts.clock(),
        references=tuple(one for one in (root, answered) if one and one != own),
        in_reply_to=answered,
        attachments=enclosures,
        calendar=invite.data if invite else None,
        calendar_method=invite.method if invite else "",
    )
    bounces = bounces_to(parts.identity, plan, notice.to)
    return send_once(parts, record, compose(said, envelope), recipient.email, bounces, notice.letter)


def _record_of(notice: Notice, plan: Plan, own: str, text: str) -> NoticeRecord:
    """Return what the outbox keeps of a notice; `own` is its Message-ID."""
    return NoticeRecord(
        key=notice.key, plan=plan.slug, version=plan.version, to=notice.to, kind=notice.kind, lines=notice.lines,
        asks=tuple(dict.fromkeys(ask.target for ask in notice.asks)), message_id=own, code=notice.code,
        text=text, at=notice.at, notice=notice_as_json(notice),
    )  # fmt: skip


def deliver_each(
    parts: Parts, notices: Sequence[Notice], stops: Callable[[], bool] = lambda: False
) -> tuple[Delivered, ...]:
    """Try each notice once, in order, while the round lasts and nobody `stops` it; "later" for each that the server did
    not take."""
    ends = parts.clock() + FIRST_ROUND
    delivered = []
    for notice in notices:
        why = "the worker stops" if stops() else "the mail server is slow" if parts.clock() >= ends else ""
        delivered.append(Delivered(notice.key, "later", why) if why else _tried(parts, notice))
    return tuple(delivered)


def _tried(parts: Parts, notice: Notice) -> Delivered:
    """Deliver a notice; a fault in one is no reason to keep the others, and shows where it is sent by itself."""
    try:
        return deliver(parts, notice)
    except Exception as fault:
        log.warning("A %s cannot be sent with the others: %s", notice.kind, fault)
        return Delivered(notice.key, "later", in_few_words(fault))


def _name(parts: Parts, plan: Plan) -> str:
    """Return the name that mails go out in: the reporter's, with ours beside it (R41)."""
    return f"{plan.reporter.name} via {parts.identity.name}" if plan.reporter else parts.identity.name


def _answered(parts: Parts, notice: Notice) -> str:
    record = parts.store.letter(notice.letter) if notice.letter else None
    return record.message_id if record else ""
