"""Who may change what: the table of authority, row by row."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.change import Change, NewLine, NewPerson, Value
from plans.decide import Sender, decide
from plans.letter import Trust
from plans.plan import External, Goal, Person, Plan
from tests.plans.a_plan import a_plan


def change(target: str, field: str, value: Value, decision: str = "apply", reason: str = "") -> Change:
    return Change(target, field, value, decision, 1.0, "words", reason=reason)  # type: ignore[arg-type]


def sender(plan: Plan, person: str | None, verdict: str = "trusted") -> Sender:
    return Sender(plan.person(person), Trust(verdict, person), f"{person}@somewhere.example")  # type: ignore[arg-type]


WISHES: dict[str, tuple[str, Value]] = {
    "soft date": ("due", "2026-07-01"),
    "status": ("status", "in-progress"),
    "owner": ("owner", "ray"),
    "hand-over": ("owner", "aisha"),
    "approver": ("approver", "olga"),
    "no approver": ("approver", None),
    "goal": ("confirmed", True),
    "start": ("status", "active"),
    "hard date": ("due", "2026-07-01"),
    "firmness": ("deadline", "soft"),
    "done": ("status", "done"),
    "removal": ("status", "skipped"),
    "agreement": ("confirmed", True),
    "remark": ("note", "snow"),
    "new line": ("milestone", NewLine("Pilot", None, None)),
    "plan status": ("status", "on-hold"),
}
"""What somebody may wish for, as field and value."""
YES, NATE, DANA, RAY = ("applied", ""), ("asked", "nate"), ("proposed", "dana"), ("proposed", "ray")
"""ray owns the buyer's lines, backup bo; marcus approves some; dana is champion, nate reports for the seller."""
SOFT = {"ray": YES, "bo": YES, "june2": YES, "dana": YES, "marcus": RAY, "nate": RAY, "aisha": RAY, "olga": RAY}
BOTH, ALL = ("proposed", "nate marcus"), ("proposed", "ray nate marcus")
AGREED = dict.fromkeys(SOFT, YES)
NEW = {
    "ray": ("proposed", "nate"),
    "dana": ("proposed", "nate"),
    "olga": ("proposed", "nate"),
    "nate": DANA,
    "aisha": DANA,
}
OUTSIDE = {"vera": NATE, "colleague": NATE, "stranger": NATE}
ASKED, GOAL, AISHA = ("asked", "marcus"), ("asked", "dana"), ("proposed", "aisha")
MARCUS, RAY_AND_MARCUS = ("proposed", "marcus"), ("proposed", "ray marcus")
APPROVER = {
    "ray": MARCUS, "bo": MARCUS, "june2": MARCUS, "dana": MARCUS, "marcus": YES, "june": YES, "olga": RAY_AND_MARCUS,
    "nate": RAY_AND_MARCUS, "aisha": RAY_AND_MARCUS,
}  # fmt: skip
AUTHORITY: dict[str, dict[str, tuple[str, str]]] = {
    "soft date": SOFT,
    "status": SOFT,
    "owner": SOFT,
    "hand-over": {
        "ray": AISHA, "bo": AISHA, "june2": AISHA, "dana": AISHA, "marcus": ("proposed", "ray aisha"),
        "olga": ("proposed", "ray aisha"), "nate": RAY, "aisha": RAY,
    },
    "approver": APPROVER,
    "no approver": APPROVER,
    "goal": {"dana": YES, "marcus": YES, "ray": GOAL, "olga": GOAL, "nate": GOAL, "aisha": GOAL},
    "start": {"dana": YES, "nate": ("asked", "dana"), "ray": NATE, "marcus": NATE, "aisha": NATE},
    "hard date": {
        "ray": BOTH, "bo": BOTH, "june2": BOTH, "dana": BOTH, "nate": ("proposed", "ray marcus"),
        "marcus": ("proposed", "ray nate"), "aisha": ALL, "olga": ALL,
    },
    "firmness": {"ray": BOTH, "nate": ("proposed", "ray marcus"), "aisha": ALL},
    "done": {
        "ray": ASKED, "bo": ASKED, "june2": ASKED, "dana": ASKED, "marcus": YES, "june": YES, "nate": RAY, "aisha": RAY,
        "olga": RAY,
    },
    "removal": {
        "ray": ("proposed", "nate"), "dana": ("proposed", "nate"), "marcus": ("proposed", "nate"),
        "olga": ("proposed", "nate"), "nate": RAY, "aisha": RAY,
    },
    "agreement": AGREED,
    "remark": AGREED,
    "new line": NEW,
    "plan status": {"nate": YES, "dana": YES, "ray": NATE, "marcus": NATE, "aisha": NATE, "olga": NATE},
}  # fmt: skip
"""The table of authority: what is wished for, by whom → the verdict, and who is asked for a yes."""
CELLS = [(wish, who, *cell) for wish, row in AUTHORITY.items() for who, cell in (row | OUTSIDE).items()]


