"""Lines are checked for owner, outcome, wording and what stands beneath them."""

from collections.abc import Iterator

from plans.check import wordlists as lists
from plans.check.problem import Case, Fault, at, called, together
from plans.check.wording import (
    is_placeholder,
    is_seller_stage,
    is_seller_task,
    is_soft_start,
    is_vague_outcome,
    is_vague_start,
    starts_with_verb,
)
from plans.plan import Line
from plans.words import folded, language_of

MOST_MILESTONES = 12
"""How many milestones still fit on one page and in one head (R9, R55)."""
SAY_WHAT = "Say in a few words what it is."


def _ownerless(case: Case) -> Iterator[Line]:
    return (line for line in case.open_milestones if not line.owner)


def no_owner(case: Case) -> Iterator[Fault]:
    """Find milestones of a plan in use that nobody answers for (R6)."""
    if case.plan.status != "draft":
        yield from _nobody(case)


def open_owner(case: Case) -> Iterator[Fault]:
    """Find milestones of a draft that nobody answers for yet (R75, R87)."""
    if case.plan.status == "draft":
        yield from _nobody(case)


def _nobody(case: Case) -> Iterator[Fault]:
    for line in _ownerless(case):
        ask = f'Ask: "Who will own {line.name}, and is the date realistic?" Then write their id under `owner`.'
        yield Fault(at(line, case.plan, "owner"), f"{called(line)} has no owner.", ask)


def action_without_owner(case: Case) -> Iterator[Fault]:
    """Find actions that nobody answers for (R83)."""
    problem, suggestion = "{} has no owner.", "Write the id of whoever does it under `owner`."
    found = [action for _, action in case.open_actions if not action.owner]
    faults = [Fault(at(action, case.plan, "owner"), problem.format(called(action)), suggestion) for action in found]
    yield from together(faults, "milestones", "Actions of {} have no owner.")


def no_outcome(case: Case) -> Iterator[Fault]:
    """Find milestones without an outcome (R1, R13)."""
    for line in case.open_milestones:
        if not line.outcome.strip():
            ask = 'Write what will be there when it is done: "Redlines closed, contract ready to sign".'
            yield Fault(at(line, case.plan, "outcome"), f"{called(line)} does not say what done looks like.", ask)


def vague_outcome(case: Case) -> Iterator[Fault]:
    """Find outcomes on which two people could disagree (R13, R80)."""
    for line in case.open_milestones:
        if line.outcome.strip() and is_vague_outcome(line.outcome):
            yield Fault(
                at(line, case.plan, "outcome"),
                f'The outcome of {line.id}, "{line.outcome}", does not tell when it is reached.',
                "Write something that can be seen or counted: who has signed, agreed or received what.",
            )


def unnamed(case: Case) -> Iterator[Fault]:
    """Find milestones and actions whose name still has to be said (R80)."""
    for line in case.open_milestones:
        if is_placeholder(line.name):
            yield Fault(at(line, case.plan, "name"), f'{line.id} is called "{line.name}".', SAY_WHAT)
    for _, action in case.open_actions:
        if is_placeholder(action.task):
            yield Fault(at(action, case.plan, "task"), f'The task of {action.id} is "{action.task}".', SAY_WHAT)


def seller_stage(case: Case) -> Iterator[Fault]:
    """Find milestones named for the seller's pipeline (R2, R11)."""
    for line in case.plan.milestones:
        if is_seller_stage(line.name) and not line.internal:
            yield Fault(
                at(line, case.plan, "name"),
                f"{called(line)} is a stage of the seller's pipeline.",
                'Name the buyer\'s decision behind it, such as "Terms agreed" or "Budget approved".',
            )


def seller_label(case: Case) -> Iterator[Fault]:
    """Find milestones that the buyer would call something else (R76)."""
    for line in case.open_milestones:
        if better := lists.BUYER_LABELS.get(folded(line.name)):
            yield Fault(
                at(line, case.plan, "name"),
                f"{called(line)} is not how the buyer would say it.",
                f'Ask what they call it; usual is "{better}".',
            )


def too_many(case: Case) -> Iterator[Fault]:
    """Find plans of more milestones than a page and a head hold (R9, R55)."""
    count = sum(not milestone.internal for milestone in case.plan.milestones)
    if count > MOST_MILESTONES:
        yield Fault(
            "milestones",
            f"The plan has {count} milestones; more than {MOST_MILESTONES} are hard to keep in view.",
            "Keep those without which the decision cannot be taken, and turn the others into actions below them.",
        )


