"""How often a change holds is fitted here on the labelled letters that may be looked into.

python -m benchmarks.confidence

Writes parsing/data/confidence.toml: for changes without a doubt the share that holds by their weight, never falling
(pool adjacent violators); for the others the share of each first doubt whose value would have held. Both are drawn
towards a prior, so that a step of few cases says little.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.labelled import labelled
from parsing.reading import letter_in
from parsing.statements import drafts_in
from parsing.statements.marks import Draft
from plans.change import Change, change_as_json
from plans.letter import Letter
from tests.letters import OPEN, score

TARGET = Path(__file__).parents[1] / "parsing" / "data" / "confidence.toml"
STEPS = (0.0, 0.75, 0.9, 0.94, 0.96)
PRIOR, FIRM = 10, 150
"""Imagined cases of each doubt or light step, and of each step from weight 0.9 on, at the prior share.

The letters here were looked into while the rules were written, so that nearly all that is applied holds on them; the
firm prior keeps the confidence near what unseen letters showed.
"""
CERTAIN, GUESSED, DOUBTED = 0.96, 0.6, 0.2
"""Prior shares of changes without a doubt from weight 0.9 on, of lighter ones, and of doubted ones."""
FEWEST = 5
"""Cases from which a doubt has a share of its own."""


def cases() -> Iterator[tuple[Draft, bool]]:
    """Yield every draft with whether its value holds."""
    for part in OPEN:
        for one in labelled(part):
            letter = letter_in(one.raw, one.context)
            if isinstance(letter, Letter) and letter.kind == "reply":
                for draft in drafts_in(letter, one.context):
                    yield draft, holds(draft, one.gold)


def holds(draft: Draft, gold: dict[str, list[dict[str, object]]]) -> bool:
    """Tell whether a draft's value is right by the gold record."""
    change = change_as_json(Change(draft.target, draft.field, draft.value, "apply", 1.0, ""))
    wanted = [one for one in (*gold["changes"], *gold.get("optional", ())) if one.get("value", "") is not None]
    return any(score.accepts({"value": change["value"], **one}, change) for one in wanted)


def drawn(right: Sequence[bool], prior: float, strength: int = PRIOR) -> float:
    """Return the share that is right, drawn towards the prior."""
    return (sum(right) + strength * prior) / (len(right) + strength)


def rising(shares: list[tuple[float, int]]) -> list[float]:
    """Return shares, each with its number of cases, pooled so that they never fall."""
    pools: list[tuple[float, int, int]] = []
    for share, number in shares:
        pools.append((share, number + PRIOR, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (first, ones, wide), (second, others, wider) = pools[-2:]
            pools[-2:] = [((first * ones + second * others) / (ones + others), ones + others, wide + wider)]
    return [share for share, _, wide in pools for _ in range(wide)]


def fitted(found: Sequence[tuple[Draft, bool]]) -> str:
    """Return the data file's text."""
    by_step: dict[float, list[bool]] = {step: [] for step in STEPS}
    by_doubt: dict[str, list[bool]] = defaultdict(list)
    for draft, right in found:
        if draft.doubts:
            by_doubt[draft.doubts[0]].append(right)
        else:
            by_step[max(step for step in STEPS if draft.weight >= step)].append(right)
    priors = {step: (CERTAIN, FIRM) if step >= 0.9 else (GUESSED, PRIOR) for step in STEPS}
    shares = rising([(drawn(right, *priors[step]), len(right)) for step, right in by_step.items()])
    told = {doubt: right for doubt, right in sorted(by_doubt.items()) if len(right) >= FEWEST}
    rest = [one for doubt, right in by_doubt.items() if doubt not in told for one in right]
    lines = [
        "# How often a change holds, fitted by `make fit-confidence` on the labelled letters in tests/letters.",
        "# steps: [weight of a change without a doubt, share from there on]; doubts: share by the first doubt.",
        "steps = [",
        *(f"  [{step}, {share:.3f}]," for step, share in zip(STEPS, shares, strict=True)),
        "]",
        "",
        "[doubts]",
        *(f'"{doubt}" = {drawn(right, DOUBTED):.3f}' for doubt, right in told.items()),
        f"other = {drawn(rest, DOUBTED):.3f}",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    found = list(cases())
    TARGET.write_text(fitted(found), encoding="utf-8")
    print(f"{len(found)} changes of {len(OPEN)} parts; written: {TARGET.name}")
    print(TARGET.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
