"""What a seller is told of a plan that they mailed: what was understood, what the check found, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from plans.check import Problem
from plans.daytext import day_text
from plans.gaps import gaps
from plans.notice import Said
from plans.plan import Plan
from templates.baseline import NAMES
from templates.plain import plain_mail

HOW = (
    "Attach a plan file (.yaml) or a filled Word page of a plan, or write for example: start a plan for Acme Ltd from "
    f"saas. Baselines are {', '.join(NAMES)}. People may stand below it, one a line: "
    "champion: Dana Whitlock <dana@acme.example>."
)
REASONS: dict[str, str] = {
    "unproven": "Nothing shows that this mail is from you, so nothing was done. Your mail server has to sign your "
    "mails (DKIM) or whoever looks after Milepost has to name it (docs/trust.md).",
    "not-yours": "This draft was begun by somebody else. Only they can change or start it; nothing was done.",
    "runs": "This plan runs already, so nothing was started a second time. Answer any of its mails to change it.",
    "old-code": "That word answers an older draft, or one of over seven days ago. Nothing was started: answer the "
    "newest mail about it, or mail the file again.",
    "faults": "The draft still has errors, so it was not started. Mend them in the file, mail it in this thread, and "
    "answer what comes back.",
    "nothing": f"Nothing in your mail begins or changes a plan. {HOW}",
    "too-large": "The plan file is larger than any plan. Nothing was done.",
    "no-baseline": f"There is no such baseline. {HOW}",
    "unreadable-page": f"No plan's table could be read in the document. {HOW}",
}
"""Why nothing was done, and what to do instead."""
REMARKS: dict[str, str] = {
    "renamed": "There is a plan or draft {wanted} already, so this one is called {slug}.",
    "seller": "Your company is called {seller} here, by your address.",
    "buyer": "The company is called {buyer} here, by the page.",
    "usual": f"No baseline was named, so {{usual}} was taken; there are {', '.join(NAMES)}.",
    "no-role": "{baseline} has no role {role}: roles are {roles}.",
}
"""What is said of how a draft was understood."""
SEVERITIES = ("error", "warning", "hint")
MOST = 40
"""Findings that are told one by one."""


@dataclass(frozen=True)
class Section:
    """A heading with sentences below it, each with further lines of its own."""

    heading: str
    items: tuple[tuple[str, ...], ...]


def remark(what: str, **words: str) -> str:
    """Return what is said of how a draft was understood."""
    return REMARKS[what].format(**words)


def say_refusal(reason: str, slug: str = "") -> Said:
    """Return why nothing was done."""
    about = f"{slug}: nothing was done" if slug else "Your mail began no plan"
    return _said(about, (REASONS[reason],), ())


def say_started(plan: Plan) -> Said:
    """Return that a plan has started."""
    begun = f"{plan.title} ({plan.slug}) has started as version {plan.version}."
    first = plan.person(plan.communication.endorser) or plan.champion
    alone = f" {first.name} sees it first, and alone, until they say yes." if first and plan.status == "draft" else ""
    told = f"{begun}{alone} Answer any of its mails to change it."
    return _said(f"{plan.title}: started", (told,), ())


def say_draft(plan: Plan | None, problems: Sequence[Problem], remarks: Sequence[str], slug: str) -> Said:
    """Return what was understood of a draft, what is wrong with it, what is missing, and how it starts."""
    errors = sum(problem.severity == "error" for problem in problems)
    if plan is None:
        told = "The file was read, but it gives no plan yet. Mend what stands below, and mail it in this thread."
        return _said(f"{slug}: not a plan yet", (told,), (_found(problems),))
    can = (
        f"It cannot start yet: {errors} {'error stands' if errors == 1 else 'errors stand'} below. Mail the mended "
        "file in this thread."
        if errors
        else "Answer with the one word start, and it starts. A corrected file, mailed in this thread, takes its place."
    )
    sections = (_understood(plan, remarks), _found(problems), _missing(plan))
    return _said(f"{plan.title}: a draft to look at", (can,), tuple(section for section in sections if section.items))


def _understood(plan: Plan, remarks: Sequence[str]) -> Section:
    dates = sorted(line.due for line in plan.milestones if line.due)
    span = f", {day_text(dates[0], 'en', plan.locale)} to {day_text(dates[-1], 'en', plan.locale)}" if dates else ""
    number = len(plan.milestones)
    head = f"{plan.title} ({plan.slug}), {plan.status}: {number} {'milestone' if number == 1 else 'milestones'}{span}."
    people = "; ".join(f"{one.name} <{one.email}>, {one.side}" for one in plan.people)
    return Section("What was understood", ((head,), (f"People: {people}.",), *((remark,) for remark in remarks)))


def _found(problems: Sequence[Problem]) -> Section:
    ordered = sorted(problems, key=lambda problem: (SEVERITIES.index(problem.severity), problem.line or 0))
    items = tuple(
        (
            f"{problem.severity}, {f'line {problem.line}' if problem.line else problem.where}: {problem.problem}",
            f"Why: {problem.why}" if problem.why else "",
            f"Do: {problem.suggestion}",
        )
        for problem in ordered[:MOST]
    )
    more = ((f"And {len(ordered) - MOST} more, as `milepost check` tells them.",),) if len(ordered) > MOST else ()
    return Section("What the check found (lines of the attached file)", (*items, *more))


def _missing(plan: Plan) -> Section:
    asked = tuple((gap.asks, gap.stalls) for gap in gaps(plan))
    return Section("What is missing: to ask the champion, because something would stall without it", asked)


def _said(subject: str, above: Sequence[str], sections: Sequence[Section]) -> Said:
    text, html = [*above], [f"<p>{escape(sentence)}</p>" for sentence in above]
    for section in sections:
        text += ["", section.heading]
        rows = []
        for first, *further in section.items:
            lines = [line for line in further if line]
            text += [f"- {first}", *(f"  {line}" for line in lines)]
            rows.append(f"<li>{'<br>'.join(escape(line) for line in (first, *lines))}</li>")
        html.append(f"<h3>{escape(section.heading)}</h3><ul>{''.join(rows)}</ul>")
    return plain_mail(subject, "\n".join([*text, ""]), "".join(html))