def no_actions(case: Case) -> Iterator[Fault]:
    """Find milestones that no task moves (R27)."""
    problem, suggestion = "{} has no action below it.", "Write the next one or two tasks under `actions`."
    found = [line for line in case.open_milestones if not line.actions]
    faults = [Fault(at(line, case.plan), problem.format(called(line)), suggestion) for line in found]
    yield from together(faults, "milestones", "{} have no action below them.")


def _languages(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language_of(case.plan.language), language_of(case.plan.locale))))


def no_verb(case: Case) -> Iterator[Fault]:
    """Find tasks that do not begin with what is to be done (R30)."""
    languages = _languages(case)
    for _, action in case.open_actions:
        if not is_placeholder(action.task) and not starts_with_verb(action.task, languages):
            yield Fault(
                at(action, case.plan, "task"),
                f"{called(action)} does not begin with a verb.",
                f'Say what is to be done: "Send {_lowered(action.task)}", "Confirm ...", "Sign ...".',
            )


def _lowered(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    keeps = first.isupper() or any(sign.isdigit() for sign in first)
    return f"the {text if keeps else text[:1].lower() + text[1:]}"


def vague_task(case: Case) -> Iterator[Fault]:
    """Find tasks of which nobody can say when they are done (R80)."""
    for _, action in case.open_actions:
        if is_vague_start(action.task):
            yield Fault(
                at(action, case.plan, "task"),
                f"{called(action)} has no end that one could see.",
                "Write what comes out of it: a document sent, a date agreed, a list signed off.",
            )


def soft_task(case: Case) -> Iterator[Fault]:
    """Find tasks that would be clearer with their result (R80)."""
    for _, action in case.open_actions:
        if is_soft_start(action.task):
            yield Fault(
                at(action, case.plan, "task"),
                f"{called(action)} would be clearer with its result.",
                'Write what is there afterwards: "Return comments on ...", "Approve ...".',
            )


def seller_task(case: Case) -> Iterator[Fault]:
    """Find tasks that are only the seller's business and are shown to the buyer (R9, R100)."""
    for milestone, action in case.open_actions:
        owner = case.plan.person(action.owner)
        shown = not action.internal and not milestone.internal and (owner is None or owner.side == "seller")
        if shown and is_seller_task(action.task):
            yield Fault(
                at(action, case.plan, "task"),
                f"{called(action)} is the seller's own task and would be shown to the buyer.",
                "Add `internal: true`, and it stays in the seller's mails; or leave it out.",
            )


def no_backup(case: Case) -> Iterator[Fault]:
    """Find milestones whose owner has nobody to stand in (R20)."""
    problem, suggestion = "{} has no backup.", "Name who steps in while the owner is away."
    found = [m for m in case.open_milestones if m.owner and not m.backup and m.id not in case.critical]
    faults = [Fault(at(line, case.plan, "backup"), problem.format(called(line)), suggestion) for line in found]
    yield from together(faults, "milestones", "{} have no backup.")


def no_approver(case: Case) -> Iterator[Fault]:
    """Find milestones without somebody who says that they are done (R84)."""
    problem, suggestion = "{} has no approver.", "Name who has the last word on it, if it is not the owner."
    found = [line for line in case.open_milestones if line.owner and not line.approver]
    faults = [Fault(at(line, case.plan, "approver"), problem.format(called(line)), suggestion) for line in found]
    yield from together(faults, "milestones", "{} have no approver.")


def own_backup(case: Case) -> Iterator[Fault]:
    """Find owners who are their own backup (R20)."""
    for line in case.open_milestones:
        if line.owner and line.backup == line.owner:
            where = at(line, case.plan, "backup")
            yield Fault(where, f"{called(line)} has its owner as backup.", "Name somebody else, or leave the key out.")


def no_evidence(case: Case) -> Iterator[Fault]:
    """Find milestones that are done without a word on how one knows (R13, R102)."""
    problem, suggestion = "{} is done, without evidence.", "Write who confirmed it, when and where."
    found = [line for line in case.plan.milestones if line.status == "done" and not line.evidence]
    faults = [Fault(at(line, case.plan, "evidence"), problem.format(called(line)), suggestion) for line in found]
    yield from together(faults, "milestones", "{} are done, without evidence.")
