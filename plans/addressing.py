"""An address that is made for somebody routes until it is revoked: those made before then are nobody's."""

from collections.abc import Iterable
from dataclasses import replace

from plans.plan import Plan
from plans.seal import Addressee, Purpose, read_token


def made_for(plan: Plan, person_id: str, code: str = "", purpose: Purpose = "address") -> Addressee:
    """Return an addressee as a token is sealed for them now."""
    person = plan.person(person_id)
    return Addressee(plan.slug, person.sealed_as if person else person_id, code, purpose)


def addressee_in(keys: Iterable[bytes], tokens: Iterable[str], plans: Iterable[Plan]) -> Addressee | None:
    """Return whom the first token that counts was made for; None where none of ours does."""
    people = {(plan.slug, person.sealed_as): person.id for plan in plans for person in plan.people}
    ring = tuple(keys)
    read = (read_token(ring, token, people) for token in tokens)
    found = next((addressee for addressee in read if addressee), None)
    return replace(found, person=people[found.plan, found.person]) if found else None
