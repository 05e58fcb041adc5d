"""Standing in is being asked in the place of somebody who cannot be mailed, until they are back or write themselves.

Whoever stands in is of the same side, and is never the one who wished for it: nobody says yes to themselves.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from plans.agenda.ladder import reachable
from plans.change import LAST_DAY
from plans.notice import Ask, Notice
from plans.plan import Person, Plan
from plans.sentences import SENTENCES
from plans.speak import Telling, code_of, held_for
from plans.standing import assists
from plans.state import Code, Pending, PlanState, StandIn
from plans.turn import Turn
from plans.workdays import moment

OWN_WORD = SENTENCES | {"commitment", "goal", "endorse", "unsure-sender"}
"""Reasons for which somebody is asked that nobody can answer for them."""


def with_those_back(state: PlanState, today: dt.date, writer: str = "") -> PlanState:
    """Return the state in which those who are back, or write, are asked themselves again; a yes given for them counts
    on."""
    return replace(state, pending=tuple(_without_back(state.plan, held, today, writer) for held in state.pending))


def _without_back(plan: Plan, held: Pending, today: dt.date, writer: str) -> Pending:
    for one in held.stand_ins:
        if (one.absent == writer or reachable(plan, one.absent, today)) and one.person not in held.agreed:
            to = tuple(dict.fromkeys(one.absent if person == one.person else person for person in held.to))
            kept = tuple(other for other in held.stand_ins if other != one)
            held = replace(held, to=to, stand_ins=kept)
    return held


def next_return(state: PlanState) -> dt.datetime | None:
    """Return when somebody is next back for whom another is asked; None where nobody is awaited."""
    plan = state.plan
    pairs = ((held, one) for held in state.pending for one in held.stand_ins if one.person not in held.agreed)
    absent = (plan.person(one.absent) for _, one in pairs)
    days = [person.away_until for person in absent if person and person.mailed and person.away_until]
    days = [day for day in days if day < LAST_DAY]
    return moment(min(days) + dt.timedelta(days=1), dt.time(), plan.zone) if days else None


def with_stand_ins(turn: Turn, here: str = "") -> tuple[Turn, tuple[Notice, ...]]:
    """Return the turn in which what waits for people who cannot be mailed is asked of those who stand in for them.

    The mails are for what was asked before this turn; `here` writes, so nobody stands in for them in what waits now. A
    machine's letter has nobody here, and asks and tells its sender nothing.
    What nobody can answer meanwhile is told to the reporter, each once an absence.
    """
    if turn.plan.status not in ("active", "draft"):
        return turn, ()
    machine = "" if here else turn.by
    opened, hears = {held.id for held in turn.opened}, _who_hears(turn, machine)
    asked: dict[str, list[Pending]] = defaultdict(list)
    stuck: list[tuple[Pending, Person]] = []
    for held in turn.state.pending:
        for absent in _absent(turn, held):
            if absent.id == here:
                turn = _noted(turn, _wrote(held, absent))
                continue
            person = _stand_in(turn.plan, held, absent, turn.today, besides=machine)
            if person is None:
                stuck += [(held, absent)] if hears and _alone(held, absent) not in turn.state.sent else []
                turn = _noted(turn, _alone(held, absent)) if hears else turn
                continue
            held = _readdressed(held, absent, person, held.at if held.id in opened else turn.now)
            turn = _with(turn, held, absent, person)
            if held.id not in opened:
                asked[person.id].append(held)
    notices = [_asked(turn, person, helds) for person, helds in asked.items()]
    codes = tuple(Code(n.code, n.to, turn.now, tuple(held.id for held in asked[n.to])) for n in notices)
    turn = replace(turn, state=replace(turn.state, codes=(*turn.state.codes, *codes)))
    return turn, (*notices, *(_told(turn, hears, stuck) if hears else ()))


def _absent(turn: Turn, held: Pending) -> Iterator[Person]:
    """Yield whom this waits for and who cannot be mailed, unless they have written in this absence."""
    if held.reason in OWN_WORD:
        return
    for person_id in held.to:
        person = turn.plan.person(person_id)
        if person is None or person_id in held.agreed or person_id == held.change.value:
            continue
        if not reachable(turn.plan, person_id, turn.today) and _wrote(held, person) not in turn.state.sent:
            yield person


def _stand_in(plan: Plan, held: Pending, absent: Person, today: dt.date, besides: str) -> Person | None:
    """Return who is asked instead: the line's backup, their assistant, or who keeps the plan on their side."""
    line, above = plan.entry(held.change.target), plan.milestone_of(held.change.target)
    backup = above.backup if line and above and absent.id in (line.owner, held.by) else None
    assistant = next((one.id for one in plan.people if assists(one, absent)), None)
    keeper = plan.reporter if absent.side == "seller" else plan.champion
    for person_id in (backup, assistant, keeper.id if keeper else None, absent.manager):
        person = reachable(plan, person_id, today)
        if person and person.side == absent.side and person.id not in (absent.id, held.by, besides, *held.to):
            return person
    return None


