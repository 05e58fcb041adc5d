"""The workflow of a mailbox that the settings name no more is ended; the others go on."""

import asyncio
from pathlib import Path

from temporalio.client import Client, WorkflowExecutionStatus

from milepost.settings import settings_for
from milepost.temporal_server import TemporalServer, free_port
from milepost.wiring import unwatched, watched
from workflows.mailbox_workflow import MailboxWorkflow, mailbox_workflow_id
from workflows.messages import MailboxRun
from workflows.worker import DATA_CONVERTER


def test_a_mailbox_that_was_taken_out_of_the_settings_is_watched_no_more(tmp_path: Path) -> None:
    async def whole(server: TemporalServer) -> None:
        client = await Client.connect(server.address, data_converter=DATA_CONVERTER)
        settings = settings_for(tmp_path)
        await watched(client, settings)
        for name, queue in (("former", settings.temporal.task_queue), ("of-another", "another-queue")):
            await client.start_workflow(
                MailboxWorkflow.run, MailboxRun(name), id=mailbox_workflow_id(name), task_queue=queue
            )
        async with asyncio.timeout(20):
            ended: tuple[str, ...] = ()
            while not (ended := await unwatched(client, settings)):  # The server's list comes a moment later.
                await asyncio.sleep(0.1)
        assert ended == ("former",)

        async def status(name: str) -> WorkflowExecutionStatus | None:
            return (await client.get_workflow_handle(mailbox_workflow_id(name)).describe()).status

        assert await status("former") == WorkflowExecutionStatus.TERMINATED
        for name in (settings.mail.imap.name, "of-another"):
            assert await status(name) == WorkflowExecutionStatus.RUNNING

    server = TemporalServer(tmp_path, free_port(), free_port())
    try:
        server.start()
        asyncio.run(whole(server))
    finally:
        server.stop()
