"""A plain mail is words in a bare page: for sellers and ops, in English, where no notice is sent."""

from html import escape

from plans.notice import Said


def plain_mail(subject: str, text: str, body: str) -> Said:
    """Return a mail of a text and the body of the same words as HTML."""
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f"<body>{body}</body></html>"
    )
    return Said(subject=subject, text=text, html=html, language="en")
