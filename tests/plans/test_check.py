"""The check finds every fault that the practice names, in its place, and leaves good plans in peace."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from plans.check import RULES, Problem, check
from plans.plan import Action, Dependency, Event, External, Goal, Milestone, Person, Plan, Readiness
from plans.workdays import Calendar
from storage.planfile import load
from workflows.calendars import calendar_for

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "the_practices_sample.yaml"
LETTERS = ROOT / "tests" / "letters" / "development" / "plans"
EXAMPLES = sorted(ROOT.glob("examples/*.yaml"))


def plan_in(path: Path) -> Plan:
    found = load(path).plan
    assert found
    return found


GOOD = plan_in(ROOT / "examples" / "us-saas.yaml")
"""A plan without faults, from which each test takes one virtue away."""


def faults(plan: Plan, calendar: Calendar | None = None, today: dt.date | None = None) -> list[Problem]:
    return [problem for problem in check(plan, calendar, today) if problem.severity != "hint"]


def line(plan: Plan, line_id: str, **fields: Any) -> Plan:
    old = plan.line(line_id)
    assert old
    return plan.with_line(replace(old, **fields))


def person(plan: Plan, person_id: str, **fields: Any) -> Plan:
    old = plan.person(person_id)
    assert old
    return plan.with_person(replace(old, **fields))


def spoken(plan: Plan, **fields: Any) -> Plan:
    return replace(plan, communication=replace(plan.communication, **fields))


def waiting(plan: Plan, line_id: str, *dependencies: Dependency) -> Plan:
    return line(plan, line_id, depends_on=dependencies)


def for_one_side(plan: Plan, owner: str) -> Plan:
    for each in list(plan.lines()):
        plan = line(plan, each.id, owner=owner)
    return plan


def with_more_milestones(plan: Plan) -> Plan:
    more = tuple(replace(plan.milestones[4], id=f"N{number}", actions=()) for number in range(6))
    return replace(plan, milestones=(*plan.milestones, *more))


SAFE = {"contingency": "Go on without", "escalate_to": "tom"}
SEEDED: list[tuple[str, str, Callable[[Plan], Plan]]] = [
    ("id.unknown", "milestones/M5/owner", lambda p: line(p, "M5", owner="markus")),
    ("id.unknown", "milestones/M5/actions/M5.1/owner", lambda p: line(p, "M5.1", owner="IT")),
    ("id.unknown", "communication/reporter", lambda p: spoken(p, reporter="eliza")),
    ("id.unknown", "people/eli/manager", lambda p: person(p, "eli", manager="boss")),
    ("id.nowhere", "milestones/M5/depends_on/M44", lambda p: waiting(p, "M5", Dependency("M44"))),
    ("id.nowhere", "milestones/M5/goal", lambda p: line(p, "M5", goal="G9")),
    ("id.twice", "people/eli", lambda p: replace(p, people=(*p.people, p.people[5]))),
    ("id.twice", "milestones/M7", lambda p: replace(p, milestones=(*p.milestones, p.milestones[-1]))),
    ("owner.joint", "milestones/M5/owner", lambda p: line(p, "M5", owner="dana / eli")),
    ("order.circle", "milestones/M6/depends_on", lambda p: waiting(p, "M6", Dependency("M6", True, **SAFE))),
    ("zone.unknown", "timezone", lambda p: replace(p, timezone="Europe/Nowhere")),
    ("zone.unknown", "people/eli/timezone", lambda p: person(p, "eli", timezone="Mars")),
    ("sides.one", "milestones", lambda p: for_one_side(p, "eli")),
    ("sides.one", "milestones", lambda p: for_one_side(p, "dana")),
    ("owner.missing", "milestones/M5/owner", lambda p: line(p, "M5", owner=None)),
    ("reporter.missing", "people", lambda p: replace(p, people=tuple(q for q in p.people if q.side == "buyer"))),
    ("person.address", "people/eli/email", lambda p: person(p, "eli", email="eli at northgate")),
    ("owner.open", "milestones/M5/owner", lambda p: line(replace(p, status="draft"), "M5", owner=None)),
    ("sides.few", "milestones", lambda p: line(for_one_side(p, "dana"), "M5", owner="eli")),
    ("reporter.buyer", "communication/reporter", lambda p: spoken(p, reporter="dana")),
    ("name.title", "people/priti/name", lambda p: person(p, "priti", name="Legal Counsel")),
    ("name.title", "people/priti/name", lambda p: person(p, "priti", name="Head of Legal")),
    ("name.title", "people/priti/name", lambda p: person(p, "priti", name="TBD")),
    ("name.title", "people/priti/name", lambda p: person(p, "priti", name="Procurement team / Legal Dept.")),
    ("name.single", "people/priti/name", lambda p: person(p, "priti", name="Priti")),
    ("person.shared", "people/danak/email", lambda p: person(p, "danak", email="Dana.Whitfield@quillpoint.example")),
    ("person.side", "people/priti/side", lambda p: person(p, "priti", email="priti@northgate.example")),
    ("person.assistant", "people/marcus/assistant", lambda p: person(p, "marcus", assistant="June")),
    ("power.champion", "people", lambda p: person(p, "dana", power="influencer")),
    ("power.decision", "people", lambda p: person(p, "marcus", power=None)),
    ("outcome.missing", "milestones/M5/outcome", lambda p: line(p, "M5", outcome=" ")),
    ("outcome.vague", "milestones/M5/outcome", lambda p: line(p, "M5", outcome="Discuss the budget")),
    ("name.open", "milestones/M5/name", lambda p: line(p, "M5", name="TBD")),
    ("name.open", "milestones/M5/actions/M5.1/task", lambda p: line(p, "M5.1", task="to be decided")),
    ("name.stage", "milestones/M5/name", lambda p: line(p, "M5", name="Stage 3: proposal")),
    ("name.stage", "milestones/M5/name", lambda p: line(p, "M5", name="Commit")),
    ("milestones.many", "milestones", with_more_milestones),
    ("backup.self", "milestones/M5/backup", lambda p: line(p, "M5", backup="marcus")),
    ("backup.single", "milestones/M5/backup", lambda p: line(p, "M5", backup=None)),
    ("owner.overloaded", "people/dana", lambda p: line(line(line(p, "M3", owner="dana"), "M4", owner="dana"), "M5", owner="dana")),  # noqa: E501
    ("action.owner", "milestones/M5/actions/M5.1/owner", lambda p: line(p, "M5.1", owner=None)),
    ("action.date", "milestones/M5/actions/M5.1/due", lambda p: line(p, "M5.1", due=None)),
    ("action.verb", "milestones/M5/actions/M5.1/task", lambda p: line(p, "M5.1", task="One-page ROI for Marcus")),
    ("action.vague", "milestones/M5/actions/M5.1/task", lambda p: line(p, "M5.1", task="Touch base with Marcus")),
    ("action.internal", "milestones/M5/actions/M5.1/task", lambda p: line(p, "M5.1", task="Update the CRM")),
    ("date.missing", "milestones/M5/due", lambda p: line(p, "M5", due=None)),
    ("date.weekday", "milestones/M5/due", lambda p: line(p, "M5", due=dt.date(2026, 3, 28))),
    ("date.weekday", "externals/X1/due", lambda p: replace(p, externals=(replace(p.externals[0], due=dt.date(2026, 3, 28)),))),  # noqa: E501
    ("date.freeze", "milestones/M5/due", lambda p: replace(p, events=(Event("Year-end freeze", dt.date(2026, 3, 25), dt.date(2026, 3, 27), "freeze"),))),  # noqa: E501
    ("date.away", "milestones/M5/due", lambda p: person(p, "marcus", away_until=dt.date(2026, 3, 26))),
    ("date.far", "milestones/M5/due", lambda p: line(p, "M5", due=dt.date(9999, 12, 31))),
    ("date.far", "people/marcus/away_until", lambda p: person(p, "marcus", away_until=dt.date(9999, 12, 31))),
    ("date.past", "milestones/M6/actions/M6.1/due", lambda p: line(p, "M6.1", due=dt.date(2026, 3, 9))),
    ("date.past", "milestones/M2/due", lambda p: replace(p, version=1)),
    ("date.window", "milestones/M1/actions/M1.3/due", lambda p: line(p, "M1", status="in-progress", due=dt.date(2026, 5, 29), actions=(Action("M1.3", "Send it", "eli", dt.date(2026, 5, 20)),))),  # noqa: E501
    ("date.action", "milestones/M6/actions/M6.1/due", lambda p: line(p, "M6.1", due=dt.date(2026, 3, 31))),
    ("date.window", "milestones/M7/due", lambda p: line(p, "M7", due=dt.date(2026, 5, 12))),
    ("date.papers", "milestones/M7/due", lambda p: replace(p, events=(Event("Board", dt.date(2026, 4, 16), papers_due=dt.date(2026, 4, 7)),))),  # noqa: E501
    ("date.papers", "milestones/M4/due", lambda p: replace(p, events=(Event("Board", dt.date(2026, 3, 26), papers_due=dt.date(2026, 3, 19)),))),  # noqa: E501
    ("date.event", "events/Board/papers_due", lambda p: replace(p, events=(Event("Board", dt.date(2026, 4, 16), papers_due=dt.date(2026, 4, 17)),))),  # noqa: E501
    ("date.event", "events/Stop/end", lambda p: replace(p, events=(Event("Stop", dt.date(2026, 4, 16), dt.date(2026, 4, 1)),))),  # noqa: E501
    ("date.done", "milestones/M1/done_on", lambda p: line(p, "M1", done_on=dt.date(2026, 3, 11))),
    ("order.dependency", "milestones/M6/due", lambda p: line(p, "M6", due=dt.date(2026, 3, 25))),
    ("order.dependency", "milestones/M7/due", lambda p: replace(p, externals=(replace(p.externals[0], due=dt.date(2026, 4, 9)),))),  # noqa: E501
    ("order.usual", "milestones/M2/due", lambda p: line(p, "M2", name="Pilot", due=dt.date(2026, 4, 1), status="not-started")),  # noqa: E501
    ("dependency.contingency", "milestones/M6/depends_on/M5", lambda p: waiting(p, "M6", Dependency("M5", True, escalate_to="tom"))),  # noqa: E501
    ("dependency.escalation", "milestones/M6/depends_on/M5", lambda p: waiting(p, "M6", Dependency("M5", True, "Q2"))),
    ("external.loose", "externals/X2", lambda p: replace(p, externals=(External("X2", "Budget released", "budget"),))),
    ("goal.missing", "goals", lambda p: replace(p, goals=())),
    ("readiness.few", "readiness", lambda p: replace(p, readiness=Readiness(champion=True, it_agreed=True))),
    ("rhythm.unreadable", "communication/status", lambda p: spoken(p, status="now and then")),
    ("rhythm.unreadable", "communication/quiet_hours", lambda p: spoken(p, quiet_hours="at night")),
    ("ladder.wrong", "communication/ladder/shout", lambda p: spoken(p, ladder={"shout": 2})),
    ("ladder.wrong", "communication/ladder", lambda p: spoken(p, ladder={"overdue": 5, "escalation": 2})),
    ("action.none", "milestones/M5", lambda p: line(p, "M5", actions=())),
    ("action.result", "milestones/M5/actions/M5.1/task", lambda p: line(p, "M5.1", task="Review the ROI with Marcus")),
    ("name.label", "milestones/M5/name", lambda p: line(p, "M5", name="Complete vendor questionnaire")),
    ("backup.none", "milestones/M7/backup", lambda p: line(p, "M7", backup=None)),
    ("approver.none", "milestones/M7/approver", lambda p: line(p, "M7", approver=None)),
    ("person.contact", "people/dana", lambda p: person(p, "dana", phone="")),
    ("date.overdue", "milestones/M2/due", lambda p: p),
    ("date.two-weeks", "milestones/M7/due", lambda p: line(p, "M7", due=dt.date(2026, 4, 17))),
    ("evidence.none", "milestones/M1/evidence", lambda p: line(p, "M1", evidence="")),
    ("evidence.open", "milestones/M1/status", lambda p: line(p, "M1.2", status="in-progress")),
    ("goal.measure", "goals/1", lambda p: replace(p, goals=(Goal("Be better"),))),
    ("goal.open", "goals/1/confirmed", lambda p: replace(p, goals=(replace(p.goals[0], confirmed=False),))),
    ("readiness.open", "readiness", lambda p: replace(p, readiness=Readiness())),
    ("step.hidden", "milestones", lambda p: replace(p, milestones=p.milestones[:1], externals=(), events=())),
]  # fmt: skip


@pytest.mark.practice(
    1,
    2,
    5,
    6,
    9,
    10,
    11,
    13,
    14,
    15,
    18,
    19,
    20,
    21,
    23,
    24,
    27,
    28,
    30,
    33,
    34,
    35,
    37,
    41,
    46,
    54,
    76,
    80,
    83,
    84,
    85,
    100,
    102,
    120,
)
@pytest.mark.parametrize(("rule", "where", "spoil"), SEEDED, ids=[f"{rule} at {where}" for rule, where, _ in SEEDED])
def test_each_fault_is_found_in_its_place_and_was_not_there_before(
    rule: str, where: str, spoil: Callable[[Plan], Plan]
) -> None:
    spoilt = spoil(GOOD)
    found = check(spoilt)
    assert (rule, where) in {(problem.rule, problem.where) for problem in found}
    assert spoilt is GOOD or (rule, where) not in {(problem.rule, problem.where) for problem in check(GOOD)}
    assert all(problem.problem and problem.why and problem.suggestion for problem in found)


def test_every_rule_of_the_table_has_a_seeded_fault() -> None:
    untested = {rule.name for rule in RULES} - {rule for rule, _, _ in SEEDED}
    assert untested == {"date.holiday"}  # needs a calendar: it has a test of its own


def test_every_rule_names_a_practice_and_why_it_matters() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.practices and rule.why and set(rule.practices) <= set(range(1, 121)) for rule in RULES)


KNOWN: set[tuple[str, str]] = {
    ("date.weekday", "milestones/M8/due"),
    ("order.usual", "milestones/M6/due"),
    ("order.usual", "milestones/M7/due"),
    ("external.loose", "externals/X1"),
    *(("owner.joint", f"milestones/{row}/owner") for row in ("M2", "M4", "M7", "M8")),
    *(
        ("name.title", f"people/{role}/name")
        for role in ("product", "it", "infosec", "procurement", "sponsor", "pilot", "itm", "se", "ae", "delivery", "dm")
    ),
}
"""What SAMPLE.md says is wrong with the practice's own table."""


