"""Every value of a plan leads to what set it: its start, a letter, a Word page, a command, an undo, an erasure."""

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from milepost.commands.why import why
from milepost.demo.desk import document_of
from milepost.demo.scene import scene_of
from milepost.demo.word import typed
from plans.command import Amendment, Commanded
from plans.forgetting import Whom
from plans.plan import Plan
from storage.rebuild import origin
from tests.test_stories import DANA, JILL, harborline
from tests.workflows.playing import Life, living, reply


def places(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every place of a plan."""
    things: list[tuple[str, Any]] = [("plan", plan), ("communication", plan.communication), ("deal", plan.deal)]
    things += [(line.id, line) for line in (*plan.lines(), *plan.externals)]
    things += [(f"person:{person.id}", person) for person in plan.people]
    things += [(f"goal:{number}", goal) for number, goal in enumerate(plan.goals, 1)]
    for target, thing in things:
        yield from ((target, field.name) for field in fields(thing))


@pytest.mark.practice(8, 31)
def test_every_value_leads_to_the_letter_page_command_undo_or_erasure_that_set_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def story(life: Life) -> None:
        store, now = life.parts.store, await life.environment.get_current_time()

        def told(place: str) -> dict[str, Any]:
            capsys.readouterr()
            assert why(store, life.plan.slug, place, as_json=True) == 0
            found: dict[str, Any] = json.loads(capsys.readouterr().out)
            return found

        async def command(target: str, field: str, value: str, by: str = "") -> Commanded:
            amendment = Amendment(target, field, value, by)
            done: Commanded = await life.handle.execute_update("amend", amendment, result_type=Commanded)
            return done

        async def letter(raw: bytes) -> str:
            state = await life.arrives(raw)
            await life.kept(state.plan.version)
            return state.handled[-1]

        await life.nudge()
        status, page = await life.mailed("dana.whitlock", 1), await life.mailed("jill.kowalczyk", 1)
        later = now.date() + dt.timedelta(days=11)
        said = await letter(reply(status, DANA, f"Security sign-off is done. Please move the pilot to {later}.", now))
        assert (told("M4.due")["letter"], told("M3.done_on")["letter"]) == (said, said)
        answer = await life.mailed("dana.whitlock", 2)
        undone = await letter(reply(answer, DANA, "undo M4", now + dt.timedelta(minutes=5)))
        assert (told("M4.due")["how"], told("M4.due")["letter"]) == ("undone", undone)
        assert told("M3.status")["letter"] == said

        document = document_of(page)
        assert document
        wanted = now.date() + dt.timedelta(days=22)
        edited = (document[0], typed(document[1], {("M7", 5): f"{wanted:%B} {wanted.day}, {wanted.year}"}))
        filled = await letter(reply(page, JILL, "Please see the attached.", now, edited))
        assert store.blob(told("M7.due")["bytes"])
        assert told("M7.due")["letter"] == filled

        await life.kept((await command("M6", "note", "seen on the call")).version)
        assert told("M6.note")["letter"].startswith("command/")

        helped = next(one.id for one in life.plan.milestones if one.backup == "dana" and not one.settled)
        await life.kept((await life.handle.execute_update("forget", Whom("dana"), result_type=Commanded)).version)
        assert (told("plan.title")["how"], told(f"{helped}.backup")["how"]) == ("started", "forgotten")
        plan = (await life.state()).plan
        unexplained = [place for place in places(plan) if origin(store.log(plan.slug), *place) is None]
        assert unexplained == []

    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, tmp_path, harborline) as life:
            await story(life)

    asyncio.run(whole())
