"""Answers to sellers who begin a plan: each said once, with the draft as a plan file and a Word page."""

import hashlib
from dataclasses import dataclass

from mail.envelope import Envelope, compose, message_id, reply_address, verp
from plans.letter import Address, Attachment
from plans.notice import Said
from plans.plan import Plan
from plans.seal import Addressee, short_code, token
from plans.speak import code_of
from storage.drafts import DRAFT, Draft
from storage.letters import LetterRecord, LetterState
from storage.outbox import NoticeRecord
from storage.planfile import PlanFile
from templates.document import render
from templates.draft import say_draft, say_refusal, say_started
from workflows.drafts import key_of, loaded
from workflows.enclosures import WORD
from workflows.messages import Delivered, Drafted
from workflows.parts import Parts
from workflows.reader import LetterLostError
from workflows.sending import send_once

YAML = "application/yaml"
ONCE_A_DAY = ("unproven", "nothing", "not-yours", "too-large")
"""Refusals that somebody is told once a day at most: their mails may come by the hundred."""


@dataclass(frozen=True)
class Answer:
    """What is to be said, under which key, with which code and enclosures."""

    key: str
    said: Said
    code: str = ""
    enclosures: tuple[Attachment, ...] = ()


def answer_draft(parts: Parts, drafted: Drafted) -> Delivered:
    """Say what a letter has come to, once, and mark the letter."""
    record = parts.store.letter(drafted.letter)
    if record is None:
        raise LetterLostError(f"letter {drafted.letter[:8]} is not kept")
    if drafted.step == "ignored":
        parts.store.mark_letter(record.id, "quarantined", drafted.reason)
        return Delivered("", "off", drafted.reason)
    delivered = _sent(parts, record, drafted, _answer(parts, record, drafted))
    state: LetterState = "quarantined" if drafted.reason == "unproven" else "handled"
    if delivered.result != "later":
        parts.store.mark_letter(record.id, state, drafted.reason)
    return delivered


def _answer(parts: Parts, record: LetterRecord, drafted: Drafted) -> Answer:
    draft = parts.store.draft_of_letter(record.id) if drafted.step == "checked" else parts.store.draft(drafted.ref)
    if drafted.step == "refused" or draft is None:
        return _refusal(parts, record, drafted, draft)
    file = loaded(parts, draft)
    if drafted.step == "started" and file.plan:
        return Answer(f"{DRAFT}{draft.ref}/started", say_started(file.plan))
    key = key_of(draft.ref, draft.round)
    said = say_draft(file.plan, file.problems, draft.remarks, draft.slug)
    return Answer(key, said, code_of(key), _enclosures(parts, draft, file))


def _refusal(parts: Parts, record: LetterRecord, drafted: Drafted, draft: Draft | None) -> Answer:
    key = f"{DRAFT}refusal/{record.id}"
    if drafted.reason in ONCE_A_DAY:
        whose = hashlib.sha256(record.sender.encode()).hexdigest()[:16]
        key = f"{DRAFT}refusal/{drafted.reason}/{whose}/{parts.clock().date().isoformat()}"
    return Answer(key, say_refusal(drafted.reason, draft.slug if draft and drafted.round else ""))


def _enclosures(parts: Parts, draft: Draft, file: PlanFile) -> tuple[Attachment, ...]:
    attached = Attachment(f"{draft.slug}.yaml", YAML, draft.content.encode())
    return (attached, _page(parts, draft, file.plan)) if file.plan else (attached,)


def _page(parts: Parts, draft: Draft, plan: Plan) -> Attachment:
    made = render(
        plan,
        audience="seller",
        key=parts.identity.key,
        document=f"{draft.slug}-{draft.ref}-r{draft.round}",
        made_on=draft.kept_at.astimezone(plan.zone).date(),
        link=parts.link,
    )
    return Attachment(made.filename, WORD, made.data)


def _sent(parts: Parts, record: LetterRecord, drafted: Drafted, answer: Answer) -> Delivered:
    """Send an answer once; what was sent under its key is not sent again."""
    identity, about = parts.identity, f"{DRAFT}{drafted.ref}"
    own, to = message_id(answer.key, identity.domain), record.sender.casefold()
    claimed = NoticeRecord(
        key=answer.key, plan=about, version=drafted.round, to=to, kind="question", lines=(), asks=(), message_id=own,
        code=answer.code, text=answer.said.text, at=parts.clock(),
    )  # fmt: skip
    here = token(identity.key, Addressee(about, to, answer.code))
    away = token(identity.key, Addressee(about, to, purpose="return"))
    mark = "" if identity.plus else f" [{short_code(identity.key, about, to)}]"
    said = Said(f"{answer.said.subject}{mark}", answer.said.text, answer.said.html, answer.said.language)
    envelope = Envelope(
        to=Address(record.sender),
        sender=identity.sender,
        reply_to=reply_address(identity.address, here) if identity.plus else identity.address,
        message_id=own,
        sent_at=parts.clock(),
        references=tuple(one for one in (record.message_id,) if one),
        in_reply_to=record.message_id,
        attachments=answer.enclosures,
    )
    bounces = verp(identity.address, away) if identity.plus else identity.address
    return send_once(parts, claimed, compose(said, envelope), record.sender, bounces, record.id)