@pytest.mark.practice(16, 19, 21, 96)
def test_the_practices_own_sample_shows_exactly_its_known_faults() -> None:
    found = load(SAMPLE, lambda plan: calendar_for(plan, 2025, 2025))
    assert {(p.rule, p.where) for p in found.problems if p.severity != "hint"} == KNOWN
    assert len([p for p in found.problems if p.severity != "hint"]) == len(KNOWN)
    kickoff = next(p for p in found.problems if p.rule == "date.weekday")
    assert "Sunday" in kickoff.problem
    assert "Fri 4 Jul 2025 or Mon 7 Jul 2025" in kickoff.suggestion
    signoff = next(p for p in found.problems if p.where == "milestones/M6/due")
    assert 'before M4 "Commercial terms agreed"' in signoff.problem
    pilot = next(p for p in found.problems if p.where == "milestones/M7/due")
    assert "after M4" in pilot.problem
    assert "after M5" in pilot.problem


@pytest.mark.parametrize("path", [*EXAMPLES, *sorted(LETTERS.glob("*.yaml"))], ids=lambda path: path.stem)
def test_plans_that_people_use_have_no_errors(path: Path) -> None:
    plan = plan_in(path)
    year = (plan.as_of or plan.milestones[0].due or dt.date(2026, 1, 1)).year
    assert [p for p in check(plan, calendar_for(plan, year - 1, year + 1)) if p.severity == "error"] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_in_the_examples_only_the_date_that_is_stale_on_purpose_is_a_fault(path: Path) -> None:
    plan = plan_in(path)
    expected = {"milestones/M2/actions/M2.2/due"} if plan.slug == "valdebrenne-lits" else set()
    assert {problem.where for problem in faults(plan, calendar_for(plan, 2025, 2027))} == expected


