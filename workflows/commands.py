"""Commands are updates of a plan's workflow: by our command line, the Temporal CLI or Web UI, refused in words."""

import abc
import asyncio
from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from plans.answer import answer
    from plans.change import Reading
    from plans.command import (
        Amendment,
        Closing,
        Commanded,
        Note,
        Revocation,
        Wish,
        arrival_of,
        author_of,
        fault_of,
        fault_of_amendment,
        fault_of_note,
        fault_of_revocation,
        lines_of,
        reading_of,
        status_of,
    )
    from plans.handover import Handover, fault_of_handover, left_of, reading_of_handover
    from plans.plan import ENDED
    from plans.revoking import revoked
    from plans.state import Outcome, PlanState
    from workflows.discretion import REFUSED
    from workflows.limits import LIMITS
    from workflows.messages import Noted


def _refuse(fault: str) -> None:
    """Refuse an update with a sentence for whoever gave it; '' refuses nothing."""
    if fault:
        raise ApplicationError(fault, type=REFUSED, non_retryable=True)


class TakesCommands(abc.ABC):
    """What a plan's workflow is told by people who look after it; each is decided like a letter of theirs."""

    state: PlanState
    turn: asyncio.Lock
    begun: bool

    @abc.abstractmethod
    async def carry_out(self, outcome: Outcome, key: str) -> None:
        """Take an outcome over, keep it and send what it calls for, in this order."""

    @workflow.update
    async def amend(self, amendment: Amendment) -> Commanded:
        """Set one field in somebody's name: decided, kept and said back like a letter of theirs."""
        return await self._command(reading_of(amendment), amendment.by)

    @amend.validator
    def check_amend(self, amendment: Amendment) -> None:
        """Refuse what cannot even be decided, in a sentence."""
        _refuse(fault_of_amendment(self.state, amendment))

    @workflow.update
    async def pause(self, wish: Wish) -> Commanded:
        """Put the plan on hold: its timers rest until it is resumed."""
        return await self._command(reading_of(status_of("on-hold", wish)), wish.by)

    @pause.validator
    def check_pause(self, wish: Wish) -> None:
        """Refuse to pause a plan that rests or has ended."""
        _refuse(fault_of(self.state, status_of("on-hold", wish)))

    @workflow.update
    async def resume(self, wish: Wish) -> Commanded:
        """Let a plan that was on hold go on."""
        return await self._command(reading_of(status_of("active", wish)), wish.by)

    @resume.validator
    def check_resume(self, wish: Wish) -> None:
        """Refuse to resume a plan that runs or has ended."""
        _refuse(fault_of(self.state, status_of("active", wish)))

    @workflow.update
    async def close(self, closing: Closing) -> Commanded:
        """End the plan as won or lost; everybody hears of it once."""
        return await self._command(reading_of(status_of(closing.status, closing)), closing.by)

    @close.validator
    def check_close(self, closing: Closing) -> None:
        """Refuse any end but won and lost, and a second one."""
        wrong = "" if closing.status in ENDED else f"A plan ends as won or lost, not as {closing.status!r}."
        _refuse(wrong or fault_of(self.state, status_of(closing.status, closing)))

    @workflow.update
    async def note(self, note: Note) -> Commanded:
        """Read a line in somebody's own words as if they had mailed it."""
        await workflow.wait_condition(lambda: self.begun)
        plan = self.state.plan
        noted = Noted(plan.slug, plan.version, author_of(plan, note.by), note.text, workflow.now())
        try:
            reading: Reading = await workflow.execute_activity(
                "read_note", noted, result_type=Reading, summary="note", **LIMITS["read_note"].as_options()
            )
        except ActivityError as error:
            raise ApplicationError("The note could not be read; nothing was changed.", type=REFUSED) from error
        return await self._command(reading, note.by)

    @note.validator
    def check_note(self, note: Note) -> None:
        """Refuse an empty note, one by nobody, and one to a plan that has ended."""
        _refuse(fault_of_note(self.state, note))

    @workflow.update
    async def hand_over(self, handover: Handover) -> Commanded:
        """Give everything that somebody has in the plan to another, each place by its rule, and say what is left."""
        reading = reading_of_handover(self.state.plan, handover)
        commanded = await self._command(reading, handover.by)
        return replace(commanded, lines=(*commanded.lines, *left_of(self.state, handover.person)))

    @hand_over.validator
    def check_hand_over(self, handover: Handover) -> None:
        """Refuse to hand over to or from nobody, and what nobody has."""
        _refuse(fault_of_handover(self.state, handover))

    @workflow.update
    async def revoke(self, revocation: Revocation) -> Commanded:
        """End every address that was made for one person so far; nobody is mailed about it."""
        update = workflow.current_update_info()
        assert update is not None
        key = f"command/{update.id}"
        await workflow.wait_condition(lambda: self.begun)
        async with self.turn:
            outcome = revoked(self.state, revocation, key, workflow.now())
            await self.carry_out(outcome, key)
            return Commanded(self.state.plan.version, lines_of(outcome.entries))

    @revoke.validator
    def check_revoke(self, revocation: Revocation) -> None:
        """Refuse to revoke the addresses of somebody the plan does not know, and of a plan that has ended."""
        _refuse(fault_of_revocation(self.state, revocation))

    async def _command(self, reading: Reading, by: str) -> Commanded:
        """Decide, keep and say back what a command wants, in its turn; given again under its id, nothing happens."""
        update = workflow.current_update_info()
        assert update is not None
        key = f"command/{update.id}"
        await workflow.wait_condition(lambda: self.begun)
        async with self.turn:
            arrival = arrival_of(self.state.plan, key, by, workflow.now())
            outcome = answer(self.state, arrival, reading, workflow.now())
            await self.carry_out(outcome, key)
            return Commanded(self.state.plan.version, lines_of(outcome.entries))
