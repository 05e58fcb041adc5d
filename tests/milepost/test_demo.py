"""The demo's story on the embedded stack: real Temporal, real SMTP and IMAP, real documents."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import Client

from milepost.demo.story import STEPS, told
from milepost.demo.theatre import opened
from milepost.embedded import Stack, running
from milepost.running_plans import command_plan, state_of
from milepost.scheduling import schedule_digests
from milepost.settings import settings_for
from plans.command import Wish
from workflows.digest_workflow import SCHEDULE_ID
from workflows.starting import missing_attributes


def test_the_whole_story_holds_on_the_embedded_stack(tmp_path: Path) -> None:
    said: list[str] = []
    failed = asyncio.run(told(tmp_path / "data", said.append))
    assert failed == 0, "\n".join(said)
    assert sum(line.startswith("ok") for line in said) == len(STEPS)


def test_a_second_start_on_the_same_directory_goes_on_where_every_plan_was(tmp_path: Path) -> None:
    async def twice() -> None:
        async with opened(tmp_path) as theatre:
            ports = theatre.stack.ports
            before = await theatre.state()
        async with running(settings_for(tmp_path)) as stack:
            again = await state_of(stack.client, theatre.scene.plan.slug)
            assert stack.ports == ports
        assert again is not None
        assert again.plan == before.plan

    asyncio.run(twice())


@pytest.mark.practice(106)
def test_ops_find_a_plan_by_its_health_and_the_search_follows_what_it_is_told(tmp_path: Path) -> None:
    async def searched() -> None:
        async with opened(tmp_path) as theatre:
            client, slug = theatre.stack.client, theatre.scene.plan.slug
            assert await missing_attributes(client) == ()
            assert await found(client, f"WorkflowId = 'plan/{slug}' AND PlanStatus = 'active' AND Version >= 1")
            await command_plan(client, slug, "pause", Wish(why="budget freeze"))
            assert await found(client, "PlanHealth = 'resting' AND PlanStatus = 'on-hold'")
            shown = await client.get_workflow_handle(f"plan/{slug}").describe()
            told = {str(value) for values in shown.search_attributes.values() for value in values}
            assert not told & {word for person in theatre.scene.plan.people for word in (person.name, person.email)}

            await digests_go_out(theatre.stack)

    asyncio.run(searched())


async def digests_go_out(stack: Stack) -> None:
    """See the Schedule there once, however often it is asked for, and its digest in the outbox."""
    settings = settings_for(stack.data_dir)
    assert await schedule_digests(stack.client, settings) == "weekly, Monday 08:00 UTC"
    assert await schedule_digests(stack.client, settings) == "weekly, Monday 08:00 UTC"
    await stack.client.get_schedule_handle(SCHEDULE_ID).trigger()
    assert await found(stack.client, "WorkflowType = 'DigestWorkflow' AND ExecutionStatus = 'Completed'")
    assert len(stack.parts.store.notices("digest")) == 1


async def found(client: Client, query: str) -> bool:
    """Tell whether a search finds a plan, given a few seconds: what is searched by is soon true."""
    for _ in range(100):
        if (await client.count_workflows(query)).count:
            return True
        await asyncio.sleep(0.1)
    return False
