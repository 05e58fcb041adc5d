"""An alert tells whoever looks after the engine of the plans that something holds up, each once a day."""

import datetime as dt
from collections.abc import Sequence

from mail.envelope import Envelope, compose, message_id
from plans.letter import Address
from storage.outbox import NoticeRecord
from templates.alert import say_alert
from workflows.held_up import Stuck, stuck_plans
from workflows.messages import Watched
from workflows.parts import Parts


def alert(parts: Parts) -> Watched:
    """Mail whoever looks after the engine about plans that are stuck, each plan once a day."""
    now = parts.clock()
    stuck = stuck_plans(parts.store, now)
    fresh = [one for one in stuck if parts.alerts and _claims(parts, one, now)]
    if not fresh:
        return Watched(len(stuck))
    said = say_alert([(one.plan, one.words) for one in fresh], now)
    envelope = Envelope(
        to=Address(parts.alerts),
        sender=Address(parts.identity.address, parts.identity.name),
        reply_to=parts.identity.address,
        message_id=message_id("/".join(_key(one, now) for one in fresh), parts.identity.domain),
        sent_at=now,
    )
    delivery = parts.outbox.send(compose(said, envelope), parts.identity.address, parts.alerts)
    _settle(parts, fresh, now, sent=delivery.result == "sent", why=delivery.words)
    return Watched(len(stuck), len(fresh) if delivery.result == "sent" else 0)


def _key(stuck: Stuck, now: dt.datetime) -> str:
    return f"alert/{stuck.plan}/{now.date().isoformat()}"


def _claims(parts: Parts, stuck: Stuck, now: dt.datetime) -> bool:
    """Tell whether this plan's alert of the day has not gone out yet, and note that it is about to."""
    key = _key(stuck, now)
    record = NoticeRecord(
        key=key, plan="alert", version=0, to="ops", kind="question", lines=(), asks=(),
        message_id=message_id(key, parts.identity.domain), code="", text=stuck.words, at=now,
    )  # fmt: skip
    return parts.store.claim(key, record) != "sent"


def _settle(parts: Parts, stuck: Sequence[Stuck], now: dt.datetime, sent: bool, why: str) -> None:
    for one in stuck:
        if sent:
            parts.store.sent(_key(one, now), now)
        else:
            parts.store.failed(_key(one, now), why)
