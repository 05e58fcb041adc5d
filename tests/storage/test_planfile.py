"""A plan file loads into a plan, or says all that is wrong with it at once."""

import dataclasses
import datetime as dt
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import check as rules
from plans.check import Problem
from plans.plan import (
    Action,
    Communication,
    Confirmation,
    Deal,
    Dependency,
    Doc,
    Event,
    External,
    Goal,
    Milestone,
    Party,
    Person,
    Plan,
    Readiness,
)
from storage.planfile import dumps, load, loads
from storage.planfile.source import LIMIT_BYTES

ROOT = Path(__file__).parents[2]
PLANS = sorted([*ROOT.glob("examples/*.yaml"), *ROOT.glob("tests/letters/development/plans/*.yaml")])

SMALL = """\
plan: acme
title: Acme and Bolt
timezone: UTC
locale: en-GB
buyer: {name: Acme, domains: [acme.example]}
seller: {name: Bolt, domains: [bolt.example]}
people:
  - {id: dana, name: Dana Whit, email: dana@acme.example, side: buyer, title: CFO, power: decision-maker}
  - {id: bo, name: Bo Berg, email: bo@bolt.example, side: seller, power: champion, title: AE}
milestones:
  - id: M1
    name: Budget approved
    outcome: The CFO has signed the budget line
    owner: dana
    due: 2026-03-31
    actions: [{id: M1.1, task: Send the budget paper, owner: bo}]
"""

TEN_FAULTS = """\
plan: acme
titel: Acme and Bolt
timezone: UTC
locale: en-GB
buyer: {name: Acme, domains: [acme.example]}
seller: {name: Bolt}
people:
  - {id: dana, name: Dana Whit, email: dana@acme.example, side: bayer}
  - {id: bo, name: Bo Berg, email: bo@bolt.example, side: seller, powers: champion}
milestones:
  - id: M1
    name: Budget approved
    owner: nobody
    due: 2026-02-30
    status: inprogress
    depends_on: M0
    optional: maybe
  - name: Contract signed
deal: {amount: lots}
"""


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_example_loads_without_errors_and_comes_back_equal(path: Path) -> None:
    found = load(path)
    assert found.errors == ()
    assert found.plan is not None
    assert loads(dumps(found.plan)).plan == found.plan


def test_a_written_plan_keeps_the_order_and_the_look_of_the_examples() -> None:
    plan = load(ROOT / "examples" / "us-saas.yaml").plan
    assert plan
    lines = dumps(plan).splitlines()
    assert [line.split(":")[0] for line in lines if line[0].isalpha()] == [
        "plan", "title", "version", "as_of", "language", "timezone", "locale", "deal", "buyer", "seller", "people",
        "goals", "events", "readiness", "vocabulary", "externals", "milestones", "communication",
    ]  # fmt: skip
    assert "buyer: {name: Quillpoint Software, domains: [quillpoint.example]," in "\n".join(lines)


def test_a_file_with_ten_faults_lists_them_all_with_their_lines() -> None:
    found = loads(TEN_FAULTS)
    assert found.plan is None
    assert found.readable
    expected = {
        (1, "title"), (2, "titel"), (6, "seller/domains"), (8, "people/dana/side"), (9, "people/bo/powers"),
        (14, "milestones/M1/due"), (15, "milestones/M1/status"), (16, "milestones/M1/depends_on"),
        (17, "milestones/M1/optional"), (18, "milestones/2/id"), (19, "deal/amount"),
    }  # fmt: skip
    assert expected <= {(problem.line, problem.where) for problem in found.errors}
    assert all(problem.problem and problem.why and problem.suggestion for problem in found.problems)
    assert [problem.line for problem in found.problems] == sorted(problem.line or 0 for problem in found.problems)


def _nobody_knows(plan: Plan, *_: object) -> tuple[Problem, ...]:
    return tuple(
        Problem("id.unknown", "error", f"milestones/{m.id}/owner", "p", "w", "s")
        for m in plan.milestones
        if m.owner and not plan.person(m.owner)
    )


