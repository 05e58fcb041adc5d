"""A deal is what a CRM tells of a purchase, with a plan or without; what it leaves out, a plan of ours can tell."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from plans.report.life import Life

Outcome = Literal["won", "lost", "open"]


@dataclass(frozen=True)
class CrmDeal:
    """One deal by the CRM's id; `plan` is a slug or '', None is what the CRM does not say. No person, no amount."""

    id: str
    plan: str = ""
    has_map: bool | None = None
    opened: dt.date | None = None
    closed: dt.date | None = None
    outcome: Outcome | None = None
    crm_close: dt.date | None = None
    tasks_total: int | None = None
    tasks_done: int | None = None

    @property
    def days(self) -> int | None:
        """Return the calendar days from its opening to its close."""
        return (self.closed - self.opened).days if self.opened and self.closed else None

    @property
    def completion(self) -> float | None:
        """Return the share (0 to 1) of its tasks that are done."""
        return self.tasks_done / self.tasks_total if self.tasks_total and self.tasks_done is not None else None


def completed(deals: Iterable[CrmDeal], lives: Sequence[Life]) -> tuple[CrmDeal, ...]:
    """Return the deals with what our plans tell where the CRM says nothing.

    A deal is a plan's by the slug that the CRM names, else by the CRM's id that the plan names. A deal of which nobody
    says whether it had a plan had one where it is one of ours.
    """
    by_slug = {life.slug: life for life in lives}
    by_id = {life.last.plan.deal.crm_id: life for life in lives if life.last.plan.deal.crm_id}
    return tuple(_completed(deal, by_slug.get(deal.plan) if deal.plan else by_id.get(deal.id)) for deal in deals)


def _completed(deal: CrmDeal, life: Life | None) -> CrmDeal:
    if deal.has_map is None:
        deal = replace(deal, has_map=bool(life or deal.plan))
    if life is None:
        return deal
    ours = _told_by(life)
    outcome = deal.outcome or ours.outcome
    tasks = (deal.tasks_total, deal.tasks_done)
    return replace(
        deal,
        plan=life.slug,
        opened=deal.opened or ours.opened,
        outcome=outcome,
        closed=deal.closed or (ours.closed if outcome == ours.outcome else None),
        tasks_total=ours.tasks_total if tasks == (None, None) else deal.tasks_total,
        tasks_done=ours.tasks_done if tasks == (None, None) else deal.tasks_done,
    )


def _told_by(life: Life) -> CrmDeal:
    wanted = [line for line in life.last.plan.milestones if line.status != "skipped"]
    outcomes: Mapping[str, Outcome] = {"won": "won", "lost": "lost"}
    return CrmDeal(
        id=life.last.plan.deal.crm_id,
        opened=life.began,
        closed=life.ended and (life.closed or life.ended),
        outcome=outcomes.get(life.status, "open"),
        tasks_total=len(wanted),
        tasks_done=sum(line.status == "done" for line in wanted),
    )


def crm_closes(deals: Iterable[CrmDeal]) -> dict[str, dt.date]:
    """Return the CRM's close dates by the slug of the plan."""
    return {deal.plan: deal.crm_close for deal in deals if deal.plan and deal.crm_close}
