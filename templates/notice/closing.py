"""How a mail ends: one clear ask, buttons that write the answer, and why one gets it (R45)."""

from dataclasses import dataclass
from urllib.parse import quote

from plans.notice import Notice
from templates.notice.values import Voice


@dataclass(frozen=True)
class Button:
    """A mailto link that writes a reply in words that the reader knows (RFC 6068)."""

    label: str
    href: str


def ask_of(notice: Notice, voice: Voice) -> str:
    """Return the one thing that the recipient is asked, or that nothing is needed."""
    words = voice.words
    own = any(notice.to in proposed.to for proposed in notice.proposals)
    if own or any(ask.offered is not None for ask in notice.asks if notice.code):
        return words.say("ask", "yes-or-no")
    if notice.asks and notice.code:
        return words.say("ask", "say-which")
    if notice.questions:
        return words.say("ask", "answer")
    if notice.kind == "escalation":
        line = voice.plan.line(notice.lines[0]) if notice.lines else None
        return words.say("ask", "help", who=voice.who(line.owner) if line else "")
    if notice.nudged:
        return _about_line(notice.nudged[0].line, voice, late=notice.nudged[0].days > 0)
    if notice.kind == "status" and notice.lines:
        return _about_line(notice.lines[0], voice, late=False)
    return words.say("ask", "undo" if notice.applied and notice.code else "nothing")


def _about_line(line_id: str, voice: Voice, *, late: bool) -> str:
    line = voice.plan.line(line_id) or next((x for x in voice.plan.externals if x.id == line_id), None)
    values = {"line": voice.line(line_id), "id": line_id, "due": voice.day(line.due if line else None)}
    return voice.words.say("ask", "new-date" if late else "on-track" if line and line.due else "done-or-date", **values)


def buttons_of(notice: Notice, voice: Voice, reply_to: str) -> tuple[Button, ...]:
    """Return the quick replies that fit the mail; none without an address to reply to."""
    if not reply_to:
        return ()
    if any(notice.to in p.to for p in notice.proposals) or any(
        a.offered is not None for a in notice.asks if notice.code
    ):
        return tuple(_button(name, "", voice, reply_to) for name in ("yes", "no"))
    if notice.applied and notice.code:
        return (_button("undo", "", voice, reply_to),)
    asked = [nudged.line for nudged in notice.nudged] or list(notice.lines if notice.kind == "status" else ())
    if notice.kind != "escalation" and asked:
        return tuple(_button(name, asked[0], voice, reply_to) for name in ("done", "confirm", "week", "not-mine"))
    return ()


def _button(name: str, line_id: str, voice: Voice, reply_to: str) -> Button:
    words = voice.words
    subject, body = quote(voice.plan.title), quote(words.say("body", name, id=line_id))
    return Button(words.say("button", name, id=line_id), f"mailto:{reply_to}?subject={subject}&body={body}")


def footer_of(voice: Voice) -> tuple[str, ...]:
    """Return why one gets this, how to change the plan, and how to stop."""
    words = voice.words
    return (
        words.say("footer", "why", title=voice.plan.title),
        words.say("footer", "how"),
        words.say("footer", "stop"),
    )
