"""Forgetting takes a person out of a running plan, which then continues as new: the history that named them can go."""

import abc
import asyncio
import contextlib
import datetime as dt

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from plans.command import Commanded
    from plans.erasure import Erasure
    from plans.forgetting import Whom, fault_of_forgetting, forgotten
    from plans.notice import Notice
    from plans.state import PlanState
    from workflows.discretion import REFUSED
    from workflows.limits import LIMITS
    from workflows.messages import Erased, Known

CALMING = dt.timedelta(seconds=20)
"""How long letters that are being read and mails that are being sent are waited for before somebody is forgotten."""


class Forgets(abc.ABC):
    """How a plan forgets somebody; `renewing` tells that it is to continue as new as soon as it can."""

    state: PlanState
    turn: asyncio.Lock
    begun: bool
    letters: list[str]
    unsent: dict[str, Notice]
    sending: dict[str, asyncio.Task[None]]
    renewing: bool

    @abc.abstractmethod
    def show_details(self) -> None:
        """Set what the Web UI shows of the plan."""

    @workflow.update
    async def forget(self, whom: Whom) -> Commanded:
        """Take somebody out of the plan and of all that is kept of it; the reporter is asked about their open lines."""
        update = workflow.current_update_info()
        assert update is not None
        key = f"command/{update.id}"
        await self._calm()
        async with self.turn:
            self.check_forget(whom)
            erasure: Erasure = await workflow.execute_activity(
                "known_as",
                Known(self.state.plan, whom),
                result_type=Erasure,
                summary="who is forgotten",
                **LIMITS["known_as"].as_options(),
            )
            outcome = forgotten(self.state, erasure, key, workflow.now())
            self.state = outcome.state
            self.unsent = {notice.key: notice for notice in self._still_to_be_sent(erasure)}
            await workflow.execute_activity(
                "forget",
                Erased(erasure, self.state.plan, workflow.now(), key),
                summary=f"version {self.state.plan.version}",
                **LIMITS["forget"].as_options(),
            )
            self.unsent |= {notice.key: notice for notice in outcome.notices}
            self.renewing = True
            self.show_details()
        return Commanded(self.state.plan.version, tuple(line for one in outcome.notices for line in one.lines))

    @forget.validator
    def check_forget(self, whom: Whom) -> None:
        """Refuse to forget nobody, and whoever keeps the plan alone."""
        if fault := fault_of_forgetting(self.state.plan, whom.person):
            raise ApplicationError(fault, type=REFUSED, non_retryable=True)

    async def _calm(self) -> None:
        """Wait until no letter is being read and, for a while, until no mail is on its way."""
        await workflow.wait_condition(lambda: self.begun)
        with contextlib.suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: not (self.letters or self.sending), timeout=CALMING, timeout_summary="letters and mails"
            )
        if self.letters:
            raise ApplicationError("Letters are being read; nothing was erased. Try again.", type=REFUSED)

    def _still_to_be_sent(self, erasure: Erasure) -> tuple[Notice, ...]:
        """Return the notices on their way without those to whoever is forgotten; others name them no more."""
        notices = (erasure.of(notice) for notice in self.unsent.values())
        return tuple(one for one in notices if one.to not in (erasure.former.id, erasure.former.email))