def test_a_wrong_type_does_not_hide_what_the_check_of_the_whole_plan_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "check", _nobody_knows)
    found = loads(TEN_FAULTS)
    assert (13, "milestones/M1/owner") in {(problem.line, problem.where) for problem in found.errors}


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("milestones/M1/due", 15),
        ("people/bo/title", 9),
        ("people/2", 9),
        ("seller/domains", 6),
        ("", 1),
        ("nowhere", 1),
    ],
)
def test_what_the_check_finds_gets_the_line_of_its_place(
    monkeypatch: pytest.MonkeyPatch, where: str, line: int
) -> None:
    monkeypatch.setattr(rules, "check", lambda *_: (Problem("r", "hint", where, "p", "w", "s"),))
    found = loads(SMALL)
    assert [problem.line for problem in found.problems] == [line]
    assert found.plan
    assert found.errors == ()


def test_a_plan_with_an_error_is_not_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "check", _nobody_knows)
    found = loads(SMALL.replace("owner: dana", "owner: nobody"))
    assert found.plan is None
    assert [problem.line for problem in found.errors] == [14]


def test_what_stands_in_for_a_missing_value_is_never_itself_complained_about() -> None:
    found = loads(SMALL.replace("email: dana@acme.example, ", ""))
    assert [p.rule for p in found.errors if "dana" in p.where] == ["file.missing"]


@pytest.mark.parametrize(
    ("wrong", "right", "suggestion"),
    [
        ("titel: x", "title: x", "`title`"),
        ("time_zone: UTC", "timezone: UTC", "`timezone`"),
        ("slug: acme", "plan: acme", "`plan`"),
        ("langauge: de", "language: de", "`language`"),
    ],
)
def test_an_unknown_key_gets_the_one_that_was_meant(wrong: str, right: str, suggestion: str) -> None:
    key = right.partition(":")[0]
    text = "".join(line for line in SMALL.splitlines(keepends=True) if not line.startswith(f"{key}:")) + wrong
    problem = next(p for p in loads(text).errors if p.rule == "file.unknown-key")
    assert suggestion in problem.suggestion
    assert problem.line == len(text.splitlines())


def test_the_problems_are_in_words_that_no_validator_writes() -> None:
    said = " ".join(f"{p.problem} {p.why} {p.suggestion}" for p in loads(TEN_FAULTS).problems).casefold()
    for jargon in ("pydantic", "dataclass", "tuple", "validat", "literal", "parsing", "argument", "none"):
        assert jargon not in said


@pytest.mark.parametrize("word", ["no", "NO", "off", "on", "yes", "y"])
def test_words_that_older_yaml_took_for_truth_stay_words(word: str) -> None:
    plan = loads(SMALL.replace("title: CFO", f"title: {word}, country: {word}")).plan
    assert plan
    assert plan.people[0].country == word
    assert loads(dumps(plan)).plan == plan


def test_an_impossible_date_names_its_line_and_how_to_write_one() -> None:
    problem = next(iter(loads(SMALL.replace("2026-03-31", "2026-02-30")).errors))
    assert problem.line == 15
    assert "2026-02-30" in problem.problem
    assert "year-month-day" in problem.suggestion


def test_a_number_where_text_belongs_is_to_be_quoted() -> None:
    problem = next(p for p in loads(SMALL.replace("title: AE", "phone: 5550142")).errors if p.where.endswith("phone"))
    assert '"5550142"' in problem.suggestion


def test_a_key_that_stands_twice_is_named_with_both_lines() -> None:
    problem = next(p for p in loads(SMALL + "title: Again\n").errors if p.rule == "yaml.key")
    assert (problem.line, problem.where) == (17, "title")
    assert "line 2" in problem.problem


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("- a\n- b\n", "no keys"),
        ("just words", "no keys"),
        ("plan: [a, b", "not valid YAML"),
        ("plan: acme\n\ttitle: x", "not valid YAML"),
        ("plan: a\n---\nplan: b\n", "not valid YAML"),
        ("plan: *nowhere", "not valid YAML"),
        ("plan: a\0b", "no text"),
        (BOMB, "far more"),
        ("a: &a [*a]", "far more"),
        ("[" * 3000, "far more"),
        ("x: " + "y" * LIMIT_BYTES, "larger than 250 kB"),
    ],
)
def test_a_file_that_is_no_yaml_mapping_is_one_problem(text: str, words: str) -> None:
    found = loads(text)
    assert not found.readable
    assert found.plan is None
    assert len(found.problems) == 1
    assert words in found.problems[0].problem


