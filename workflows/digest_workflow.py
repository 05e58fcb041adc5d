"""A digest workflow has everybody's weekly digest sent; a Temporal Schedule starts one a week."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS
    from workflows.messages import Digested, DigestRun

SCHEDULE_ID = "digests"


@workflow.defn(name="DigestWorkflow")
class DigestWorkflow:
    """One week's digests."""

    @workflow.run
    async def run(self, run: DigestRun) -> Digested:
        """Have the digests of this week sent; asked again, nobody gets a second one."""
        day = workflow.now().astimezone(run.zone).date()
        sent: Digested = await workflow.execute_activity(
            "send_digests", day, result_type=Digested, summary=f"week of {day}", **LIMITS["send_digests"].as_options()
        )
        return sent
