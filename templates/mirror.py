"""A mirror is written as JSON data for webhooks and files, as CSV with one row a milestone, or told of in a mail."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import asdict, fields
from html import escape
from typing import Any

from plans.mirror import Mirror, MirroredMilestone
from plans.notice import Said
from templates.cells import harmless
from templates.plain import plain_mail

HEADS = (
    "plan", "crm_id", "title", "version", "as_of", "plan_status", "health", "planned_close", "projected_close",
    *(field.name if field.name != "id" else "milestone" for field in fields(MirroredMilestone)),
)  # fmt: skip


def payload(mirror: Mirror) -> dict[str, Any]:
    """Return a mirror as JSON data: dates as ISO, None for nothing, no owner where people are not mirrored."""
    plain: dict[str, Any] = _plain(asdict(mirror))
    for milestone in plain["milestones"]:
        if not milestone["owner"]:
            del milestone["owner"]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def csv_text(mirrors: Iterable[Mirror]) -> str:
    """Return mirrors as CSV (RFC 4180), one row a milestone, each with its plan's columns."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADS)
    for mirror in mirrors:
        plain = payload(mirror)
        own = [plain[name] for name in ("plan", "crm_id", "title", "version", "as_of", "status", "health",
                                        "planned_close", "projected_close")]  # fmt: skip
        for milestone in plain["milestones"]:
            columns = [milestone.get(field.name, "") for field in fields(MirroredMilestone)]
            rows.writerow([_cell(value) for value in (*own, *columns)])
    return written.getvalue()


def _cell(value: Any) -> str:
    return harmless("" if value is None else str(value).lower() if isinstance(value, bool) else str(value))


def say_stopped(plan: Mirror, why: str, switched_off: bool) -> Said:
    """Return the mail that tells that a plan is not mirrored any more, or not for now; in English."""
    subject = f"Milepost: {plan.plan} is {'no longer' if switched_off else 'not'} mirrored in the CRM"
    what = (
        f"The CRM has said that it takes nothing more of {plan.title} ({plan.plan}): {why}."
        if switched_off
        else f"Version {plan.version} of {plan.title} ({plan.plan}) could not be given to the CRM: {why}."
    )
    then = (
        f"Nothing more of this plan is sent there. `milepost crm resume {plan.plan}` switches it on again."
        if switched_off
        else f"The next version is tried again; `milepost crm resume {plan.plan}` tries at once."
    )
    lines = [what, then, "The plan itself is not affected: mails and dates go on."]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return plain_mail(subject, "\n\n".join([*lines, ""]), body)
