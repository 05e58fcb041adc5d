"""The three walks of the house, played whole on the time-skipping server: a reply, a timer, Word there and back."""

import asyncio
import datetime as dt
import io
import zipfile
from collections import Counter
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from milepost.demo.desk import document_of, text_of
from milepost.demo.scene import scene_of
from milepost.demo.word import typed
from plans.command import Amendment, Commanded, Wish
from plans.foretelling import Digests, foretold
from plans.plan import Plan
from plans.portfolio import readers_of_several
from storage.outbox import NoticeRecord
from tests.lives.play import played
from tests.lives.script import example, script_of
from tests.plans.a_plan import forecast
from tests.workflows.playing import ENGINE, LOOK, PATIENCE, Life, living, reply
from workflows.calendars import calendar_for
from workflows.digests import OF_ALL_PLANS

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
UNASKED = ("status", "snapshot", "reminder", "due", "overdue")
"""Kinds of mails that go out by the calendar; alerts are extra."""
JILL = "Jill Kowalczyk <jill.kowalczyk@harborline.example>"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        scene = scene_of(dt.date(2026, 1, 5)).plan
        async with living(scene, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


@pytest.mark.practice(8)
def test_a_reply_changes_the_plan_is_said_back_and_one_word_undoes_it(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        before = (await life.state()).plan
        wanted = now.date() + dt.timedelta(days=11)

        state = await life.arrives(
            reply(status, DANA, f"Security sign-off is done. Please move the pilot to {wanted:%B} {wanted.day}.", now)
        )
        assert state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]
        assert state.plan.milestone("M4").due == wanted  # type: ignore[union-attr]
        assert state.plan.version == before.version + 1
        answer = await life.mailed("dana.whitlock", 2)
        assert "undo" in text_of(answer).casefold()
        assert answer["In-Reply-To"] is not None

        state = await life.arrives(reply(answer, DANA, "undo", now + dt.timedelta(minutes=5)))
        assert state.plan.milestone("M3").status == before.milestone("M3").status  # type: ignore[union-attr]
        assert state.plan.milestone("M4").due == before.milestone("M4").due  # type: ignore[union-attr]
        assert state.plan.version == before.version + 2
        await life.kept(state.plan.version)
        assert life.parts.store.plan(life.plan.slug) == state.plan
        assert not life.parts.store.verify(life.plan.slug)

    play(tmp_path, story)


def test_a_letter_that_comes_twice_changes_the_plan_once_and_is_answered_once(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        letter = reply(status, DANA, "Security sign-off is done.", now)
        first = await life.arrives(letter)
        again = await life.arrives(letter)
        assert again.plan == first.plan
        await life.mailed("dana.whitlock", 2)
        assert len(life.postbox.to("dana.whitlock")) == 2

    play(tmp_path, story)


def test_timers_fire_as_the_agenda_foretold(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        foretold = forecast(life.plan, calendar_for(life.plan, now.year, now.year + 1), now, 12)
        for _ in range(12):
            await life.environment.sleep(dt.timedelta(days=1))
        await life.until(lambda state: len(state.sent) > 0)
        ends = now + dt.timedelta(days=11)
        kept = [n for n in life.parts.store.notices(life.plan.slug) if n.at < ends]
        happened = sorted((n.at.replace(second=0, microsecond=0), n.to, n.kind) for n in kept)
        expected = sorted((m.at.replace(second=0, microsecond=0), m.to, m.kind) for m in foretold if m.at < ends)
        assert happened == expected

    play(tmp_path, story)


@pytest.mark.practice(43)
@pytest.mark.parametrize(
    ("name", "begins", "days"),
    [
        ("us-saas", "2037-03-04T09:00", 9),  # the clocks go forward on 8 March
        ("fr-hospital", "2037-10-19T09:00", 9),  # and back on 25 October
        ("de-manufacturer", "2037-07-30T09:00", 26),  # the plant is shut from 3 to 21 August
    ],
)
def test_what_the_agenda_prints_is_what_the_workflow_does(tmp_path: Path, name: str, begins: str, days: int) -> None:
    plan = example(name)
    start = dt.datetime.fromisoformat(begins).replace(tzinfo=dt.UTC)
    away = replace(plan.people[0], away_until=start.date() + dt.timedelta(days=4))
    plan = plan.with_person(away)

    async def story() -> None:
        async with living(plan, tmp_path, begins=start) as life:
            foretold = forecast(plan, calendar_for(plan, start.year, start.year + 1), start, days)
            await life.sleeps_until(start + dt.timedelta(days=days))
            expected = Counter((mail.at.replace(second=0, microsecond=0), mail.to, mail.kind) for mail in foretold)
            async with asyncio.timeout(PATIENCE):
                while len(kept := life.parts.store.notices(plan.slug)) < expected.total():
                    await asyncio.sleep(LOOK)
            happened = Counter((one.at.replace(second=0, microsecond=0), one.to, one.kind) for one in kept)
            assert happened == expected
            assert expected

    asyncio.run(story())


@pytest.mark.practice(106)
def test_what_the_agenda_prints_of_a_reporter_of_several_plans_is_what_the_workflow_does(tmp_path: Path) -> None:
    plan, start, days = example("us-saas"), dt.datetime(2037, 3, 8, 9, tzinfo=dt.UTC), 16
    second = replace(plan, slug="second", title="Second deal", status="on-hold")
    moments = tuple(start + dt.timedelta(days=day) for day in (1, 8, 15))

    async def story() -> None:
        async with living(plan, tmp_path, begins=start) as life:
            life.parts.store.keep_version(second, (), start)
            for moment in moments:
                await life.sleeps_until(moment)
                await life.digests()
            await life.sleeps_until(start + dt.timedelta(days=days))
            coming = forecast(
                plan, calendar_for(plan, 2037, 2038), start, days, Digests(readers_of_several(plan, [second]), moments)
            )
            expected = Counter((mail.at.replace(second=0, microsecond=0), mail.to, mail.kind) for mail in coming)
            async with asyncio.timeout(PATIENCE):
                while len(kept := _kept(life)) < expected.total():
                    await asyncio.sleep(LOOK)
            assert Counter((one.at.replace(second=0, microsecond=0), one.to, one.kind) for one in kept) == expected
            assert [kind for _, to, kind in expected.elements() if to == "eli" and kind == "digest"] == ["digest"] * 3
            assert not [kind for _, to, kind in expected.elements() if to == "eli" and kind == "status"]

    asyncio.run(story())


async def as_foretold(life: Life, days: int) -> Counter[tuple[dt.datetime, str, str]]:
    """Let days pass and return what was mailed in them; it is what was foretold of the running plan."""
    now, state = await life.environment.get_current_time(), await life.state()
    before = {notice.key for notice in life.parts.store.notices(life.plan.slug)}
    coming = Counter((one.at.replace(second=0, microsecond=0), one.to, one.kind) for one in foretold(state, now, days))
    await life.sleeps_until(now + dt.timedelta(days=days))
    async with asyncio.timeout(PATIENCE):
        while len(life.parts.store.notices(life.plan.slug)) - len(before) < coming.total():
            await asyncio.sleep(LOOK)
    kept = [notice for notice in life.parts.store.notices(life.plan.slug) if notice.key not in before]
    assert Counter((one.at.replace(second=0, microsecond=0), one.to, one.kind) for one in kept) == coming
    return coming


@pytest.mark.practice(93)
def test_what_the_agenda_prints_of_a_running_plan_holds_its_reminders_and_what_lapses(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        buyers = next(m for m in life.plan.milestones if m.owner == "dana" and m.deadline == "soft" and not m.settled)
        assert buyers.due
        later = (buyers.due + dt.timedelta(days=2)).isoformat()
        await life.handle.execute_update("amend", Amendment(buyers.id, "due", later), result_type=Commanded)
        await life.mailed("dana.whitlock", 1)
        kinds = {(to, kind) for _, to, kind in await as_foretold(life, 12)}
        assert ("dana", "proposal") in kinds, "asked once more"
        assert not (await life.state()).pending

    play(tmp_path, story)


@pytest.mark.practice(69)
def test_what_the_agenda_prints_of_a_draft_is_what_its_endorser_and_reporter_get(tmp_path: Path) -> None:
    async def story() -> None:
        draft = replace(scene_of(dt.date(2026, 1, 5)).plan, status="draft")
        async with living(draft, tmp_path, lambda now: replace(harborline(now), status="draft")) as life:
            await life.mailed("", 1)
            said = await as_foretold(life, 35)
            assert life.plan.endorser
            assert life.plan.reporter
            asked = [to for _, to, kind in sorted(said)]
            first, keeper = life.plan.endorser.id, life.plan.reporter.id
            assert asked[:3] == [first, first, keeper]
            assert set(asked) <= {first, keeper, life.plan.reporter.manager}

    asyncio.run(story())


def _kept(life: Life) -> list[NoticeRecord]:
    return [*life.parts.store.notices(life.plan.slug), *life.parts.store.notices(OF_ALL_PLANS)]


def test_a_plan_that_goes_on_says_so_in_one_mail_and_speaks_by_the_calendar_the_next_day(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await life.handle.execute_update("pause", Wish(), result_type=Commanded)
        now = await life.environment.get_current_time()
        await life.sleeps_until(now + dt.timedelta(days=21))
        resting = {notice.key for notice in life.parts.store.notices(life.plan.slug)}
        await life.handle.execute_update("resume", Wish(), result_type=Commanded)
        async with asyncio.timeout(PATIENCE):
            while len(life.parts.store.notices(life.plan.slug)) < len(resting) + len(life.plan.people):
                await asyncio.sleep(LOOK)
        await as_foretold(life, 5)
        kept = [notice for notice in life.parts.store.notices(life.plan.slug) if notice.key not in resting]
        zone = life.plan.zone
        usual = Counter((one.to, one.at.astimezone(zone).date()) for one in kept if "/alert/" not in one.key)
        assert max(usual.values()) == 1

    play(tmp_path, story)


def test_word_goes_there_and_comes_back(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("jill.kowalczyk", 1)
        document = document_of(status)
        assert document is not None
        name, data = document
        wanted = now.date() + dt.timedelta(days=22)
        edited = typed(data, {("M7", 5): f"{wanted:%B} {wanted.day}, {wanted.year}"})

        state = await life.arrives(reply(status, JILL, "Please see the attached.", now, (name, edited)))
        assert state.plan.milestone("M7").due == wanted  # type: ignore[union-attr]
        answer = await life.mailed("jill.kowalczyk", 2)
        fresh = document_of(answer)
        assert fresh is not None
        with zipfile.ZipFile(io.BytesIO(fresh[1])) as package:
            assert b"<w:ins " in package.read("word/document.xml"), "what changed since their version is marked"

        again = await life.arrives(reply(answer, JILL, "For your files.", now + dt.timedelta(minutes=3), fresh))
        assert again.plan == state.plan

    play(tmp_path, story)


@pytest.mark.practice(118)
def test_what_a_stranger_writes_changes_nothing(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        before = (await life.state()).plan
        forged = reply(status, "Dana Whitlock <dana.whitlock@harborIine.example>", "M6 and M7 are done.", now)
        state = await life.arrives(forged)
        assert state.plan == before

    play(tmp_path, story)


@pytest.mark.practice(56)
def test_a_mail_between_colleagues_that_only_copies_the_plan_is_read_in(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        aside = EmailMessage()
        aside["From"], aside["To"], aside["Cc"] = DANA, JILL, ENGINE
        aside["Subject"], aside["Date"] = "Pilot and security", format_datetime(now)
        aside["Message-ID"] = "<aside@harborline.example>"
        aside.set_content("Jill, just so you know: security sign-off is done. See you on Monday.")
        after = await life.arrives(aside.as_bytes())
        assert after.plan.milestone("M3").status == "done"  # type: ignore[union-attr]
        answer = await life.mailed("dana.whitlock", 1)
        assert "Security" in text_of(answer)
        assert str(answer["To"]).endswith("<dana.whitlock@harborline.example>")

    play(tmp_path, story)


@pytest.mark.practice(49)
def test_a_deal_of_six_months_is_won_and_nobody_gets_two_unasked_mails_a_day(tmp_path: Path) -> None:
    """The life of the US example on the time-skipping server; `make bench-life` compares its every mail."""
    life, journal = asyncio.run(played(script_of("us-saas"), tmp_path))
    ended = life.parts.store.plan(life.plan.slug)
    assert ended is not None
    assert ended.status == "won"
    assert not life.parts.store.verify(life.plan.slug)
    unasked = [sent.notice for sent in journal.sent if sent.notice.kind in UNASKED and not sent.notice.letter]
    a_day = Counter((one.to, one.at.astimezone(life.plan.zone).date()) for one in unasked)
    assert a_day
    assert max(a_day.values()) == 1
