"""The theatre is the running stack with the demo's plan started and a desk for everybody in it."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from milepost.demo.desk import Desk
from milepost.demo.scene import PEOPLE, SLUG, Scene, scene_of

if TYPE_CHECKING:
    from milepost.embedded import Stack
    from plans.state import PlanState

PATIENCE = 20.0
"""Seconds that a step may take before it is said to have failed."""
LOOK = 0.1


@dataclass
class Theatre:
    """The stack, the scene, and everybody's desk."""

    stack: "Stack"
    scene: Scene
    desks: dict[str, Desk]

    @property
    def link(self) -> str:
        """Return where the plan's workflow is in the Web UI."""
        return f"{self.stack.temporal.ui}/namespaces/default/workflows/{quote(f'plan/{SLUG}', safe='')}"

    async def state(self) -> "PlanState":
        """Return the plan's state, from its workflow."""
        from milepost.running_plans import state_of

        state = await state_of(self.stack.client, SLUG)
        if state is None:
            raise RuntimeError(f"the plan {SLUG} does not run")
        return state

    async def until(self, holds: "Callable[[PlanState], bool]", seconds: float = PATIENCE) -> bool:
        """Wait until something holds of the plan; False where it does not come to hold in time."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while not holds(await self.state()):
            if loop.time() >= ends:
                return False
            await asyncio.sleep(LOOK)
        return True

    async def handled(self, letters: int, seconds: float = PATIENCE) -> bool:
        """Wait until the plan has dealt with so many letters."""
        return await self.until(lambda state: len(state.handled) >= letters, seconds)


@contextlib.asynccontextmanager
async def opened(data_dir: Path) -> AsyncIterator[Theatre]:
    """Start the stack on a directory of its own with the demo's plan in it."""
    from milepost.embedded import running
    from milepost.running_plans import start_plan
    from milepost.settings import settings_for
    from milepost.wiring import here, now

    settings = settings_for(data_dir)
    scene = scene_of(now().date())
    async with running(settings) as stack:
        located = here(settings)
        await start_plan(stack.client, located, scene.plan)
        password = settings.mail_password()
        desks = {
            role: Desk(name, address, password, stack.ports.smtp, stack.ports.imap, now)
            for role, (name, address) in PEOPLE.items()
        }
        yield Theatre(stack, scene, desks)


def today() -> dt.date:
    """Return the day that the scene is set on (UTC, as the plan is)."""
    from milepost.wiring import now

    return now().date()
