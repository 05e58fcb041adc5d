"""What became of somebody's words: changed, asked back, proposed, refused, each as a line of a section."""

from plans.fields import value_of
from plans.notice import Applied, Ask, Proposed, Refused
from plans.plan import Milestone
from plans.quarantine import ALERT
from templates.notice.shape import Item
from templates.notice.trusted import trust_words
from templates.notice.values import Voice, quoted

STANDALONE = frozenset({"confirmed", "note", "mail", "invites", "away", "milestone", "action"})
"""Fields for which what stood there before explains nothing."""


def changed(step: Applied, voice: Voice) -> Item:
    """Return a change: the line, the field, old and new, and the words that it was read from."""
    line, new = voice.line(step.target), voice.value(step.field, step.new)
    quote = voice.quote(step.evidence)
    if step.field == "confirmed":
        return Item(line, voice.words.say("value", "unconfirmed") if _takes_back(step) else new, quote=quote)
    if step.field in ("milestone", "action"):
        if step.new is None:
            name = voice.value(step.field, step.old) if step.target == "new" else line
            return Item(name, voice.words.say("value", "removed"), quote=quote)
        return Item(step.target, voice.field(step.field), new=new, quote=quote)
    if step.field in ("mail", "invites"):
        return Item(line, new, quote=quote)
    old = voice.value(step.field, step.old) if step.old not in (None, "", ()) else ""
    return Item(line, voice.field(step.field), old, new, quote=quote)


def _takes_back(step: Applied) -> bool:
    """Tell whether fewer people stand by a line than before."""
    before, now = (len(held) if isinstance(held, tuple) else 0 for held in (step.old, step.new))
    return now < before


def asked(ask: Ask, voice: Voice) -> Item:
    """Return a question that one word answers, why it is asked, and the words that it is about."""
    words = voice.words
    line = voice.plan.line(ask.target)
    offered = voice.value(ask.field, ask.offered) if ask.field else quoted(str(ask.offered or ""))
    name = ask.reason.replace("_", "-")
    reason = name if words.has("reason", name) else "unsure"
    by = voice.who(voice.notice.about)
    why = words.say(
        "reason",
        reason,
        offered=offered,
        evidence=quoted(trust_words(ask.evidence, words) if ask.reason == ALERT else ask.evidence).rstrip("."),
        by=by,
        who=voice.line(ask.target),
        approver=voice.who(line.approver) if isinstance(line, Milestone) else "",
    )
    if ask.field is None:
        about = ask.target not in ("plan", "new") and not ask.target.startswith("person:")
        return Item(voice.line(ask.target) if about else "", why)
    # What several people wanted, or nobody, is named with none of them: a sentence that needs a name is left out.
    small = () if not by and words.names("reason", reason, "by") else (why,)
    return Item(
        text=_question(ask, offered, voice),
        small=(*_instead(ask.instead, voice), *small),
        facts=_stands(ask, voice),
        quote=voice.quote(ask.evidence),
    )


def _instead(absent: str, voice: Voice) -> tuple[str, ...]:
    """Return in whose place the reader is asked, nothing for nobody's."""
    person = voice.plan.person(absent)
    if person is None:
        return ()
    away = person.mailed and person.away_until
    name = "instead-away" if away else "instead-gone"
    return (voice.words.say("value", name, who=voice.who(absent), day=voice.day(person.away_until)),)


def _stands(ask: Ask, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return what the plan says now beside what was offered: whoever is asked sees both values."""
    if ask.offered is None or ask.field is None or ask.target in ("plan", "new") or ask.field in STANDALONE:
        return ()
    now = value_of(voice.plan, ask.target, ask.field)
    if now in (None, "", ()) or now == ask.offered:
        return ()
    return ((voice.words.say("label", "stands"), voice.value(ask.field, now)),)


def _question(ask: Ask, offered: str, voice: Voice) -> str:
    """Return the question's own sentence: the first row that fits."""
    rows = (
        (ask.reason, ask.reason in ("evidence", "goal")),
        ("open", ask.offered is None),
        ("new", ask.target == "new"),
        ("plan", ask.target == "plan"),
        ("commitment", ask.reason == "commitment"),
        ("removal", (ask.field, ask.offered) == ("status", "skipped")),
        ("done", (ask.field, ask.offered) == ("status", "done")),
        ("stop", ask.field == "mail"),
        (ask.field or "", voice.words.has("question", ask.field or "")),
    )
    name = next((name for name, holds in rows if holds), "any")
    entry = voice.entry(ask.target)
    due = voice.day(entry.due) if entry else ""
    line, field = voice.line(ask.target), voice.field(ask.field)
    return voice.words.say("question", name, line=line, field=field, offered=offered, due=due)


def proposed(proposal: Proposed, voice: Voice, *, own: bool) -> Item:
    """Return a wish: to the one who can say yes with who wants it, to anybody else with whom it waits for."""
    words = voice.words
    step = Applied(proposal.target, proposal.field, proposal.old, proposal.new, proposal.evidence)
    shown = changed(step, voice)
    if proposal.target == "new":
        shown = Item(voice.field(proposal.field), new=shown.new or shown.text, quote=shown.quote)
    if (proposal.field, proposal.new) == ("status", "skipped"):
        shown = Item(shown.name, words.say("value", "removal"), quote=shown.quote)
    wanted = (
        words.say("value", "wanted-by", who=voice.who(proposal.by))
        if own and proposal.by not in ("", voice.notice.about)
        else ""
    )
    if proposal.because:
        wanted = words.say("value", "follows", line=voice.line(proposal.because))
    waits = "" if own else words.say("value", "waits-for", who=", ".join(voice.who(person) for person in proposal.to))
    small = (*_instead(proposal.instead, voice), *filter(None, (wanted, waits)))
    return Item(shown.name, shown.text, shown.old, shown.new, small, quote=shown.quote)


def refused(refusal: Refused, voice: Voice) -> Item:
    """Return why something was not taken, in kind words; a reason that has none of its own gets the usual ones."""
    words, reporter = voice.words, voice.plan.reporter
    name = refusal.reason if words.has("refused", refusal.reason) else "default"
    known = voice.reader is not None and voice.plan.line(refusal.detail) is not None and voice.shows(refusal.detail)
    detail = voice.line(refusal.detail) if known else quoted(refusal.detail)
    keeper = reporter.name if reporter else voice.plan.seller.name
    text = words.say("refused", name, detail=detail, reason=quoted(refusal.reason), reporter=keeper)
    about = detail if known and detail not in text else ""
    return Item(about, text[:1].upper() + text[1:], quote=voice.quote(refusal.evidence))
