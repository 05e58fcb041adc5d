"""Workers of a deployment hand the plans over from version to version, when whoever looks after them says so."""

import asyncio
import contextlib
import sys
from pathlib import Path

from temporalio.client import Client

from milepost.demo.scene import scene_of
from milepost.running_plans import start_plan
from milepost.settings import settings_for
from milepost.temporal_server import TemporalServer, free_port
from milepost.wiring import now
from plans.command import Commanded, Note
from storage.store import Store
from tests.workflows.playing import ENGINE, Postbox, no_inbox
from workflows.parts import Identity, Parts
from workflows.plan_workflow import workflow_id
from workflows.worker import DATA_CONVERTER, versioned, worker_on


async def made_current(server: TemporalServer, build: str) -> None:
    """Make a version current as docs/operations.md says, once the server has seen a worker of it."""
    program, nowhere = str(Path(sys.executable).with_name("temporal")), asyncio.subprocess.DEVNULL
    words = ("worker", "deployment", "set-current-version", "--deployment-name", "milepost", "--build-id", build)
    async with asyncio.timeout(30):
        while True:
            telling = await asyncio.create_subprocess_exec(
                program, *words, "--yes", "--address", server.address, stdout=nowhere, stderr=nowhere
            )
            if await telling.wait() == 0:
                return
            await asyncio.sleep(0.3)


def test_a_plan_goes_on_with_the_version_that_is_made_current(tmp_path: Path) -> None:
    async def whole(server: TemporalServer, parts: Parts) -> None:
        client = await Client.connect(server.address, data_converter=DATA_CONVERTER)
        settings = settings_for(tmp_path)

        def of(build: str) -> contextlib.AbstractAsyncContextManager[None]:
            return worker_on(client, parts, no_inbox, settings.temporal.task_queue, versioned("milepost", build))

        plan = scene_of(now().date()).plan
        handle = client.get_workflow_handle(workflow_id(plan.slug))

        async def goes_on_with(build: str, update: str) -> bool:
            await handle.execute_update("note", Note("M6 has started"), id=update, result_type=Commanded)
            info = (await handle.describe()).raw_description.workflow_execution_info.versioning_info
            return info.deployment_version.build_id == build

        async with of("0.1.0"):
            await made_current(server, "0.1.0")
            await start_plan(client, settings, plan)
            assert await goes_on_with("0.1.0", "first")
            async with of("0.2.0"):
                assert await goes_on_with("0.1.0", "second"), "a version that is not current takes no plan"
                await made_current(server, "0.2.0")
                turns = [await goes_on_with("0.2.0", f"turn {number}") for number in range(5)]
                assert turns[-1], "the plan never goes on with the version that was made current"

    server = TemporalServer(tmp_path, free_port(), free_port())
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    with contextlib.ExitStack() as undo:
        undo.callback(store.close)
        undo.callback(server.stop)
        store.migrate()
        server.start()
        asyncio.run(whole(server, Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), now)))


def test_without_a_name_workers_are_in_no_deployment() -> None:
    assert versioned("", "0.1.0") is None
