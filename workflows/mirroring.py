"""Mirroring gives the CRM a plan's newest version, tells of it where that fails, and copies mails to its log."""

import asyncio
import datetime as dt
from dataclasses import replace

from temporalio.client import Client

from mail.envelope import Envelope, compose, message_id
from mail.webhook import Answer, Endpoint, Event, post
from plans.letter import Address
from plans.mirror import Mirror, mirror_of
from plans.notice import Notice, NoticeKind, Said
from plans.plan import Person, Plan
from storage.forms import notice_from_json
from storage.mirrors import MirrorRecord, MirrorState
from storage.outbox import NoticeRecord
from templates.mirror import payload, say_stopped
from templates.notice import say
from workflows.calendars import calendar_ahead
from workflows.crm_workflow import CrmWorkflow, crm_workflow_id
from workflows.messages import CrmRun, Delivered, Mirrored, Stopped
from workflows.parts import Parts
from workflows.sending import send_once

CHANGED = "milepost.plan.changed"
COPIED: frozenset[NoticeKind] = frozenset({"welcome", "status", "snapshot", "escalation", "closing"})
"""Mails to the reporter that say how the plan stands; answers and questions are between people, and stay there."""
CRM = "crm/log"
"""Whom the outbox names for a copy: nobody's id has a slash."""
WAKING = dt.timedelta(seconds=20)


async def wake(client: Client, task_queue: str, slug: str, version: int = 0, copy: str = "") -> None:
    """Tell a plan's CRM workflow of a version or a mail; it is started where it does not run."""
    signal: tuple[str, int | str] = ("mail_sent", copy) if copy else ("version_kept", version)
    await client.start_workflow(
        CrmWorkflow.run,
        CrmRun(slug, version, (copy,) if copy else ()),
        id=crm_workflow_id(slug),
        task_queue=task_queue,
        static_summary="Mirrors a plan in the CRM",
        start_signal=signal[0],
        start_signal_args=[signal[1]],
        rpc_timeout=WAKING,
    )


def wants_versions(parts: Parts, slug: str) -> bool:
    """Tell whether versions of a plan go to the CRM: one is set, and it has not said that it wants no more of it."""
    endpoint = parts.crm.endpoint
    record = parts.store.mirrored(slug) if endpoint else None
    return bool(endpoint) and not (record and endpoint and record.endpoint == endpoint.name and record.state == "off")


def mirrored_plan(parts: Parts, slug: str) -> Mirror | None:
    """Return a plan's newest version as the CRM sees it, as of when it was kept; None where there is no such plan."""
    return seen_by_crm(parts.store.newest(slug), parts.crm.people)


def seen_by_crm(newest: tuple[Plan, dt.datetime] | None, people: bool) -> Mirror | None:
    """Return a version as a CRM sees it."""
    if newest is None:
        return None
    plan, kept_at = newest
    return mirror_of(plan, calendar_ahead(plan, kept_at), kept_at, people)


async def give(parts: Parts, slug: str) -> tuple[Mirrored, Answer]:
    """Give the newest version to the CRM unless it has it; recorded only when the CRM has said that it took it.

    Where the process dies in between, the same event goes out again: same id, same bytes.
    """
    endpoint = parts.crm.endpoint
    mirror = await asyncio.to_thread(mirrored_plan, parts, slug)
    if endpoint is None or mirror is None or not await asyncio.to_thread(wants_versions, parts, slug):
        return Mirrored(mirror.version if mirror else 0, "off"), Answer("taken")
    record = await asyncio.to_thread(parts.store.mirrored, slug)
    if record and record.endpoint == endpoint.name and record.version >= mirror.version:
        return Mirrored(mirror.version, "same"), Answer("taken")
    answer = await post(endpoint, event_of(mirror, parts.link or f"//{parts.identity.domain}"), parts.clock())
    if answer.result == "taken":
        await asyncio.to_thread(_recorded, parts, endpoint, mirror)
    result = "failed" if answer.result == "later" else answer.result
    return Mirrored(mirror.version, result, answer.words), answer


