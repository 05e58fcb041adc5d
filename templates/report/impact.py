"""The impact report sets deals with a plan beside deals without, each figure with its n and its interval."""

from plans.report.impact import ENOUGH, Comparison, Figure, Impact
from plans.report.interval import Interval
from templates.report.shape import Report, Table, plural

HEADS = ("measure", "with a MAP", "n", "95 %", "without", "n", "95 %", "difference", "95 %")


def say_impact(impact: Impact) -> Report:
    """Return the comparison of the deals that are won or lost."""
    decided = impact.with_map + impact.without
    rows = tuple(map(_row, impact.comparisons)) if decided else ()
    table = Table("With and without a MAP", HEADS, rows, frozenset({2, 5}))
    return Report("Impact of mutual action plans", _lead(impact), (table,), NOTES if decided else ())


NOTES = (
    "This is no experiment: nobody drew lots for which deals got a plan, and deals that get one may be better deals.",
    "Rates have Wilson's intervals, their difference Newcombe's. Days are calendar days from opened to closed, in the "
    "median; their interval is by order statistics (at least 6 deals), that of the difference by resampling.",
    "Tasks done is the mean of the deals' own shares, so that each deal counts once.",
    "With a MAP are all plans that Milepost ran, and imported deals that had one; a plan that was imported too counts "
    "once, and what the file leaves empty is taken from it. Without are imported deals only.",
)


def _lead(impact: Impact) -> tuple[str, ...]:
    counted = _counted(impact)
    if not impact.with_map + impact.without:
        return (counted, f"Plans of ours count as soon as they are won or lost. {IMPORT}")
    if not impact.without:
        return (counted, f"There is nothing to compare with yet. {IMPORT}")
    few = [one.measure for one in impact.comparisons if not (one.with_map.enough and one.without.enough)]
    if few:
        return (counted, f"Too few deals (fewer than {ENOUGH} on a side) to compare: {', '.join(few)}.")
    return (counted, *(_verdict(one) for one in impact.comparisons if one.measure == "win rate"))


IMPORT = "Deals without a plan come from the CRM: `milepost deals import FILE.csv`."


def _counted(impact: Impact) -> str:
    """Return how many deals are counted on each side, and how many are not."""
    own = f" ({impact.own:,} of them from our record alone)" if impact.own else ""
    aside = [f"{impact.still_open:,} still open"] if impact.still_open else []
    aside += [f"{impact.untold:,} without an outcome"] if impact.untold else []
    left_out = f"; not counted: {', '.join(aside)}" if aside else ""
    return f"{plural(impact.with_map, 'decided deal')} with a MAP{own}, {impact.without:,} without{left_out}."


def _verdict(one: Comparison) -> str:
    if one.interval is None or one.difference is None:
        return ""
    if one.interval.low <= 0 <= one.interval.high:
        return "The difference in win rate may be chance: its interval holds 0."
    side = "with" if one.difference > 0 else "without"
    return f"More deals are won {side} a MAP than chance explains; why, these figures do not tell."


def _row(one: Comparison) -> tuple[str, ...]:
    return (one.measure, *_figure(one.with_map, one.is_share), *_figure(one.without, one.is_share), *_difference(one))


def _figure(figure: Figure, is_share: bool) -> tuple[str, str, str]:
    if figure.value is None:
        return ("", "0", "")
    few = "" if figure.enough else " (too few)"
    return (_value(figure.value, is_share) + few, f"{figure.n:,}", _interval(figure.interval, is_share))


def _difference(one: Comparison) -> tuple[str, str]:
    """Return a difference and its interval in words, which no spreadsheet takes for a formula."""
    if one.difference is None or one.interval is None:
        return ("too few to tell", "")
    scale, unit = (100, "points") if one.is_share else (1, "days")
    more = "more" if one.difference >= 0 else "fewer"
    low, high = one.interval.low * scale, one.interval.high * scale
    return (f"{_round(abs(one.difference) * scale)} {unit} {more}", f"from {_round(low)} to {_round(high)}")


def _value(value: float, is_share: bool) -> str:
    return f"{value:.0%}" if is_share else _round(value)


def _round(value: float) -> str:
    """Return a whole number, or a half where a median lies between two days."""
    return f"{round(value * 2) / 2:g}" if value * 2 == int(value * 2) else f"{value:.0f}"


def _interval(interval: Interval | None, is_share: bool) -> str:
    if interval is None:
        return ""
    return f"{_value(interval.low, is_share)} to {_value(interval.high, is_share)}"