def test_broken_yaml_names_the_line() -> None:
    assert loads("plan: acme\ntitle: [a\nlocale: en-GB\n").problems[0].line in (2, 3)


def test_a_file_that_is_not_there_or_is_no_text_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    binary = tmp_path / "plan.yaml"
    binary.write_bytes(b"\xff\xfe\x00plan")
    assert not load(binary).readable
    assert not load(tmp_path / "missing.yaml").readable
    assert not load(tmp_path).readable


def test_a_tag_never_makes_an_object() -> None:
    found = loads(SMALL.replace("title: Acme and Bolt", "title: !!python/object/apply:os.system [id]"))
    assert {"yaml.tag", "file.value"} & {problem.rule for problem in found.errors}


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
ids = st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=8)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
maybe_id, maybe_day = st.none() | ids, st.none() | days


def _some(shape: type, **given_fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    texts = {f.name: words for f in dataclasses.fields(shape) if f.type == "str" or f.type is str}
    return st.builds(shape, **{**texts, **given_fields})


milestones = _some(
    Milestone, id=ids, owner=maybe_id, backup=maybe_id, approver=maybe_id, due=maybe_day, done_on=maybe_day,
    goal=maybe_id, escalate_to=maybe_id, slipped_from=st.tuples(days) | st.just(()),
    confirmed=st.just(()) | st.tuples(_some(Confirmation, on=days)),
    depends_on=st.just(()) | st.tuples(_some(Dependency, id=ids, owner=maybe_id, escalate_to=maybe_id)),
    docs=st.just(()) | st.tuples(_some(Doc), _some(Doc)),
    actions=st.just(()) | st.tuples(_some(Action, id=ids, owner=maybe_id, due=maybe_day)),
)  # fmt: skip
TEXT_OR_NUMBER = st.none() | words | st.floats(-9, 9)
AMOUNT = st.none() | st.integers() | st.floats(allow_nan=False)
PERSON = {"manager": maybe_id, "language": maybe_id, "timezone": maybe_id, "country": maybe_id, "region": maybe_id}
plans = _some(
    Plan,
    buyer=_some(Party, domains=st.tuples(words), country=maybe_id, region=maybe_id),
    seller=_some(Party, domains=st.just(()), country=maybe_id, region=maybe_id),
    people=st.tuples(_some(Person, id=ids, away_until=maybe_day, aliases=st.tuples(words), **PERSON)),
    milestones=st.lists(milestones, max_size=2).map(tuple),
    version=st.integers(1, 10**6),
    as_of=maybe_day,
    deal=_some(Deal, amount=AMOUNT, term_months=st.none() | st.integers()),
    goals=st.just(()) | st.tuples(_some(Goal, id=maybe_id, owner=maybe_id, baseline=TEXT_OR_NUMBER)),
    events=st.just(()) | st.tuples(_some(Event, date=days, end=maybe_day, papers_due=maybe_day)),
    readiness=_some(Readiness),
    vocabulary=st.none() | st.dictionaries(words, words, max_size=2),
    externals=st.just(()) | st.tuples(_some(External, id=ids, owner=maybe_id, due=maybe_day)),
    communication=_some(
        Communication, reporter=maybe_id, endorser=maybe_id, snapshot_to=st.tuples(ids),
        ladder=st.none() | st.dictionaries(ids, st.integers(), max_size=2),
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(plan=plans)
def test_whatever_a_plan_holds_its_file_says_the_same(plan: Plan) -> None:
    from storage.planfile.file import _typed
    from storage.planfile.source import read

    assert _typed(read(dumps(plan)))[0] == plan
