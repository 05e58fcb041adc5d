"""A purge deletes once what has been kept for long enough; a Temporal Schedule starts one a night."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS
    from workflows.messages import PurgeDone, PurgeRun

SCHEDULE_ID = "purge"


@workflow.defn(name="PurgeWorkflow")
class PurgeWorkflow:
    """One night's purge."""

    @workflow.run
    async def run(self, run: PurgeRun) -> PurgeDone:
        """Have what is old deleted; done again, nothing more goes."""
        done: PurgeDone = await workflow.execute_activity(
            "purge", run, result_type=PurgeDone, summary="what is old", **LIMITS["purge"].as_options()
        )
        return done