def with_everybody() -> Plan:
    """Return the plan with a line of the buyer's that has a backup, an approver, and an owner with an assistant."""
    plan = a_plan()
    ray = replace(plan.people[3], assistant="june2")
    people = (
        Person("bo", "Bo Ferris", "bo@harborline.example", "buyer"),
        Person("june2", "June Park", "june.park@harborline.example", "buyer"),
        Person("olga", "Olga Renn", "olga@harborline.example", "buyer"),
    )
    line = replace(plan.milestones[0], owner="ray", backup="bo", approver="marcus")
    return replace(plan.with_line(line).with_person(ray), people=(*plan.with_person(ray).people, *people))


@pytest.mark.practice(108, 116)
@pytest.mark.parametrize(("wish", "who", "verdict", "to"), CELLS)
def test_the_table_of_authority(wish: str, who: str, verdict: str, to: str) -> None:
    plan = with_everybody()
    if wish in ("hard date", "firmness"):
        plan = plan.with_line(replace(plan.milestones[0], deadline="hard"))
    if wish == "start":
        plan = replace(plan, status="draft")
    target = {"new line": "new", "plan status": "plan", "start": "plan", "goal": "goal:1"}.get(wish, "M1")
    field, value = WISHES[wish]
    decision = decide(plan, change(target, field, value), sender(plan, who))
    assert (decision.verdict, decision.to) == (verdict, tuple(to.split()))


@pytest.mark.parametrize("wish", ["soft date", "hard date", "removal"])
def test_an_approver_of_one_side_never_moves_a_line_of_the_other_alone(wish: str) -> None:
    plan = a_plan()
    line = replace(plan.milestones[0], approver="nate", deadline="hard" if wish == "hard date" else "soft")
    decision = decide(plan.with_line(line), change("M1", *WISHES[wish]), sender(plan, "nate"))
    assert (decision.verdict, decision.to) == ("proposed", ("ray",))


def test_a_backup_of_the_other_side_keeps_nothing_alone() -> None:
    plan = a_plan()
    line = replace(plan.milestones[0], backup="nate")
    decision = decide(plan.with_line(line), change("M1", "owner", "aisha"), sender(plan, "nate"))
    assert (decision.verdict, decision.to) == ("proposed", ("ray",))


def with_a_third_party() -> Plan:
    """Return the plan with an external of a lawyer's, who is of neither firm, and one of dana's."""
    lena = Person("lena", "Lena Brandt", "lena@brandt-law.example", "buyer", "Counsel")
    externals = (
        External("X1", "Legal opinion", "legal", "lena", dt.date(2026, 5, 4)),
        External("X2", "Dock permit", "regulator", "dana", dt.date(2026, 5, 8)),
    )
    plan = a_plan()
    return replace(plan, people=(*plan.people, lena), externals=externals)


