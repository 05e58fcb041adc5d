"""The rules of a good plan are one table: name, severity, practices, what finds it, and why it matters."""

from plans.check import dates, dependencies, lines, people, references, whole
from plans.check.problem import Rule

LEADS_NOWHERE = "A plan can only be kept true where every name leads to one thing."
RULES: tuple[Rule, ...] = (
    Rule("id.unknown", "error", (6, 33), references.unknown_people, "Nobody would be asked or told."),
    Rule("id.nowhere", "error", (33,), references.unknown_lines, LEADS_NOWHERE),
    Rule("id.twice", "error", (8,), references.doubled_ids, "A reply about it could mean either."),
    Rule("owner.joint", "error", (19,), references.joint_owners, "Where two answer for it, each waits for the other."),
    Rule("order.circle", "error", (33,), references.cycles, "No date in the circle can ever be right."),
    Rule("zone.unknown", "error", (43,), references.unknown_zones, "Mails go out at this local time."),
    Rule("sides.one", "error", (10, 100), whole.one_sided, "A plan is mutual when both sides have something to do."),
    Rule("owner.missing", "error", (1, 6, 83), lines.no_owner, "What nobody owns, nobody does."),
    Rule(
        "reporter.missing",
        "error",
        (41,),
        people.no_reporter,
        "All mails go out in the name of somebody at the seller.",
    ),
    Rule("person.address", "error", (6,), people.bad_addresses, "Mails to this person would not arrive."),
    Rule("owner.open", "warning", (69, 75, 87), lines.open_owner, "A draft has blanks; the plan starts without them."),
    Rule("sides.few", "warning", (10, 100, 101), whole.lopsided, "A side that has little to do has little at stake."),
    Rule(
        "reporter.buyer",
        "warning",
        (41, 113),
        people.reporter_of_the_buyer,
        "The seller keeps the plan; the buyer's champion endorses it.",
    ),
    Rule("name.title", "warning", (21, 22), people.titles_as_names, "A role answers no mail; a person does."),
    Rule("name.single", "warning", (21, 22), people.single_names, "First names are often borne by two."),
    Rule("person.shared", "warning", (8,), people.shared_addresses, "A letter from there could be from either."),
    Rule(
        "person.side",
        "warning",
        (116,),
        people.on_the_wrong_side,
        "The side decides who may change what, and what each sees.",
    ),
    Rule(
        "person.assistant",
        "warning",
        (20,),
        people.unknown_assistants,
        "An assistant's answers would not be known as such.",
    ),
    Rule(
        "power.champion",
        "warning",
        (24, 57, 120),
        people.no_champion,
        "Without somebody who wants it, a plan is not carried.",
    ),
    Rule(
        "power.decision",
        "warning",
        (24, 120),
        people.no_decision_maker,
        "The yes that counts is somebody's; the plan leads to them.",
    ),
    Rule("outcome.missing", "warning", (1, 13), lines.no_outcome, "Without it, done is a matter of opinion."),
    Rule(
        "outcome.vague", "warning", (13, 80), lines.vague_outcome, "Two people could disagree on whether it is reached."
    ),
    Rule("name.open", "warning", (80, 83), lines.unnamed, "People see it in every mail."),
    Rule(
        "name.stage",
        "warning",
        (2, 11),
        lines.seller_stage,
        "The plan follows the buyer's decisions, not the seller's stages.",
    ),
    Rule("milestones.many", "warning", (9, 55), lines.too_many, "A plan that does not fit on a page is not read."),
    Rule("backup.self", "warning", (20,), lines.own_backup, "While the owner is away, nobody would step in."),
    Rule(
        "backup.single", "warning", (20, 37), dependencies.nobody_behind, "One illness would stop what depends on it."
    ),
    Rule("owner.overloaded", "warning", (37,), people.overloaded, "One absence would stop several things at once."),
    Rule("action.owner", "warning", (83,), lines.action_without_owner, "What nobody owns, nobody does."),
    Rule("action.date", "warning", (28, 83), dates.action_without_date, "Nobody is reminded of what has no date."),
    Rule("action.verb", "warning", (30,), lines.no_verb, "A task that begins with a verb says what to do."),
    Rule("action.vague", "warning", (30, 80), lines.vague_task, "It can go on for ever."),
    Rule(
        "action.internal",
        "warning",
        (9, 100),
        lines.seller_task,
        "The buyer's plan holds no housekeeping of the seller's.",
    ),
    Rule("date.missing", "warning", (1, 12, 83), dates.no_date, "Nobody is reminded of what has no date."),
    Rule("date.weekday", "warning", (85,), dates.on_a_free_weekday, "Nobody works on that day."),
    Rule("date.holiday", "warning", (85,), dates.on_a_holiday, "Nobody works on that day."),
    Rule("date.freeze", "warning", (85,), dates.in_a_freeze, "The buyer does not work on it then."),
    Rule("date.away", "warning", (85,), dates.while_away, "The owner is not there to finish it."),
    Rule("date.past", "warning", (12, 53), dates.not_begun_and_past, "It would be overdue in the first mail."),
    Rule("date.action", "warning", (28, 54), dates.after_its_milestone, "One of the two dates is no longer true."),
    Rule("date.window", "warning", (15,), dates.widest_window, "What has a month is begun in its last week."),
    Rule(
        "date.papers", "warning", (14,), dates.papers_missed, "What is not in the papers is not decided at the meeting."
    ),
    Rule(
        "date.event",
        "warning",
        (14, 85),
        dates.events_backwards,
        "The plan keeps its distance from the buyer's own dates.",
    ),
    Rule("date.done", "warning", (102,), dependencies.done_in_the_future, "Done is what has happened."),
    Rule(
        "order.dependency",
        "warning",
        (33, 54),
        dependencies.before_its_dependency,
        "It cannot be done before what it waits for.",
    ),
    Rule(
        "order.usual",
        "warning",
        (54, 79),
        dependencies.against_the_usual_order,
        "A decision needs to have on the table what it decides on.",
    ),
    Rule(
        "dependency.contingency",
        "warning",
        (34,),
        dependencies.no_contingency,
        "When it slips, a plan B is needed the same day.",
    ),
    Rule(
        "dependency.escalation",
        "warning",
        (25, 35),
        dependencies.no_escalation,
        "When it slips, one has to know whom to call.",
    ),
    Rule(
        "external.loose",
        "warning",
        (33, 81),
        dependencies.loose_externals,
        "What is outside both sides is late unless somebody asks.",
    ),
    Rule("goal.missing", "warning", (46, 47), whole.no_goal, "The goal is the buyer's reason for doing all this."),
    Rule("readiness.few", "warning", (60, 66), whole.not_ready, "A plan that comes too early feels like pressure."),
    Rule("rhythm.unreadable", "warning", (42, 43), whole.unreadable_rhythm, "The plan would not know when to speak."),
    Rule("ladder.wrong", "warning", (35,), whole.wrong_ladder, "People would be reminded in the wrong order."),
    Rule("action.none", "hint", (27,), lines.no_actions, "Tasks are what moves a milestone."),
    Rule("action.result", "hint", (30, 80), lines.soft_task, "A task with a result can be ticked off."),
    Rule("name.label", "hint", (76, 82), lines.seller_label, "People look for their own words."),
    Rule("backup.none", "hint", (20,), lines.no_backup, "Mails go to the backup while the owner is away."),
    Rule("approver.none", "hint", (20, 84), lines.no_approver, "Some things are done only when somebody else says so."),
    Rule("person.contact", "hint", (23, 25, 99), people.no_contact, "When it is urgent, mail is slow."),
    Rule("date.overdue", "hint", (53, 93), dates.overdue, "A plan with old dates is not believed."),
    Rule("date.two-weeks", "hint", (15,), dates.wide_window, "Short windows show early that something is stuck."),
    Rule("evidence.none", "hint", (13, 102), lines.no_evidence, "Evidence settles later doubts."),
    Rule("evidence.open", "hint", (102,), dependencies.done_too_early, "Done should mean that nothing is left."),
    Rule("goal.measure", "hint", (46, 48), whole.unmeasured_goal, "What is measured can be shown to have come true."),
    Rule(
        "readiness.unsaid", "hint", (60, 66), whole.readiness_unsaid, "A plan that comes too early feels like pressure."
    ),
    Rule("step.hidden", "hint", (5, 18), whole.hidden_steps, "What nobody has thought of is what stalls a purchase."),
)
BREAKING: frozenset[str] = frozenset(
    {"id.unknown", "id.nowhere", "id.twice", "owner.joint", "order.circle", "zone.unknown"}
)
"""Rules without which a plan means nothing to the programs that read it."""
