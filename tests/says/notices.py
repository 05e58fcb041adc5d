"""The mails that were read and accepted; `python -m tests.says.notices` writes them anew, to be read again.

English: every kind of mail of one plan. Other languages: the status and the acknowledgement, by the same plan.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plans.notice import NoticeKind, Said
from plans.plan import Plan
from plans.words import LANGUAGES
from templates.notice import say
from templates.notice.sample import KINDS, sample, sample_reader
from tests.documents.making import example

HERE = Path(__file__).parent / "notices"
ADDRESS = "plan+abcdefgh-abcdefgh-abcdefghabcdefgh@milepost.example"
READ: tuple[NoticeKind, ...] = ("status", "acknowledgement", "escalation")
"""The kinds that are accepted in every language."""


def said(kind: NoticeKind, plan: Plan, language: str = "", to: str = "") -> Said:
    """Return a sample mail at nine in the morning of the plan's own day, in the reader's language or another."""
    reader = to or sample_reader(kind, plan)
    person = plan.person(reader)
    if language and person:
        plan = replace(plan.with_person(replace(person, language=language)), locale=language)
    if kind == "closing":
        plan = replace(plan, status="won")
    day = plan.as_of or dt.date(2026, 3, 10)
    at = dt.datetime.combine(day, dt.time(9), plan.zone)
    return say(sample(kind, plan, reader, at), plan, reply_to=ADDRESS)


def accepted() -> Iterator[tuple[str, str]]:
    """Yield each accepted mail's file name and how it reads now."""
    plan = example("us-saas")
    for kind in KINDS:
        yield f"en-{kind}.txt", _page(said(kind, plan))
    for language in LANGUAGES[1:]:
        for kind in READ:
            yield f"{language}-{kind}.txt", _page(said(kind, plan, language))


def _page(mail: Said) -> str:
    return f"{mail.subject}\n\n{mail.text}"


def main() -> None:
    """Write every accepted mail as it reads now."""
    for path in HERE.glob("*.txt"):
        path.unlink()
    for name, text in accepted():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
