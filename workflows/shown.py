"""What is shown of a plan is what ops read and search by: true at every moment, and again in each new history."""

import abc
from collections.abc import Mapping

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from plans.health import Vitals, vitals_of
    from plans.notice import Notice
    from plans.spoken import Alarm
    from plans.state import PlanState
    from workflows.attributes import changes_between
    from workflows.details import current_details
    from workflows.discretion import REFUSED


class IsShown(abc.ABC):
    """How a plan shows itself; `held` tells that something holds it up, until nothing waits any more."""

    state: PlanState
    alarms: Mapping[str, Alarm]
    letters: list[str]
    unsent: dict[str, Notice]
    searchable: bool
    vitals: Vitals | None
    held: bool

    def show_details(self) -> None:
        """Set what the Web UI shows of the plan: true at every moment, also between two turns."""
        if self.held and not (self.letters or self.unsent):
            self.held = False
            self.be_found()
        details = current_details(self.state, self.alarms, len(self.letters), len(self.unsent), held=self.held)
        workflow.set_current_details(details)

    def be_found(self) -> None:
        """Tell the server what has changed of what plans are searched by; all of it in a new history."""
        if not self.searchable:
            return
        before, self.vitals = self.vitals, vitals_of(self.state, workflow.now(), held=self.held)
        if updates := changes_between(before, self.vitals):
            workflow.upsert_search_attributes(updates)

    @workflow.update
    async def hold_up(self) -> None:
        """Show that something holds the plan up: whoever looks over all plans has found a letter or mail that waits for
        too long."""
        self.held = True
        self.show_details()
        self.be_found()

    @hold_up.validator
    def check_hold_up(self) -> None:
        """Refuse what is shown already, and what is not so; what is refused leaves no event."""
        fault = "It is shown already." if self.held else "" if self.letters or self.unsent else "Nothing waits."
        if fault:
            raise ApplicationError(fault, type=REFUSED, non_retryable=True)
