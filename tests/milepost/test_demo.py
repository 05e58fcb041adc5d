"""The demo's story on the embedded stack: real Temporal, real SMTP and IMAP, real documents."""

import asyncio
from pathlib import Path

from milepost.demo.story import STEPS, told
from milepost.demo.theatre import opened
from milepost.embedded import running
from milepost.settings import settings_for
from milepost.wiring import state_of


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
