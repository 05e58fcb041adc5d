"""People are checked for who is missing, who is no person, and who cannot be reached."""

from collections import defaultdict
from collections.abc import Iterator

from plans.check.problem import Case, Fault, together
from plans.check.wording import is_one_word, is_placeholder, is_title
from plans.plan import Person


def titles_as_names(case: Case) -> Iterator[Fault]:
    """Find people who are named by their job or department (R21)."""
    for person in case.plan.people:
        named = not is_placeholder(person.name) and person.name.casefold() != person.title.casefold()
        if is_title(person.name) or not named:
            what = "a role, not a person" if named or is_title(person.name) else "no name"
            yield Fault(
                f"people/{person.id}/name",
                f'"{person.name}" is {what}.',
                "Ask who it is, and write first and last name; the role goes into `title`.",
            )


def single_names(case: Case) -> Iterator[Fault]:
    """Find people with one name only (R21, R22)."""
    for person in case.plan.people:
        if is_one_word(person.name) and not is_title(person.name) and not is_placeholder(person.name):
            yield Fault(
                f"people/{person.id}/name",
                f'"{person.name}" is only one name.',
                "Write first and last name.",
            )


def no_champion(case: Case) -> Iterator[Fault]:
    """Find a buyer without a champion (R24, R66)."""
    if case.buyers and case.plan.champion is None:
        yield Fault(
            "people",
            "Nobody on the buyer's side is marked as the champion.",
            "Mark who wants this to happen with `power: champion`.",
        )


def no_decision_maker(case: Case) -> Iterator[Fault]:
    """Find a buyer without a decision-maker (R24, R120)."""
    if case.buyers and not any(person.power == "decision-maker" for person in case.buyers):
        yield Fault(
            "people",
            "Nobody on the buyer's side is marked as decision-maker.",
            "Ask the champion who gives the final yes, and mark that person with `power: decision-maker`.",
        )


def no_reporter(case: Case) -> Iterator[Fault]:
    """Find a plan without anybody at the seller who keeps it (R41)."""
    if case.plan.reporter is None:
        yield Fault(
            "people", "Nobody of the seller is on the plan.", "Add the seller who keeps it, with `side: seller`."
        )


def reporter_of_the_buyer(case: Case) -> Iterator[Fault]:
    """Find a reporter who is not the seller's (R41, R113)."""
    reporter = case.plan.person(case.plan.communication.reporter)
    if reporter and reporter.side == "buyer":
        yield Fault(
            "communication/reporter",
            f"{reporter.name} of the buyer is named as the reporter.",
            "Name the seller who keeps the plan here, and the buyer who endorses it under `endorser`.",
        )


def bad_addresses(case: Case) -> Iterator[Fault]:
    """Find addresses that no mail can reach."""
    for person in case.plan.people:
        local, _, domain = person.email.rpartition("@")
        if not local or not domain or any(sign.isspace() for sign in person.email):
            yield Fault(
                f"people/{person.id}/email",
                f'"{person.email}" is no mail address.',
                "Write it as name@company.example.",
            )


def shared_addresses(case: Case) -> Iterator[Fault]:
    """Find addresses that two people bear: a letter from there could be either's."""
    holders: dict[str, list[Person]] = defaultdict(list)
    for person in case.plan.people:
        for address in person.addresses:
            holders[address].append(person)
    for address, people in sorted(holders.items()):
        if len(people) > 1:
            yield Fault(
                f"people/{people[1].id}/email",
                f"{address} belongs to {' and '.join(person.name for person in people)}.",
                "Give each their own address; a shared mailbox belongs to one person here.",
            )


def on_the_wrong_side(case: Case) -> Iterator[Fault]:
    """Find people whose address is of the other side's domain (R116)."""
    plan = case.plan
    domains = {"buyer": plan.buyer.domains, "seller": plan.seller.domains}
    for person in plan.people:
        domain = person.email.rpartition("@")[2].casefold()
        other = "seller" if person.side == "buyer" else "buyer"
        theirs, own = ([name.casefold() for name in domains[side]] for side in (other, person.side))
        if domain in theirs and domain not in own:
            yield Fault(
                f"people/{person.id}/side",
                f"{person.name} is on the {person.side}'s side with an address of the {other}'s domain.",
                f"Write `side: {other}`, or the address that belongs to the {person.side}.",
            )


def unknown_assistants(case: Case) -> Iterator[Fault]:
    """Find assistants who are neither a person of the plan nor an address."""
    for person in case.plan.people:
        if person.assistant and "@" not in person.assistant and case.plan.person(person.assistant) is None:
            yield Fault(
                f"people/{person.id}/assistant",
                f'"{person.assistant}" is neither a person of the plan nor an address.',
                "Write the id of a person, or the assistant's mail address.",
            )


def no_contact(case: Case) -> Iterator[Fault]:
    """Find owners of critical milestones who can be reached by mail only (R23, R25)."""
    owners = {m.owner for m in case.open_milestones if m.id in case.critical}
    problem = "{} owns a critical milestone and has neither phone nor calendar link here."
    faults = [
        Fault(f"people/{person.id}", problem.format(person.name), "Add `phone:` or `calendar:`.")
        for person in case.plan.people
        if person.id in owners and not (person.phone or person.calendar or person.assistant)
    ]
    yield from together(faults, "people", "{} own critical milestones and have neither phone nor calendar link here.")


def overloaded(case: Case) -> Iterator[Fault]:
    """Find people on whom more than three critical milestones hang (R37)."""
    for person in case.plan.people:
        mine = [m.id for m in case.open_milestones if m.owner == person.id and m.id in case.critical]
        if len(mine) > MOST_CRITICAL:
            yield Fault(
                f"people/{person.id}",
                f"{person.name} owns {len(mine)} critical milestones ({', '.join(mine)}): a single point of failure.",
                "Hand one of them to a colleague, or agree who steps in.",
            )


MOST_CRITICAL = 3
"""How many open critical milestones one person may own."""
