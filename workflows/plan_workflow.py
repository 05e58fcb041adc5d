"""A plan workflow waits: one coroutine and one named timer a milestone, and letters read one after the other."""

import asyncio
import contextlib
import datetime as dt

from temporalio import workflow
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from plans.agenda import nudge_now
    from plans.answer import answer, unreadable
    from plans.entry import Entry
    from plans.health import Vitals, vitals_of
    from plans.plan import Plan
    from plans.spoken import (
        CADENCE,
        WAITING,
        Alarm,
        alarms,
        notice_of,
        spoken,
        told_in_digest,
        unasked,
        with_next_update,
    )
    from plans.state import Following, Outcome, PlanState
    from workflows.attributes import as_started
    from workflows.commands import TakesCommands
    from workflows.days_off import KnowsDaysOff
    from workflows.following import Follows
    from workflows.forgetting import Forgets
    from workflows.limits import LIMITS
    from workflows.messages import RELEASED, InDigest, Nudging, PlanRun, Record, Understood, Unread
    from workflows.notices import SendsNotices
    from workflows.shown import IsShown

NUDGE_WAITS = dt.timedelta(seconds=20)
"""How long a nudge by hand waits for its mails to be taken by the mail server."""
LONGEST_HISTORY = 2_000
"""Events after which a plan continues as new, also where the server never suggests it."""


def workflow_id(slug: str) -> str:
    """Return the workflow id of a plan: no person, address or amount is ever in it."""
    return f"plan/{slug}"


