"""A plan whose workflow is gone goes on from its record: no letter is lost, no mail goes out twice."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.client import WorkflowHandle

from milepost.comparing import differences, gone
from milepost.demo.scene import scene_of
from milepost.wiring import now
from plans.agenda import Mail, due_mails, nudge_now, since
from plans.answer import answer
from plans.change import Change, Reading
from plans.entry import Entry
from plans.following import as_the_one_before
from plans.letter import Trust
from plans.plan import Plan
from plans.spoken import notice_of
from plans.state import Arrival, Outcome, PlanState
from plans.taking_up import Mailed, taken_up
from storage.rebuild import rebuild
from storage.store import Store
from tests.plans.a_plan import a_plan
from tests.workflows.playing import QUEUE, Life, living, real_time, reply
from workflows import taking_up
from workflows.calendars import calendar_ahead
from workflows.handing import Handing
from workflows.held_up import stuck_plans
from workflows.mailroom import keep
from workflows.starting import begin
from workflows.taking_up import from_record, take_up

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
STRANGER = "Sam Visitor <sam@harborline.example>"


async def it_goes_on_from_its_record(life: Life) -> None:
    store, client, slug = life.parts.store, life.environment.client, life.plan.slug
    await life.nudge()
    status = await life.mailed("dana.whitlock", 1)
    state = await life.arrives(reply(status, DANA, "Security sign-off is done.", now()))
    await life.arrives(reply(status, STRANGER, "Please move the pilot to next month.", now()))
    await life.kept(state.plan.version)
    await mails_rest(life)
    assert await gone(client, store) == ()
    sent = Counter(str(mail["Message-ID"]) for mail in life.postbox.sent)
    await life.handle.terminate("lost")
    while not await gone(client, store):
        await asyncio.sleep(0.05)
    assert await gone(client, store) == (slug,)
    kept = keep(life.parts, reply(status, DANA, "Pilot is blocked, no test data yet.", now()))
    missed, handing = kept.letter, Handing(store, client, asyncio.get_running_loop(), QUEUE)
    assert await handing.all([kept]) == {missed: False}
    [waits] = stuck_plans(store, now() + dt.timedelta(hours=1))
    assert (waits.plan, waits.letters) == (slug, 1), "what came while it did not run is seen to wait"

    assert await take_up(client, QUEUE, store, slug, now())
    assert await take_up(client, QUEUE, store, slug, now()) is None, "it runs"
    life.handle = WorkflowHandle(client, life.handle.id)
    await life.until(lambda state: missed in state.handled)
    state = await life.state()
    assert state.plan.version == max(store.kept_versions((slug,)).values())
    assert state.plan.milestone("M4").status == "blocked"  # type: ignore[union-attr]
    nudged = await life.nudge()
    assert (nudged.to, nudged.late) == ((), ()), "what was said today is not said again"
    await mails_rest(life)
    again = Counter(str(mail["Message-ID"]) for mail in life.postbox.sent)
    assert max(again.values()) == 1
    assert len(again) > len(sent), "the letter that it had missed is answered"
    letter = store.letter(missed)
    assert letter
    assert letter.state == "handled"
    assert await gone(client, store) == ()
    assert await differences(client, store) == ()
    assert store.verify(slug) == ()
    assert rebuild(store.log(slug)) == state.plan


async def it_is_broken_off_while_letters_come(life: Life) -> None:
    store, client, slug = life.parts.store, life.environment.client, life.plan.slug
    await life.nudge()
    status = await life.mailed("dana.whitlock", 1)
    await life.handle.terminate("lost")
    life.handle = WorkflowHandle(client, life.handle.id)

    async def hand_in(text: str) -> str:
        kept = keep(life.parts, reply(status, DANA, text, now()))
        await Handing(store, client, asyncio.get_running_loop(), QUEUE).all([kept])
        return kept.letter

    async def begun(*args: object) -> bool:
        missed.append(await hand_in("Security sign-off is done."))
        await begin(*args)  # type: ignore[arg-type]
        handed = await hand_in("Pilot is blocked, no test data yet.")
        await life.until(lambda state: handed in state.handled)
        raise ConnectionError

    missed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking_up, "begin", begun)
        with pytest.raises(ConnectionError):
            await take_up(client, QUEUE, store, slug, now())
    assert await take_up(client, QUEUE, store, slug, now()) is None, "it runs"
    await life.until(lambda state: missed[0] in state.handled)
    state = await life.state()
    assert [state.plan.milestone(line).status for line in ("M3", "M4")] == ["done", "blocked"]  # type: ignore[union-attr]
    await life.kept(state.plan.version)
    assert Counter(row.entry.kind for row in store.log(slug) if row.entry)["restored"] == 1
    assert rebuild(store.log(slug)) == state.plan, "it stands in the log before what came of the letters"
    await mails_rest(life)
    assert max(Counter(str(mail["Message-ID"]) for mail in life.postbox.sent).values()) == 1


async def mails_rest(life: Life) -> None:
    """Wait until no mail is on its way, and the workflow has said all that it had to say."""
    quiet = 0
    while quiet < 10:
        before = len(life.postbox.sent)
        await asyncio.sleep(0.1)
        busy = life.parts.store.unsent(now()) or len(life.postbox.sent) != before
        quiet = 0 if busy else quiet + 1


def on_a_real_server(folder: Path, story: Callable[[Life], Awaitable[None]]) -> None:
    async def whole() -> None:
        plan = scene_of(now().date()).plan
        async with living(plan, folder, lambda at: scene_of(at.date()).plan, server=real_time(folder)) as life:
            await story(life)

    asyncio.run(whole())


def test_a_plan_whose_workflow_is_gone_is_found_and_goes_on_from_its_record_with_nothing_sent_twice(
    tmp_path: Path,
) -> None:
    on_a_real_server(tmp_path, it_goes_on_from_its_record)


def test_a_letter_that_comes_while_a_plan_is_taken_up_is_read_once_also_where_that_breaks_off(tmp_path: Path) -> None:
    on_a_real_server(tmp_path, it_is_broken_off_while_letters_come)


# --- what was said stays said ---


def mailed(plan: Plan, mails: tuple[Mail, ...], erased: bool = False) -> list[Mailed]:
    notices = [notice_of(mail, plan) for mail in mails]
    return [
        Mailed(
            one.key, one.to, one.kind, one.lines,
            () if erased else tuple((nudged.line, nudged.rung) for nudged in one.nudged), plan,
        )
        for one in notices
    ]  # fmt: skip


def two_lines_a_mail() -> Plan:
    """Return a plan in which two of somebody's lines are due on the same day, so that one mail is about both."""
    first, second, third, *rest = a_plan().milestones
    actions = tuple(replace(action, owner=first.owner, due=first.due) for action in second.actions)
    second, third = replace(second, actions=actions), replace(third, owner=second.owner, due=second.due)
    return replace(a_plan(), status="active", milestones=(first, second, third, *rest))