@pytest.mark.practice(16, 70, 73, 74)
@pytest.mark.parametrize("start", [dt.date(2026, 3, 3), dt.date(2026, 11, 23)])
@pytest.mark.parametrize(
    "name", ["saas", "manufacturing", "financial-services", "public-sector", "professional-services", "renewal"]
)
def test_a_baseline_whose_roles_are_filled_is_clean(name: str, start: dt.date) -> None:
    from plans.plan import Party
    from templates.baseline import baseline, instantiate

    found = baseline(name)
    assert found
    first_names = "Ada Bea Cleo Dora Eva Fay Gus Hal Ivo Jan Kai Leo".split()  # noqa: SIM905
    people = {
        role: (f"{first} Moreau", f"{first.lower()}@{held.side}.example")
        for first, (role, held) in zip(first_names, found.roles.items(), strict=False)
    }
    sides = (Party("Buyer", ("buyer.example",)), Party("Seller", ("seller.example",)))
    plan, _ = instantiate(name, start=start, buyer=sides[0], seller=sides[1], people=people)
    assert plan
    assert faults(plan, today=start) == []
    assert len(plan.milestones) <= 8


@pytest.mark.practice(27, 32)
def test_the_common_actions_stand_below_the_milestones_of_the_baselines() -> None:
    from templates.baseline import baseline

    common = {"saas": ("redlines", "questionnaire", "ROI deck", "demo environment", "contract"),
              "manufacturing": ("security form", "savings sheet", "price sheet", "pilot report"),
              "renewal": ("value report", "redlines", "SOC 2 report", "contract")}  # fmt: skip
    for name, words in common.items():
        found = baseline(name)
        assert found
        tasks = " | ".join(task.task for step in found.milestones for task in step.actions)
        assert all(word in tasks for word in words), name
        assert all(len(step.actions) >= 2 for step in found.milestones)


