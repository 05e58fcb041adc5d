"""The command agenda: what would be mailed to whom and when, if nobody answered; of a plan file, or a running plan."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from milepost.loading import plan_or_exit
from plans.agenda import since
from plans.first_mail import begun
from plans.foretelling import NO_DIGESTS, Digests, foretold
from plans.notice import Notice
from plans.plan import Plan
from plans.portfolio import readers, readers_of_several
from plans.state import PlanState
from plans.workdays import moment

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings


def agenda(named: str, days: int, first: dt.date | None, as_json: bool, data: Path | None = None) -> int:
    """Print the mails of the coming days: of a file from the given day on, else the plan's `as_of`, else today; of a
    running plan from now on, with all that waits in it for somebody's word."""
    path = Path(named)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        plan = plan_or_exit(path)
        first = first or plan.as_of or dt.datetime.now(plan.zone).date()
        _print(plan, _of_file(plan, first, days, data), first, days, as_json)
        return 0
    return _of_running(named, days, first, as_json, data)


def _of_file(plan: Plan, first: dt.date, days: int, data: Path | None) -> tuple[Notice, ...]:
    """Return what a plan that starts on this day says; a draft begins with its first mail."""
    from workflows.calendars import calendar_for

    calendar = calendar_for(plan, first.year - 1, first.year + 1 + days // 365)
    start = dt.datetime.combine(first, dt.time(), plan.zone)
    state, welcome = begun(PlanState(plan, start, calendar, sent=(since(first),)))
    return (*welcome, *foretold(state, start, days, _digests(plan, first, days, data)))


def _of_running(slug: str, days: int, first: dt.date | None, as_json: bool, data: Path | None) -> int:
    from milepost.commands.running import connected
    from milepost.settings import settings_for

    async def look(client: "Client", _: "Settings") -> int:
        from milepost.running_plans import state_of

        state = await state_of(client, slug)
        if state is None:
            print(f"There is no running plan {slug}: `milepost list` lists the plans.", file=sys.stderr)
            return 1
        now = dt.datetime.now(state.plan.zone)
        day = max(first or now.date(), now.date())
        span = (day - now.date()).days + days
        notices = foretold(state, now, span, _digests(state.plan, now.date(), span, data))
        coming = tuple(one for one in notices if one.at.astimezone(state.plan.zone).date() >= day)
        _print(state.plan, coming, day, days, as_json)
        return 0

    return connected(settings_for(data), look)


def _digests(plan: Plan, first: dt.date, days: int, data: Path | None) -> Digests:
    """Return the digests of whoever follows other plans as well; none where nothing is kept here yet."""
    from milepost.settings import settings_for
    from milepost.wiring import store_of
    from plans.agenda.hours import rhythm_of

    settings = settings_for(data)
    rhythm = rhythm_of(f"weekly {settings.digest.weekly}")
    if rhythm is None or not settings.keeps_anything():
        return NO_DIGESTS
    with store_of(settings) as store:
        slugs = {slug for address in readers(plan) for slug in store.plans_naming(address)}
        several = readers_of_several(plan, (other for slug in slugs if (other := store.plan(slug))))
    zone = ZoneInfo(settings.digest.timezone)
    span = (first + dt.timedelta(days=number) for number in range(days + 1))
    return Digests(several, tuple(moment(day, rhythm.time, zone) for day in span if day.weekday() == rhythm.weekday))


def _print(plan: Plan, notices: tuple[Notice, ...], first: dt.date, days: int, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_as_json(plan, notice) for notice in notices]))
    else:
        _print_table(plan, notices, first, days)


def _as_json(plan: Plan, notice: Notice) -> dict[str, object]:
    at = notice.at.astimezone(plan.zone).isoformat()
    return {"at": at, "to": notice.to, "kind": notice.kind, "lines": list(notice.lines), "again": notice.again}


def _print_table(plan: Plan, notices: tuple[Notice, ...], first: dt.date, days: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not notices:
        console.print(f"Nothing would be mailed in the {days} days from {first}.")
        return
    title = f"{plan.title}: {len(notices)} mails in {days} days from {first}"
    table = Table(title=title, title_justify="left", box=None)
    for head in ("when", "to", "kind", "lines"):
        table.add_column(head, header_style="bold")
    for notice in notices:
        person = plan.person(notice.to)
        when = notice.at.astimezone(plan.zone).strftime("%a %d %b %Y %H:%M")
        kind = f"{notice.kind}, again" if notice.again else notice.kind
        table.add_row(when, person.name if person else notice.to, kind, " ".join(notice.lines))
    console.print(table)
