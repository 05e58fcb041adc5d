"""A view is a notice taken apart into sections and sentences, before any template lays it out."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from plans.notice import Ask, Notice, Proposed, Refused
from plans.plan import External, Line, Plan
from plans.ripple import closing_line
from templates.notice.buttons import buttons_of
from templates.notice.changes import asked, changed, proposed, refused
from templates.notice.closing import ask_of, footer_of, hints_of
from templates.notice.nudges import nudged
from templates.notice.report import counted, five_parts, summary, table_of
from templates.notice.shape import Item, Section, View
from templates.notice.values import Voice, one_line
from templates.notice.words import Words

PARTS: dict[str, Callable[[Voice], tuple[Section, ...]]] = {"status": five_parts, "snapshot": summary}
"""The kinds that report how the plan stands, and how."""
DECLINED = frozenset({"declined", "commitment-declined"})
"""Refusals that are somebody's no."""
LAPSED = frozenset({"lapsed", "draft-lapsed"})
"""Refusals that are nobody's word."""
LEAVING = frozenset({
    "leaving", "leaving-approver", "leaving-backup", "leaving-escalation", "leaving-champion", "leaving-reporter",
    "leaving-waiting",
})  # fmt: skip
"""Questions about the places of somebody who leaves."""
WANTED = LEAVING | frozenset({
    "draft-unanswered", "forgotten", "meeting", "time-for-a-plan", "stands-in", "nobody-stands-in", "not-understood",
})  # fmt: skip
"""Questions of ours, which no letter of the reader's has called for."""
TABLED = frozenset({"status", "welcome", "snapshot", "closing"})
"""The kinds that show every milestone."""


def view_of(notice: Notice, plan: Plan, words: Words, reply_to: str, mark: str = "") -> View:
    """Return a notice as its reader will see it."""
    notice = _without_internal(notice, Voice(plan, words, notice))
    voice = Voice(plan, words, notice)
    title = one_line(plan.title) if voice.reader else words.say("title", "stranger")
    subject = words.say("title", "subject" if voice.reader else "stranger", version=notice.version, title=title)
    subject = f"{subject} [{mark}]" if mark else subject
    report = PARTS.get(notice.kind)
    return View(
        language=words.language,
        colon=words.say("title", "colon"),
        subject=subject,
        title=title,
        greeting=_greeting(voice),
        lead=_lead(voice),
        state_line=_state_line(voice),
        sections=(*_sections(voice), *(report(voice) if report else ())),
        table=table_of(voice) if notice.kind in TABLED else None,
        hints=hints_of(notice, voice),
        ask=ask_of(notice, voice),
        buttons=buttons_of(notice, voice, subject, reply_to),
        footer=(*footer_of(voice), *([f"[{mark}]"] if mark else [])),
    )


def _without_internal(notice: Notice, voice: Voice) -> Notice:
    """Return the notice without lines that its reader may not see, whoever put them in (R9)."""
    return replace(
        notice,
        lines=tuple(line for line in notice.lines if voice.shows(line)),
        nudged=tuple(one for one in notice.nudged if voice.shows(one.line)),
        applied=tuple(step for step in notice.applied if voice.shows(step.target)),
        undone=tuple(step for step in notice.undone if voice.shows(step.target)),
        asks=tuple(ask for ask in notice.asks if voice.shows(ask.target)),
        proposals=tuple(wish for wish in notice.proposals if voice.shows(wish.target)),
    )


def _greeting(voice: Voice) -> str:
    """Return the salutation by full name: nobody's gender, title or given name is guessed."""
    reader = voice.reader
    return voice.words.say("title", "greeting" if reader else "greeting-stranger", who=voice.who(voice.notice.to))


def _state_line(voice: Voice) -> str:
    """Return what the plan is called, with the version and the day that the mail speaks of (R4, R90).

    Somebody who is not on the plan learns nothing of it, not even its title (R116).
    """
    words, notice = voice.words, voice.notice
    if voice.reader is None:
        return ""
    name = one_line(voice.plan.plan_name) or words.say("title", "plan-name")
    day = voice.day(voice.today)
    return words.say("title", "state", name=name, version=notice.version, day=day)


def _lead(voice: Voice) -> str:
    """Return the sentence that says what the mail is about."""
    plan, words, notice = voice.plan, voice.words, voice.notice
    first = _first_nudged(voice)
    reporter, champion = plan.reporter, plan.champion
    done, total = counted(voice)
    return words.say(
        "lead",
        _lead_name(voice, first),
        days=notice.quiet_days,
        title=one_line(plan.title),
        version=notice.version,
        who=voice.who(notice.about) or words.say("value", "somebody"),
        owner=voice.owner(first.owner) if first else "",
        line=voice.line(notice.nudged[0].line) if first else "",
        reporter=one_line(reporter.name if reporter else plan.seller.name),
        champion=one_line(champion.name if champion else plan.buyer.name),
        done=done,
        total=total,
    )


