"""An ending is said to everybody once, and so is that a plan goes on; then its dates are looked at anew.

Won: the plan that follows is made. Lost: the reason is asked once. On hold: nothing is said until it goes on, by a word
or because the end was undone; whoever was told of the one is told of the other.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from plans.agenda.cadence import since
from plans.agenda.ladder import entries_of, ladder
from plans.agenda.mails import day_of
from plans.change import Change
from plans.decide import ENDORSE, Decision
from plans.first_mail import handed_over, welcomes, wish_for_yes
from plans.kickoff import kickoff, slug_after, success_owner
from plans.notice import Ask, Notice
from plans.plan import ENDED, Milestone, Person, Plan, PlanStatus
from plans.speak import code_of
from plans.state import DRAFTED, RESTS_ALONG, Code, Following, Outcome, Pending, PlanState
from plans.turn import Turn, with_decision
from plans.workdays import add_workdays, is_workday, next_workday, workdays_between

RESTS = "rests/"
"""Begins the key that tells since which day a plan rests or has ended; the undo of an end leaves a rest as it was."""
SPEAKING: frozenset[PlanStatus] = frozenset({"draft", "active"})
"""Plan statuses in which an answer counts, so that the time to give one passes."""
MOST_ANEW = 20
"""Lines that are asked about when a plan goes on."""


def with_rest(turn: Turn) -> Turn:
    """Return the turn in which a plan that begins to rest remembers since when, and one that goes on asks for dates.

    What waited for somebody's word when a plan ended waits again where the end is undone.
    """
    before, after = turn.start.status, turn.plan.status
    if before == "draft" and after not in SPEAKING:
        turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, DRAFTED)))
    if before in ENDED and after not in ENDED:
        waiting = (*turn.state.resting, *turn.state.pending)
        turn = replace(turn, state=replace(turn.state, pending=waiting, resting=()))
    if before in SPEAKING and after not in SPEAKING:
        return replace(turn, state=_remembering(turn.state, turn.today))
    if before not in SPEAKING and after in SPEAKING:
        turn = _later(turn, dt.timedelta(days=(turn.today - _rested_since(turn)).days))
        turn = replace(turn, state=_without(turn.state, RESTS_ALONG))
    return _gone_on(turn) if (before, after) == ("on-hold", "active") else turn


def _rested_since(turn: Turn) -> dt.date:
    rested = next((key.removeprefix(RESTS) for key in turn.state.sent if key.startswith(RESTS)), None)
    return dt.date.fromisoformat(rested) if rested else turn.today


def _later(turn: Turn, rest: dt.timedelta) -> Turn:
    """Return the turn in which what waits for somebody's word waits on, for as long as was left when the rest began;
    what was asked in the rest counts from now."""
    waiting = tuple(
        replace(pending, at=pending.at + min(rest, turn.now - pending.at)) for pending in turn.state.pending
    )
    return replace(turn, state=replace(turn.state, pending=waiting))


def _remembering(state: PlanState, day: dt.date) -> PlanState:
    others = (known for known in state.sent if not known.startswith(RESTS))
    return replace(state, sent=(*others, f"{RESTS}{day.isoformat()}"))


def _gone_on(turn: Turn) -> Turn:
    """Ask for every date that passed in the rest: what its owner would say is offered, as far later as the rest was.

    Nobody is chased for a date that passed while the plan said nothing: every rung of it counts as said, for the
    question takes their place. What is past its date and has nobody to ask (actions, externals) is in the status mail.
    """
    rested = _rested_since(turn)
    late = list(_late(turn))[:MOST_ANEW]
    turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, *_rungs(turn))))
    for line in late:
        turn = with_decision(turn, _anew(turn, line, rested), "milepost")
    return turn


def _late(turn: Turn) -> Iterator[Milestone]:
    waiting = (m for m in turn.plan.milestones if not m.settled and m.due)
    return (milestone for milestone in waiting if milestone.due and milestone.due < turn.today)


def _rungs(turn: Turn) -> Iterator[str]:
    """Yield what names each rung, past and to come, of every date that has passed."""
    plan = turn.plan
    for line in (*(one.id for one in plan.milestones), *(one.id for one in plan.externals)):
        for entry in entries_of(plan, line):
            if entry.due and entry.due < turn.today:
                yield from (nudge.key for nudge in ladder(plan, entry, turn.state.calendar))


def _anew(turn: Turn, line: Milestone, rested: dt.date) -> Decision:
    """Return the question to whoever keeps the line: the date with the days of rest added, never before tomorrow."""
    plan, calendar = turn.plan, turn.state.calendar
    owner = plan.person(line.owner) or plan.reporter

    def works(day: dt.date) -> bool:
        return is_workday(plan, calendar, owner, day)

    due = line.due or turn.today
    later = max(add_workdays(works, due, workdays_between(works, rested, turn.today)), turn.today + dt.timedelta(1))
    change = Change(line.id, "due", next_workday(works, later).isoformat(), "apply", 1.0, "", reason="rested")
    asked = [line.owner, *((_reporter(plan), line.approver) if line.deadline == "hard" else ())]
    to = tuple(dict.fromkeys(p for p in asked if p and plan.person(p))) or ((owner.id,) if owner else ())
    return Decision(change, "proposed", to, "rested", all_of=line.deadline == "hard")


def _reporter(plan: Plan) -> str | None:
    return plan.reporter.id if plan.reporter else None


def ended(turn: Turn, state: PlanState) -> Outcome:
    """Return what an end, a rest, their being over or a draft that is endorsed leads to: one mail to everybody, and
    what comes after."""
    before, after = turn.start.status, turn.plan.status
    if (before, after) == ("draft", "active"):
        return Outcome(state, (), welcomes(turn.plan, turn.by, turn.now))
    if after == before:
        return Outcome(state)
    notices = tuple(_closing(turn, person.id) for person in _told(turn))
    if after not in ENDED:
        recalled = slug_after(turn.plan) if before == "won" and not turn.plan.follows else ""
        return Outcome(_going_on(turn, state) if after != "on-hold" else state, (), notices, recalled=recalled)
    state = replace(state, pending=(), resting=state.pending)
    return _lost(turn, state, notices) if after == "lost" else Outcome(state, (), notices, _following(turn))


def _told(turn: Turn) -> tuple[Person, ...]:
    """Return everybody who is told: of a draft only those who have heard of it, with whoever wished for the yes."""
    plan, waits = turn.plan, (*turn.state.pending, *turn.state.resting)
    wishers = tuple(plan.person(held.by) for held in waits if held.reason == ENDORSE)
    knowing = (plan.reporter, *(() if plan.follows else (plan.endorser,)), *wishers)
    people = knowing if DRAFTED in turn.state.sent else plan.people
    return tuple(dict.fromkeys(person for person in people if person and person.mailed))


def _going_on(turn: Turn, state: PlanState) -> PlanState:
    """Return the state of a plan that goes on: a draft waits for its endorser's yes, as before or anew."""
    state = _without(state, DRAFTED)
    asked = any(pending.reason == ENDORSE for pending in state.pending)
    wish = None if asked or turn.plan.status != "draft" else wish_for_yes(turn.plan, turn.letter, turn.now)
    return replace(state, pending=(*state.pending, wish)) if wish else state


