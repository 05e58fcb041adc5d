"""What is kept about a person is gathered here, for whoever asks for their own data."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from plans.entry import Entry
from plans.forgetting import erasure_outside
from plans.plan import Person, Plan
from storage.forms import entry_as_json, plan_as_json
from storage.store import Store
from storage.tables import blobs, drafts, enclosures, letters, notices


def letters_of(store: Store, addresses: Iterable[str]) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    """Yield every letter that came from these addresses, the oldest first, with its bytes where they are kept."""
    theirs = func.lower(letters.c.sender).in_([address.casefold() for address in addresses])
    query = select(letters, blobs.c.data).select_from(letters.outerjoin(blobs, letters.c.blob == blobs.c.digest))
    with store.reading() as connection:
        rows = connection.execute(query.where(theirs).order_by(letters.c.received_at, letters.c.id)).mappings().all()
    for row in rows:
        record = {name: value for name, value in row.items() if name != "data"}
        yield (
            {**record, "received_at": row["received_at"].isoformat()},
            None if row["data"] is None else bytes(row["data"]),
        )


def about_person(store: Store, plan: Plan, person: Person) -> dict[str, Any]:
    """Return all that one plan keeps about one of its people, as JSON has it."""
    lines = [line for line in json.loads(plan_as_json(plan))["milestones"] if person.id in json.dumps(line)]
    entries = [row.entry for row in store.log(plan.slug) if row.entry and _is_about(row.entry, person)]
    return {
        "plan": plan.slug,
        "title": plan.title,
        "records": [vars_of(one) for one in store.known_as(plan.slug, person.id)],
        "lines": lines,
        "log": [json.loads(entry_as_json(entry)) for entry in entries if entry.kind != "started"],
        "mails": _mails_to(store, plan.slug, person.id),
    }


def vars_of(person: Person) -> dict[str, Any]:
    """Return a person's record as JSON has it, without what is empty."""
    held = {**vars(person), "away_until": str(person.away_until or ""), "aliases": list(person.aliases)}
    return {name: value for name, value in held.items() if value}


def drafts_about(store: Store, addresses: Iterable[str], names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the drafts that somebody mailed, or that name them."""
    erasure = erasure_outside(tuple(names), tuple(addresses))
    with store.reading() as connection:
        rows = connection.execute(select(drafts).order_by(drafts.c.kept_at)).mappings().all()
    found = [row for row in rows if erasure.names_them(f"{row['by']}\n{row['content']}")]
    return [{**row, "kept_at": row["kept_at"].isoformat(), "remarks": json.loads(row["remarks"])} for row in found]


def deals_of(store: Store, slugs: Iterable[str]) -> list[dict[str, Any]]:
    """Return what the CRM's file told of the deals behind plans."""
    of = set(slugs)
    return [json.loads(json.dumps(asdict(deal), default=str)) for deal in store.deals() if deal.plan in of]


def mails_to(store: Store, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """Return our mails to bare addresses: answers to whoever is on no plan."""
    return _mails(store, func.lower(notices.c.to).in_([address.casefold() for address in addresses]))


def digests_to(store: Store, start: str) -> list[dict[str, Any]]:
    """Return the weekly digests whose keys begin so."""
    return _mails(store, notices.c.key.startswith(start, autoescape=True))


def _mails_to(store: Store, slug: str, person: str) -> list[dict[str, Any]]:
    return _mails(store, (notices.c.plan == slug) & (notices.c.to == person))


def _mails(store: Store, where: Any) -> list[dict[str, Any]]:
    with store.reading() as connection:
        rows = connection.execute(select(notices).where(where).order_by(notices.c.at)).mappings().all()
        named = select(enclosures.c.notice, enclosures.c.name).join(notices, notices.c.key == enclosures.c.notice)
        documents = connection.execute(named.where(where).order_by(enclosures.c.number)).all()
    return [
        {
            "kind": row["kind"],
            "at": row["at"].isoformat(),
            "state": row["state"],
            "text": row["text"],
            "documents": [name for key, name in documents if key == row["key"]],
        }
        for row in rows
    ]


def _is_about(entry: Entry, person: Person) -> bool:
    named = f'"{person.id}"' in entry.old + entry.new or entry.target == f"person:{person.id}"
    return entry.by == person.id or entry.by.casefold() in person.addresses or named
