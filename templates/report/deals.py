"""The list of deals is a row a deal, as the CRM and our plans tell it together."""

from plans.report.deals import CrmDeal, Deals
from templates.report.shape import Report, Table, day, plural

HEADS = ("deal", "plan", "MAP", "opened", "closed", "outcome", "CRM close", "tasks")


def say_deals(known: Deals) -> Report:
    """Return the imported deals, and those that only our plans tell of."""
    deals = known.every
    having = sum(bool(deal.has_map) for deal in deals)
    own = (
        f" {len(known.own):,} of them {'is' if len(known.own) == 1 else 'are'} in no imported file."
        if known.own
        else ""
    )
    lead = f"{plural(len(deals), 'deal')}, {having:,} with a MAP, {len(deals) - having:,} without.{own}"
    return Report("Deals", (lead,), (Table("Deals", HEADS, tuple(map(_row, deals)), frozenset({7})),))


def _row(deal: CrmDeal) -> tuple[str, ...]:
    tasks = "" if deal.tasks_total is None else f"{deal.tasks_done}/{deal.tasks_total}"
    return (
        deal.id, deal.plan, "yes" if deal.has_map else "no", day(deal.opened), day(deal.closed),
        deal.outcome or "", day(deal.crm_close), tasks,
    )  # fmt: skip
