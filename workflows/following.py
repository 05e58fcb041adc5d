"""A plan that was won and the one that follows it hear of one another by signals."""

import abc
import asyncio
import contextlib

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from plans.following import as_the_one_before
    from plans.state import Outcome, PlanState


class Follows(abc.ABC):
    """How a plan that follows another rests while that one goes on after all."""

    state: PlanState
    turn: asyncio.Lock
    begun: bool

    @abc.abstractmethod
    async def carry_out(self, outcome: Outcome, key: str) -> None:
        """Take an outcome over, keep it and send what it calls for, in this order."""

    @workflow.signal
    async def plan_before(self, goes_on: bool) -> None:
        """Take note that the plan before this one goes on after all, or has ended once more."""
        await workflow.wait_condition(lambda: self.begun)
        async with self.turn:
            now = workflow.now()
            await self.carry_out(as_the_one_before(self.state, goes_on, now), f"before/{now.isoformat()}")

    async def tell_the_one_after(self, workflow_id: str, goes_on: bool) -> None:
        """Tell the plan that follows; one that runs no more has nothing to hear."""
        if not workflow.patched("tell-the-one-after"):
            return
        with contextlib.suppress(FailureError):
            await workflow.get_external_workflow_handle(workflow_id).signal("plan_before", goes_on)
