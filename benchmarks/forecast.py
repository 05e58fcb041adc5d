"""Played deals, half way through: how many close within their forecast's range. `python -m benchmarks.forecast`."""

import datetime as dt
import random
from dataclasses import replace

from plans.plan import Plan
from plans.report.figures import Kept
from plans.report.forecast import range_of
from plans.report.life import Life, life_of
from plans.report.past import Past, past_of
from plans.report.slips import kind_of
from plans.ripple import Graph
from plans.workdays import Calendar, add_workdays
from tests.documents.making import EXAMPLES, example

DEALS = 120
NONE = Calendar()
MEAN = {"legal": 8, "security": 6, "order": 3}
"""Working days by which a kind slips in the mean; the others slip by 1. The spread is 4, a deal's own pace has 3."""


def started(slug: str, number: int) -> tuple[Plan, dt.date]:
    """Return an example as a new plan in 2025, every line of it open, and the day on which it began."""
    plan = example(EXAMPLES[number % len(EXAMPLES)])
    began = dt.date(2025, 1, 13) + dt.timedelta(days=7 * (number % 25))
    moved = began - min(line.due for line in plan.milestones if line.due) + dt.timedelta(days=20)
    lines = tuple(
        replace(line, due=line.due and line.due + moved, done_on=None, status="not-started", slipped_from=())
        for line in plan.milestones
    )
    return replace(plan, slug=slug, version=1, status="active", events=(), externals=(), milestones=lines), began


def played(plan: Plan, began: dt.date, rng: random.Random, adding: bool) -> Life:
    """Return a plan's life to its end; `adding` has every delay come on top of what the line waited for."""
    graph, pace, done = Graph(plan, NONE, began), rng.gauss(0, 3) if adding else 0.0, dict[str, dt.date]()
    for line in graph.ordered():
        step = graph.steps[line]
        if step.due is None:
            continue
        slip = max(-3, round(rng.gauss(MEAN.get(kind_of(step.name), 1) + pace, 4)))
        pushed = [graph.after(step, done[before]) for before in graph.waits_for(line) if before in done]
        if adding:
            day = add_workdays(graph.works(step), max([step.due, *pushed]), slip)
        else:
            day = max([add_workdays(graph.works(step), step.due, slip), *pushed])
        done[line] = max(day, began + dt.timedelta(days=1))
    versions = [Kept(plan, noon(began))]
    for line, day in sorted(done.items(), key=lambda one: one[1]):
        milestone = plan.milestone(line)
        assert milestone
        plan = plan.with_line(replace(milestone, status="done", done_on=day))
        plan = replace(plan, version=plan.version + 1)
        versions.append(Kept(plan, noon(day)))
    ended = replace(plan, version=plan.version + 1, status="won")
    return life_of([*versions, Kept(ended, noon(max(done.values())))], NONE)


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def judged(lives: list[Life], past: Past) -> tuple[int, int, int]:
    """Return how many deals closed before, within and after their range."""
    before = within = after = 0
    for life in lives:
        assert life.halfway
        assert life.half_day
        assert life.closed
        others = past.without(life.slug)
        drawn = range_of(life.halfway.plan, NONE, life.half_day, dict(life.firsts), others)
        assert drawn
        before += life.closed < drawn.early
        after += life.closed > drawn.late
        within += drawn.early <= life.closed <= drawn.late
    return before, within, after


def main() -> None:
    for adding in (False, True):
        rng = random.Random(5)
        lives = [played(*started(f"d{number}", number), rng, adding) for number in range(DEALS)]
        past = past_of(slip for life in lives for slip in life.slips)
        before, within, after = judged(lives, past)
        world = "each deal has a pace, delays add up" if adding else "milestones slip by themselves"
        print(f"{world}: {within} of {DEALS} within, {before} before, {after} after (8 in 10 should be within)")


if __name__ == "__main__":
    main()
