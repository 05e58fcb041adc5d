"""The details of a plan are what ops read in the Web UI: a table in Markdown that is true at every moment."""

from collections.abc import Mapping

from plans.spoken import Alarm
from plans.state import PlanState


def current_details(state: PlanState, alarms: Mapping[str, Alarm], unread: int = 0, unsent: int = 0) -> str:
    """Return the plan as a Markdown table with what each line waits for; ids, dates and statuses only.

    `unread` letters and `unsent` mails are told while there are any: where they stay, something holds the plan up.
    """
    plan = state.plan
    open_ends = [f"{len(state.pending)} waiting for somebody's word"]
    open_ends += [f"{unread} letters unread"] if unread else []
    open_ends += [f"{unsent} mails on their way"] if unsent else []
    head = [
        f"**{plan.slug}** version {plan.version}, {plan.status}; {', '.join(open_ends)}",
        "",
        "| line | status | due | owner | next |",
        "|---|---|---|---|---|",
    ]
    rows = []
    for milestone in plan.milestones:
        alarm = alarms.get(milestone.id)
        following = f"{alarm.name} {alarm.at.astimezone(plan.zone):%d %b %H:%M}" if alarm else ""
        rows.append(
            f"| {milestone.id} | {milestone.status} | {milestone.due or ''} | {milestone.owner or ''} | {following} |"
        )
    return "\n".join([*head, *rows])
