"""A frame is what the components need to know of one letter, with the parts that one plan shares kept."""

from collections import OrderedDict
from threading import Lock

from parsing.statements.frame import Frame
from parsing.statements.lexicon import Lexicon
from parsing.statements.naming import lexicon_for
from parsing.statements.people import roster_of
from parsing.statements.words import Words, words_of
from plans.letter import Context, Letter
from plans.plan import Plan
from plans.words import language_of

MOST_KEPT = 32
"""Lexicons that are kept, so that many letters to one plan are read against one."""

_kept: "OrderedDict[tuple[int, tuple[str, ...], bool], tuple[Plan, Lexicon]]" = OrderedDict()
_lock = Lock()


def frame_for(letter: Letter, context: Context) -> Frame:
    """Return the frame of a letter: the languages mixed in it, the rows it counts in, who wrote it."""
    plan = context.plan
    person = plan.person_at(letter.sender.email)
    spoken = (letter.language, plan.language, plan.locale, (person.language if person else None) or "", "en")
    languages = tuple(dict.fromkeys(language_of(tag) for tag in spoken if tag))
    words = words_of(languages)
    internal = person is None or person.side == "seller"
    rows = [row.id for row in context.sheet.rows if plan.milestone(row.id)] if context.sheet else []
    return Frame(
        plan=plan,
        lexicon=_lexicon(plan, words, languages, internal),
        words=words,
        roster=roster_of(plan, letter.cc),
        rows=tuple(rows or (m.id for m in plan.milestones)),
        asked=tuple(line for line in context.asked if plan.entry(line)),
        sender=person.id if person else None,
        side=person.side if person else None,
        sent_at=letter.sent_at,
        languages=languages,
    )


def _lexicon(plan: Plan, words: Words, languages: tuple[str, ...], internal: bool) -> Lexicon:
    key = (id(plan), languages, internal)
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] is plan:
            _kept.move_to_end(key)
            return kept[1]
    built = lexicon_for(plan, words, internal, compounds=bool({"de", "nl"} & set(languages)))
    with _lock:
        _kept[key] = (plan, built)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return built
