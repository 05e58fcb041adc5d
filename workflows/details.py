"""The details of a plan are what ops read in the Web UI: a table in Markdown that is true at every moment."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from plans.plan import External, Milestone
from plans.spoken import CADENCE, WAITING, Alarm
from plans.state import PlanState


def current_details(
    state: PlanState, alarms: Mapping[str, Alarm], unread: int = 0, unsent: int = 0, *, held: bool = False
) -> str:
    """Return the plan as a Markdown table with what each line waits for; ids, dates and statuses only.

    `unread` letters and `unsent` mails are told while there are any: where they stay, something holds the plan
    up, which is told once it is known (`held`).
    """
    plan = state.plan
    open_ends = [f"{len(state.pending)} waiting for somebody's word"]
    open_ends += [f"{unread} {'letter' if unread == 1 else 'letters'} unread"] if unread else []
    open_ends += [f"{unsent} {'mail' if unsent == 1 else 'mails'} still to be sent"] if unsent else []
    head = [
        f"**{plan.slug}** version {plan.version}, {plan.status}{', held up' if held else ''}; {', '.join(open_ends)}",
        "",
        "| line | status | due | owner | next |",
        "|---|---|---|---|---|",
    ]
    lines: list[Milestone | External] = [*plan.milestones, *plan.externals]
    rows = [
        f"| {one.id} | {one.status} | {one.due or ''} | {one.owner or ''} | {_next(alarms.get(one.id), plan.zone)} |"
        for one in lines
    ]
    rows += [f"| | | | | {_next(alarms[name], plan.zone)} |" for name in (CADENCE, WAITING) if name in alarms]
    return "\n".join([*head, *rows])


def _next(alarm: Alarm | None, zone: ZoneInfo) -> str:
    return alarm.shown(zone) if alarm else ""
