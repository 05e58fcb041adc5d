"""`milepost address` prints the address that a person's replies come to: it routes, and authorises nothing."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.loading import plan_or_exit

if TYPE_CHECKING:
    from milepost.settings import Settings
    from plans.plan import Plan
    from plans.setting import Person


def address(plan_path: Path, person: str, data: Path | None = None) -> int:
    """Print a person's reply address; return 2 where the plan has nobody of this id or address."""
    from mail.envelope import reply_address
    from milepost.settings import settings_for
    from plans.addressing import made_for
    from plans.seal import token

    plan = plan_or_exit(plan_path)
    found = _found(plan, person)
    if found is None:
        return 2
    settings = settings_for(data)
    kept = _as_it_runs(plan, settings)
    print(reply_address(settings.mail.address, token(settings.sealing_keys()[0], made_for(kept, found.id))))
    return 0


def revoke(plan_path: Path, person: str, data: Path | None) -> int:
    """End every address that was made for a person of the running plan; 2 where the plan has nobody of this name."""
    from milepost.commands.telling import revoke as tell

    plan = plan_or_exit(plan_path)
    found = _found(plan, person)
    return tell(plan.slug, found.id, data) if found else 2


def _found(plan: "Plan", person: str) -> "Person | None":
    found = plan.person(person) or plan.person_at(person)
    if found is None:
        people = ", ".join(one.id for one in plan.people)
        print(f"{plan.slug} has nobody called {person}; its people are {people}.", file=sys.stderr)
    return found


def _as_it_runs(plan: "Plan", settings: "Settings") -> "Plan":
    """Return the plan as it was kept last, where it was ever started: addresses may have been revoked since."""
    from milepost.wiring import here
    from storage.down import StorageDown
    from storage.store import Store

    url = here(settings).database_url()
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return plan
    with contextlib.suppress(StorageDown), contextlib.closing(Store(url)) as store:
        return store.plan(plan.slug) or plan
    return plan
