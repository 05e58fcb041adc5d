"""The log of a plan, printed or verified: who changed what, by which letter."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.plan import Plan
    from storage.log import LogEntry
    from storage.store import Store


def log(store: "Store", slug: str, verify: bool = False, as_json: bool = False) -> int:
    """Print a plan's log, or check it; 1 where there is none or it does not hold."""
    rows = store.log(slug)
    plan = store.plan(slug)
    if not rows and plan is None:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    if verify:
        return _verify(store, slug, rows, plan, as_json)
    if as_json:
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False))
    else:
        _print(rows, plan)
    return 0


def _as_json(row: "LogEntry") -> dict[str, Any]:
    entry = {**asdict(row.entry), "at": row.entry.at.isoformat()} if row.entry else {"kind": "lost"}
    return {"seq": row.seq, **entry, "digest": row.digest}


def _print(rows: "tuple[LogEntry, ...]", plan: "Plan | None") -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("#", "when", "version", "by", "what", "change", "letter", box=None, header_style="bold")
    for row in rows:
        entry = row.entry
        if entry is None:
            table.add_row(str(row.seq), "", "", "", "lost", "", "")
            continue
        when = entry.at.astimezone(plan.zone) if plan else entry.at
        cells = (entry.by, entry.kind, _change(entry), entry.letter[:12])
        table.add_row(str(row.seq), f"{when:%Y-%m-%d %H:%M}", str(entry.version), *map(escape, cells))
    Console(highlight=False).print(table)


def _change(entry: Any) -> str:
    if entry.kind == "started":
        return str(entry.detail)
    moved = f"{entry.old or '-'} → {entry.new or '-'}" if entry.old or entry.new else ""
    return " ".join(part for part in (entry.target, entry.field, moved, entry.detail) if part)


def _verify(store: "Store", slug: str, rows: "tuple[LogEntry, ...]", plan: "Plan | None", as_json: bool) -> int:
    from storage.rebuild import rebuild, untold

    faults = list(store.verify(slug))
    if plan is not None:
        before = (kept.plan for kept in store.history(slug) if kept.plan.version < plan.version)
        differ = untold(rows, before)
        faults += [] if rebuild(rows) == plan else ["The plan is not what its log adds up to."]
        faults += [f"Version {version} is not what the log adds up to at that version." for version in differ]
    if as_json:
        print(json.dumps({"plan": slug, "entries": len(rows), "faults": faults}, ensure_ascii=False))
    elif faults:
        print("\n".join(faults))
    else:
        print(f"{slug}: {len(rows)} entries, none changed, missing or moved; they add up to the plan as it stands.")
    return 1 if faults else 0
