"""A lookout looks once over all plans for what holds one up; a Temporal Schedule starts it every quarter of an hour."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS
    from workflows.messages import Watched

SCHEDULE_ID = "lookout"


@workflow.defn(name="LookoutWorkflow")
class LookoutWorkflow:
    """One look."""

    @workflow.run
    async def run(self) -> Watched:
        """Look, and have alerts sent; each plan's once a day."""
        seen: Watched = await workflow.execute_activity(
            "alert_of_stuck", result_type=Watched, summary="all plans", **LIMITS["alert_of_stuck"].as_options()
        )
        return seen
