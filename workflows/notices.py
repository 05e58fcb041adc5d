"""Notices leave a plan's workflow beside its turns: tried together first, then each in its own time."""

import abc
import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from plans.answer import undelivered
    from plans.notice import Notice
    from plans.state import Outcome, PlanState
    from plans.unreachable import given_up
    from workflows.limits import LIMITS, Limit, left
    from workflows.messages import Delivered


class SendsNotices(abc.ABC):
    """How a plan's notices leave: `unsent` holds a notice until it is dealt with, `sending` the tasks at work on it."""

    state: PlanState
    turn: asyncio.Lock
    unsent: dict[str, Notice]
    sending: dict[str, asyncio.Task[None]]

    @abc.abstractmethod
    def show_details(self) -> None:
        """Set what the Web UI shows of the plan."""

    @abc.abstractmethod
    async def carry_out(self, outcome: Outcome, key: str) -> None:
        """Take an outcome over, keep it and send what it calls for, in this order."""

    def post(self, notices: tuple[Notice, ...]) -> None:
        """Send notices beside the turn: a server that says "later" holds up nothing else; none goes beside itself."""
        self.unsent.update({notice.key: notice for notice in notices})
        fresh = tuple(notice for notice in notices if notice.key not in self.sending)
        if len(fresh) < len(notices) and not workflow.patched("none-beside-itself"):
            fresh = notices
        if len(fresh) > 1:
            self.sending.update(
                dict.fromkeys((one.key for one in fresh), asyncio.create_task(self._deliver_together(fresh)))
            )
        for notice in fresh if len(fresh) == 1 else ():
            self.sending[notice.key] = asyncio.create_task(self._deliver(notice))
        self.show_details()

    async def _deliver_together(self, notices: tuple[Notice, ...]) -> None:
        """Try all of them in one activity, which leaves few events; what is not taken goes on in its own time."""
        taken = {delivered.key: delivered for delivered in await self._try_each(notices)}
        for notice in notices:
            delivered = taken.get(notice.key)
            settled = delivered is not None and delivered.result != "later"
            going_on = self._settle(notice, delivered) if delivered and settled else self._deliver(notice)
            self.sending[notice.key] = asyncio.create_task(going_on)

    async def _try_each(self, notices: tuple[Notice, ...]) -> tuple[Delivered, ...]:
        try:
            tried: tuple[Delivered, ...] = await workflow.execute_activity(
                "send_notices",
                notices,
                result_type=tuple[Delivered, ...],
                summary=f"{', '.join(dict.fromkeys(notice.kind for notice in notices))} to {len(notices)}",
                **_limit("send_notices", notices).as_options(),
            )
        except ActivityError:
            return ()
        return tried

    async def _deliver(self, notice: Notice) -> None:
        await self._settle(notice, await self._send(notice))

    async def _settle(self, notice: Notice, delivered: Delivered) -> None:
        """Forget a notice that is dealt with; one that cannot be delivered is told to the reporter, once."""
        if delivered.result in ("refused", "given-up"):
            refused = delivered.result == "refused"
            async with self.turn:
                outcome = (undelivered if refused else given_up)(self.state, notice, delivered.words, workflow.now())
                await self.carry_out(outcome, f"{'undelivered' if refused else 'given-up'}/{notice.key}")
        self.unsent.pop(notice.key, None)
        self.sending.pop(notice.key, None)
        self.show_details()

    async def _send(self, notice: Notice) -> Delivered:
        try:
            delivered: Delivered = await workflow.execute_activity(
                "send_notice",
                notice,
                result_type=Delivered,
                summary=notice.kind,
                **_limit("send_notice", (notice,)).giving_up(left(notice.at, workflow.now())).as_options(),
            )
        except ActivityError as error:
            return Delivered(notice.key, "given-up", _last_words(error))
        return delivered


def _last_words(error: BaseException) -> str:
    """Return what the last try came to, '' where there was none: nobody worked."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error.message if isinstance(error, ApplicationError) else ""


def _limit(activity: str, notices: tuple[Notice, ...]) -> Limit:
    """Return an activity's limits; mails that carry documents go to the workers that make those."""
    limit = LIMITS[activity]
    return limit.on("word") if any(notice.enclosures for notice in notices) else limit
