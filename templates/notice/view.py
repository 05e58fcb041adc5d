"""A view is a notice taken apart into sections and sentences, before any template lays it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plans.notice import Applied, Ask, Notice, Nudged, Proposed, Refused
from plans.plan import Milestone, Plan
from plans.words import STATUS_WORDS
from templates.notice.closing import Button, ask_of, buttons_of, footer_of
from templates.notice.values import Voice, quoted
from templates.notice.words import Words

REPORTED = ("status", "welcome", "snapshot", "closing")
"""The kinds that show the whole table."""


@dataclass(frozen=True)
class Item:
    """One line of a section, with small print below it."""

    text: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A head and its lines."""

    head: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Row:
    """One milestone in the table."""

    id: str
    name: str
    owner: str
    due: str
    status: str
    word: str
    note: str


@dataclass(frozen=True)
class View:
    """Everything that a mail shows, in order."""

    language: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    heads: tuple[str, ...]
    done: int
    total: int
    update: str
    ask: str
    buttons: tuple[Button, ...]
    footer: tuple[str, ...]


def view_of(notice: Notice, plan: Plan, words: Words, reply_to: str) -> View:
    """Return a notice as its reader will see it."""
    voice = Voice(plan, words)
    shown = [m for m in plan.milestones if not m.internal or _is_seller(plan, notice.to)]
    counted = [m for m in shown if m.status != "skipped"]
    table = notice.kind in REPORTED
    day = voice.day(notice.next_update)
    return View(
        language=words.language,
        title=plan.title,
        lead=_lead(notice, voice, len([m for m in counted if m.status == "done"]), len(counted)),
        sections=tuple(section for section in _sections(notice, voice, shown) if section.items),
        rows=tuple(_row(milestone, voice) for milestone in shown) if table else (),
        heads=_heads(words),
        done=len([m for m in counted if m.status == "done"]),
        total=len(counted),
        update=words.say("next", "update", day=day) if notice.next_update else "",
        ask=ask_of(notice, voice),
        buttons=buttons_of(notice, voice, reply_to),
        footer=footer_of(voice),
    )


def _is_seller(plan: Plan, person_id: str) -> bool:
    person = plan.person(person_id)
    return person is not None and person.side == "seller"


def _heads(words: Words) -> tuple[str, ...]:
    from plans.words import COLUMN_HEADS

    heads = COLUMN_HEADS[words.language]
    return tuple(heads[column][0] for column in ("id", "milestone", "owner", "due", "status"))


def _row(milestone: Milestone, voice: Voice) -> Row:
    word = STATUS_WORDS[voice.words.language][milestone.status][0]
    name = voice.name(milestone.name)
    return Row(
        milestone.id, name, voice.who(milestone.owner), voice.day(milestone.due), milestone.status, word, milestone.note
    )


def _lead(notice: Notice, voice: Voice, done: int, total: int) -> str:
    plan, words = voice.plan, voice.words
    reporter, champion = plan.reporter, plan.champion
    name: str = notice.kind
    if notice.kind == "acknowledgement" and notice.about:
        name = "acknowledgement-about"
    elif notice.kind == "closing":
        name = f"closing-{plan.status}"
    elif notice.kind == "question" and notice.questions and not notice.asks:
        name = "question-passed-on"
    elif notice.kind == "question" and len(notice.asks) > 1:
        name = "question-many"
    return words.say(
        "lead",
        name if words.has("lead", name) else notice.kind,
        title=plan.title,
        version=notice.version,
        who=voice.who(notice.about),
        reporter=reporter.name if reporter else plan.seller.name,
        champion=champion.name if champion else plan.buyer.name,
        done=done,
        total=total,
    )


def _sections(notice: Notice, voice: Voice, shown: Iterable[Milestone]) -> list[Section]:
    """Return the sections in their fixed order: what happened, what is asked, what waits, what could not be."""
    words = voice.words
    own = [proposed for proposed in notice.proposals if notice.to in proposed.to]
    waiting = [proposed for proposed in notice.proposals if notice.to not in proposed.to]

    def section(head: str, items: Iterable[Item]) -> Section:
        return Section(words.say("head", head), tuple(items))

    return [
        section("nudged", (_nudged(nudged, voice, notice.kind == "escalation") for nudged in notice.nudged)),
        section("changed", (_applied(step, voice) for step in notice.applied)),
        section("undone", (_applied(step, voice) for step in notice.undone)),
        section("asks", (_asked(ask, voice, notice) for ask in notice.asks)),
        section("proposals", (_proposed(proposed, voice, own=True) for proposed in own)),
        section("waiting", (_proposed(proposed, voice, own=False) for proposed in waiting)),
        section("refused", (_refused(refused, voice) for refused in notice.refused)),
        section("questions", (Item(quoted(question)) for question in notice.questions)),
        *(_status(voice, tuple(shown), section) if notice.kind == "status" else ()),
    ]


def _status(
    voice: Voice, shown: tuple[Milestone, ...], section: Callable[[str, Iterable[Item]], Section]
) -> list[Section]:
    """Return what the table does not say at a glance: blockers, and the next actions with their owners (R91)."""
    words = voice.words
    blocked = [m for m in shown if m.status == "blocked"]
    open_lines = sorted((m for m in shown if not m.settled and m.due), key=lambda m: (m.due, m.id))[:3]
    blockers = [
        Item(words.say("value", "blocked-since", line=voice.line(m.id), note=m.note) if m.note else voice.line(m.id))
        for m in blocked
    ] or [Item(words.say("value", "none-blocked"))]
    following = [Item(f"{voice.line(m.id)}, {voice.who(m.owner)}, {voice.day(m.due)}") for m in open_lines]
    return [section("blockers", blockers), section("next", following)]