@pytest.mark.practice(66)
def test_readiness_is_go_at_three_of_seven_in_all_128_combinations() -> None:
    for signs in product((False, True), repeat=7):
        plan = replace(GOOD, readiness=Readiness(*signs))
        told = {problem.rule for problem in check(plan)} & {"readiness.few", "readiness.open"}
        assert bool(told) == (sum(signs) < 3), signs


@pytest.mark.practice(85)
def test_a_date_on_a_holiday_of_its_owner_is_told_with_the_working_days_around_it() -> None:
    calendar = Calendar({"marcus": (dt.date(2026, 3, 26),)})
    problem = next(p for p in check(GOOD, calendar) if p.rule == "date.holiday")
    assert problem.where == "milestones/M5/due"
    assert "Wed 25 Mar 2026 or" in problem.suggestion
    assert "Fri 27 Mar 2026" in problem.suggestion


@pytest.mark.practice(37)
def test_single_points_of_failure_are_found_three_of_three() -> None:
    plan = line(line(line(GOOD, "M3", backup=None), "M4", backup=None), "M6", backup=None)
    found = {p.where for p in check(plan) if p.rule == "backup.single"}
    assert found == {"milestones/M3/backup", "milestones/M4/backup", "milestones/M6/backup"}


def test_a_circle_over_several_milestones_is_told_once_and_spelt_out() -> None:
    plan = waiting(waiting(GOOD, "M4", Dependency("M6", **SAFE)), "M3", Dependency("M4", **SAFE))
    plan = waiting(plan, "M6", Dependency("M3", **SAFE))
    told = [p.problem for p in check(plan) if p.rule == "order.circle"]
    assert told == ["M3 waits for M4 waits for M6 waits for M3: a circle in which nothing can begin."]


