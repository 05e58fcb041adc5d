"""Record the history of a plan that is won, goes on after all and is won again: `python -m tests.histories.record_won`.

What was recorded before the plan that follows heard of this by signals stays beside it: such plans may still run.
"""

import asyncio
import datetime as dt
import tempfile
from pathlib import Path

from milepost.demo.scene import scene_of
from plans.command import Closing, Commanded
from tests.histories.record import FOLDER, version
from tests.workflows.playing import living, reply


async def record() -> Path:
    """Win a plan, undo that by a reply to the mail that tells of it, and win it again; write its history."""
    with tempfile.TemporaryDirectory() as folder:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, Path(folder), lambda now: scene_of(now.date()).plan) as life:
            now = await life.environment.get_current_time()
            reporter = life.plan.reporter
            assert reporter is not None
            await life.handle.execute_update("close", Closing("won"), result_type=Commanded)
            closing = await life.mailed(reporter.email, 1)
            undo = reply(closing, f"{reporter.name} <{reporter.email}>", "undo", now + dt.timedelta(minutes=5))
            assert (await life.arrives(undo)).plan.status == "active"
            await life.handle.execute_update("close", Closing("won"), result_type=Commanded)
            await life.environment.sleep(dt.timedelta(days=1))
            target = FOLDER / f"won-{version()}.json"
            target.write_text((await life.handle.fetch_history()).to_json(), encoding="utf-8")
            return target


if __name__ == "__main__":
    print(asyncio.run(record()))