def event_of(mirror: Mirror, source: str) -> Event:
    """Return the event of a version, whose key is the plan and the version."""
    key = f"{mirror.plan}/{mirror.version}"
    return Event(key, source, CHANGED, mirror.plan, mirror.as_of, mirror.version, payload(mirror))


def _recorded(parts: Parts, endpoint: Endpoint, mirror: Mirror) -> None:
    taken = MirrorRecord(mirror.plan, endpoint.name, mirror.version, "taken", "", parts.clock())
    parts.store.set_mirrored(taken)


def tell(parts: Parts, stopped: Stopped) -> Delivered | None:
    """Tell the reporter and whoever looks after the engine, once for as long as it lasts, and record it after that.

    Return the mail that no server takes yet; None where everybody has been told.
    """
    endpoint, mirror = parts.crm.endpoint, mirrored_plan(parts, stopped.slug)
    if endpoint is None or mirror is None:
        return None
    state: MirrorState = "off" if stopped.off else "failed"
    record = parts.store.mirrored(stopped.slug)
    same = record if record and record.endpoint == endpoint.name else None
    if same and same.state == state:
        return None
    said = say_stopped(mirror, stopped.words, stopped.off)
    newest = parts.store.newest(stopped.slug)
    reporter = newest[0].reporter if newest else None
    people = [Address(parts.alerts)] if parts.alerts else []
    people += [Address(reporter.email, reporter.name)] if reporter and reporter.mailed else []
    for to in people:
        key = f"crm/{state}/{stopped.slug}/{stopped.version}/{'ops' if to.email == parts.alerts else 'reporter'}"
        delivered = _send(parts, said, key, to, to.email, stopped.slug)
        if delivered.result == "later":
            return delivered
    version = same.version if same else 0
    parts.store.set_mirrored(MirrorRecord(stopped.slug, endpoint.name, version, state, stopped.words, parts.clock()))
    return None


def is_copied(parts: Parts, notice: Notice) -> bool:
    """Tell whether the CRM's log gets a copy of a mail: what says to the reporter how the plan stands."""
    if not parts.crm.bcc or notice.kind not in COPIED or notice.letter:
        return False
    return _reporter(parts, notice) is not None


def _reporter(parts: Parts, notice: Notice) -> Person | None:
    """Return the reporter where the notice is for them."""
    plan = parts.store.plan(notice.plan, notice.version)
    reporter = plan.reporter if plan else None
    return reporter if reporter and reporter.id == notice.to and reporter.side == "seller" else None


def copy(parts: Parts, key: str) -> Delivered | None:
    """Send the CRM's log what went to the reporter, once: the words alone, with no address or code that works.

    Return what became of it; None where there is nothing to be copied.
    """
    record = parts.store.notice_by_key(key)
    notice = notice_from_json(record.notice) if record and record.notice else None
    reporter = _reporter(parts, notice) if notice else None
    plan = parts.store.plan(notice.plan, notice.version) if notice else None
    if notice is None or plan is None or reporter is None or not parts.crm.bcc:
        return None
    bare = replace(notice, code="", enclosures=())
    said = say(bare, plan, words=parts.words, reply_to=parts.identity.address)
    to = Address(reporter.email, reporter.name)
    return _send(parts, said, f"crm/copy/{key}", to, parts.crm.bcc, plan.slug, notice.kind)


def _send(
    parts: Parts, said: Said, key: str, to: Address, recipient: str, slug: str, kind: NoticeKind = "status"
) -> Delivered:
    """Send a mail of ours once under its key; `recipient` is where it goes, whoever it is addressed to."""
    now, own = parts.clock(), message_id(key, parts.identity.domain)
    record = NoticeRecord(
        key=key, plan=slug, version=0, to=CRM, kind=kind, lines=(), asks=(), message_id=own, code="",
        text=said.text, at=now,
    )  # fmt: skip
    envelope = Envelope(
        to=to,
        sender=parts.identity.sender,
        reply_to=parts.identity.address,
        message_id=own,
        sent_at=now,
    )
    return send_once(parts, record, compose(said, envelope), recipient, parts.identity.address)
