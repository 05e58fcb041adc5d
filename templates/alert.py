"""An alert tells whoever looks after the engine what nobody else can mend, and where to look; in English."""

import datetime as dt
from collections.abc import Sequence
from html import escape

from plans.notice import Said
from templates.plain import plain_mail

CURE = (
    "`milepost doctor` tells what is wrong; the plan's page in Temporal's Web UI shows which activity fails, and how."
)

UNREAD = (
    "It shows no plan, so no plan's reporter was told. The mail lies in the mailbox's quarantine folder: look who "
    "wrote it. This is said once a mailbox and day; others may lie there too."
)


def say_alert(stuck: Sequence[tuple[str, str]], at: dt.datetime) -> Said:
    """Return the alert about plans (slug, what waits) at a moment (aware)."""
    first, number = stuck[0][0], len(stuck)
    subject = f"Milepost: {first} is held up" if number == 1 else f"Milepost: {number} plans are held up"
    return _said(subject, lines=stuck, cure=CURE, at=at)


def say_unread(mailbox: str, digest: str, at: dt.datetime) -> Said:
    """Return the alert about a mail that cannot be read and belongs to no plan that we know."""
    words = f"put aside unread; its bytes are kept in the database (blob {digest[:16]})"
    return _said(f"Milepost: a mail in {mailbox} cannot be read", lines=[(mailbox, words)], cure=UNREAD, at=at)


def _said(subject: str, lines: Sequence[tuple[str, str]], cure: str, at: dt.datetime) -> Said:
    text = "\n".join(
        [f"As of {at:%Y-%m-%d %H:%M %Z}:", "", *(f"{what}: {words}" for what, words in lines), "", cure, ""]
    )
    rows = "".join(f"<tr><td><b>{escape(what)}</b></td><td>{escape(words)}</td></tr>" for what, words in lines)
    table = f'<table role="presentation" cellpadding="6">{rows}</table>'
    return plain_mail(subject, text, f"<p>As of {at:%Y-%m-%d %H:%M %Z}:</p>{table}<p>{escape(cure)}</p>")
