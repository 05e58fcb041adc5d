"""The report is where the plan stands: the five parts in fixed order, the table, the executive's summary (R91)."""

from collections.abc import Sequence

from plans.plan import External, Line, Milestone
from plans.words import COLUMN_HEADS, STATUS_WORDS
from templates.notice.shape import Item, Row, Section, Table
from templates.notice.timeline import timeline_of
from templates.notice.values import Voice, one_line, quoted

NEXT = 2
"""How many next actions are named."""
SHORT = 60
"""Characters of a note in the report."""
FEWEST = 2
"""A table of fewer rows says nothing that the sentences do not."""


def shown_milestones(voice: Voice) -> tuple[Milestone, ...]:
    """Return the milestones that the reader may see."""
    return tuple(milestone for milestone in voice.plan.milestones if voice.shows(milestone.id))


def counted(voice: Voice) -> tuple[int, int]:
    """Return how many milestones are done, of how many that are not skipped."""
    wanted = [milestone for milestone in shown_milestones(voice) if milestone.status != "skipped"]
    return sum(milestone.status == "done" for milestone in wanted), len(wanted)


def five_parts(voice: Voice) -> tuple[Section, ...]:
    """Return status, progress, blockers, next actions and owner: always all five, in this order."""
    parts = (
        ("status", _standing(voice, _late(voice))),
        ("progress", (_progress(voice),)),
        ("blockers", _blockers(voice)),
        ("next", _next_actions(voice)),
        ("owner", (_owner(voice),)),
    )
    return tuple(_section(name, items, voice) for name, items in parts)


def summary(voice: Voice) -> tuple[Section, ...]:
    """Return what an executive reads in under a minute: goal, status, progress, blockers, next decision (R114)."""
    goals = tuple(Item(text=one_line(goal.text)) for goal in voice.plan.goals[:1])
    parts = (
        ("goal", goals),
        ("status", _standing(voice, [milestone for milestone in shown_milestones(voice) if voice.is_late(milestone)])),
        ("progress", (_progress(voice),)),
        ("blockers", _blockers(voice)[:1]),
        ("next", _next_milestones(voice)[:1]),
    )
    return tuple(_section(name, items, voice) for name, items in parts if items)


def _section(name: str, items: Sequence[Item], voice: Voice) -> Section:
    return Section(name, voice.words.say("head", name), tuple(items))


def _standing(voice: Voice, late: Sequence[Line | External]) -> tuple[Item, ...]:
    if voice.plan.status != "active":
        return (Item(text=voice.words.say("standing", voice.plan.status)),)
    later = _later(voice)
    if not late:
        blocked = any(milestone.status == "blocked" for milestone in shown_milestones(voice))
        return (Item(text=voice.words.say("standing", "blocked" if blocked else "on-track")), *later)
    name, first = ("late-one", voice.line(late[0].id)) if len(late) == 1 else ("late", late[0].id)
    told = f"{first} ({voice.short_day(late[0].due)})"
    return (Item(text=voice.words.say("standing", name, number=len(late), lines=told)), *later)


def _later(voice: Voice) -> tuple[Item, ...]:
    """Return when the line that closes the deal can now be expected, where that is later than planned (R51)."""
    outlook = voice.notice.outlook
    if outlook is None or not outlook.days or not voice.shows(outlook.line):
        return ()
    name = "later-one" if outlook.days == 1 else "later"
    line, day = voice.line(outlook.line), voice.short_day(outlook.projected)
    return (Item(text=voice.words.say("standing", name, line=line, day=day, days=outlook.days)),)


def _late(voice: Voice) -> list[Line | External]:
    """Return what is late: milestones, actions of milestones that are not, and what is waited for outside."""
    shown = shown_milestones(voice)
    late: list[Line | External] = [milestone for milestone in shown if voice.is_late(milestone)]
    actions = [action for milestone in shown if milestone not in late for action in milestone.actions]
    late += [action for action in actions if voice.is_late(action) and voice.shows(action.id)]
    return late + [external for external in voice.plan.externals if voice.is_late(external)]


def _progress(voice: Voice) -> Item:
    done, total = counted(voice)
    dates = [milestone.due for milestone in shown_milestones(voice) if milestone.due and milestone.status != "skipped"]
    name = "progress" if dates else "progress-undated"
    return Item(text=voice.words.say("standing", name, done=done, total=total, day=voice.day(max(dates, default=None))))


def _blockers(voice: Voice) -> tuple[Item, ...]:
    blocked = [milestone for milestone in shown_milestones(voice) if milestone.status == "blocked"]
    if not blocked:
        return (Item(text=voice.words.say("standing", "no-blockers")),)
    return tuple(Item(voice.line(m.id), quoted(m.note, SHORT) or voice.owner(m.owner)) for m in blocked[:2])


def _open(voice: Voice, lines: Sequence[Line]) -> list[Line]:
    dated = [line for line in lines if not line.settled and line.due and voice.shows(line.id)]
    return sorted(dated, key=lambda line: (line.due or voice.today, line.id))


def _as_items(lines: Sequence[Line], voice: Voice) -> tuple[Item, ...]:
    items = tuple(
        Item(voice.line(line.id), f"{voice.owner(line.owner)}, {voice.short_day(line.due)}") for line in lines
    )
    return items or (Item(text=voice.words.say("standing", "no-actions")),)


def _next_actions(voice: Voice) -> tuple[Item, ...]:
    actions = [action for milestone in voice.plan.milestones if not milestone.settled for action in milestone.actions]
    found = _open(voice, actions) or _open(voice, voice.plan.milestones)
    return _as_items(found[:NEXT], voice)


def _next_milestones(voice: Voice) -> tuple[Item, ...]:
    return _as_items(_open(voice, voice.plan.milestones)[:NEXT], voice)


def _owner(voice: Voice) -> Item:
    """Return who has the next step, and who keeps the plan."""
    following = _open(voice, voice.plan.milestones)
    reporter = voice.plan.reporter
    keeper = one_line(reporter.name if reporter else voice.plan.seller.name)
    if not following:
        return Item(text=voice.words.say("standing", "keeper", keeper=keeper))
    line = following[0]
    owner = voice.owner(line.owner)
    return Item(text=voice.words.say("standing", "owner", who=owner, id=line.id, keeper=keeper))


def table_of(voice: Voice) -> Table | None:
    """Return the milestones at a glance; None where there are too few for a table."""
    shown = shown_milestones(voice)
    if len(shown) < FEWEST:
        return None
    heads = COLUMN_HEADS[voice.words.language]
    done, total = counted(voice)
    return Table(
        heads=tuple(heads[column][0] for column in ("id", "milestone", "due", "status")),
        rows=tuple(_row(milestone, voice) for milestone in shown),
        done=done,
        total=total,
        bar=voice.words.say("standing", "bar", done=done, total=total),
        timeline=timeline_of(voice, shown),
    )


def _row(milestone: Milestone, voice: Voice) -> Row:
    word = STATUS_WORDS[voice.words.language][milestone.status][0]
    if voice.is_late(milestone):
        word = f"{word}, {voice.words.say('value', 'late')}"
    owner, due = voice.owner(milestone.owner), voice.short_day(milestone.due)
    return Row(milestone.id, voice.name(milestone), owner, due, word, voice.tone(milestone))
