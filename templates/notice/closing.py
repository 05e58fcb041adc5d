"""How a mail ends: the next update, one clear ask, why one gets it, how to change and how to stop (R45, R105)."""

from plans.notice import Notice
from plans.plan import Milestone
from templates.notice.buttons import is_quarantine, is_yes_or_no, lines_asked
from templates.notice.values import Voice, one_line

SENTENCES = frozenset({"evidence", "lost-reason", "meeting"})
"""Questions that a sentence of one's own answers."""


PROMPTING = frozenset({"reminder", "due", "overdue"})
"""The kinds that come unasked and often: they offer to come less."""


def hints_of(notice: Notice, voice: Voice) -> tuple[str, ...]:
    """Return what comes with the mail, and when and from whom the next one comes."""
    words, reporter = voice.words, voice.plan.reporter
    hints = [words.say("hint", name) for name in dict.fromkeys(notice.enclosures) if words.has("hint", name)]
    if notice.applied and notice.code and ask_name(notice, voice) != "undo":
        hints.append(words.say("hint", "undo"))
    elif notice.code and any(wish.by == notice.to and notice.to not in wish.to for wish in notice.proposals):
        hints.append(words.say("hint", "undo-wish"))
    if notice.next_update and voice.reader:
        keeper = one_line(reporter.name if reporter else voice.plan.seller.name)
        name = "next-own" if voice.reader == reporter else "next"
        hints.append(words.say("hint", name, day=voice.weekday(notice.next_update), keeper=keeper))
    return tuple(hints)


def ask_name(notice: Notice, voice: Voice) -> str:
    """Return which ask the mail ends with: the first row that holds."""
    lines = lines_asked(notice, voice)
    wishes = [wish for wish in notice.proposals if notice.to in wish.to]
    rows = (
        ("release", is_quarantine(notice)),
        ("endorse", any(ask.reason == "endorse" for ask in notice.asks)),
        ("yes-or-no-each", is_yes_or_no(notice) and len(wishes) + len(notice.asks) > 1),
        ("yes-or-no", is_yes_or_no(notice)),
        ("sentence", notice.asks and all(ask.reason in SENTENCES for ask in notice.asks)),
        ("say-which", any(ask.field for ask in notice.asks)),
        ("look-into", notice.asks),
        ("answer", notice.questions),
        ("help", notice.kind == "escalation" and not _is_own(notice, voice)),
        ("each", len(lines) > 1),
        (_name_of(notice, voice, lines[0]) if lines else "", lines),
        ("undo", notice.applied and notice.code),
        ("welcome", notice.kind == "welcome"),
        ("again", notice.refused),
        ("nothing", True),
    )
    return next(name for name, holds in rows if holds)


def ask_of(notice: Notice, voice: Voice) -> str:
    """Return the one thing that the recipient is asked, or that nothing is needed."""
    wishes = [*(wish.target for wish in notice.proposals), *(ask.target for ask in notice.asks)]
    name, named = ask_name(notice, voice), [*lines_asked(notice, voice), *wishes, *notice.lines]
    line = next((line for line in named if voice.entry(line)), "")
    entry = voice.entry(line)
    who = voice.who(notice.about) if name == "answer" else voice.owner(entry.owner if entry else None)
    return voice.words.say(
        "ask", name, line=voice.line(line), id=line, due=voice.weekday(entry.due) if entry else "", who=who
    )


def _is_own(notice: Notice, voice: Voice) -> bool:
    """Tell whether the reader owns every line that help is called for."""
    entries = [voice.entry(nudged.line) for nudged in notice.nudged]
    return all(entry is not None and entry.owner == notice.to for entry in entries)


def _name_of(notice: Notice, voice: Voice, line: str) -> str:
    """Return the ask about one line, by its status and date."""
    entry = voice.entry(line)
    if entry is None or entry.due is None:
        return "done-or-date"
    if entry.due < voice.today or any(nudged.line == line and nudged.days > 0 for nudged in notice.nudged):
        return "new-date"
    if entry.status == "blocked":
        return "unblock"
    return "done-or-date" if entry.due == voice.today else "on-track"


def footer_of(voice: Voice) -> tuple[str, ...]:
    """Return why one gets this, how to change the plan, and how to stop."""
    words = voice.words
    if voice.reader is None:
        return (_why(voice),)
    enclosed = "document" in voice.notice.enclosures
    how = "how-snapshot" if voice.notice.kind == "snapshot" else "how-document" if enclosed else "how"
    less = [words.say("footer", "less")] if voice.notice.kind in PROMPTING and voice.reader.mail == "on" else []
    return (_why(voice), words.say("footer", how), *less, words.say("footer", "stop"))


def _why(voice: Voice) -> str:
    """Return the plainest reason: lines of one's own, approvals, the reporter's part, the snapshot, a place in it."""
    plan, reader = voice.plan, voice.reader
    mine = reader.id if reader else ""
    own = [m for m in plan.milestones if mine in (m.owner, m.backup, *(action.owner for action in m.actions))]
    approves = [milestone for milestone in plan.milestones if milestone.approver == mine]
    rows: tuple[tuple[str, object, list[Milestone]], ...] = (
        ("why-stranger", reader is None, []),
        ("why-reporter", plan.reporter == reader, []),
        ("why-lines", own, own),
        ("why-approver", approves, approves),
        ("why-snapshot", reader and reader.id in plan.communication.snapshot_to, []),
        ("why-person", True, []),
    )
    name, lines = next((name, lines) for name, holds, lines in rows if holds)
    few = [line for line in lines if not line.settled] or lines
    return voice.words.say("footer", name, lines=", ".join(line.id for line in few[:5]))
