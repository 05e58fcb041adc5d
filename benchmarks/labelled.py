"""Labelled letters with the plans that they answer, as the benchmarks and the fitting of confidence read them."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plans.letter import Context
from plans.plan import Plan
from storage.planfile import load
from tests.letters import build

LETTERS = Path(__file__).parents[1] / "tests" / "letters"
HELD_OUT = "own/held-out"


@dataclass(frozen=True)
class Labelled:
    """A raw letter, what it answers, and what a careful assistant would have made of it."""

    id: str
    raw: bytes
    context: Context
    gold: dict[str, Any]


def labelled(part: str) -> Iterator[Labelled]:
    """Yield the letters of a part, or of a folder in the same form (replies.jsonl and plans/)."""
    source = LETTERS / part if (LETTERS / part).exists() else Path(part)
    plans: dict[str, Plan] = {}
    with tempfile.TemporaryDirectory() as folder:
        build.build(source, Path(folder))
        for line in (source / "replies.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            slug = record["plan"]
            if slug not in plans:
                plan = load(source / "plans" / f"{slug}.yaml").plan
                assert plan is not None, f"{slug}.yaml is not a plan"
                plans[slug] = plan
            raw = (Path(folder) / f"{record['id']}.eml").read_bytes()
            yield Labelled(record["id"], raw, Context(plan=plans[slug]), record["gold"])