def _readdressed(held: Pending, absent: Person, person: Person, at: dt.datetime) -> Pending:
    """Return what waits as asked of the one in the place of the other, or of whomever that one stood in for."""
    to = tuple(person.id if one == absent.id else one for one in held.to)
    passed_on = held.absent_for(absent.id)
    others = (one for one in held.stand_ins if absent.id not in (one.absent, one.person))
    return replace(held, to=to, at=at, stand_ins=(*others, StandIn(person.id, passed_on or absent.id)))


def _with(turn: Turn, held: Pending, absent: Person, person: Person) -> Turn:
    """Return the turn with this in the place of what has the same id; what it asks of others stays as it is."""
    pending = tuple(held if one.id == held.id else one for one in turn.state.pending)
    opened = tuple(_readdressed(one, absent, person, one.at) if one.id == held.id else one for one in turn.opened)
    return replace(turn, opened=opened, state=replace(turn.state, pending=pending))


def _wrote(held: Pending, absent: Person) -> str:
    """Return the key that tells that somebody wrote while they were away, so that this is asked of themselves."""
    return f"instead/{held.id}/{_absence(absent)}"


def _alone(held: Pending, absent: Person) -> str:
    """Return the key that tells that the reporter knows that nobody stands in."""
    return f"nobody-stands-in/{held.id}/{_absence(absent)}"


def _absence(person: Person) -> str:
    """Return what tells one absence of somebody from another."""
    return f"{person.id}/{person.away_until or person.mail}"


def _noted(turn: Turn, key: str) -> Turn:
    return replace(turn, state=replace(turn.state, sent=tuple(dict.fromkeys((*turn.state.sent, key)))))


def _asked(turn: Turn, person: str, helds: list[Pending]) -> Notice:
    """Return one mail with all that somebody is asked in the place of others."""
    telling = sum((held_for(turn.plan, held, own=False, to=person) for held in helds), Telling())
    key = f"{turn.plan.slug}/instead/{turn.letter}/{person}"
    wishers = {held.by for held in helds}
    return Notice(
        key=key,
        kind=telling.kind,
        plan=turn.plan.slug,
        version=turn.plan.version,
        to=person,
        at=turn.now,
        lines=tuple(dict.fromkeys(held.change.target for held in helds)),
        asks=telling.asks,
        proposals=telling.proposals,
        about=wishers.pop() if len(wishers) == 1 and person not in wishers else "",
        code=code_of(key),
    )


def _who_hears(turn: Turn, besides: str) -> Person | None:
    """Return who is told that nobody stands in: the reporter, or their manager while they are away."""
    plan, reporter, today = turn.plan, turn.plan.reporter, turn.today
    hears = reporter and (reachable(plan, reporter.id, today) or reachable(plan, reporter.manager, today))
    return hears if hears and hears.id != besides else None


def _told(turn: Turn, hears: Person, stuck: list[tuple[Pending, Person]]) -> tuple[Notice, ...]:
    """Return one mail about what nobody can answer meanwhile; a bounce tells of itself."""
    plan = turn.plan
    known = [(held, one) for held, one in stuck if not _just_bounced(turn, one)]
    if not known:
        return ()
    asks = tuple(Ask(held.change.target, None, "nobody-stands-in", one.name) for held, one in known)
    key = f"{plan.slug}/nobody-stands-in/{turn.letter}"
    lines = tuple(dict.fromkeys(ask.target for ask in asks))
    return (Notice(key, "question", plan.slug, plan.version, hears.id, turn.now, lines=lines, asks=asks),)


def _just_bounced(turn: Turn, person: Person) -> bool:
    before = turn.start.person(person.id)
    return person.mail == "bounced" and before is not None and before.mailed
