"""The command ready: is it time for a plan, and what to ask the champion before its first mail."""

import json

from plans.gaps import gaps
from plans.plan import Plan
from plans.readiness import GO, SIGNS, Score, score

READY, TOO_EARLY = 0, 1


def ready(plan: Plan, as_json: bool) -> int:
    """Print which signs are there, what is not known, and the questions; 0 from three signs on, 1 below."""
    signs = score(plan)
    if as_json:
        print(json.dumps(_as_json(plan, signs), ensure_ascii=False, indent=2))
    else:
        _print(plan, signs)
    return READY if signs.go else TOO_EARLY


def _as_json(plan: Plan, signs: Score) -> dict[str, object]:
    return {
        "go": signs.go,
        "score": len(signs.there),
        "of": len(SIGNS),
        "there": [sign.key for sign in signs.there],
        "missing": [{"sign": sign.key, "asks": sign.asks} for sign in signs.missing],
        "questions": [{"where": gap.where, "asks": gap.asks, "stalls": gap.stalls} for gap in gaps(plan)],
    }


def _print(plan: Plan, signs: Score) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    verdict = "It is time for a plan." if signs.go else f"It may be early: {GO} signs are needed."
    console.print(f"{plan.title}: {len(signs.there)} of {len(SIGNS)} signs. {verdict}")
    for sign in signs.there:
        console.print(f"  + {sign.says}")
    for sign in signs.missing:
        console.print(f"  - Not known: {sign.says}\n      Ask: {sign.asks}")
    if questions := gaps(plan):
        console.print("\nTo ask the champion, because without it something would stall:")
        for gap in questions:
            console.print(f"  ? {gap.asks}\n      {gap.stalls}")
    if signs.go:
        from templates.notice import opening

        console.print("\nHow to open, in your own voice:\n")
        console.print(opening(plan), end="")
    if not signs.go:
        console.print("\n`milepost start` starts the plan all the same; it is your call.")