def test_settled_lines_are_left_in_peace() -> None:
    plan = GOOD
    for milestone in GOOD.milestones:
        actions = tuple(Action(f"{milestone.id}.9", "Thing", status="skipped") for _ in range(1))
        plan = plan.with_line(Milestone(milestone.id, "TBD", status="skipped", actions=actions))
    assert {p.rule for p in check(plan) if p.where.startswith("milestones/")} == set()


def test_what_is_due_is_past_only_before_the_day_that_one_looks_from() -> None:
    assert "date.past" not in {p.rule for p in check(GOOD)}
    later = [p.where for p in check(GOOD, today=dt.date(2026, 3, 20)) if p.rule == "date.past"]
    assert "milestones/M4/actions/M4.3/due" in later


TASKS_THAT_BEGIN_WITH_A_VERB = """\
Send the SOC 2 report and pen-test summary|Schedule 20 minutes with Marcus|Provide a sandbox tenant|Fix the NetSuite mapping
Return annotated redlines|Raise the Coupa requisition|Name the rollout owner|Put the topic on the June 2 agenda|Ship the gateway
Mount the sensors|Book the installation crew|Confirm or reject the result|Submit CapEx request 2026-117|Approve Lastenheft v1.2
Set up the test tenant|Onboard the pilot users|Calibrate all sensors|Countersign the order form|Close VRM-212|Sign the DPA
Draft the statement of work|Invite 20 pilot users|Collect three references|Walk the site with Ray|Deliver the pilot report"""  # noqa: E501
TASKS_THAT_DO_NOT = """\
SOC 2 report|Security questionnaire|Legal review|Contract with redlines|Meeting with the CFO|Reference calls|ROI deck
Procurement|Data access for the pilot|Marcus|Redlines from legal|Pilot report due Friday|Architecture diagram|W-9 and bank letter
Kick-off agenda|Executive summary|User list|Pricing for three years|Technical deep-dive|Vendor set-up form|Insurance certificate
Next steps|Signature page|Final numbers|Questionnaire back from IT"""  # noqa: E501