def _first_nudged(voice: Voice) -> Line | External | None:
    """Return the line that the mail is about first because of its date."""
    nudges = voice.notice.nudged
    return voice.entry(nudges[0].line) if nudges else None


def _lead_name(voice: Voice, first: Line | External | None) -> str:
    """Return which sentence leads: the first row that holds, else the kind's own."""
    plan, notice = voice.plan, voice.notice
    stands_in = first is not None and first.owner not in (None, notice.to) and notice.kind != "escalation"
    endorses = any(ask.reason == "endorse" for ask in notice.asks)
    rows = (
        ("welcome-kickoff", endorses and plan.follows and not notice.again),
        ("draft-again", notice.again and endorses),
        (f"{notice.kind}-again", notice.again),
        ("refusal-lapsed", notice.kind == "refusal" and _gives(notice.refused, LAPSED)),
        ("refusal-declined", notice.kind == "refusal" and _gives(notice.refused, DECLINED)),
        ("question-commitment", notice.about and any(ask.reason == "commitment" for ask in notice.asks)),
        ("question-word", notice.kind == "question" and _gives(notice.asks, WANTED)),
        ("acknowledgement-undone", notice.kind == "acknowledgement" and notice.undone and not notice.applied),
        ("acknowledgement-about", notice.kind == "acknowledgement" and notice.about),
        ("acknowledgement-counted", not notice.applied and any(_is_counted(wish, notice) for wish in notice.proposals)),
        ("acknowledgement-waiting", notice.kind == "acknowledgement" and not notice.applied),
        (f"closing-{plan.status}", notice.kind == "closing"),
        ("status-quiet", notice.kind == "status" and notice.quiet_days),
        ("proposal-follows", notice.kind == "proposal" and any(wish.because for wish in notice.proposals)),
        ("question-rested", _gives(notice.asks, {"rested"})),
        ("welcome-draft", notice.kind == "welcome" and notice.asks),
        ("question-passed-on", notice.kind == "question" and notice.questions and not notice.asks),
        ("question-reporter", notice.kind == "question" and not any(ask.field for ask in notice.asks)),
        ("question-many", notice.kind == "question" and len(notice.asks) > 1),
        (f"{notice.kind}-many", len(notice.nudged) > 1),
        (f"{notice.kind}-blocked", first is not None and first.status == "blocked"),
        ("escalation-close", _is_close_moved(notice, plan)),
        ("escalation-slipped", any(one.slipped for one in notice.nudged)),
        (f"{notice.kind}-for", stands_in),
    )
    return next((name for name, holds in rows if holds and voice.words.has("lead", name)), notice.kind)


def _is_close_moved(notice: Notice, plan: Plan) -> bool:
    """Tell whether the line that a mail is about first is the close, moved to a later date."""
    close, first = closing_line(plan), notice.nudged[0] if notice.nudged else None
    return close is not None and first is not None and first.line == close.id and first.slipped


def _is_counted(wish: Proposed, notice: Notice) -> bool:
    """Tell whether the recipient's yes to somebody else's wish is one of several that it needs."""
    return notice.kind == "acknowledgement" and notice.to not in (wish.by, *wish.to)


def _gives(told: Sequence[Ask | Refused], reasons: Set[str]) -> bool:
    """Tell whether a mail says something for these reasons and for no other."""
    return bool(told) and {one.reason for one in told} <= reasons


def _sections(voice: Voice) -> tuple[Section, ...]:
    """Return the sections in their fixed order: what happened, what is asked, what waits, what could not be."""
    notice, to, wishes = voice.notice, voice.notice.to, voice.notice.proposals
    late = "late" if notice.kind == "escalation" else "nudged"
    parts: tuple[tuple[str, list[Item]], ...] = (
        (late, [nudged(one, voice) for one in notice.nudged]),
        ("changed", [changed(step, voice) for step in notice.applied]),
        ("undone", [changed(step, voice) for step in notice.undone]),
        ("asks", [asked(ask, voice) for ask in notice.asks]),
        ("proposals", [proposed(wish, voice, own=True) for wish in wishes if to in wish.to]),
        ("waiting", [proposed(wish, voice, own=False) for wish in wishes if to not in wish.to]),
        ("refused", [refused(refusal, voice) for refusal in notice.refused]),
        ("questions", [Item(quote=voice.quote(question)) for question in notice.questions]),
    )
    return tuple(Section(name, voice.words.say("head", name), tuple(items)) for name, items in parts if items)