@pytest.mark.practice(81)
@pytest.mark.parametrize(
    ("who", "target", "verdict", "to"),
    [
        ("lena", "X1", "applied", ""), ("dana", "X1", "applied", ""), ("ray", "X1", "proposed", "lena"),
        ("nate", "X1", "proposed", "lena"), ("nate", "X2", "proposed", "dana"), ("vera", "X1", "asked", "nate"),
        ("lena", "X2", "asked", "nate"), ("lena", "M1", "asked", "nate"), ("lena", "plan", "asked", "nate"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("wish", ["soft date", "status", "done"])
def test_whoever_chases_an_external_keeps_it_and_nothing_else(
    wish: str, who: str, target: str, verdict: str, to: str
) -> None:
    plan = with_a_third_party()
    decision = decide(plan, change(target, *WISHES[wish]), sender(plan, who))
    assert (decision.verdict, decision.to) == (verdict, tuple(to.split()))


def test_a_third_party_with_a_line_of_its_own_is_one_of_its_side() -> None:
    plan = with_a_third_party()
    plan = plan.with_line(replace(plan.milestones[1], owner="lena"))
    assert decide(plan, change("M1", "due", "2026-05-01"), sender(plan, "lena")).to == ("ray",)


def test_a_line_goes_to_somebody_new_of_the_other_side_only_with_a_yes_from_there() -> None:
    plan = a_plan()
    new = NewPerson("Tom Ives", "tom@tallyworks.example")
    decision = decide(plan, change("M1", "owner", new), sender(plan, "ray"))
    assert (decision.verdict, decision.to) == ("proposed", ("nate",))
    alone = replace(plan, people=tuple(person for person in plan.people if person.side == "buyer"))
    decision = decide(alone, change("M1", "owner", new), sender(alone, "ray"))
    assert (decision.verdict, decision.reason) == ("refused", "nobody-to-ask")


def test_a_line_of_nobodys_is_given_to_the_other_side_only_with_its_yes() -> None:
    plan = a_plan()
    plan = plan.with_line(replace(plan.milestones[0], owner=None))
    assert decide(plan, change("M1", "owner", "ray"), sender(plan, "dana")).verdict == "applied"
    decision = decide(plan, change("M1", "owner", "ray"), sender(plan, "nate"))
    assert (decision.verdict, decision.to) == ("proposed", ("ray",))


def test_where_the_approver_cannot_be_mailed_any_more_the_reporter_says_who_approves() -> None:
    plan = with_everybody()
    plan = plan.with_person(replace(plan.people[1], mail="bounced"))
    assert decide(plan, change("M1", "approver", "olga"), sender(plan, "ray")).to == ("nate",)
    first = plan.with_line(replace(plan.milestones[0], approver=None))
    assert decide(first, change("M1", "approver", "olga"), sender(first, "ray")).verdict == "applied"


def test_a_goal_is_confirmed_by_its_owner() -> None:
    plan = a_plan(goals=(Goal("Cut dock-to-stock time", owner="ray"),))
    confirmed = change("goal:1", "confirmed", True)
    assert decide(plan, confirmed, sender(plan, "ray")).verdict == "applied"
    assert decide(plan, confirmed, sender(plan, "nate")).to == ("ray",)


@pytest.mark.parametrize(
    ("who", "about", "field", "value", "verdict", "to"),
    [
        ("ray", "ray", "mail", "off", "applied", ()),
        ("vera", "vera", "mail", "off", "applied", ()),
        ("june", "marcus", "away", "2026-05-01", "applied", ()),
        ("dana", "ray", "away", "2026-05-01", "applied", ()),
        ("ray", "dana", "mail", "off", "asked", ("nate",)),
        ("nate", "ray", "away", "2026-05-01", "asked", ("ray",)),
        (None, "ray", "away", "2026-05-01", "asked", ("nate",)),
    ],
)
def test_who_may_say_something_of_a_person(
    who: str | None, about: str, field: str, value: Value, verdict: str, to: tuple[str, ...]
) -> None:
    plan = a_plan()
    decision = decide(plan, change(f"person:{about}", field, value), sender(plan, who))
    assert (decision.verdict, decision.to) == (verdict, to)


@pytest.mark.practice(118)
def test_an_executive_on_copy_never_changes_the_plan_by_a_reply() -> None:
    plan = a_plan()
    for line in plan.lines():
        assert decide(plan, change(line.id, "due", "2026-07-01"), sender(plan, "vera")).verdict == "asked"


def test_a_hard_date_needs_the_reporter_and_the_approver() -> None:
    plan = a_plan()
    hard = plan.milestone("M3")
    assert hard is not None
    plan = plan.with_line(replace(hard, deadline="hard"))
    decision = decide(plan, change("M3", "due", "2026-05-20"), sender(plan, "dana"))
    assert (decision.verdict, decision.to, decision.all_of) == ("proposed", ("nate", "marcus"), True)


def test_what_the_reader_is_unsure_of_is_asked_of_the_sender() -> None:
    plan = a_plan()
    decision = decide(plan, change("M1", "due", "2026-04-24", "ask", "conditional"), sender(plan, "ray"))
    assert (decision.verdict, decision.to, decision.reason) == ("asked", ("ray",), "conditional")


def test_an_unsure_sender_is_asked_at_the_rosters_address() -> None:
    plan = a_plan()
    decision = decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray", "unsure"))
    assert (decision.verdict, decision.to, decision.reason) == ("asked", ("ray",), "unsure-sender")


@pytest.mark.practice(116)
def test_a_forged_sender_changes_nothing() -> None:
    plan = a_plan()
    assert decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray", "forged")).verdict == "refused"


def test_an_ended_plan_only_answers() -> None:
    plan = a_plan(status="won")
    decision = decide(plan, change("M1", "due", "2026-04-24"), sender(plan, "ray"))
    assert (decision.verdict, decision.reason) == ("refused", "plan-closed")


def test_without_anybody_to_ask_a_strangers_change_is_refused() -> None:
    plan = a_plan(people=tuple(p for p in a_plan().people if p.side == "buyer"))
    assert decide(plan, change("M1", "due", "2026-04-24"), sender(plan, None)).verdict == "refused"


@pytest.mark.practice(48)
@pytest.mark.parametrize("mail", ["off", "bounced"])
def test_a_goal_is_asked_of_the_champion_where_no_mail_reaches_its_owner(mail: str) -> None:
    plan = a_plan(goals=(Goal("Cut dock-to-stock time", owner="ray"),))
    gone = plan.with_person(replace(plan.people[3], mail=mail))  # type: ignore[arg-type]
    agreed = change("goal:1", "confirmed", True)
    assert decide(plan, agreed, sender(plan, "june")).to == ("ray",)
    assert decide(gone, agreed, sender(gone, "june")).to == ("dana",)