@workflow.defn(name="PlanWorkflow")
class PlanWorkflow(IsShown, TakesCommands, SendsNotices, KnowsDaysOff, Forgets, Follows):
    """One plan's life: it waits on dates and letters, and everything it decides is decided in `plans`."""

    @workflow.init
    def __init__(self, run: PlanRun) -> None:
        """Take the state over from the start, or from the run before."""
        self.state = run.state
        self.letters = list(run.letters)
        self.alarms: dict[str, Alarm] = {}
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.unsent = {notice.key: notice for notice in run.unsent}
        self.sending: dict[str, asyncio.Task[None]] = {}
        self.turn = asyncio.Lock()
        self.begun = run.runs > 0 and run.taken_up is None
        self.renewing = False
        self.searchable = run.searchable
        self.held = run.held
        self.vitals: Vitals | None = None if self.begun else vitals_of(run.state, run.state.started)

    @workflow.run
    async def run(self, run: PlanRun) -> None:
        """Live until the history is long, then continue as new with nothing lost."""
        self.show_details()
        if not self.begun:
            await self._keep_beginning(run.taken_up)
            self.begun = True
        async with self.turn:
            await self.know_days_off()
        self._look_ahead()
        self.post(tuple(self.unsent.values()))
        reading = asyncio.create_task(self._read_letters())
        await workflow.wait_condition(lambda: self.renewing or self._is_long() or reading.done())
        if reading.done():
            reading.result()
        await self._go_on(run.runs + 1)

    async def _go_on(self, runs: int) -> None:
        """Continue as new between two turns; a command that waits for its turn is let through first."""
        while True:
            await workflow.wait_condition(workflow.all_handlers_finished)
            async with self.turn:
                if workflow.all_handlers_finished():
                    unsent = tuple(self.unsent.values())
                    again = PlanRun(self.state, tuple(self.letters), runs, unsent, self.searchable, self.held)
                    workflow.continue_as_new(again)

    @workflow.signal
    def letter_arrived(self, letter: str) -> None:
        """Take note of a letter's id; a repeat is read once."""
        if letter not in self.letters and letter not in self.state.handled:
            self.letters.append(letter)
            self.show_details()

    @workflow.signal
    async def told_in_digest(self, told: InDigest) -> None:
        """Take note that somebody's digest told of the plan: the status of that week is in it."""
        async with self.turn:
            self.state = told_in_digest(self.state, told.person, told.at)
            self._look_ahead()

    @workflow.update
    async def nudge(self) -> Nudging:
        """Send what is due today now, whatever the hour, and say who got a mail and whose is still on its way."""
        await workflow.wait_condition(lambda: self.begun)
        async with self.turn:
            mails = nudge_now(self.plan, self.state.calendar, frozenset(self.state.sent), workflow.now())
            notices = tuple(notice_of(mail, self.plan) for mail in mails)
            await self.carry_out(Outcome(spoken(self.state, mails), notices=notices), "")
        with contextlib.suppress(TimeoutError):
            keys = {notice.key for notice in notices}
            await workflow.wait_condition(
                lambda: not keys & set(self.unsent), timeout=NUDGE_WAITS, timeout_summary="mails of the nudge"
            )
        late = tuple(notice.to for notice in notices if notice.key in self.unsent)
        return Nudging(tuple(notice.to for notice in notices if notice.to not in late), late)

    @workflow.query
    def show(self) -> PlanState:
        """Return the plan and its open ends as they stand."""
        return self.state

    @workflow.query
    def unread(self) -> tuple[str, ...]:
        """Return the ids of letters that have arrived and are not handled yet."""
        return tuple(self.letters)

    @property
    def plan(self) -> Plan:
        """Return the plan as it stands."""
        return self.state.plan

    # --- a reply changes the plan ---

    async def _read_letters(self) -> None:
        """Read letters in the order in which they came, one at a time."""
        while True:
            await workflow.wait_condition(lambda: bool(self.letters))
            async with self.turn:
                letter = self.letters[0]
                # Read once more after its release, it says something new: under its first key that would be a repeat.
                key = f"{letter}{RELEASED}" if letter in self.state.released else letter
                outcome = await self._outcome_of(letter)
                await self.carry_out(outcome, key)
                self.letters.pop(0)
                self.letters += [letter for letter in outcome.again if letter not in self.letters]
                self.show_details()

    async def _outcome_of(self, letter: str) -> Outcome:
        try:
            understood = await self._read(Unread(self.plan.slug, self.plan.version, letter))
        except ActivityError:
            await workflow.execute_activity("put_aside", letter, **LIMITS["put_aside"].as_options())
            return unreadable(self.state, letter, workflow.now())
        return answer(self.state, understood.arrival, understood.reading, workflow.now())

    async def _read(self, unread: Unread) -> Understood:
        """Read a letter at once, which leaves one event; where that fails or takes long, as an activity of its own."""
        summary = f"letter {unread.letter[:8]}"
        with contextlib.suppress(ActivityError):
            at_once: Understood | Unread | None = await workflow.execute_local_activity(
                "read_at_once",
                unread,
                result_type=Understood | Unread | None,  # type: ignore[arg-type]
                summary=summary,
                **LIMITS["read_at_once"].as_local_options(),
            )
            if isinstance(at_once, Understood):
                return at_once
            unread = at_once or unread  # The same with the try counted, where it was the reader that failed.
        patiently: Understood = await workflow.execute_activity(
            "read_letter", unread, result_type=Understood, summary=summary, **LIMITS["read_letter"].as_options()
        )
        return patiently

    async def carry_out(self, outcome: Outcome, key: str) -> None:
        """Take the new state over, keep it, and send what it calls for, in this order."""
        changed = outcome.state.plan.version != self.plan.version
        self.state = outcome.state
        await self.know_days_off()
        self._look_ahead()
        await self._keep(key, outcome.entries, self.plan if changed else None)
        self.post(with_next_update(self.state, outcome.notices, workflow.now()))
        if outcome.following:
            await self._begin(outcome.following)
        if outcome.recalled:
            await self.tell_the_one_after(workflow_id(outcome.recalled), goes_on=True)

    async def _begin(self, following: Following) -> None:
        """Start the plan that follows this one; it lives on its own, and one that runs already goes on."""
        plan = following.state.plan
        try:
            await workflow.start_child_workflow(
                PlanWorkflow.run,
                PlanRun(following.state, unsent=following.notices, searchable=self.searchable),
                id=workflow_id(plan.slug),
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary=plan.title,
                search_attributes=as_started(vitals_of(following.state, workflow.now())) if self.searchable else None,
            )
        except WorkflowAlreadyStartedError:
            await self.tell_the_one_after(workflow_id(plan.slug), goes_on=False)

    # --- a timer fires ---

    def _look_ahead(self) -> None:
        """Find every line's next alarm anew; a coroutine whose alarm has not moved keeps its timer."""
        self.alarms = alarms(self.state, workflow.now())
        for line in self.alarms:
            if line not in self.waiting or self.waiting[line].done():
                self.waiting[line] = asyncio.create_task(self._wait_on(line))
        self.show_details()
        self.be_found()

    async def _wait_on(self, line: str) -> None:
        """Wait for the line's next alarm until it has none: it is settled, or has no date."""
        while alarm := self.alarms.get(line):
            if await self._comes(line, alarm):
                await self._speak()

    async def _comes(self, line: str, alarm: Alarm) -> bool:
        """Wait under a name that the Web UI shows; False where the alarm moved before it came."""
        try:
            await workflow.wait_condition(
                lambda: self.alarms.get(line) != alarm,
                timeout=max(alarm.at - workflow.now(), dt.timedelta(seconds=1)) + self._place(line),
                timeout_summary=alarm.shown(self.plan.zone),
            )
        except TimeoutError:
            return True
        return False

    def _place(self, line: str) -> dt.timedelta:
        """Return a second for each line above this one: of the lines that wait for the same moment, the first speaks
        for all and the others re-arm.

        Timers that fire together wake the workflow once each, and one that is cancelled as it fires is more than the
        time-skipping server bears.
        """
        lines = [*(milestone.id for milestone in self.plan.milestones), *(one.id for one in self.plan.externals)]
        lines += [CADENCE, WAITING]
        return dt.timedelta(seconds=lines.index(line) if line in lines else len(lines))

    async def _speak(self) -> None:
        """Say all that is due now, not only this line's: what falls together is one mail."""
        async with self.turn:
            await self.know_days_off()
            now = workflow.now()
            await self.carry_out(unasked(self.state, now), f"waited/{now.isoformat()}")

    # --- what leaves the workflow ---

    async def _keep_beginning(self, taken_up: Entry | None) -> None:
        """Keep that the plan starts, or goes on from its record, before anything changes it: the log adds up so."""
        if taken_up:
            await self._keep(f"taken-up/{taken_up.at.isoformat()}", (taken_up,), None)
        else:
            started = Entry("started", workflow.now(), "milepost", self.plan.version)
            await self._keep("start", (started,), self.plan)

    async def _keep(self, key: str, entries: tuple[Entry, ...], plan: Plan | None) -> None:
        if not entries and plan is None:
            return
        await workflow.execute_activity(
            "keep",
            Record(self.plan.slug, key, workflow.now(), entries, plan, len(self.state.pending)),
            summary=f"version {self.plan.version}" if plan else "log",
            **LIMITS["keep"].as_options(),
        )

    def _is_long(self) -> bool:
        info = workflow.info()
        return info.is_continue_as_new_suggested() or info.get_current_history_length() > LONGEST_HISTORY
