"""`milepost notice preview`: a sample of each kind of mail for a plan, in words, before anything is sent."""

import datetime as dt
import sys
from pathlib import Path

from plans.notice import Said
from plans.plan import Plan

ADDRESS = "plan+sample@milepost.invalid"
"""Where the quick replies of a preview write to: nowhere (RFC 2606)."""


def preview(
    kind: str,
    plan: Plan,
    *,
    to: str | None = None,
    language: str | None = None,
    words: Path | None = None,
    output: Path | None = None,
) -> int:
    """Print a sample mail's text and where its HTML lies; 1 where there is no such kind or person."""
    from dataclasses import replace

    from templates.notice import say
    from templates.notice.sample import KINDS, sample, sample_reader

    found = next((known for known in KINDS if known == kind), None)
    if found is None:
        print(f"There is no kind of mail {kind!r}; there are {', '.join(KINDS)}.", file=sys.stderr)
        return 1
    reader = to or sample_reader(found, plan)
    person = plan.person(reader) or plan.person_at(reader)
    if person is None:
        people = ", ".join(person.id for person in plan.people)
        print(f"Nobody on the plan is {reader!r}; there are {people}.", file=sys.stderr)
        return 1
    spoken = plan.with_person(replace(person, language=language)) if language else plan
    if found == "closing" and spoken.status not in ("won", "lost"):
        spoken = replace(spoken, status="won")
    day = plan.as_of or dt.datetime.now(plan.zone).date()
    at = dt.datetime.combine(day, dt.time(9), plan.zone)
    said = say(sample(found, spoken, person.id, at), spoken, words=words, reply_to=ADDRESS)
    path = output or Path(f"{plan.slug}-{found}.html")
    path.write_text(said.html, encoding="utf-8")
    _print(said, path)
    return 0


def _print(said: Said, path: Path) -> None:
    print(f"Subject: {said.subject}\n\n{said.text}\nThe same in HTML: {path} ({len(said.html.encode()) // 1000} kB)")
