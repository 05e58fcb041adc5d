"""Days off are looked up anew where somebody joins a plan, or a year comes that its calendar does not reach."""

import abc
import contextlib
from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from plans.plan import ENDED
    from plans.state import PlanState
    from plans.workdays import Calendar, knows, places_of
    from workflows.limits import LIMITS
    from workflows.messages import DaysOff


class KnowsDaysOff(abc.ABC):
    """How a plan's calendar keeps up with its people and with time."""

    state: PlanState

    @abc.abstractmethod
    def show_details(self) -> None:
        """Set what the Web UI shows of the plan."""

    async def know_days_off(self) -> None:
        """Take over a calendar that has everybody's holidays; where that fails the old one holds until the next turn.

        What was looked up stands in the history as a local activity's result, so that a replay decides by the same.
        """
        plan, today = self.state.plan, workflow.now().astimezone(self.state.plan.zone).date()
        if plan.status in ENDED or knows(self.state.calendar, plan, today) or not workflow.patched("days-off"):
            return
        self.show_details()
        with contextlib.suppress(ActivityError):
            calendar: Calendar = await workflow.execute_local_activity(
                "days_off",
                DaysOff(places_of(plan), today.year),
                result_type=Calendar,
                summary="holidays",
                **LIMITS["days_off"].as_local_options(),
            )
            self.state = replace(self.state, calendar=calendar)
