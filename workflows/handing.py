"""Handing gives kept letters to the workflows that they are for: plans that run, or drafts that begin."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from storage.drafts import DRAFT
from storage.store import Store
from workflows.beating import HEARTBEAT
from workflows.draft_workflow import DraftWorkflow, draft_workflow_id
from workflows.mailroom import NOT_RUNNING, Kept

SIGNAL = dt.timedelta(seconds=20)
"""How long one signal may take."""


@dataclass(frozen=True)
class Handing:
    """Hands letters over by a client that lives on a loop; drafts begin on the plans' own queue."""

    store: Store
    client: Client
    loop: asyncio.AbstractEventLoop
    queue: str

    def from_thread(self, letters: Sequence[Kept], beat: Callable[[], object]) -> dict[str, bool]:
        """Hand letters over from a thread of the loop's process, with a beat as long as it takes."""
        handing = asyncio.run_coroutine_threadsafe(self.all(letters), self.loop)
        while True:
            try:
                return handing.result(timeout=HEARTBEAT)
            except TimeoutError:
                if handing.done():
                    raise  # A signal's own time was up.
                beat()

    async def all(self, letters: Sequence[Kept]) -> dict[str, bool]:
        """Hand letters to their plans, side by side; False for each that has none, or none that runs."""
        by_plan: dict[str | None, list[Kept]] = {}
        for letter in letters:
            by_plan.setdefault(letter.plan, []).append(letter)
        told = await asyncio.gather(*(self._plan_told(plan, some) for plan, some in by_plan.items()))
        return {letter: done for some in told for letter, done in some.items()}

    async def _plan_told(self, plan: str | None, letters: Sequence[Kept]) -> dict[str, bool]:
        """Tell one plan of its letters, in the order in which they came."""
        return {letter.letter: plan is not None and await self._signalled(plan, letter) for letter in letters}

    async def _signalled(self, plan: str, kept: Kept) -> bool:
        known = None if kept.new else await asyncio.to_thread(self.store.letter, kept.letter)
        if known and known.state != "arrived":
            return True
        if plan.startswith(DRAFT):
            return await self._draft_begun(kept.letter)
        handle = self.client.get_workflow_handle(f"plan/{plan}")
        try:
            await handle.signal("letter_arrived", kept.letter, rpc_timeout=SIGNAL)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            # It stays unread, so that it holds its plan up for all to see, and is read once that is taken up again.
            await asyncio.to_thread(self.store.mark_letter, kept.letter, "arrived", NOT_RUNNING)
            return False
        return True

    async def _draft_begun(self, letter: str) -> bool:
        """Start the workflow of a seller's letter; one that was started before goes on by itself."""
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await self.client.start_workflow(
                DraftWorkflow.run,
                letter,
                id=draft_workflow_id(letter),
                task_queue=self.queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                rpc_timeout=SIGNAL,
                static_summary="A plan begun by mail",
            )
        return True
