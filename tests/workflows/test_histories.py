"""Every recorded history is replayed: an activity added or a timer dropped would strand the plans that run."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from workflows.crm_workflow import CrmWorkflow
from workflows.plan_workflow import PlanWorkflow
from workflows.worker import DATA_CONVERTER, sandbox

HISTORIES = sorted((Path(__file__).parent.parent / "histories").glob("*.json"))


def test_there_is_a_recorded_history() -> None:
    assert HISTORIES


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_workflow_replays_what_was_recorded(path: Path) -> None:
    async def replay() -> None:
        replayer = Replayer(
            workflows=[PlanWorkflow, CrmWorkflow], data_converter=DATA_CONVERTER, workflow_runner=sandbox()
        )
        history = WorkflowHistory.from_json("as-recorded", path.read_text(encoding="utf-8"))
        await replayer.replay_workflow(history)

    asyncio.run(replay())
