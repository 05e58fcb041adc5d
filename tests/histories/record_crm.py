"""Record the CRM workflow's history anew: `python -m tests.histories.record_crm`. When, is said in `record`."""

import asyncio
import tempfile
from pathlib import Path

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from mail.webhook import Endpoint
from storage.store import Store
from tests.histories.record import FOLDER, version
from tests.plans.a_plan import NOW, a_plan
from tests.receiver import KEY, receiving
from tests.workflows.playing import ENGINE, QUEUE, Postbox, no_inbox, test_server
from workflows.crm_workflow import crm_workflow_id
from workflows.limits import REFUSED_AGAIN
from workflows.mirroring import wake
from workflows.parts import Crm, Identity, Parts
from workflows.worker import DATA_CONVERTER, worker_on


async def record() -> Path:
    """Give a version that is refused twice and then for ever, and a mail's copy beside it; write the history."""
    with tempfile.TemporaryDirectory() as folder, receiving() as crm:
        crm.answers = [422, 422, 410]
        store = Store(f"sqlite:///{folder}/milepost.db")
        store.migrate()
        store.keep_version(a_plan(), (), NOW)
        mirrored = Crm(Endpoint(crm.url, lambda: (KEY,)), bcc="log@crm.example")
        identity = Identity(ENGINE, "Milepost", (b"k" * 32,))
        parts = Parts(store, Postbox(), identity, lambda: NOW, alerts="ops@tallyworks.example", crm=mirrored)
        async with (
            await WorkflowEnvironment.start_time_skipping(
                test_server_existing_path=test_server(), data_converter=DATA_CONVERTER
            ) as environment,
            worker_on(environment.client, parts, no_inbox, QUEUE),
        ):
            client = environment.client
            await wake(client, QUEUE, "harbor", 4)
            await wake(client, QUEUE, "harbor", copy="harbor/status/nate")
            handle = client.get_workflow_handle(crm_workflow_id("harbor"))
            while (await handle.describe()).status == WorkflowExecutionStatus.RUNNING:
                await environment.sleep(REFUSED_AGAIN[0])
                await asyncio.sleep(0.2)
            target = FOLDER / f"crm-{version()}.json"
            target.write_text((await handle.fetch_history()).to_json(), encoding="utf-8")
        store.close()
        return target


if __name__ == "__main__":
    print(asyncio.run(record()))
