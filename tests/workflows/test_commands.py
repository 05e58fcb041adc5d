"""Commands are decided like letters: applied, proposed or refused in words, each once, and said back by mail."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from milepost.demo.scene import scene_of
from plans.command import Amendment, Closing, Commanded, Note, Wish
from plans.handover import Handover
from plans.plan import Plan
from tests.workflows.playing import Life, living


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


async def told(life: Life, command: str, words: object, id: str = "") -> Commanded:
    commanded: Commanded = await life.handle.execute_update(command, words, id=id or None, result_type=Commanded)
    return commanded


async def refused(life: Life, command: str, words: object) -> str:
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await told(life, command, words)
    return str(caught.value.cause)


@pytest.mark.practice(88)
def test_a_note_in_ones_own_words_is_read_decided_and_said_back(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        seller = life.plan.reporter
        assert seller
        own = next(line for line in life.plan.milestones if line.owner == seller.id and not line.settled)
        commanded = await told(life, "note", Note(f"{own.id} has started"))
        assert any(f"{own.id} status" in line for line in commanded.lines)
        assert await life.mailed(seller.email, 1)
        state = await life.state()
        assert state.plan.version == commanded.version == life.plan.version + 1

    play(tmp_path, story)


def test_an_amendment_of_the_other_sides_line_is_proposed_and_one_of_the_own_side_applied(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        buyers = next(m for m in life.plan.milestones if m.owner == "dana" and m.deadline == "soft" and not m.settled)
        assert buyers.due
        later = (buyers.due + dt.timedelta(days=2)).isoformat()
        ours = await told(life, "amend", Amendment(buyers.id, "due", later, why="seen on the call"))
        assert [line.split(":")[0] for line in ours.lines] == ["proposed"]
        theirs = await told(life, "amend", Amendment(buyers.id, "due", later, by="dana"))
        assert f"applied: {buyers.id} due {buyers.due} -> {later}" in theirs.lines
        assert theirs.version == ours.version + 1

    play(tmp_path, story)


def test_a_hand_over_gives_what_it_can_and_says_what_is_left(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        own = {line.id for line in life.plan.milestones if line.owner == "dana" and not line.settled}
        commanded = await told(life, "hand_over", Handover("dana", "priya", by="dana"))
        assert own <= {line.split()[1] for line in commanded.lines if line.startswith("applied:")}
        assert "left with dana: plan champion" in commanded.lines
        assert not [line for line in (await life.state()).plan.milestones if line.owner == "dana" and not line.settled]

    play(tmp_path, story)


def test_a_command_given_twice_under_one_id_counts_once(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        first = await told(life, "pause", Wish(why="budget freeze"), id="once")
        again = await told(life, "pause", Wish(why="budget freeze"), id="once")
        assert (again.version, again.lines) == (first.version, first.lines)
        assert (await life.state()).plan.version == life.plan.version + 1

    play(tmp_path, story)


def test_a_plan_on_hold_speaks_no_more_until_it_is_resumed(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await told(life, "pause", Wish())
        assert (await life.state()).plan.status == "on-hold"
        for person in life.plan.people:
            await life.mailed(person.email, 1)
        before = len(life.postbox.sent)
        await life.environment.sleep(dt.timedelta(days=21))
        assert len(life.postbox.sent) == before
        await told(life, "resume", Wish())
        await life.environment.sleep(dt.timedelta(days=7))
        assert len(life.postbox.sent) > before

    play(tmp_path, story)


def test_a_plan_is_closed_once_and_everybody_hears_of_it(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await told(life, "close", Closing("won"))
        for person in life.plan.people:
            if person.mail == "on":
                await life.mailed(person.email, 1)
        assert "has ended (won)" in await refused(life, "close", Closing("lost"))
        assert "has ended (won)" in await refused(life, "amend", Amendment("M3", "status", "done"))
        assert "has ended (won)" in await refused(life, "note", Note("M3 is done"))

    play(tmp_path, story)


REFUSED = {
    "there is no line M99": ("amend", Amendment("M99", "due", "2026-12-04")),
    "tomorrow is no date": ("amend", Amendment("M3", "due", "tomorrow")),
    "size is no field": ("amend", Amendment("M3", "size", "large")),
    "Nobody on the plan has the id nobody": ("amend", Amendment("M3", "status", "done", by="nobody")),
    "`milepost close": ("amend", Amendment("plan", "status", "won")),
    "Nobody hands over to themselves": ("hand_over", Handover("dana", "dana")),
    "Nobody on the plan has the id noone": ("hand_over", Handover("dana", "noone")),
    "is active already": ("resume", Wish()),
    "won or lost, not as 'paused'": ("close", Closing("paused")),
    "The note is empty": ("note", Note("  ")),
}


def test_what_cannot_be_decided_is_refused_in_a_sentence_and_leaves_no_trace(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        for words, (command, wrong) in REFUSED.items():
            assert words in await refused(life, command, wrong)
        assert await life.state() == await life.state()
        assert (await life.state()).plan == life.plan

    play(tmp_path, story)
