"""A plan's life in any order: letters, wishes, timers and undos, with what must hold after every step."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from plans.agenda import next_moment, since
from plans.answer import answer
from plans.change import Change, NewLine, NewPerson, Reading, Reply, Value
from plans.decide import RULED
from plans.letter import Trust
from plans.notice import Notice
from plans.plan import Communication, Dependency, Milestone, Plan
from plans.spoken import unasked
from plans.state import UNDO_WINDOW, Arrival, Outcome, PlanState
from plans.waiting import next_wait
from tests.plans.a_plan import NOW, a_plan

CHICAGO = ZoneInfo("America/Chicago")
PEOPLE = [person.id for person in a_plan().people]
LINES = [line.id for line in a_plan().lines()]
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here; the steps that led there are printed anyway."""
UNTOLD = ("confirmed", "note")
"""Fields that their owner is not written to about: a yes to what stands, and a remark."""


def due_values() -> st.SearchStrategy[Value]:
    return st.dates(dt.date(2026, 4, 1), dt.date(2026, 8, 31)).map(dt.date.isoformat)


FIELDS: dict[str, st.SearchStrategy[Value]] = {
    "due": due_values(),
    "status": st.sampled_from(["in-progress", "blocked", "done", "skipped", "not-started"]),
    "owner": st.one_of(st.sampled_from(PEOPLE), st.just(NewPerson("Cora Free", "cora@harborline.example"))),
    "backup": st.sampled_from(PEOPLE),
    "confirmed": st.just(True),
    "note": st.just("a word"),
    "name": st.sampled_from(["Walk", "Visit"]),
    "deadline": st.sampled_from(["hard", "soft"]),
}


@st.composite
def changes(draw: st.DrawFn) -> Change:
    field = draw(st.sampled_from([*FIELDS, "due", "due", "status"]))
    value = draw(FIELDS[field])
    decision = draw(st.sampled_from(["apply", "apply", "apply", "ask"]))
    return Change(draw(st.sampled_from(LINES)), field, value, decision, 0.9, f"{field}!")  # type: ignore[arg-type]


new_lines = st.builds(
    lambda name, due, owner: Change("new", "milestone", NewLine(name, due, owner), "apply", 0.9, name),
    st.sampled_from(["Pilot", "Training"]),
    st.none() | due_values(),
    st.sampled_from(PEOPLE),
)


def content(plan: Plan) -> Plan:
    """Return the plan without its version."""
    return replace(plan, version=0)


