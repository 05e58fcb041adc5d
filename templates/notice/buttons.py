"""Quick replies are mailto links that write the answer; no link changes anything by being opened (RFC 6068)."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from plans.notice import Notice, Nudged
from plans.quarantine import ASKED
from templates.notice.shape import Button, Buttons
from templates.notice.values import Voice

MOST_LINES = 3
"""Lines of one mail that get buttons; what is more is answered in words."""
LONGEST_SUBJECT = 200
"""Characters of a subject in a link: the whole link stays under 2,000 (FACTS.md)."""
WEEK = dt.timedelta(days=7)


def buttons_of(notice: Notice, voice: Voice, subject: str, reply_to: str) -> tuple[Buttons, ...]:
    """Return the quick replies that fit the mail; none without an address to reply to."""
    if not reply_to:
        return ()
    link = _Links(voice, subject, reply_to)
    if is_quarantine(notice):
        return (Buttons("", (link.button("drop", main=True), link.button("release"))),)
    if is_yes_or_no(notice):
        return (Buttons("", (link.button("yes", main=True), link.button("no"))),)
    if notice.kind == "escalation":
        return ()
    lines = lines_asked(notice, voice)[:MOST_LINES]
    if lines:
        return tuple(Buttons(voice.line(line), link.about(line)) for line in lines)
    return (Buttons("", (link.button("undo"),)),) if notice.applied and notice.code else ()


def is_yes_or_no(notice: Notice) -> bool:
    """Tell whether one word from the recipient settles what the mail asks."""
    own = any(notice.to in proposed.to for proposed in notice.proposals)
    return own or (bool(notice.code) and any(ask.offered is not None for ask in notice.asks))


def is_quarantine(notice: Notice) -> bool:
    """Tell whether the mail is about one that was put aside, which its code releases or drops."""
    return bool(notice.code) and any(ask.reason in ASKED for ask in notice.asks)


def lines_asked(notice: Notice, voice: Voice) -> tuple[str, ...]:
    """Return the open lines whose state the mail asks for, the most urgent first; not what has just got a new date."""
    if notice.nudged:
        named: Sequence[str] = [nudged.line for nudged in notice.nudged if not _only_slipped(nudged, voice)]
    else:
        named = notice.lines[:1] if notice.kind == "status" else ()
    found = {line: voice.entry(line) for line in named}
    return tuple(line for line, entry in found.items() if entry and entry.status not in ("done", "skipped"))


def _only_slipped(nudged: Nudged, voice: Voice) -> bool:
    """Tell whether help is called for a line that has just got a new date and is not blocked: its state is known."""
    entry = voice.entry(nudged.line)
    return nudged.slipped and entry is not None and entry.status != "blocked"


class _Links:
    """Makes the links of one mail: their address and subject are the same, their text differs."""

    def __init__(self, voice: Voice, subject: str, reply_to: str) -> None:
        self.voice = voice
        self.start = f"mailto:{quote(reply_to, safe='@+')}?subject={quote('Re: ' + subject[:LONGEST_SUBJECT])}&body="

    def button(self, name: str, *, main: bool = False, **values: str) -> Button:
        """Return the button of this name; `values` fill its label and its text."""
        words = self.voice.words
        return Button(words.say("button", name, **values), self.start + quote(words.say("body", name, **values)), main)

    def about(self, line: str) -> tuple[Button, ...]:
        """Return what can be said of a line: done, confirmed, a week later, not mine."""
        entry = self.voice.entry(line)
        due = entry.due if entry else None
        later = max(due, self.voice.today) + WEEK if due else None
        names = ("done", *(("confirm",) if due and due >= self.voice.today else ()), *(("week",) if due else ()))
        main = "done" if not due or due <= self.voice.today else "confirm"
        if entry and entry.status == "blocked":
            main = ""
        days = {"day": self.voice.day(later), "short": self.voice.short_day(later)}
        return tuple(self.button(name, main=name == main, id=line, **days) for name in (*names, "not-mine"))