@pytest.mark.practice(30)
@pytest.mark.parametrize("task", TASKS_THAT_BEGIN_WITH_A_VERB.replace("\n", "|").split("|"))
def test_a_task_that_begins_with_a_verb_is_fine(task: str) -> None:
    assert "action.verb" not in {p.rule for p in check(line(GOOD, "M5.1", task=task))}


@pytest.mark.practice(30)
@pytest.mark.parametrize("task", TASKS_THAT_DO_NOT.replace("\n", "|").split("|"))
def test_a_task_that_is_only_a_thing_is_told_with_a_verb_to_begin_with(task: str) -> None:
    problem = next(p for p in check(line(GOOD, "M5.1", task=task)) if p.rule == "action.verb")
    assert "Send the" in problem.suggestion


@pytest.mark.parametrize(
    ("language", "task"),
    [
        ("de", "Sensoren an Linie 3 montieren"), ("de", "Angebot senden"), ("fr", "Envoyer le devis"),
        ("fr", "Rédiger la note au CSE"), ("es", "Enviar el contrato"), ("pt", "Assinar o contrato"),
        ("it", "Inviare il contratto"), ("nl", "Contract ondertekenen"),
    ],
)  # fmt: skip
def test_the_plans_own_language_has_its_verbs(language: str, task: str) -> None:
    plan = replace(line(GOOD, "M5.1", task=task), language=language)
    assert "action.verb" not in {p.rule for p in check(plan)}


