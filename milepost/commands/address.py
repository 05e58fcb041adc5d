"""`milepost address` prints the address that a person's replies come to: it routes, and authorises nothing."""

import sys
from pathlib import Path

from milepost.loading import plan_or_exit


def address(plan_path: Path, person: str) -> int:
    """Print a person's reply address; return 2 where the plan has nobody of this id or address."""
    from mail.envelope import reply_address
    from milepost.settings import settings_for
    from plans.seal import Addressee, token

    plan = plan_or_exit(plan_path)
    found = plan.person(person) or plan.person_at(person)
    if found is None:
        people = ", ".join(one.id for one in plan.people)
        print(f"{plan.slug} has nobody called {person}; its people are {people}.", file=sys.stderr)
        return 2
    settings = settings_for(None)
    key = settings.sealing_keys()[0]
    print(reply_address(settings.mail.address, token(key, Addressee(plan.slug, found.id))))
    return 0
