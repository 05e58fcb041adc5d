"""Enclosures ride on a mail: the page, the plan in detail, the executive's snapshot, a redline."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mail.envelope import route
from plans.letter import Attachment
from plans.notice import Enclosure, Notice
from plans.plan import Person, Plan, Side
from storage.forms import plan_as_json
from templates.document import Document, redline, render, render_detail, render_snapshot
from workflows.parts import Parts

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Wrapping:
    """What every enclosure of one mail is made with; `made_on` is the plan's own day."""

    parts: Parts
    notice: Notice
    plan: Plan
    person: Person
    made_on: dt.date

    @property
    def language(self) -> str:
        """Return the reader's language."""
        return self.person.language or self.plan.language

    def options(self, version: Plan, kind: str = "") -> dict[str, Any]:
        """Return what every renderer is told: for whom, in which language, and the document's own name."""
        name = document_id(version, self.person.side, self.language)
        return {
            "audience": self.person.side,
            "language": self.language,
            "key": self.parts.identity.key,
            "document": f"{name}-{kind}" if kind else name,
            "made_on": self.made_on,
        }

    def key(self, version: Plan, name: str) -> tuple[object, ...]:
        """Return by what a document is found that was made before: its name, its day, and all that the version holds.

        Where somebody is forgotten a version keeps its number and loses their name.
        """
        return (name, self.made_on, hashlib.sha256(plan_as_json(version).encode()).digest())


def document_id(plan: Plan, audience: Side, language: str) -> str:
    """Return the name of the one document of a version, for one side in one language."""
    return f"{plan.slug}-v{plan.version}-{audience}-{language}"


def enclosures_of(parts: Parts, notice: Notice, plan: Plan) -> tuple[Attachment, ...]:
    """Return the documents that go with a notice; strangers get none."""
    person = plan.person(notice.to)
    if person is None:
        return ()
    made_on = parts.clock().astimezone(plan.zone).date()
    wrapping = Wrapping(parts, notice, plan, person, made_on)
    return tuple(MAKERS[kind](wrapping) for kind in notice.enclosures)


def _page(with_: Wrapping) -> Attachment:
    """Return the plan's page; the sheet as sent is kept, it is the base of a later merge."""
    page = _page_of(with_, with_.plan)
    with_.parts.store.keep_sheet(page.sheet)
    return Attachment(page.filename, WORD, page.data)


def _page_of(with_: Wrapping, version: Plan) -> Document:
    """Return the page of a version; the same for everybody of one side, in one language, on one day."""
    options = with_.options(version)
    key = with_.key(version, options["document"])
    return with_.parts.pages.page(key, lambda: render(version, link=with_.parts.link, **options))


def _redline(with_: Wrapping) -> Attachment:
    """Return the page with everything that changed since the version that was answered, as tracked changes."""
    fresh = _page_of(with_, with_.plan)
    with_.parts.store.keep_sheet(fresh.sheet)
    version = answered_version(with_.parts, with_.notice)
    earlier = with_.parts.store.plan(with_.plan.slug, version) if version else None
    if earlier is None or earlier.version == with_.plan.version:
        return Attachment(fresh.filename, WORD, fresh.data)
    author = with_.plan.reporter.name if with_.plan.reporter else with_.plan.seller.name
    at = with_.parts.clock().astimezone(with_.plan.zone)
    data = redline(fresh, _page_of(with_, earlier), author=author, at=at)
    return Attachment(fresh.filename, WORD, data)


def answered_version(parts: Parts, notice: Notice) -> int | None:
    """Return the plan's version in the mail that the letter answered by which this notice was called for."""
    record = parts.store.letter(notice.letter) if notice.letter else None
    raw = parts.store.blob(record.blob) if record else None
    if raw is None:
        return None
    found = route(raw)
    for message_id in (found.in_reply_to, *reversed(found.references)):
        answered = parts.store.notice_by_message_id(message_id) if message_id else None
        if answered and answered.plan == notice.plan:
            return answered.version
    return None


def _detail(with_: Wrapping) -> Attachment:
    detail = render_detail(with_.plan, **with_.options(with_.plan, "detail"))
    with_.parts.store.keep_sheet(detail.sheet)
    return Attachment(detail.filename, WORD, detail.data)


def _snapshot(with_: Wrapping) -> Attachment:
    """Return the executive's snapshot; the same for everybody of one side, in one language, on one day."""
    options = with_.options(with_.plan, "snapshot")
    key = with_.key(with_.plan, options["document"])
    snapshot = with_.parts.snapshots.page(key, lambda: render_snapshot(with_.plan, **options))
    return Attachment(snapshot.filename, snapshot.media_type, snapshot.data)


MAKERS: dict[Enclosure, Callable[[Wrapping], Attachment]] = {
    "document": _page,
    "redline": _redline,
    "detail": _detail,
    "snapshot": _snapshot,
}
"""What makes each kind of enclosure."""
