"""Exporting gathers what is kept about a person: plans, letters, mails, drafts, deals, and what is asked of them."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from milepost.forgetting import Everywhere
    from milepost.settings import Settings
    from plans.state import PlanState
    from storage.store import Store


def kept_about(store: "Store", them: "Everywhere") -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the database keeps about somebody, as JSON has it, and the bytes of their letters by id."""
    from storage.about import about_person, deals_of, digests_to, drafts_about, letters_of, mails_to
    from workflows.digests import digests_of

    plans = [(plan, one.person) for one in them.where if one.person and (plan := store.plan(one.slug))]
    letters = list(letters_of(store, them.addresses))
    kept = {
        "addresses": list(them.addresses),
        "plans": [about_person(store, plan, person) for plan, person in plans],
        "drafts": drafts_about(store, them.addresses, them.names),
        "deals": deals_of(store, [plan.slug for plan, _ in plans]),
        "mails": mails_to(store, them.addresses),
        "digests": [one for address in them.addresses for one in digests_to(store, digests_of(address))],
        "letters": [record for record, _ in letters],
    }
    return kept, {record["id"]: raw for record, raw in letters if raw is not None}


async def questions_in(settings: "Settings", them: "Everywhere") -> list[dict[str, Any]] | None:
    """Return what running plans wait for that somebody asked, or is asked; None where Temporal does not answer."""
    from milepost.running_plans import state_of
    from milepost.wiring import TemporalDownError, temporal_client

    people = [(one.slug, one.person.id) for one in them.where if one.person]
    try:
        client = await temporal_client(settings)
        states = [(await state_of(client, slug), person) for slug, person in people]
    except TemporalDownError:
        return None
    return [question for state, person in states if state for question in _questions(state, person)]


def _questions(state: "PlanState", person: str) -> list[dict[str, Any]]:
    theirs = (one for one in state.pending if person in (one.by, one.change.value, *one.to))
    return [{"plan": state.plan.slug, **json.loads(json.dumps(asdict(one), default=str))} for one in theirs]
