"""Record the histories anew: `python -m tests.histories.record`. Needed when the workflow's structure changes.

A plan that runs in production was started by released code: its recorded history is kept, never recorded over.
CONTRIBUTING tells when `workflow.patched` is called for instead.
"""

import asyncio
import datetime as dt
import tempfile
from pathlib import Path

from milepost.demo.scene import scene_of
from tests.workflows.playing import living, reply

FOLDER = Path(__file__).parent
DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


async def record() -> Path:
    """Play a plan through a nudge, a reply with changes, an undo and a week of timers; write its history."""
    with tempfile.TemporaryDirectory() as folder:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, Path(folder), lambda now: scene_of(now.date()).plan) as life:
            now = await life.environment.get_current_time()
            await life.nudge()
            status = await life.mailed("dana.whitlock", 1)
            await life.arrives(reply(status, DANA, "Security sign-off is done. Pilot: blocked, no test data yet.", now))
            answer = await life.mailed("dana.whitlock", 2)
            await life.arrives(reply(answer, DANA, "undo", now))
            await life.mailed("dana.whitlock", 3)
            for _ in range(7):
                await life.environment.sleep(dt.timedelta(days=1))
            history = await life.handle.fetch_history()
            target = FOLDER / f"plan-{version()}.json"
            target.write_text(history.to_json(), encoding="utf-8")
            return target


def version() -> str:
    """Return the version of Milepost that records."""
    from importlib.metadata import version as installed

    return installed("milepost")


if __name__ == "__main__":
    print(asyncio.run(record()))
