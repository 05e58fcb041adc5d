"""The list of deals is a row a deal, as the CRM and our plans tell it together."""

from collections.abc import Sequence

from plans.report.deals import CrmDeal
from templates.report.shape import Report, Table, day, plural

HEADS = ("deal", "plan", "MAP", "opened", "closed", "outcome", "CRM close", "tasks")


def say_deals(deals: Sequence[CrmDeal]) -> Report:
    """Return the deals in the order in which they come."""
    having = sum(bool(deal.has_map) for deal in deals)
    lead = f"{plural(len(deals), 'deal')}, {having:,} with a MAP, {len(deals) - having:,} without."
    return Report("Deals", (lead,), (Table("Deals", HEADS, tuple(map(_row, deals)), frozenset({7})),))


def _row(deal: CrmDeal) -> tuple[str, ...]:
    tasks = "" if deal.tasks_total is None else f"{deal.tasks_done}/{deal.tasks_total}"
    return (
        deal.id, deal.plan, "yes" if deal.has_map else "no", day(deal.opened), day(deal.closed),
        deal.outcome or "", day(deal.crm_close), tasks,
    )  # fmt: skip
