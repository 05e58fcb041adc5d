"""`milepost ready` says whether it is time for a plan, and what to ask first."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.commands.ready import ready
from plans.plan import Plan, Readiness
from storage.planfile import load


@pytest.fixture
def plan(root: Path) -> Plan:
    found = load(root / "examples" / "us-saas.yaml").plan
    assert found
    return found


@pytest.mark.practice(60)
def test_three_signs_are_go(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready(plan, as_json=False) == 0
    said = capsys.readouterr().out
    assert "6 of 7 signs. It is time for a plan." in said
    assert "Not known: Senior people expect a formal plan." in said


@pytest.mark.practice(60)
def test_fewer_warn_and_leave_the_call_to_the_seller(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    early = replace(plan, readiness=Readiness(champion=True, shortlisted=True), events=())
    assert ready(early, as_json=False) == 1
    said = capsys.readouterr().out
    assert "2 of 7 signs. It may be early: 3 signs are needed." in said
    assert "Which board, committee or budget dates should the plan live with?" in said
    assert "it is your call" in said


def test_a_machine_gets_signs_and_questions(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready(replace(plan, readiness=Readiness(), goals=()), as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["go"], told["score"], told["of"], len(told["missing"])) == (False, 0, 7, 7)
    assert [question["where"] for question in told["questions"]] == ["goals"]
