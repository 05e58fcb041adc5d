"""The letters that are labelled: no part of them may be read wrongly in silence, and the figures hold."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from parsing.reading import read
from plans.change import change_as_json
from plans.letter import Context
from storage.planfile import load
from tests.letters import OPEN, build, score
from tests.parsing.statements_help import LETTERS


@cache
def tallies(part: str, folder: Path) -> Mapping[str, score.Verdict]:
    """Return what the scorer says of each letter of a part."""
    source = LETTERS / part
    build.build(source, folder)
    found = {}
    for line in (source / "replies.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        plan = load(source / "plans" / f"{record['plan']}.yaml").plan
        assert plan is not None
        reading = read((folder / f"{record['id']}.eml").read_bytes(), Context(plan=plan))
        shown = {
            "kind": reading.kind,
            "changes": [change_as_json(change) for change in reading.changes],
            "questions": list(reading.questions),
        }
        found[record["id"]] = score.judge(record["gold"], shown)
    return found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.mark.practice(12)
@pytest.mark.parametrize("part", OPEN)
def test_the_figures_hold_on_every_part_that_is_open(part: str, folder: Path) -> None:
    verdicts = tallies(part, folder / part)
    total = sum((verdict.tally for verdict in verdicts.values()), score.Tally())
    applied = total.applied_right + total.wrong
    assert total.applied_right >= 0.99 * applied, [v.faults for v in verdicts.values() if v.tally.wrong]
    assert total.messages_with_wrong <= 0.01 * total.messages
    assert total.kind_right >= 0.98 * total.messages
    if part == "development":
        assert total.applied_right >= 0.85 * total.gold_changes
        assert total.messages_exact >= 0.80 * total.messages
