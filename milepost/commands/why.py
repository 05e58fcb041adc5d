"""Why a value stands as it does: the letter, command or draft that set it, and what had asked for it."""

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.entry import Entry
    from plans.plan import Plan
    from storage.rebuild import Origin
    from storage.store import Store


def why(store: "Store", slug: str, place: str, as_json: bool = False) -> int:
    """Tell what set a value ("M3.due", "person:dana.email", "plan.title"); 1 where there is no such plan or value."""
    from plans.spot import has, split, standing
    from storage.rebuild import origin

    plan, (target, field) = store.plan(slug), split(place)
    if plan is None:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    if not has(plan, target, field):
        print(f"{slug} has no {place}: name a line and a field, such as M3.due.", file=sys.stderr)
        return 1
    found = _found(store, plan, standing(plan, target, field), origin(store.log(slug), target, field))
    if as_json:
        print(json.dumps({"plan": slug, "place": place, **found}, ensure_ascii=False, default=_plain))
    else:
        print(_told(place, found))
    return 0


def _found(store: "Store", plan: "Plan", value: Any, origin: "Origin | None") -> dict[str, Any]:
    set_by, wished = (origin.set_by, origin.wished) if origin else (None, None)
    draft = store.draft_started(plan.slug) if set_by and set_by.kind == "started" else None
    return {
        "value": value,
        "since": set_by.at.isoformat() if set_by else "",
        "how": set_by.kind if set_by else "",
        "by": set_by.by if set_by else "",
        "version": set_by.version if set_by else 0,
        **_source(store, draft.letter if draft else set_by.letter if set_by else ""),
        "wished": _wished(store, wished),
        "begun_by": draft.started_by if draft else "",
        "follows": plan.follows,
    }


def _source(store: "Store", id_: str) -> dict[str, str]:
    """Return the letter or command with this id, when it arrived, and the digest of its bytes where they are kept."""
    letter = store.letter(id_) if id_ else None
    return {
        "letter": id_,
        "arrived": letter.received_at.isoformat() if letter else "",
        "bytes": letter.blob if letter and store.blob(letter.blob) is not None else "",
    }


def _wished(store: "Store", wish: "Entry | None") -> dict[str, str] | None:
    return {"by": wish.by, "at": wish.at.isoformat(), **_source(store, wish.letter)} if wish else None


def _told(place: str, found: dict[str, Any]) -> str:
    value = "nothing" if found["value"] in (None, (), "") else found["value"]
    if not found["how"]:
        return f"{place} is {value}: nobody has set it, and the log does not tell where it is from."
    if found["how"] == "started":
        at = f"{found['since']}, version {found['version']}"
        return f"{place} is {value}, as the plan was started ({at}){_begun(found)}."
    wish = found["wished"]
    asked = f" It was asked for by {wish['by']} on {wish['at']}, by {_told_source(wish)}." if wish else ""
    return (
        f"{place} is {value}: {found['how']} by {found['by']} on {found['since']}, version {found['version']}, "
        f"by {_told_source(found)}.{asked}"
    )


def _told_source(found: dict[str, Any]) -> str:
    if not found["arrived"]:
        return found["letter"] or "no letter"
    kept = "kept as it came" if found["bytes"] else "its bytes are erased"
    return f"letter {found['letter']} (arrived {found['arrived']}; {kept})"


def _begun(found: dict[str, Any]) -> str:
    """Return what a plan was started from: a draft that came by mail, the plan before it, else its file."""
    if found["begun_by"]:
        return f" from a draft that came by {_told_source(found)}; letter {found['begun_by']} started it"
    return f" to go on from {found['follows']}" if found["follows"] else " from its plan file"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)
