"""Commands about people's own data: forget erases somebody, export writes what is kept about them."""

import asyncio
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.forgetting import Found
    from milepost.settings import Settings
    from storage.store import Store


def forget(who: str, slug: str, sure: bool, data: Path | None) -> int:
    """Erase somebody from everything; 1 where nobody is found, or it is not confirmed."""
    from milepost.commands.running import connected
    from milepost.settings import settings_for

    async def erase(client: "Client", settings: "Settings") -> int:
        from milepost.forgetting import found
        from milepost.wiring import store_of

        with store_of(settings) as store:
            where = await asyncio.to_thread(found, store, who, slug)
            if not _may_go_on(where, who, sure):
                return 1
            return await _erased(client, store, where, who, whole=not slug)

    return connected(settings_for(data), erase)


def _may_go_on(where: "tuple[Found, ...]", who: str, sure: bool) -> bool:
    """Say what will happen and ask, unless somebody is sure; False where there is nothing to do or it is not wanted."""
    people = {one.person.email.casefold() for one in where if one.person}
    if len(people) > 1:
        print(f"{who} is more than one person: {_listed(where)}. Name the address, or --plan.", file=sys.stderr)
        return False
    if not where and "@" not in who:
        print(f"Nobody is known as {who}. Nothing was erased.", file=sys.stderr)
        return False
    print(f"{who} will be erased for good: {_listed(where) or 'letters that belong to no plan'}.")
    if sure:
        return True
    if not sys.stdin.isatty():
        print("Add --yes to do it. Nothing was erased.", file=sys.stderr)
        return False
    return input("Erase? Type yes: ").strip() == "yes"


def _listed(where: "tuple[Found, ...]") -> str:
    return ", ".join(f"{one.who} of {one.slug}" for one in where)


async def _erased(client: "Client", store: "Store", where: "tuple[Found, ...]", who: str, whole: bool) -> int:
    from milepost.forgetting import delete_histories, forget_elsewhere, forget_in

    for one in where:
        lines = await forget_in(client, store, one)
        histories = await delete_histories(client, one.slug)
        asked = f"; the reporter is asked about {', '.join(lines)}" if lines else ""
        print(f"{one.slug}: erased, {histories} closed histories deleted{asked}.")
    unread = await asyncio.to_thread(forget_elsewhere, store, where, who) if whole else 0
    if unread:
        print(f"{unread} letters of others that name them are not read yet: run this again later.")
    print("Not erased from here: the mailbox's own folders (search there for the address) and backups made before now.")
    return 1 if unread else 0


def export(who: str, slug: str, output: Path, data: Path | None) -> int:
    """Write all that is kept about somebody into a zip; 1 where nothing is."""
    from milepost.forgetting import found
    from milepost.wiring import store_in

    with store_in(data) as store:
        where = found(store, who, slug)
        if len({one.person.email.casefold() for one in where if one.person}) > 1:
            print(f"{who} is more than one person: {_listed(where)}. Name the address, or --plan.", file=sys.stderr)
            return 1
        kept, raws = _kept_about(store, where, who)
    if not (kept["plans"] or kept["letters"]):
        print(f"Nothing is kept about {who}.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("about.json", json.dumps(kept, ensure_ascii=False, indent=2))
        for name, raw in raws.items():
            packed.writestr(f"letters/{name}.eml", raw)
    print(
        f"{output}: {len(kept['plans'])} plans, {len(kept['letters'])} letters, {len(raws)} of them with their bytes."
    )
    return 0


def purge(dry: bool, data: Path | None) -> int:
    """Delete what has been kept for longer than the settings say, or tell what would go; plans that run are left."""
    from milepost.settings import settings_for
    from milepost.wiring import here, now, store_of
    from storage.retention import Keeping
    from storage.retention import purge as run

    settings = here(settings_for(data))
    keeping = Keeping(**settings.retention.model_dump())
    with store_of(settings) as store:
        done = run(store, keeping if dry else replace(keeping, ended=0), now(), dry)
    would = "Would be deleted" if dry else "Deleted"
    print(f"{would}: {done.letters} letters, {done.strangers} letters of strangers, {done.mails} mails of ours.")
    if done.plans:
        print(f"{would} tonight, with all that is kept of them: {', '.join(done.plans)}.")
    return 0


def _kept_about(store: "Store", where: "tuple[Found, ...]", who: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    from storage.about import about_person, digests_to, letters_of
    from workflows.digests import digests_of

    people = [(one.slug, one.person) for one in where if one.person]
    plans = [(plan, person) for slug, person in people if (plan := store.plan(slug))]
    known = [record for plan, person in plans for record in store.known_as(plan.slug, person.id)]
    addresses = sorted(
        {address for one in known for address in one.addresses} | ({who.casefold()} if "@" in who else set())
    )
    letters = list(letters_of(store, addresses))
    kept = {
        "addresses": addresses,
        "plans": [about_person(store, plan, person) for plan, person in plans],
        "digests": [one for address in addresses for one in digests_to(store, digests_of(address))],
        "letters": [record for record, _ in letters],
    }
    return kept, {record["id"]: raw for record, raw in letters if raw is not None}
