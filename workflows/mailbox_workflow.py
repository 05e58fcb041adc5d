"""A mailbox workflow keeps one heartbeating activity on its mailbox; another worker takes over when one dies."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.limits import LIMITS
    from workflows.messages import MailboxRun

ROUNDS = 100
"""Rounds of the watching activity after which the workflow continues as new."""


def mailbox_workflow_id(mailbox: str) -> str:
    """Return the workflow id of a mailbox, by the name that settings give it."""
    return f"mailbox/{mailbox}"


@workflow.defn(name="MailboxWorkflow")
class MailboxWorkflow:
    """Watches one mailbox for ever."""

    @workflow.run
    async def run(self, run: MailboxRun) -> None:
        """Keep the activity going; it ends when its worker stops, and begins again on the next one."""
        for _ in range(ROUNDS):
            await workflow.execute_activity(
                "watch_mailbox",
                run.mailbox,
                result_type=int,
                summary=f"watching {run.mailbox}",
                **LIMITS["watch_mailbox"].as_options(),
            )
        workflow.continue_as_new(MailboxRun(run.mailbox, run.rounds + ROUNDS))