CLEAR = """\
Use cases and success criteria agreed and written down|integration is feasible, performance thresholds accepted
SOC 2 appendix approved, questionnaire completed|key terms and SOW redlines consolidated|pilot successful, ROI validated
seller's finance has the purchase order|sponsor confirms budget and go/no-go|project plan and onboarding owner assigned
Four weeks of data from 12 machines|Netzfreigabe erteilt|Ziele und Ansprechpartner je Linie stehen fest|Works agreement signed
Finance accepts the savings model|Receipts post to NetSuite within a minute|AVV unterschrieben|Finales Angebot verhandelt
The DPA is countersigned|All 22 doors receive on Tallyworks|CFO says yes in writing|Users log in with SSO|Go/no-go given by Vera
Pen-test report shows no critical issue|Data flows from SAP into the lake every night|Board minutes list the project
Vendor number exists in SAP|Insurance certificate on file|The works council votes yes|Order number is in our inbox
Support team knows the escalation path|Training dates are in the calendar|Invoices match to the cent|Steering group says go
Legal has no further comments|Ten real cases were handled end to end|Bestellnummer steht im System|Le devis est visé par le DSI
Redlines closed, MSA ready to sign|Marcus approves the two-year spend in Coupa|Contrato firmado por las dos partes"""  # noqa: E501
VAGUE = """\
TBD|?|to be decided|Discuss pricing|Review the contract|Align on next steps|Everyone is comfortable|Good progress
Follow up with legal|Security review|Stakeholders aligned|Better collaboration|Touch base with the CFO|Explore options
Security|Legal ok|Contract stuff|Good conversation with IT|Review of the contract|Next steps|Pricing discussion
Keep momentum|Feedback from users|Progress on legal|Get buy-in|Evaluate the tool|Ongoing support
Better understanding of needs|Pricing discussed
Abstimmung mit dem Einkauf|Vertrag besprochen|Prix discutés|Contrato revisado|Everything is fine
Meeting with procurement|Besprechung mit der IT|Faire le point sur le projet|Alignment|Positive feedback|noch offen"""


@pytest.mark.practice(13, 80)
@pytest.mark.parametrize("outcome", CLEAR.replace("\n", "|").split("|"))
def test_an_outcome_by_which_one_can_tell_is_fine(outcome: str) -> None:
    assert "outcome.vague" not in {p.rule for p in check(line(GOOD, "M5", outcome=outcome))}


@pytest.mark.practice(13, 80)
@pytest.mark.parametrize("outcome", VAGUE.replace("\n", "|").split("|"))
def test_an_outcome_on_which_two_could_disagree_is_told(outcome: str) -> None:
    assert "outcome.vague" in {p.rule for p in check(line(GOOD, "M5", outcome=outcome))}


@pytest.mark.practice(21)
@pytest.mark.parametrize(
    "name",
    ["Priya Raman", "Dr.-Ing. Jörg Weißhaupt", "Jean-Baptiste Le Goff", "Marcus Price", "Petra Leiter", "Tom Head"],
)
def test_names_are_names(name: str) -> None:
    assert not {"name.title", "name.single"} & {p.rule for p in check(person(GOOD, "priti", name=name))}


def test_a_person_of_the_buyer_may_write_from_anywhere_but_the_seller() -> None:
    plan = replace(GOOD, people=(*GOOD.people, Person("c", "Cora Free", "cora@freemail.example", "buyer")))
    assert "person.side" not in {p.rule for p in check(plan)}


@pytest.mark.practice(38)
@pytest.mark.parametrize("kind", ["legal", "security", "budget", "regulator", "third-party", "internal-other-team"])
def test_the_kind_of_an_external_is_one_of_the_known_and_any_other_is_refused(kind: str) -> None:
    from storage.planfile import loads

    text = SAMPLE.read_text(encoding="utf-8")
    assert "file.value" not in {p.rule for p in loads(text.replace("kind: budget", f"kind: {kind}")).problems}
    wrong = next(p for p in loads(text.replace("kind: budget", "kind: money")).problems if p.rule == "file.value")
    assert (wrong.where, wrong.severity) == ("externals/X1/kind", "error")
    assert "legal" in wrong.why
