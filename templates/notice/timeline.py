"""The timeline is a row of cells, a slot of time each, with the milestones that fall due in it: a table, no picture.

A table follows the reader's dark mode, is read out by a screen reader, shows where pictures are blocked, and weighs
nothing.
"""

import datetime as dt
import itertools
from collections.abc import Sequence

from plans.plan import Milestone
from templates.notice.shape import Cell, Timeline
from templates.notice.values import Voice

MOST_CELLS = 13
"""Cells that stand side by side on a phone of 360 px."""
SLOTS = (7, 14, 28, 56, 112)
"""Days that a cell may stand for; the first that is enough is taken."""
FEWEST = 3
"""Fewer dated milestones need no timeline."""
URGENCY = ("overdue", "blocked", "in-progress", "not-started", "done")
"""Of several milestones in a cell, the first of these gives it its colour."""


def timeline_of(voice: Voice, milestones: Sequence[Milestone]) -> Timeline | None:
    """Return the milestones over time, by the Monday of their week; None where there are too few, or years too many."""
    dated = [milestone for milestone in milestones if milestone.due and milestone.status != "skipped"]
    days = [milestone.due for milestone in dated if milestone.due]
    if len(dated) < FEWEST:
        return None
    first, last = min(days), max(days)
    monday = first - dt.timedelta(days=first.weekday())
    slot = next((slot for slot in SLOTS if (last - monday).days < slot * MOST_CELLS), None)
    if slot is None:
        return None
    starts = [monday + dt.timedelta(days=slot * number) for number in range((last - monday).days // slot + 1)]
    cells = tuple(_cell(start, start + dt.timedelta(days=slot), dated, voice) for start in starts)
    told = "; ".join(f"{m.id} {voice.short_day(m.due)}" for m in sorted(dated, key=lambda m: (m.due, m.id)))
    words = voice.words.say("standing", "timeline", lines=told)
    today = voice.words.say("standing", "today", day=voice.short_day(voice.today))
    return Timeline(_months(starts, voice), cells, words, today if any(cell.today for cell in cells) else "")


def _cell(start: dt.date, end: dt.date, dated: Sequence[Milestone], voice: Voice) -> Cell:
    here = [milestone for milestone in dated if milestone.due and start <= milestone.due < end]
    tones = {voice.tone(milestone) for milestone in here}
    tone = next((tone for tone in URGENCY if tone in tones), "")
    return Cell(tuple(milestone.id for milestone in here), tone, start <= voice.today < end)


def _months(starts: Sequence[dt.date], voice: Voice) -> tuple[tuple[str, int], ...]:
    """Return each month's name and how many cells begin in it."""
    grouped = itertools.groupby(starts, key=lambda start: (start.year, start.month))
    return tuple((voice.month(month), len(list(cells))) for (_, month), cells in grouped)