def _without(state: PlanState, key: str) -> PlanState:
    return replace(state, sent=tuple(known for known in state.sent if known != key))


def in_one_mail(turn: Turn, said: tuple[Notice, ...], end: Outcome) -> Outcome:
    """Return the end with what was said in the turn: whoever is told nothing but that gets one mail, and it is their
    mail of the day.

    Who ended the plan has in their closing mail what it changed, and one word to it undoes that; who let it go on, or
    is asked about a date that passed meanwhile, knows from the answer or the question that it goes on.
    """
    if not end.notices:
        return replace(end, notices=said)
    if turn.plan.status in (*ENDED, "on-hold"):
        end = _with_answers(said, end)
    else:
        know = {one.to for one in said if _says_it_goes_on(one)}
        end = replace(end, notices=(*said, *(one for one in end.notices if one.to not in know)))
    days = (day_of(turn.plan, one.to, turn.now) for one in end.notices if turn.plan.person(one.to))
    return replace(end, state=replace(end.state, sent=tuple(dict.fromkeys((*end.state.sent, *days)))))


def _says_it_goes_on(notice: Notice) -> bool:
    status = ("plan", "status") in {(step.target, step.field) for step in (*notice.applied, *notice.undone)}
    return status or {ask.reason for ask in notice.asks} == {"rested"}


