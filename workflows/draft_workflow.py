"""A draft workflow takes one letter of a seller to its end: read, the plan started where it says so, and answered."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS
    from workflows.messages import Delivered, Drafted


def draft_workflow_id(letter: str) -> str:
    """Return the workflow id of a letter that begins, corrects or starts a plan: the same mail twice is one."""
    return f"draft/{letter}"


@workflow.defn(name="DraftWorkflow")
class DraftWorkflow:
    """One letter; everything that lasts is in storage, so whatever dies in between is done again to the same end."""

    @workflow.run
    async def run(self, letter: str) -> Drafted:
        """Take the letter, start its plan, answer."""
        summary = f"letter {letter[:8]}"
        try:
            drafted: Drafted = await workflow.execute_activity(
                "take_draft", letter, result_type=Drafted, summary=summary, **LIMITS["take_draft"].as_options()
            )
        except ActivityError:
            await workflow.execute_activity("put_aside", letter, **LIMITS["put_aside"].as_options())
            return Drafted(letter, "", 0, "ignored", "unreadable")
        if drafted.step == "started":
            await workflow.execute_activity(
                "start_draft", drafted, summary=drafted.ref, **LIMITS["start_draft"].as_options()
            )
        await workflow.execute_activity(
            "answer_draft", drafted, result_type=Delivered, summary=summary, **LIMITS["answer_draft"].as_options()
        )
        return drafted