def _nudged(nudged: Nudged, voice: Voice, escalated: bool) -> Item:
    plan, words = voice.plan, voice.words
    line = plan.line(nudged.line) or next((x for x in plan.externals if x.id == nudged.line), None)
    if line is None:
        return Item(nudged.line)
    if nudged.days > 0:
        when = words.say("value", "overdue-day" if nudged.days == 1 else "overdue-days", days=nudged.days)
    else:
        when = (
            words.say("value", "due-today")
            if nudged.days == 0
            else words.say("value", "due-in", due=voice.day(line.due))
        )
    text = f"{voice.line(nudged.line)}: {voice.who(line.owner)}, {voice.day(line.due)}, {when}"
    if line.status == "blocked":
        text = f"{voice.line(nudged.line)}: {voice.who(line.owner)}, {voice.value('status', 'blocked')}"
    outcome = (line.outcome,) if isinstance(line, Milestone) and line.outcome and not escalated else ()
    return Item(text, outcome if not escalated else _help(line, voice))


def _help(line: object, voice: Voice) -> tuple[str, ...]:
    """Return whom to call, who stands in, and what happens if it cannot be helped (R25, R34)."""
    if not isinstance(line, Milestone):
        return ()
    plan, words = voice.plan, voice.words
    owner = plan.person(line.owner)
    parts = []
    if owner:
        call = [words.say("person", "call", who=", ".join(filter(None, (owner.name, owner.title))))]
        call += [words.say("person", "phone", phone=owner.phone)] if owner.phone else []
        call += [words.say("person", "calendar", calendar=owner.calendar)] if owner.calendar else []
        call += [words.say("person", "backup", who=voice.who(line.backup))] if line.backup else []
        call += [words.say("person", "approver", who=voice.who(line.approver))] if line.approver else []
        parts.append("; ".join(call))
    texts = {d.contingency for m in plan.milestones for d in m.depends_on if d.id == line.id and d.contingency}
    parts += [words.say("person", "contingency", text=text) for text in sorted(texts)]
    return (line.note, *parts) if line.note else tuple(parts)


def _applied(step: Applied, voice: Voice) -> Item:
    words = voice.words
    line, field, new = voice.line(step.target), voice.field(step.field), voice.value(step.field, step.new)
    small = (words.say("sentence", "evidence", evidence=quoted(step.evidence)),) if step.evidence else ()
    if step.field == "confirmed":
        return Item(words.say("sentence", "plain", line=line, new=new), small)
    if step.field in ("milestone", "action"):
        name = words.say("value", "new", name=new) if step.new is not None else words.say("value", "removed")
        return Item(words.say("sentence", "plain", line=step.target, new=name), small)
    if step.old is None:
        return Item(words.say("sentence", "set", line=line, field=field, new=new), small)
    old = voice.value(step.field, step.old)
    return Item(words.say("sentence", "changed", line=line, field=field, old=old, new=new), small)


def _asked(ask: Ask, voice: Voice, notice: Notice) -> Item:
    words = voice.words
    line = voice.plan.line(ask.target)
    approver = voice.who(line.approver) if isinstance(line, Milestone) else ""
    offered = voice.value(ask.field, ask.offered) if ask.field else str(ask.offered or "")
    reason = ask.reason if words.has("reason", ask.reason) else "unsure"
    by, who = voice.who(notice.about), voice.line(ask.target)
    why = words.say(
        "reason", reason, offered=offered, evidence=ask.evidence.rstrip("."), by=by, who=who, approver=approver
    )
    if ask.field is None:
        return Item(why)
    small = (words.say("sentence", "evidence", evidence=quoted(ask.evidence)),) if ask.evidence else ()
    target = words.say("value", "new", name=offered) if ask.target == "new" else ""
    head = target or (
        words.say("sentence", "offered", line=voice.line(ask.target), field=voice.field(ask.field), offered=offered)
        if ask.offered is not None
        else f"{voice.line(ask.target)}: {voice.field(ask.field)}"
    )
    return Item(head, (why, *small))


def _proposed(proposed: Proposed, voice: Voice, *, own: bool) -> Item:
    words = voice.words
    shown = _applied(Applied(proposed.target, proposed.field, proposed.old, proposed.new, proposed.evidence), voice)
    if proposed.target == "new":
        shown = Item(words.say("value", "new", name=voice.value(proposed.field, proposed.new)), shown.small)
    to = ", ".join(voice.who(person) for person in proposed.to)
    return shown if own else Item(shown.text, (words.say("value", "waits-for", who=to), *shown.small))


def _refused(refused: Refused, voice: Voice) -> Item:
    words, reporter = voice.words, voice.plan.reporter
    known = words.has("refused", refused.reason)
    small = (words.say("sentence", "evidence", evidence=quoted(refused.evidence)),) if refused.evidence else ()
    detail = voice.line(refused.detail) if voice.plan.line(refused.detail) else refused.detail
    text = words.say(
        "refused",
        refused.reason if known else "default",
        detail=detail,
        reason=refused.reason,
        reporter=reporter.name if reporter else voice.plan.seller.name,
    )
    return Item(text[:1].upper() + text[1:], small)
