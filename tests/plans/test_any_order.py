"""Whatever comes in whatever order, replies, silence, yes, no, undo, a run that goes on as another: the rules hold.

A long run by hand: `pytest tests/plans/test_any_order.py --hypothesis-profile=long --timeout=0`.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pydantic import TypeAdapter

from plans.agenda import since
from plans.answer import answer
from plans.change import Change, Reading, Reply, Wish
from plans.letter import Trust
from plans.notice import Notice
from plans.plan import External, Milestone, Plan
from plans.spoken import unasked
from plans.state import Arrival, Outcome, Pending, PlanState
from plans.workdays import zone_of
from tests.plans.a_plan import NOW, PEOPLE, a_plan

WHO = st.sampled_from([person.id for person in PEOPLE])
LINES = st.sampled_from(["M1", "M2", "M2.1", "M3", "M4", "X1"])
DAYS = st.integers(-10, 60).map(lambda days: (NOW.date() + dt.timedelta(days=days)).isoformat())
SET = st.one_of(
    st.tuples(st.just("due"), DAYS),
    st.tuples(st.just("status"), st.sampled_from(["done", "in-progress", "blocked", "not-started"])),
    st.tuples(st.just("owner"), WHO),
    st.tuples(st.just("approver"), WHO),
    st.tuples(st.just("backup"), WHO),
    st.tuples(st.just("confirmed"), st.just(True)),
    st.tuples(st.just("note"), st.just("snow")),
)
CHANGES = st.lists(
    st.builds(
        lambda line, pair, sure: Change(line, pair[0], pair[1], sure, 1.0, "words"),
        LINES, SET, st.sampled_from(["apply", "apply", "ask"]),
    ),
    min_size=1, max_size=4, unique_by=lambda change: (change.target, change.field),
)  # fmt: skip
CARRIED = TypeAdapter(PlanState)
QUIET = ("confirmed", "note")
"""Fields that an owner need not hear of: they ask nothing of anybody."""


def the_plan() -> Plan:
    """Return the small plan with an external, and an approver of every milestone."""
    lines = (replace(line, approver="nate" if line.id == "M4" else "marcus") for line in a_plan().milestones)
    outside = External("X1", "Dock permit", "regulator", "ray", dt.date(2026, 5, 8))
    return a_plan(milestones=tuple(lines), externals=(outside,))


def bare(plan: Plan) -> Plan:
    """Return a plan without its version, to compare what it holds."""
    return replace(plan, version=0)


class AnyOrder(RuleBasedStateMachine):
    """A plan's pure machinery, driven as its workflow drives it."""

    def __init__(self) -> None:
        super().__init__()
        self.state = PlanState(the_plan(), NOW, sent=(since(NOW.date()),))
        self.now, self.letters, self.changed = NOW, 0, 0
        self.keys: set[str] = set()
        self.unasked: Counter[tuple[str, dt.date]] = Counter()

    @rule(who=WHO, changes=CHANGES)
    def somebody_writes(self, who: str, changes: list[Change]) -> None:
        self._take(who, Reading("reply", tuple(changes)))

    @rule(who=WHO, changes=CHANGES)
    def somebody_writes_and_takes_it_back(self, who: str, changes: list[Change]) -> None:
        before = self.state.plan
        outcome = self._take(who, Reading("reply", tuple(changes)))
        code = next(
            (code.code for code in outcome.state.codes if code.letter == self._letter and code.person == who), ""
        )
        if code:
            self._take(who, Reading("reply", replies=(Reply("undo", None, "undo"),)), code)
            assert bare(self.state.plan) == bare(before)

    @rule(word=st.sampled_from(["yes", "no", "undo"]), data=st.data())
    def somebody_answers(self, word: Wish, data: st.DataObject) -> None:
        if self.state.codes:
            code = data.draw(st.sampled_from(self.state.codes))
            self._take(code.person, Reading("reply", replies=(Reply(word, None, word),)), code.code)

    @rule()
    def the_last_letter_comes_again(self) -> None:
        if self.letters:
            again = self._answered("dana", Reading("reply", (Change("M4", "note", "twice", "apply", 1.0, ""),)), "")
            assert again == Outcome(self.state)

    @rule(hours=st.integers(1, 72))
    def time_passes(self, hours: int) -> None:
        for _ in range(hours):
            self.now += dt.timedelta(hours=1)
            outcome = unasked(self.state, self.now)
            assert bare(outcome.state.plan) == bare(self.state.plan), "silence is never consent"
            self.state = outcome.state
            self._send(outcome.notices)
            self._count(outcome.notices)

    @rule()
    def the_plan_goes_on_in_another_run(self) -> None:
        self.state = CARRIED.validate_json(CARRIED.dump_json(self.state))

    @invariant()
    def the_version_counts_what_changed_anything(self) -> None:
        assert self.state.plan.version == the_plan().version + self.changed

    @property
    def _letter(self) -> str:
        return f"l{self.letters}"

    def _answered(self, who: str, reading: Reading, code: str) -> Outcome:
        arrival = Arrival(self._letter, f"{who}@x.example", Trust("trusted", who), self.now, code)
        return answer(self.state, arrival, reading, self.now)

    def _take(self, who: str, reading: Reading, code: str = "") -> Outcome:
        self.letters += 1
        before, waiting = self.state.plan, self.state.pending
        outcome = self._answered(who, reading, code)
        self.state = outcome.state
        self.changed += any(entry.kind in ("applied", "undone") for entry in outcome.entries)
        self._send(outcome.notices)
        self._owners_know(before, who, outcome)
        if not any(reply.wish == "undo" for reply in reading.replies):
            self._those_concerned_agree(before, who, waiting)
        return outcome

    def _owners_know(self, before: Plan, who: str, outcome: Outcome) -> None:
        """Hold that no line changed without its owner: they wrote, or they are told."""
        told = {(n.to, step.target) for n in outcome.notices for step in (*n.applied, *n.undone)}
        for line in before.lines():
            now = outcome.state.plan.line(line.id)
            moved = now and (line.due, line.status) != (now.due, now.status)
            if moved and now and now.owner and now.owner != who:
                assert (now.owner, line.id) in told, f"{now.owner} does not know that {line.id} changed"

    def _those_concerned_agree(self, before: Plan, who: str, waiting: tuple[Pending, ...]) -> None:
        """Hold that no line changes sides without a word from both, and no approver without theirs, save by owning."""
        for line in (*before.lines(), *before.externals):
            now = self.state.plan.entry(line.id)
            wishes = [held for held in waiting if held.change.target == line.id]
            old, new = before.person(line.owner), before.person(now.owner if now else None)
            if old and new and old.side != new.side:
                people = {who, *(held.by for held in wishes if held.change.field == "owner")}
                sides = {person.side for person in before.people if person.id in people}
                assert sides == {"buyer", "seller"}, f"{line.id} went to the other side by {people} alone"
            kept = isinstance(now, Milestone) and {now.approver, now.owner}  # Nobody approves a line of their own.
            if isinstance(line, Milestone) and line.approver and kept and line.approver not in kept:
                agreed = {who, *(one for held in wishes if held.change.field == "approver" for one in held.agreed)}
                approver = before.person(line.approver)
                assert approver
                assert agreed & {approver.id, approver.assistant}, f"{line.id} lost its approver by {agreed}"

    def _send(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            assert notice.key not in self.keys, f"{notice.key} would be sent twice"
            self.keys.add(notice.key)

    def _count(self, mails: tuple[Notice, ...]) -> None:
        for mail in mails:
            if "/alert/" not in mail.key:
                day = self.now.astimezone(zone_of(self.state.plan, self.state.plan.person(mail.to))).date()
                self.unasked[mail.to, day] += 1
                assert self.unasked[mail.to, day] == 1, f"{mail.to} gets a second unasked mail on {day}"


LONG = bool(settings.default) and settings.default.max_examples > 100
TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    deadline=None, max_examples=2_000 if LONG else 20, stateful_step_count=40 if LONG else 12
)
