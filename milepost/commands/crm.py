"""The commands on the CRM mirror: what it holds, as a file, and giving it to the CRM again."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings
    from plans.mirror import Mirror
    from storage.store import Store


def export(slug: str, everything: bool, as_csv: bool, as_json: bool, output: Path | None, data: Path | None) -> int:
    """Write what a CRM sees of one plan or of all: JSON unless CSV is asked for; exit 2 where that is not clear."""
    if bool(slug) == everything or (as_csv and as_json):
        print("Name one plan or --all, and one of --csv and --json.", file=sys.stderr)
        return 2
    from milepost.settings import settings_for
    from milepost.wiring import here, store_of

    settings = here(settings_for(data))
    with store_of(settings) as store:
        mirrors = _mirrors(store, slug, settings.crm.people)
    if slug and not mirrors:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    text = _as_csv(mirrors) if as_csv else _as_json(mirrors)
    return _written(text, output)


def _mirrors(store: "Store", slug: str, people: bool) -> "list[Mirror]":
    from workflows.mirroring import seen_by_crm

    slugs = [slug] if slug else [summary.slug for summary in store.plans()]
    seen = (seen_by_crm(store.newest(one), people) for one in slugs)
    return [mirror for mirror in seen if mirror]


def _as_csv(mirrors: "list[Mirror]") -> str:
    from templates.mirror import csv_text

    return csv_text(mirrors)


def _as_json(mirrors: "list[Mirror]") -> str:
    from templates.mirror import payload

    return json.dumps([payload(mirror) for mirror in mirrors], ensure_ascii=False, indent=1) + "\n"


def _written(text: str, output: Path | None) -> int:
    if output is None:
        sys.stdout.write(text)
        return 0
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        print(f"{output} cannot be written ({error.strerror}).", file=sys.stderr)
        return 1
    print(f"{output} is written.", file=sys.stderr)
    return 0


def resume(slug: str, everything: bool, data: Path | None) -> int:
    """Give the newest version of a plan or of all to the CRM again, also where that was switched off or given up."""
    if bool(slug) == everything:
        print("Name one plan or --all.", file=sys.stderr)
        return 2
    from milepost.commands.running import connected
    from milepost.settings import settings_for

    async def again(client: "Client", settings: "Settings") -> int:
        from milepost.settings.accounts import endpoint_of
        from workflows.mirroring import wake

        if endpoint_of(settings) is None:
            print("No CRM is set: crm.webhook (MILEPOST_CRM__WEBHOOK) says where plans go.", file=sys.stderr)
            return 1
        versions = _forgotten(settings, slug)
        if slug and not versions:
            print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
            return 1
        for plan, version in versions.items():
            await wake(client, settings.temporal.task_queue, plan, version)
            print(f"Version {version} of {plan} goes to the CRM: crm/{plan} in Temporal's Web UI shows how.")
        return 0

    return connected(settings_for(data), again)


def _forgotten(settings: "Settings", slug: str) -> dict[str, int]:
    """Forget what the CRM has of a plan, of all where none is named; return them with their newest version."""
    from milepost.wiring import store_of

    with store_of(settings) as store:
        versions = {one.slug: one.version for one in store.plans() if slug in ("", one.slug)}
        for plan in versions:
            store.forget_mirrored(plan)
    return versions
