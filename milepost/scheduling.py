"""Scheduling keeps our three Schedules, digests, lookout and purge: made, changed or taken away as set."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client, Schedule, ScheduleUpdate, ScheduleUpdateInput

    from milepost.settings import Settings

OFF = "off"
PURGE_HOUR = 2
"""The hour (UTC) at which what is old is deleted."""
LOOK_EVERY = dt.timedelta(minutes=15)
CATCH_UP = dt.timedelta(days=1)
"""For how long after a standstill a digest that was missed is still worth sending."""


async def schedule_digests(client: "Client", settings: "Settings") -> str:
    """See to it that the digests' schedule is as set, and return what holds; done again, nothing changes."""
    from workflows.digest_workflow import SCHEDULE_ID

    if settings.digest.weekly == OFF:
        await _taken_away(client, SCHEDULE_ID)
        return OFF
    await _kept(client, SCHEDULE_ID, _digests(settings))
    return f"weekly, {settings.digest.weekly} {settings.digest.timezone}"


async def schedule_lookout(client: "Client", settings: "Settings") -> str:
    """See to it that somebody looks for stuck plans where an alert has somewhere to go; return what holds."""
    from workflows.lookout_workflow import SCHEDULE_ID

    if not settings.alerts.address:
        await _taken_away(client, SCHEDULE_ID)
        return OFF
    await _kept(client, SCHEDULE_ID, _lookout(settings))
    return f"every {LOOK_EVERY.seconds // 60} minutes"


async def schedule_purge(client: "Client", settings: "Settings") -> str:
    """See to it that what is old is deleted every night, unless all is kept for ever; return what holds."""
    from workflows.purge_workflow import SCHEDULE_ID

    if not any(settings.retention.model_dump().values()):
        await _taken_away(client, SCHEDULE_ID)
        return OFF
    await _kept(client, SCHEDULE_ID, _purge(settings))
    return f"nightly, {PURGE_HOUR:02}:00 UTC"


def _purge(settings: "Settings") -> "Schedule":
    from temporalio.client import (
        Schedule,
        ScheduleActionStartWorkflow,
        ScheduleCalendarSpec,
        ScheduleOverlapPolicy,
        SchedulePolicy,
        ScheduleRange,
        ScheduleSpec,
    )

    from workflows.messages import PurgeRun
    from workflows.purge_workflow import SCHEDULE_ID, PurgeWorkflow

    return Schedule(
        action=ScheduleActionStartWorkflow(
            PurgeWorkflow.run,
            PurgeRun(**settings.retention.model_dump()),
            id=SCHEDULE_ID,
            task_queue=settings.temporal.task_queue,
            static_summary="Deletes what has been kept for long enough",
        ),
        spec=ScheduleSpec(calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(PURGE_HOUR)])]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CATCH_UP),
    )


async def _kept(client: "Client", schedule: str, wanted: "Schedule") -> None:
    from temporalio.client import ScheduleAlreadyRunningError

    try:
        await client.create_schedule(schedule, wanted)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(schedule).update(lambda known: _changed(known, wanted))


def _lookout(settings: "Settings") -> "Schedule":
    from temporalio.client import (
        Schedule,
        ScheduleActionStartWorkflow,
        ScheduleIntervalSpec,
        ScheduleOverlapPolicy,
        SchedulePolicy,
        ScheduleSpec,
    )

    from workflows.lookout_workflow import SCHEDULE_ID, LookoutWorkflow

    return Schedule(
        action=ScheduleActionStartWorkflow(
            LookoutWorkflow.run,
            id=SCHEDULE_ID,
            task_queue=settings.temporal.task_queue,
            static_summary="Looks for plans that something holds up",
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=LOOK_EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=LOOK_EVERY),
    )


def _digests(settings: "Settings") -> "Schedule":
    from temporalio.client import (
        Schedule,
        ScheduleActionStartWorkflow,
        ScheduleCalendarSpec,
        ScheduleOverlapPolicy,
        SchedulePolicy,
        ScheduleRange,
        ScheduleSpec,
    )

    from plans.workdays import WEEKDAYS
    from workflows.digest_workflow import SCHEDULE_ID, DigestWorkflow
    from workflows.messages import DigestRun

    day, _, time = settings.digest.weekly.partition(" ")
    hour, minute = (int(part) for part in time.split(":"))
    weekday = (WEEKDAYS.index(day[:3].casefold()) + 1) % 7  # Temporal counts from Sunday.
    calendar = ScheduleCalendarSpec(
        hour=[ScheduleRange(hour)], minute=[ScheduleRange(minute)], day_of_week=[ScheduleRange(weekday)]
    )
    return Schedule(
        action=ScheduleActionStartWorkflow(
            DigestWorkflow.run,
            DigestRun(settings.digest.timezone),
            id=SCHEDULE_ID,
            task_queue=settings.temporal.task_queue,
            static_summary="Weekly digests of all plans",
        ),
        spec=ScheduleSpec(calendars=[calendar], time_zone_name=settings.digest.timezone),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CATCH_UP),
    )


def _changed(known: "ScheduleUpdateInput", wanted: "Schedule") -> "ScheduleUpdate":
    """Return the schedule as it is wanted, still paused where somebody has paused it."""
    from temporalio.client import ScheduleUpdate

    wanted.state = known.description.schedule.state
    return ScheduleUpdate(wanted)


async def _taken_away(client: "Client", schedule: str) -> None:
    from temporalio.service import RPCError, RPCStatusCode

    try:
        await client.get_schedule_handle(schedule).delete()
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