def _with_answers(said: tuple[Notice, ...], end: Outcome) -> Outcome:
    answers = {one.to: one for one in said if _tells_the_status_alone(one)}
    closings = {one.to: one for one in end.notices if one.kind == "closing" and one.to in answers}
    notices = []
    for one in end.notices:
        if one.to not in closings:
            notices.append(one)
            continue
        answered = answers[one.to]
        code = answered.code or one.code
        notices.append(replace(one, applied=answered.applied, letter=answered.letter, code=code, about=answered.about))
    kept = tuple(one for one in said if answers.get(one.to) is not one or one.to not in closings)
    codes = _joined(end.state.codes, {closings[to].code: answers[to].code for to in closings if closings[to].code})
    return replace(end, state=replace(end.state, codes=codes), notices=(*kept, *notices))


def _tells_the_status_alone(notice: Notice) -> bool:
    told = (notice.undone, notice.asks, notice.proposals, notice.refused, notice.questions, notice.nudged)
    own = {(step.target, step.field) for step in notice.applied}
    return notice.kind == "acknowledgement" and own == {("plan", "status")} and not any(told)


def _joined(codes: tuple[Code, ...], into: dict[str, str]) -> tuple[Code, ...]:
    """Return the codes with what some of them settle moved into others: one mail carries one code."""
    moved = {into[code.code]: code.pending for code in codes if into.get(code.code)}
    kept = (code for code in codes if not into.get(code.code))
    return tuple(replace(code, pending=(*code.pending, *moved.get(code.code, ()))) for code in kept)


def _closing(turn: Turn, to: str) -> Notice:
    plan = turn.plan
    key = f"{plan.slug}/closing/v{plan.version}/{to}"
    return Notice(key, "closing", plan.slug, plan.version, to, turn.now, about=turn.by)


def _lost(turn: Turn, state: PlanState, notices: tuple[Notice, ...]) -> Outcome:
    """Ask the reporter for the reason, in the mail that says the end; it is asked once and noted in the log."""
    reporter = _reporter(turn.plan)
    held = Pending(f"{turn.letter}/reason", Change("plan", "note", None, "ask", 1.0, ""), "milepost",
                   (reporter,) if reporter else (), "lost-reason", turn.letter, turn.now)  # fmt: skip
    asked = tuple(replace(n, asks=(Ask("plan", None, "lost-reason"),), code=code_of(n.key)) if n.to == reporter else n
                  for n in notices)  # fmt: skip
    codes = tuple(Code(n.code, n.to, turn.now, (held.id,)) for n in asked if n.code)
    state = replace(state, pending=(held,) if codes else (), codes=(*state.codes, *codes))
    return Outcome(state, (), asked)


def _following(turn: Turn) -> Following | None:
    """Return the plan that goes on from one that was won, and the mail to whoever takes over; a kickoff has none."""
    keeper = success_owner(turn.plan)
    if turn.plan.follows or keeper is None:
        return None
    today = turn.today
    plan = kickoff(turn.plan, turn.state.calendar, today)
    state = PlanState(plan, turn.now, turn.state.calendar, sent=(since(today),))
    return Following(*handed_over(state, turn.by))
