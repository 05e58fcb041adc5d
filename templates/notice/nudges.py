"""What a date calls for: when a line is due, what done means, and in an escalation whom to call and what helps."""

from plans.agenda.ladder import RECIPIENTS
from plans.notice import Nudged
from plans.plan import External, Line, Milestone
from plans.ripple import closing_line
from templates.notice.shape import Item
from templates.notice.values import Voice, one_line


def nudged(nudge: Nudged, voice: Voice) -> Item:
    """Return a line whose date calls for a word, with what helps the reader at this rung."""
    entry = voice.entry(nudge.line)
    if entry is None:
        return Item(nudge.line)
    escalated = nudge.rung in ("escalation", "second-escalation")
    line = voice.line(nudge.line)
    if escalated:
        return Item(line, _when(nudge, entry, voice), small=_told(nudge, entry, voice), facts=_help(entry, voice))
    outcome = one_line(entry.outcome) if isinstance(entry, Milestone) else ""
    others = voice.owner(entry.owner) if entry.owner != voice.notice.to else ""
    told = (("owner", others), ("outcome", outcome), ("goal", _goal(entry, voice)))
    facts = tuple((voice.words.say("label", name), words) for name, words in told if words)
    small = _told(nudge, entry, voice)
    return Item(line, _when(nudge, entry, voice), small=small, facts=facts, links=_documents(entry))


def _when(nudge: Nudged, entry: Line | External, voice: Voice) -> str:
    """Return how far off the date is, in working days."""
    words, day = voice.words, voice.weekday(entry.due)
    if entry.status == "blocked" and nudge.days <= 0:
        return words.say("when", "blocked", day=day) if day else voice.status("blocked")
    if nudge.days == 0:
        return words.say("when", "today", day=day)
    number = abs(nudge.days)
    name = ("late" if nudge.days > 0 else "ahead") + ("-one" if number == 1 else "")
    return words.say("when", name, day=day, days=number)


def _told(nudge: Nudged, entry: Line | External, voice: Voice) -> tuple[str, ...]:
    """Return what is noted, and what the delay does: it holds up the close, or so much time is left (R103)."""
    close = closing_line(voice.plan)
    if close is None or close.id in (nudge.line, entry.id):
        return _note(entry)
    line, days = voice.line(close.id), nudge.blocks or nudge.float or 0
    name = "holds-up" if nudge.blocks else "float"
    if not nudge.blocks and (nudge.float is None or nudge.days <= 0):
        return _note(entry)
    number = {0: "-none", 1: "-one"}.get(days, "")
    return (*_note(entry), voice.words.say("when", f"{name}{number}", line=line, days=days))


def _note(entry: Line | External) -> tuple[str, ...]:
    return (one_line(entry.note),) if isinstance(entry, Milestone) and entry.note else ()


def _goal(entry: Line | External, voice: Voice) -> str:
    """Return the goal that a milestone serves, so that the reason stands beside every date (R47)."""
    goal = entry.goal if isinstance(entry, Milestone) else None
    return next((one_line(one.text) for one in voice.plan.goals if goal and one.id == goal), "")


def _documents(entry: Line | External) -> tuple[tuple[str, str], ...]:
    """Return the documents that help, each with its address; one that is no web address is named only (R28)."""
    docs = entry.docs if isinstance(entry, Milestone) else ()
    return tuple((one_line(doc.label), doc.url if _is_web(doc.url) else "") for doc in docs)


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://")) and url.isprintable() and " " not in url


def _help(entry: Line | External, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return whom to call, who stands in, approves and is called next, what waits, and what to do if it cannot be
    helped (R25, R34, R35)."""
    say = voice.words.say
    whom = contact(entry.owner, voice) if entry.owner != voice.notice.to else ""
    found: list[tuple[str, str]] = [(say("label", "call"), whom)]
    above = entry if isinstance(entry, Milestone) else voice.plan.milestone_of(entry.id)
    if above:
        found.append((say("label", "backup"), contact(above.backup, voice)))
        found.append(
            (say("label", "approver"), contact(above.approver, voice) if above.approver != entry.owner else "")
        )
    plan, lead = voice.plan, RECIPIENTS["second-escalation"](voice.plan, entry, voice.today)
    if lead and lead.id not in (voice.notice.to, entry.owner) and lead != plan.reporter:
        found.append((say("label", "escalate"), contact(lead.id, voice)))
    waiting = [m for m in plan.milestones if any(d.id == entry.id for d in m.depends_on) and voice.shows(m.id)]
    texts = [d.contingency for m in waiting for d in m.depends_on if d.id == entry.id and d.contingency]
    found.append(
        (say("label", "waiting"), ", ".join(f"{voice.line(m.id)} ({voice.short_day(m.due)})" for m in waiting))
    )
    found.append((say("label", "contingency"), "; ".join(dict.fromkeys(map(one_line, texts)))))
    return tuple((label, words) for label, words in found if words)


def contact(person_id: str | None, voice: Voice) -> str:
    """Return how to reach somebody: name, title, phone, calendar, and the address where there is nothing else."""
    person = voice.plan.person(person_id)
    if person is None:
        return ""
    reach = [part for part in (person.phone, person.calendar) if part] or [person.email]
    return one_line(", ".join([person.name, *([person.title] if person.title else []), *reach]))
