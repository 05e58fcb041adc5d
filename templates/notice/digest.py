"""A digest is one mail about all plans that somebody follows, each in a few lines, what needs help first (R106)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from plans.agenda import next_lines
from plans.notice import Notice, Said
from plans.plan import Person
from plans.portfolio import Holding
from templates.notice.layout import laid_out
from templates.notice.shape import Item, Section, View
from templates.notice.values import Voice, one_line
from templates.notice.words import words_of

MOST_PLANS = 20
"""Plans that one digest tells of in words; of more only the number is told."""
MOST_NAMED = 3
"""Late lines of a plan that are named."""


def say_digest(
    holdings: Sequence[Holding],
    to: Person,
    at: dt.datetime,
    *,
    words: Path | None = None,
    next_update: dt.date | None = None,
    enclosed: bool = False,
) -> Said:
    """Return the digest of at least one plan in words, in the recipient's language; plans come as they are sorted.

    Each plan is changed in its own mails' thread; a digest has no quick replies. `enclosed` says that the portfolio
    comes with it.
    """
    language = to.language or holdings[0].plan.language
    voices = [_voice(holding, to, at, language, words) for holding in holdings]
    first, spoken = holdings[0], voices[0].words
    day = voices[0].day(voices[0].today)
    number = sum(holding.needs_help for holding in holdings)
    view = View(
        language=spoken.language,
        colon=spoken.say("title", "colon"),
        subject=spoken.say("digest", "subject", day=day),
        title=spoken.say("digest", "subject", day=day),
        greeting=spoken.say("title", "greeting", who=one_line(to.name)),
        lead=spoken.say("digest", "lead" if number else "lead-calm", number=number, total=len(holdings)),
        state_line="",
        sections=tuple(
            _section(holding, voice) for holding, voice in list(zip(holdings, voices, strict=True))[:MOST_PLANS]
        ),
        table=None,
        hints=tuple(_hints(voices[0], len(holdings) - MOST_PLANS, next_update, enclosed)),
        ask=_ask(first, voices[0]),
        buttons=(),
        footer=(spoken.say("footer", "why-digest"), spoken.say("footer", "how-digest")),
    )
    return laid_out(view, "digest", words)


def _hints(voice: Voice, more: int, next_update: dt.date | None, enclosed: bool) -> Iterator[str]:
    """Yield how many plans there are besides, what is enclosed, and when the next digest comes."""
    if more > 0:
        yield voice.words.say("digest", "more", number=more)
    if enclosed:
        yield voice.words.say("hint", "portfolio")
    if next_update:
        yield voice.words.say("hint", "next-digest", day=voice.weekday(next_update))


def _voice(holding: Holding, to: Person, at: dt.datetime, language: str, words: Path | None) -> Voice:
    """Return the plan as the recipient hears it: there by their own id in it, which need not be the same everywhere."""
    plan = holding.plan
    person = plan.person_at(to.email) or to
    heard = plan.with_person(replace(person, language=language))
    notice = Notice(f"digest/{plan.slug}", "digest", plan.slug, plan.version, person.id, at)
    return Voice(heard, words_of(language, words), notice)


def _section(holding: Holding, voice: Voice) -> Section:
    items = [Item(text=_standing(holding, voice))]
    items += [Item(text=text) for text in (_blocked(holding, voice), _later(holding, voice)) if text]
    if holding.next:
        line = voice.entry(holding.next)
        owner, due = (voice.owner(line.owner), voice.short_day(line.due)) if line else ("", "")
        items.append(
            Item(voice.words.say("digest", "next"), ", ".join(filter(None, (voice.line(holding.next), owner, due))))
        )
    if own := [line for line in next_lines(holding.plan, voice.notice.to) if line != holding.next]:
        items.append(Item(voice.words.say("digest", "yours"), ", ".join(_dated(line, voice) for line in own)))
    if holding.quiet_days:
        items.append(Item(text=voice.words.say("digest", "quiet", days=holding.quiet_days)))
    if holding.lacks:
        names = ", ".join(voice.words.say("digest", name) for name in holding.lacks)
        items.append(Item(voice.words.say("digest", "lacks"), names))
    return Section("plan", one_line(holding.plan.title), tuple(items))


def _dated(line_id: str, voice: Voice) -> str:
    line = voice.entry(line_id)
    return f"{voice.line(line_id)} ({voice.short_day(line.due)})" if line else voice.line(line_id)


def _standing(holding: Holding, voice: Voice) -> str:
    """Return how far the plan is, and what is late."""
    say = voice.words.say
    progress = say("standing", "progress-undated", done=holding.done, total=holding.total)
    if holding.plan.status != "active":
        return f"{progress} {say('standing', holding.plan.status)}"
    if not holding.late:
        return f"{progress} {say('digest', 'none-late')}"
    named = ", ".join(
        f"{line} ({voice.short_day(entry.due)})" for line in holding.late[:MOST_NAMED] if (entry := voice.entry(line))
    )
    return f"{progress} {say('digest', 'late', lines=named)}"


def _blocked(holding: Holding, voice: Voice) -> str:
    lines = ", ".join(voice.line(line) for line in holding.blocked[:MOST_NAMED])
    return voice.words.say("digest", "blocked", lines=lines) if lines else ""


def _later(holding: Holding, voice: Voice) -> str:
    outlook = holding.outlook
    if outlook is None or not outlook.days:
        return ""
    name, day = "later-one" if outlook.days == 1 else "later", voice.short_day(outlook.projected)
    return voice.words.say("standing", name, line=voice.line(outlook.line), day=day, days=outlook.days)


def _ask(first: Holding, voice: Voice) -> str:
    """Return the one ask: help for the most urgent plan, else nothing."""
    line = next(iter((*first.late, *first.blocked)), None)
    entry = voice.entry(line) if line else None
    if entry is None or line is None:
        return voice.words.say("ask", "nothing")
    owner = voice.owner(entry.owner)
    return voice.words.say("digest", "ask", line=voice.line(line), who=owner, title=one_line(first.plan.title))