@pytest.mark.parametrize("erased", [False, True])
@pytest.mark.parametrize("days", range(0, 60, 3))
def test_whatever_day_it_is_taken_up_a_plan_says_nothing_that_it_has_said(days: int, erased: bool) -> None:
    plan = two_lines_a_mail()
    begins = dt.datetime(2026, 4, 6, 6, tzinfo=dt.UTC)
    calendar, sent, mails = calendar_ahead(plan, begins), frozenset({since(begins.date())}), ()
    for hour in range(24 * (days + 1)):
        due = due_mails(plan, calendar, sent, begins + dt.timedelta(hours=hour))
        sent |= {key for mail in due for key in mail.keys}
        mails += due
    at = begins + dt.timedelta(days=days + 1)
    record = mailed(plan, mails, erased)
    state = taken_up(plan, calendar, record, (), None, 0, at, "").state
    had = {mail.key for mail in due_mails(plan, calendar, sent, at)}
    assert {mail.key for mail in due_mails(plan, calendar, frozenset(state.sent), at)} == had
    had = {mail.key for mail in nudge_now(plan, calendar, sent, at)}
    assert {mail.key for mail in nudge_now(plan, calendar, frozenset(state.sent), at)} == had


def test_an_escalation_whose_lines_are_erased_says_neither_the_second_nor_that_of_a_line_that_was_not_late() -> None:
    plan, day = two_lines_a_mail(), dt.datetime(2026, 4, 29, 14, tzinfo=dt.UTC)
    key = f"{plan.slug}/mail/nate/2026-04-29/M2/escalation/2026-04-24"
    record = [Mailed(key, "nate", "escalation", ("M2", "M3", "M4"), (), plan)]
    sent = taken_up(plan, calendar_ahead(plan, day), record, (), None, 0, day, "").state.sent
    assert [key for key in sent if "escalation" in key] == ["M2/escalation/2026-04-24", "M3/escalation/2026-04-24"]


