"""A deal is what a CRM tells of a purchase, with a plan or without; what it leaves out, a plan of ours can tell."""

import datetime as dt
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Deals:
    """All deals that are known, each once: those of the CRM's file, and those that only a plan of ours tells of."""

    imported: tuple[CrmDeal, ...]
    own: tuple[CrmDeal, ...] = ()

    @property
    def every(self) -> tuple[CrmDeal, ...]:
        """Return all of them, the imported ones first."""
        return (*self.imported, *self.own)


def known(deals: Iterable[CrmDeal], lives: Iterable[Life]) -> Deals:
    """Return the deals with what our plans tell where the CRM says nothing, and the plans of which it says nothing.

    A deal is a plan's by the slug that the CRM names, else by the CRM's id that the plan names. Of several plans of one
    id the one that began last tells, a draft only where there is no other. A plan that goes on from one that was won
    tells of no deal, and a draft makes none.
    """
    told = sorted((life for life in lives if life.is_deal), key=lambda life: (life.lived, life.began, life.slug))
    by_slug, by_id = {life.slug: life for life in told}, {life.crm_id: life for life in told if life.crm_id}
    pairs = [(deal, by_slug.get(deal.plan) or by_id.get(deal.id)) for deal in deals]
    slugs = {life.slug for _, life in pairs if life}
    ids = {deal.id for deal, _ in pairs} | {life.crm_id for _, life in pairs if life and life.crm_id}
    untold = (life for life in told if life.lived and life.slug not in slugs and life.crm_id not in ids)
    own = tuple(_told_by(life) for life in untold if by_id.get(life.crm_id, life) is life)
    return Deals(tuple(_completed(*pair) for pair in pairs), own)


def _completed(deal: CrmDeal, life: Life | None) -> CrmDeal:
    if life is None:
        return deal if deal.has_map is not None else replace(deal, has_map=bool(deal.plan))
    ours = _told_by(life)
    outcome = deal.outcome or ours.outcome
    tasks = (deal.tasks_total, deal.tasks_done)
    return replace(
        deal,
        plan=life.slug,
        has_map=deal.has_map or life.lived,
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
        id=life.crm_id,
        plan=life.slug,
        has_map=True,
        opened=life.began,
        closed=life.ended and (life.closed or life.ended),
        outcome=outcomes.get(life.status, "open"),
        tasks_total=len(wanted),
        tasks_done=sum(line.status == "done" for line in wanted),
    )


def crm_closes(deals: Iterable[CrmDeal]) -> dict[str, dt.date]:
    """Return the CRM's close dates by the slug of the plan."""
    return {deal.plan: deal.crm_close for deal in deals if deal.plan and deal.crm_close}