class Life(RuleBasedStateMachine):
    """Everybody may write anything at any time; clocks go on; what was said cannot be said again."""

    letters = Bundle("letters")

    def __init__(self) -> None:
        super().__init__()
        waits = {"M4": Dependency("M3", critical=True, contingency="Go on by hand", escalate_to="vera")}
        lines = [replace(m, depends_on=(waits[m.id],)) if m.id in waits else m for m in a_plan().milestones]
        rhythm = Communication(
            reporter="nate", snapshot_to=("vera",), status="weekly Monday 09:00", quiet_hours="18:00-08:00"
        )
        self.state = PlanState(a_plan(milestones=tuple(lines), communication=rhythm), NOW, sent=(since(NOW.date()),))
        self.now = NOW
        self.count = 0
        self.expected_version = self.state.plan.version
        self.keys: Counter[str] = Counter()
        self.unasked: Counter[tuple[str, dt.date]] = Counter()

    def _letter(self, who: str | None, reading: Reading, code: str = "", verdict: str = "trusted") -> Outcome:
        self.count += 1
        arrival = Arrival(f"letter{self.count}", f"{who}@x.example", Trust(verdict, who), self.now, code)  # type: ignore[arg-type]
        before = self.state
        outcome = answer(before, arrival, reading, self.now)
        self.state = outcome.state
        changed = any(entry.kind in ("applied", "undone") for entry in outcome.entries)
        self.expected_version += changed
        self._sent(outcome.notices)
        self._everybody_knows(before.plan, outcome, who)
        assert changed or content(before.plan) == content(self.state.plan)
        return outcome

    def _sent(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            self.keys[notice.key] += 1
            assert notice.version == self.state.plan.version

    def _everybody_knows(self, before: Plan, outcome: Outcome, who: str | None) -> None:
        """Whoever owns a line, or has just lost it, is told what changed in it, unless they wrote it."""
        after = outcome.state.plan
        told = {(n.to, step.target, step.field) for n in outcome.notices for step in (*n.applied, *n.undone)}
        for entry in outcome.entries:
            line = after.line(entry.target)
            if entry.kind not in ("applied", "undone") or line is None or entry.field in UNTOLD:
                continue
            if entry.field in ("slipped_from", "done_on", "evidence", "milestone", "action"):
                continue
            if line.owner and line.owner != who:
                assert (line.owner, entry.target, entry.field) in told, entry

    @rule(
        target=letters,
        who=st.sampled_from([*PEOPLE, None]),
        wanted=st.lists(changes() | new_lines, max_size=3),
        verdict=st.sampled_from(["trusted", "trusted", "trusted", "unsure", "forged"]),
    )
    def somebody_writes(self, who: str | None, wanted: list[Change], verdict: str) -> str:
        before = self.state.plan
        self._letter(who, Reading("reply", tuple(wanted)), verdict=verdict)
        self._nobody_moved_the_other_sides_line(before, who)
        if verdict != "trusted" or who is None:
            assert content(before) == content(self.state.plan)
        return f"letter{self.count}"

    def _nobody_moved_the_other_sides_line(self, before: Plan, who: str | None) -> None:
        """Without a yes, one moves one's own side's soft lines only (R108)."""
        sender = before.person(who)
        for line in before.lines():
            after, owner = self.state.plan.line(line.id), before.person(line.owner)
            assert after is not None
            hard = isinstance(line, Milestone) and line.deadline == "hard" and line.due is not None
            assert not hard or after.due == line.due
            if owner and sender and owner.side != sender.side:
                assert (after.due, after.status, after.owner) == (line.due, line.status, line.owner)

    @rule(who=st.sampled_from(PEOPLE), until=st.dates(dt.date(2026, 4, 1), dt.date(2026, 6, 30)))
    def somebody_is_away(self, who: str, until: dt.date) -> None:
        away = Change(f"person:{who}", "away", until.isoformat(), "apply", 1.0, "away")
        outcome = self._letter(who, Reading("auto-reply", (away,)))
        assert all(notice.to != who for notice in outcome.notices), "an answering machine is never answered"
        asked = [one for notice in outcome.notices for one in (*notice.asks, *notice.proposals)]
        assert all(one.instead or getattr(one, "reason", "") == "nobody-stands-in" for one in asked)

    @precondition(lambda self: self.state.codes)
    @rule(data=st.data(), wish=st.sampled_from(["yes", "yes", "no", "undo"]), again=st.booleans())
    def somebody_answers_with_a_code(self, data: st.DataObject, wish: str, again: bool) -> None:
        code = data.draw(st.sampled_from(self.state.codes))
        reading = Reading("reply", replies=(Reply(wish, None, wish),))  # type: ignore[arg-type]
        self._letter(code.person, reading, code.code)
        if again and wish != "yes":
            before = content(self.state.plan)
            self._letter(code.person, reading, code.code)
            assert content(self.state.plan) == before

    @rule(who=st.sampled_from(["dana", "ray", "nate", "aisha"]), wanted=st.lists(changes(), min_size=1, max_size=3))
    def undo_at_once_restores_the_plan(self, who: str, wanted: list[Change]) -> None:
        before = self.state.plan
        outcome = self._letter(who, Reading("reply", tuple(wanted)))
        mine = next((n for n in outcome.notices if n.to == who and n.applied), None)
        if mine:
            self._letter(who, Reading("reply", replies=(Reply("undo", None, "undo"),)), mine.code)
            people = self.state.plan.people
            assert content(self.state.plan) == replace(content(before), people=people)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        """Wake as the workflow does: at each next moment until then."""
        until = self.now + dt.timedelta(hours=hours)
        for _ in range(200):
            calendar, sent = self.state.calendar, frozenset(self.state.sent)
            moments = (next_moment(self.state.plan, calendar, sent, self.now), next_wait(self.state, self.now))
            coming = min((moment for moment in moments if moment), default=None)
            if coming is None or coming > until:
                break
            self.now = max(coming, self.now)
            before, outcome = self.state, unasked(self.state, self.now)
            self.state = outcome.state
            assert content(before.plan) == content(self.state.plan), "silence is never consent"
            self._sent(outcome.notices)
            self._unasked(outcome.notices)
            if outcome.state == before:
                self.now += dt.timedelta(minutes=1)
        else:
            raise AssertionError("the plan wakes again and again")
        self.now = until

    def _unasked(self, notices: tuple[Notice, ...]) -> None:
        """Count what nobody asked for: in waking hours of working days, and never while the plan rests."""
        assert not notices or self.state.plan.status == "active"
        for notice in notices:
            local = notice.at.astimezone(CHICAGO)
            self.unasked[notice.to, local.date()] += "/alert/" not in notice.key
            assert local.weekday() < 5
            assert dt.time(8) <= local.time() < dt.time(18)

    @rule(hours=st.integers(1, 200), word=st.sampled_from(["on-hold", "won"]))
    def the_plan_rests_and_goes_on(self, hours: int, word: str) -> None:
        """Everybody hears of both, and gets nothing more on the day on which it goes on."""
        if self.state.plan.status == "active":
            end = self._letter("nate", Reading("reply", (Change("plan", "status", word, "apply", 1.0, word),)))
            self.time_passes(min(hours, 100) if word == "won" else hours)
            own = next(notice for notice in end.notices if notice.to == "nate" and notice.code)
            if word == "won":
                self._letter("nate", Reading("reply", replies=(Reply("undo", None, "undo"),)), own.code)
            else:
                self._letter("nate", Reading("reply", (Change("plan", "status", "active", "apply", 1.0, "on"),)))
            assert self.state.plan.status == "active"
            for person in self.state.plan.people:
                self.unasked[person.id, self.now.astimezone(CHICAGO).date()] = person.mailed

    @invariant()
    def the_version_counts_what_changed(self) -> None:
        assert self.state.plan.version == self.expected_version

    @invariant()
    def no_mail_goes_out_twice(self) -> None:
        assert all(count == 1 for count in self.keys.values()), [k for k, c in self.keys.items() if c > 1]

    @invariant()
    def nobody_gets_two_unasked_mails_on_a_day(self) -> None:
        assert all(count <= 1 for count in self.unasked.values())

    @invariant()
    def nothing_waits_for_more_than_seven_days_and_nobody_is_reminded_twice(self) -> None:
        longest = UNDO_WINDOW + dt.timedelta(days=3)  # It lapses in the morning of a working day.
        rests = self.state.plan.status == "on-hold"  # Then nothing lapses.
        assert rests or all(self.now - pending.at <= longest for pending in self.state.pending)
        again = [key for key in self.state.sent if key.startswith("again/")]
        assert len(again) == len(set(again))

    @invariant()
    def what_waits_waits_for_people_of_the_plan(self) -> None:
        ids = [pending.id for pending in self.state.pending]
        assert len(set(ids)) == len(ids)
        assert all(self.state.plan.person(person) for pending in self.state.pending for person in pending.to)

    @invariant()
    def whoever_stands_in_is_asked_for_somebody_of_their_side_who_is_not_asked_too(self) -> None:
        for held in self.state.pending:
            assert len(set(held.to)) == len(held.to)
            for one in held.stand_ins:
                people = [self.state.plan.person(person) for person in (one.person, one.absent)]
                assert len({person.side for person in people if person}) == 1
                assert one.person in held.to
                assert one.absent not in held.to
                assert held.by not in (one.person, one.absent) or held.reason not in RULED


@pytest.mark.practice(7, 31, 108)
def test_whatever_happens_in_whatever_order_every_rule_of_a_plan_holds() -> None:
    often = settings(max_examples=60, stateful_step_count=25, deadline=None, phases=QUICKLY)
    run_state_machine_as_test(Life, settings=often)
