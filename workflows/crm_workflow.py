"""A CRM workflow gives one plan's versions to the CRM, in order, of several the newest; it ends when all is given."""

import asyncio
import contextlib

from temporalio import workflow
from temporalio.exceptions import ActivityError, FailureError

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS, REFUSED_AGAIN
    from workflows.messages import CrmRun, Mirrored, Stopped


def crm_workflow_id(slug: str) -> str:
    """Return the workflow id of a plan's mirror."""
    return f"crm/{slug}"


@workflow.defn(name="CrmWorkflow")
class CrmWorkflow:
    """Versions and copies of mails go side by side, so that neither holds the other up; each of them one at a time."""

    @workflow.init
    def __init__(self, run: CrmRun) -> None:
        """Take over what there is to do."""
        self.slug = run.slug
        self.kept, self.mirrored = run.version, 0
        self.copies = list(run.copies)

    @workflow.run
    async def run(self, run: CrmRun) -> None:  # noqa: ARG002
        """Give all there is, and end; the next version starts the workflow again."""
        tasks = (asyncio.create_task(self._mirror()), asyncio.create_task(self._copy()))
        await workflow.wait_condition(lambda: self._all_given() or any(task.done() for task in tasks))
        for task in tasks:
            if task.done():
                task.result()

    @workflow.signal
    def version_kept(self, version: int) -> None:
        """Take note of a version; of several that wait only the newest is given."""
        self.kept = max(self.kept, version)
        self._show("")

    @workflow.signal
    def mail_sent(self, key: str) -> None:
        """Take note of a mail that the CRM gets a copy of."""
        if key not in self.copies:
            self.copies.append(key)

    def _all_given(self) -> bool:
        return self.kept <= self.mirrored and not self.copies

    def _show(self, words: str) -> None:
        workflow.set_current_details(f"**{self.slug}** version {self.kept} is kept. {words}".strip())

    async def _mirror(self) -> None:
        refused = 0
        while True:
            await workflow.wait_condition(lambda: self.kept > self.mirrored)
            wanted = self.kept
            self._show("")
            found = await self._given()
            if found.result == "refused" and refused < len(REFUSED_AGAIN):
                self._show(f"The CRM refuses version {found.version}: {found.words}.")
                await self._rest(wanted, refused)
                refused += 1
                continue
            refused = 0
            if found.result in ("refused", "gone", "failed"):
                await self._tell(Stopped(self.slug, found.version, found.words, off=found.result == "gone"))
            self.mirrored = max(wanted, found.version)

    async def _given(self) -> Mirrored:
        try:
            found: Mirrored = await workflow.execute_activity(
                "mirror",
                self.slug,
                result_type=Mirrored,
                summary=f"version {self.kept}",
                **LIMITS["mirror"].as_options(),
            )
        except ActivityError as error:
            return Mirrored(self.kept, "failed", _deepest(error))
        return found

    async def _rest(self, wanted: int, refused: int) -> None:
        """Wait before the next try; a newer version is tried at once."""
        with contextlib.suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self.kept > wanted, timeout=REFUSED_AGAIN[refused], timeout_summary="refused, tried again"
            )

    async def _tell(self, stopped: Stopped) -> None:
        with contextlib.suppress(ActivityError):
            summary = "switched off" if stopped.off else "given up"
            await workflow.execute_activity(
                "tell_of_mirror", stopped, summary=summary, **LIMITS["tell_of_mirror"].as_options()
            )

    async def _copy(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self.copies))
            with contextlib.suppress(ActivityError):
                await workflow.execute_activity(
                    "copy_to_crm", self.copies[0], summary="a mail's copy", **LIMITS["copy_to_crm"].as_options()
                )
            self.copies.pop(0)


def _deepest(error: BaseException) -> str:
    """Return the words of what an activity ran into at last."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error.message if isinstance(error, FailureError) else str(error)
