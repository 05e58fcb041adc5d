"""The command agenda: what would be mailed to whom and when, if nobody answered."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from plans.agenda import NO_DIGESTS, Digests, Mail, forecast
from plans.plan import Plan
from plans.portfolio import readers, readers_of_several
from plans.workdays import moment


def agenda(plan: Plan, days: int, start: dt.date | None, as_json: bool, data: Path | None = None) -> int:
    """Print the mails of the coming days, from the given day, else the plan's `as_of`, else today."""
    from workflows.calendars import calendar_for

    first = start or plan.as_of or dt.datetime.now(plan.zone).date()
    calendar = calendar_for(plan, first.year - 1, first.year + 1 + days // 365)
    digests = _digests(plan, first, days, data)
    mails = forecast(plan, calendar, dt.datetime.combine(first, dt.time(), plan.zone), days, digests)
    if as_json:
        print(json.dumps([_as_json(plan, mail) for mail in mails]))
    else:
        _print(plan, mails, first, days)
    return 0


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


def _as_json(plan: Plan, mail: Mail) -> dict[str, object]:
    at = mail.at.astimezone(plan.zone).isoformat()
    return {"at": at, "to": mail.to, "kind": mail.kind, "lines": list(mail.lines)}


def _print(plan: Plan, mails: tuple[Mail, ...], first: dt.date, days: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not mails:
        console.print(f"Nothing would be mailed in the {days} days from {first}.")
        return
    table = Table(title=f"{plan.title}: {len(mails)} mails in {days} days from {first}", title_justify="left", box=None)
    for head in ("when", "to", "kind", "lines"):
        table.add_column(head, header_style="bold")
    for mail in mails:
        person = plan.person(mail.to)
        when = mail.at.astimezone(plan.zone).strftime("%a %d %b %Y %H:%M")
        table.add_row(when, person.name if person else mail.to, mail.kind, " ".join(mail.lines))
    console.print(table)
