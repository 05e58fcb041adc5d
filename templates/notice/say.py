"""Saying takes a notice to words: subject, text and HTML of the same content, in the recipient's language."""

from pathlib import Path

from plans.notice import Notice, Said
from plans.plan import Plan
from plans.portfolio import portfolio
from templates.notice.digest import say_digest
from templates.notice.layout import laid_out
from templates.notice.view import view_of
from templates.notice.words import words_of


def say(notice: Notice, plan: Plan, *, words: Path | None = None, reply_to: str = "", mark: str = "") -> Said:
    """Return a notice in words, in the recipient's language.

    `words` is a folder of the users' own: <language>.toml for sentences, <kind>/body.txt and body.html for layouts.
    `reply_to` is the address that the quick replies write to, `mark` a code for the subject and the footer, where that
    address cannot tell whom a reply is from.
    """
    person = plan.person(notice.to)
    if person and notice.kind == "digest":
        held = portfolio([plan], notice.at.astimezone(plan.zone).date())
        return say_digest(held, person, notice.at, words=words, next_update=notice.next_update, enclosed=True)
    spoken = words_of(person.language if person and person.language else plan.language, words)
    return laid_out(view_of(notice, plan, spoken, reply_to, mark), notice.kind, words)