def test_the_reporter_is_told_how_much_waited_for_a_word_and_nothing_where_nothing_did() -> None:
    plan, at = a_plan(), dt.datetime(2026, 4, 13, 12, tzinfo=dt.UTC)
    calendar = calendar_ahead(plan, at)
    [told] = taken_up(plan, calendar, (), (), None, 2, at, "").notices
    assert (told.to, told.asks[0].reason, told.asks[0].offered) == (plan.reporter.id, "taken-up", "2")  # type: ignore[union-attr]
    assert taken_up(plan, calendar, (), (), None, 0, at, "").notices == ()


# --- what rests goes on resting ---


def becomes(state: PlanState, status: str, at: dt.datetime) -> Outcome:
    arrival = Arrival(f"{status}/{at.isoformat()}", "nate@x.example", Trust("trusted", "nate"), at)
    return answer(state, arrival, Reading("reply", (Change("plan", "status", status, "apply", 1.0, status),)), at)


def kept_and_taken_up(folder: Path, first: Plan, *outcomes: Outcome, at: dt.datetime) -> PlanState:
    """Return the state of a plan that is taken up from a store that holds what became of it."""
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    store.keep_version(first, (Entry("started", MONDAY, "milepost", first.version),), MONDAY)
    for outcome in outcomes:
        store.keep_version(outcome.state.plan, outcome.entries, outcome.entries[0].at)
    return from_record(store, first.slug, at).state


MONDAY = dt.datetime(2026, 4, 13, 15, tzinfo=dt.UTC)


def test_a_draft_that_rested_goes_on_as_a_draft_once_it_is_taken_up(tmp_path: Path) -> None:
    draft = PlanState(a_plan(status="draft"), MONDAY)
    rests = becomes(draft, "on-hold", MONDAY)
    state = kept_and_taken_up(tmp_path, draft.plan, rests, at=MONDAY + dt.timedelta(days=1))
    assert state.plan.status == "on-hold"
    on = becomes(state, "active", MONDAY + dt.timedelta(days=2))
    assert on.state.plan.status == "draft"
    assert {notice.to for notice in on.notices} == {"dana", "nate"}, "nobody else has heard of it"


def test_a_plan_that_rested_is_asked_for_its_dates_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    active = PlanState(a_plan(), MONDAY, calendar_ahead(a_plan(), MONDAY))
    before = becomes(becomes(active, "on-hold", MONDAY - dt.timedelta(days=20)).state, "active", MONDAY)
    rests = becomes(before.state, "on-hold", MONDAY)
    later = MONDAY + dt.timedelta(days=30)
    earlier = becomes(active, "on-hold", MONDAY - dt.timedelta(days=20))
    state = kept_and_taken_up(tmp_path, active.plan, earlier, before, rests, at=later - dt.timedelta(days=5))
    offered = [held.change.value for held in becomes(state, "active", later).state.pending]
    assert offered == [held.change.value for held in becomes(rests.state, "active", later).state.pending]
    assert offered


def test_a_kickoff_that_rested_along_with_the_plan_before_it_is_woken_by_that_one(tmp_path: Path) -> None:
    kickoff = PlanState(a_plan(slug="harbor-kickoff", status="draft", follows="harbor"), MONDAY)
    rests = as_the_one_before(kickoff, True, MONDAY)
    state = kept_and_taken_up(tmp_path, kickoff.plan, rests, at=MONDAY + dt.timedelta(days=1))
    assert as_the_one_before(state, False, MONDAY + dt.timedelta(days=2)).state.plan.status == "draft"
