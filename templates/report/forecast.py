"""The forecast report is a row a plan: planned, projected, the range from our own record, and the CRM's date."""

import datetime as dt
from collections.abc import Sequence

from plans.report.forecast import Forecast
from plans.report.past import AT_ALL, DEALS, OF_A_KIND, Past, quantile
from plans.report.replay import Accuracy
from templates.report.shape import Report, Table, day, plural, with_nothing

HEADS = ("plan", "title", "planned", "projected", "10 %", "50 %", "90 %", "CRM", "days after CRM", "by CRM's date")
KIND_HEADS = ("kind", "milestones", "deals", "10 %", "50 %", "90 %", "drawn from")
NO_DEAL = (
    "No deal is running (a plan that goes on from one that was won is none): `milepost list` tells of all plans, "
    "`milepost start PLAN.yaml` starts one."
)
FEW = 10
"""Closed deals below which their errors are said to be too few to rely on."""


def say_forecast(forecasts: Sequence[Forecast], past: Past, accuracy: Accuracy, on: dt.date) -> Report:
    """Return the forecasts in the order in which they come, what they rest on, and how far off earlier ones were."""
    tables = (
        Table("Forecast", HEADS, tuple(map(_row, forecasts)), frozenset({8, 9})),
        Table("Slips on record, in working days", KIND_HEADS, _kinds(past), frozenset(range(1, 6))),
    )
    lead = (_lead(forecasts, past) if forecasts else NO_DEAL, *_looking_back(accuracy))
    report = Report(f"Forecast on {on}", lead, tables, NOTES)
    return report if forecasts or past.slips else with_nothing(report, NO_DEAL)


NOTES = (
    "10 %, 50 % and 90 %: the days by which the close has come in so many of 1,000 draws. Each open milestone on the "
    "way to the close slips as a finished one of its kind did, and what waits for it moves along.",
    "A slip is counted in working days of the owner, from the date that a milestone had when first kept, or from the "
    "day that what it waited for pushed it to, to the day on which it was done.",
    "Milestones that are still open are not on record, and slips are drawn one by one though those of one deal hang "
    "together: both make the ranges narrower than the truth.",
    "Days after CRM: calendar days from the CRM's close date to the 50 % day, or to the projected one without a range.",
)


def _lead(forecasts: Sequence[Forecast], past: Past) -> str:
    n = f"n = {plural(past.deals, 'deal')}, {plural(past.milestones, 'milestone')}"
    deals = plural(len(forecasts), "running deal")
    if not past.speaks:
        return (
            f"{deals}, no ranges: too few milestones are finished to draw from ({n}; it takes {AT_ALL} milestones of "
            f"{DEALS} deals)."
        )
    ranged = sum(one.range is not None for one in forecasts)
    return f"{deals}, {ranged:,} with a range, drawn from our own record of finished milestones ({n})."


def _looking_back(accuracy: Accuracy) -> tuple[str, ...]:
    if accuracy.projected is None or accuracy.planned is None or accuracy.lean is None:
        return ("No deal has closed yet by which earlier projections could be judged.",)
    few = ", too few to rely on" if accuracy.n < FEW else ""
    apart = f"{abs(accuracy.lean):g} days {'later' if accuracy.lean > 0 else 'earlier'} than projected"
    lean = apart if accuracy.lean else "on the projected day"
    said = (
        f"Looking back from half way at closed deals (n = {accuracy.n:,}{few}): the projected close was off by "
        f"{accuracy.projected:g} calendar days in the median, the planned one by {accuracy.planned:g}; "
        f"the median deal closed {lean}."
    )
    if not accuracy.ranges:
        return (said,)
    return (
        said,
        f"{accuracy.within:,} of {accuracy.ranges:,} closed between the 10 % and the 90 % day, drawn from the other "
        "deals' slips; 8 in 10 should.",
    )


def _row(one: Forecast) -> tuple[str, ...]:
    range_ = one.range
    early, middle, late = (range_.early, range_.middle, range_.late) if range_ else (None, None, None)
    chance = f"{range_.chance_by(one.crm_close):.0%}" if range_ and one.crm_close else ""
    after = "" if one.days_after_crm is None else str(one.days_after_crm)
    return (
        one.slug, one.title, day(one.planned), day(one.projected), day(early), day(middle), day(late),
        day(one.crm_close), after, chance,
    )  # fmt: skip


def _kinds(past: Past) -> tuple[tuple[str, ...], ...]:
    deals = {kind: len({slip.plan for slip in past.slips if slip.kind == kind}) for kind in past.by_kind}
    source = {True: "its own", False: f"all kinds (fewer than {OF_A_KIND})"}
    return tuple(
        (kind, str(len(days)), str(deals[kind]), *(str(quantile(days, share)) for share in (0.1, 0.5, 0.9)),
         source[past.has_own(kind)] if past.speaks else "")
        for kind, days in past.by_kind.items()
    )  # fmt: skip
