"""What people answer to our own mails is taken as they mean it: milestones, actions, what is waited for outside."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.demo.scene import scene_of
from plans.plan import Plan
from plans.state import PlanState
from tests.workflows.playing import Life, living, reply

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
MARCUS = "Marcus Oyelaran <marcus.oyelaran@harborline.example>"
JILL = "Jill Kowalczyk <jill.kowalczyk@harborline.example>"
PRIYA = "Priya Nair <priya.nair@harborline.example>"
NATE = "Nate Sorensen <nate@tallyworks.example>"


def harborline(now: dt.datetime) -> Plan:
    """Return the demo's plan; what is waited for outside is due today."""
    plan = scene_of(now.date()).plan
    return replace(plan, externals=tuple(replace(one, due=now.date()) for one in plan.externals))


def agreed(state: PlanState, line: str) -> list[str]:
    entry = state.plan.entry(line)
    assert entry
    return [one.by for one in entry.confirmed]


async def answers(life: Life, who: str, number: int, text: str) -> PlanState:
    """Answer one's mail of this number in these words."""
    address = who.partition("<")[2].strip(">")
    mail = await life.mailed(address, number)
    return await life.arrives(reply(mail, who, text, await life.environment.get_current_time()))


@pytest.mark.practice(81)
@pytest.mark.practice(104)
def test_the_answers_to_our_own_mails_are_taken_as_they_are_meant(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await life.nudge()
        state = await answers(life, JILL, 1, "Yes.")
        assert state.plan.entry("X1").status == "done", "the mail asked whether it is done"  # type: ignore[union-attr]
        state = await answers(life, MARCUS, 1, "4.1 is still true, M2 and 2.3 no")
        assert (agreed(state, "M4.1"), agreed(state, "M2")) == (["marcus"], [])
        assert {held.change.target for held in state.pending if held.to == ("marcus",)} == {"M2", "M2.3"}
        asked = (await life.mailed("marcus.oyelaran", 2)).get_body(("plain",))
        assert asked
        assert "You ruled something out; what is right instead?" in asked.get_content()

    play(tmp_path, story)


@pytest.mark.practice(71)
def test_a_yes_in_more_than_one_word_settles_a_proposal_and_a_second_thought_is_a_doubt(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await life.nudge()
        later = life.plan.milestones[2].due
        assert later
        later += dt.timedelta(days=2)
        await answers(life, NATE, 1, f"Please move M3 to {later.isoformat()}")
        state = await answers(life, PRIYA, 2, "Unchanged.")
        assert [held.change.target for held in state.pending] == ["M3"], "that is hardly a yes to a new date"
        state = await answers(life, PRIYA, 3, "Yes, that's right.\n\nPriya")
        assert state.plan.entry("M3").due == later  # type: ignore[union-attr]
        state = await answers(life, DANA, 1, "M4.3 is confirmed")
        assert agreed(state, "M4.3") == ["dana"]
        state = await answers(life, DANA, 1, "M4.3: not any more")
        assert agreed(state, "M4.3") == []
        assert [held.change.target for held in state.pending if held.by == "dana"] == ["M4.3"]

    play(tmp_path, story)


def play(folder: Path, story: Callable[[Life], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)

    asyncio.run(whole())
