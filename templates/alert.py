"""An alert tells whoever looks after the engine which plans something holds up, and where to look; in English."""

import datetime as dt
from collections.abc import Sequence
from html import escape

from plans.notice import Said

CURE = (
    "`milepost doctor` tells what is wrong; the plan's page in Temporal's Web UI shows which activity fails, and how."
)


def say_alert(stuck: Sequence[tuple[str, str]], at: dt.datetime) -> Said:
    """Return the alert about plans (slug, what waits) at a moment (aware)."""
    first, number = stuck[0][0], len(stuck)
    subject = f"Milepost: {first} is held up" if number == 1 else f"Milepost: {number} plans are held up"
    lines = [f"{plan}: {words}" for plan, words in stuck]
    text = "\n".join([f"As of {at:%Y-%m-%d %H:%M %Z}:", "", *lines, "", CURE, ""])
    rows = "".join(f"<tr><td><b>{escape(plan)}</b></td><td>{escape(words)}</td></tr>" for plan, words in stuck)
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body><p>As of {at:%Y-%m-%d %H:%M %Z}:</p><table role="presentation" cellpadding="6">{rows}</table>'
        f"<p>{escape(CURE)}</p></body></html>"
    )
    return Said(subject=subject, text=text, html=html, language="en")
