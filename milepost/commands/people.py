"""Commands about people's own data: forget erases somebody, export writes what is kept about them."""

import asyncio
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from temporalio.client import Client

    from milepost.forgetting import Everywhere
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
            them = await asyncio.to_thread(found, store, who, slug)
            if not _may_go_on(store, them, who, slug, sure):
                return 1
            return await _erased(client, store, settings, them, slug)

    return connected(settings_for(data), erase)


def _may_go_on(store: "Store", them: "Everywhere", who: str, slug: str, sure: bool) -> bool:
    """Say what will happen and ask, unless somebody is sure; False where there is nothing to do or it is not wanted."""
    from milepost.forgetting import unread_naming

    if _are_several(them, who):
        return False
    if not them.where and "@" not in who:
        print(f"Nobody is known as {who}. Nothing was erased.", file=sys.stderr)
        return False
    if unread := unread_naming(store, them, slug, soon=True):
        # Read after the erasure, they would bring the name back into the plan.
        print(f"{_counted(unread)} of others that name them are not read yet: try again. Nothing was erased.",
              file=sys.stderr)  # fmt: skip
        return False
    print(f"{who} will be erased for good: {_listed(them) or 'letters that belong to no plan'}.")
    if them.namesakes:
        print(f"Left alone: somebody of the same name with another address, on {', '.join(them.namesakes)}.")
    if sure:
        return True
    if not sys.stdin.isatty():
        print("Add --yes to do it. Nothing was erased.", file=sys.stderr)
        return False
    return input("Erase? Type yes: ").strip() == "yes"


def _are_several(them: "Everywhere", who: str) -> bool:
    """Tell whether an id is that of several people, and say so."""
    several = bool(them.where) and not them.addresses
    if several:
        print(f"{who} is more than one person: {_listed(them)}. Name the address, or --plan.", file=sys.stderr)
    return several


def _listed(them: "Everywhere") -> str:
    return ", ".join(
        f"{one.whom.person} of {one.slug}" if one.person else f"mentions in {one.slug}" for one in them.where
    )


def _counted(unread: "Counter[str]") -> str:
    """Return how many letters are unread, and of which plans."""
    return f"{unread.total()} letters ({', '.join(slug or 'of no plan' for slug in sorted(unread))})"


async def _erased(client: "Client", store: "Store", settings: "Settings", them: "Everywhere", slug: str) -> int:
    from milepost.forgetting import delete_histories, forget_elsewhere, forget_in, forget_local_mail, unread_naming

    for one in them.where:
        lines = await forget_in(client, store, one)
        histories = await delete_histories(client, one.slug)
        asked = f"; the reporter is asked about {', '.join(lines)}" if lines else ""
        print(f"{one.slug}: erased, {histories} closed histories deleted{asked}.")
    if not slug:
        await asyncio.to_thread(forget_elsewhere, store, them)
    if not slug and (mails := await asyncio.to_thread(forget_local_mail, settings, them)):
        print(f"{mails} mails erased from the mailboxes on this machine.")
    if not await asyncio.to_thread(store.settle):
        print("Somebody reads the database: its journal still holds what was erased. `milepost purge` empties it.")
    if unread := await asyncio.to_thread(unread_naming, store, them, slug):
        print(f"{_counted(unread)} that name them are not read yet: run this again with their address once they are.")
    print("Not erased from here: the mailbox's own folders (search there for the address) and backups made before now.")
    return 1 if unread else 0


def export(who: str, slug: str, output: Path, data: Path | None) -> int:
    """Write all that is kept about somebody into a zip; 1 where nothing is."""
    from milepost.exporting import kept_about, questions_in
    from milepost.forgetting import found
    from milepost.settings import settings_for
    from milepost.wiring import here, store_of

    settings = here(settings_for(data))
    with store_of(settings) as store:
        them = found(store, who, slug)
        if _are_several(them, who):
            return 1
        kept, raws = kept_about(store, them)
    kept["questions"] = asyncio.run(questions_in(settings, them))
    if not any(kept[kind] for kind in kept if kind != "addresses"):
        print(f"Nothing is kept about {who}.", file=sys.stderr)
        return 1
    if kept["questions"] is None:
        print("Temporal does not answer: what their plans wait for from them is not in it.", file=sys.stderr)
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
