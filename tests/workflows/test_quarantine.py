"""A forged mail in a plan's real life: put aside, let in by the reporter's one word, and still only asked about."""

import asyncio
from pathlib import Path

from milepost.demo.desk import text_of
from tests.workflows.playing import Life, reply
from tests.workflows.test_bounces import play


def test_a_mail_that_was_put_aside_is_read_again_when_the_reporter_lets_it_in(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        plan = (await life.state()).plan
        jill, reporter = plan.person_at("jill.kowalczyk@harborline.example"), plan.reporter
        assert jill
        assert reporter
        line = next(one for one in plan.milestones if one.owner == jill.id and not one.settled)
        await life.nudge()
        first = life.postbox.sent[0]
        at = await life.environment.get_current_time()
        eve = f"{jill.name} <jill@harbor1ine.example>"
        aside = await life.arrives(reply(first, eve, f"{line.id} is done.", at))
        assert len(aside.aside) == 1
        alert = await _about(life, reporter.email, "harbor1ine")
        released = await life.arrives(reply(alert, reporter.email, "release", at))
        assert released.aside == ()
        await life.until(
            lambda state: not state.released and any(one.change.target == line.id for one in state.pending)
        )
        state = await life.state()
        assert state.plan.line(line.id) == line
        assert [one.to for one in state.pending if one.change.target == line.id] == [(reporter.id,)]
        async with asyncio.timeout(20):
            while life.parts.store.backlog().questions != len(state.pending):
                await asyncio.sleep(0.05)  # The database counts what the plan waits for once it has kept it.
        told = [row.entry.kind for row in life.parts.store.log(life.plan.slug)]
        assert told == ["started", "letter", "quarantined", "letter", "released", "letter", "asked"]

    play(tmp_path, story)


async def _about(life: Life, address: str, word: str) -> "object":
    async with asyncio.timeout(20):
        while True:
            for mail in life.postbox.to(address):
                if word in text_of(mail):
                    return mail
            await asyncio.sleep(0.05)
