"""`milepost notice sent`: the mails that a plan has sent, with the documents that went with them, as they were."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.store import Store


def sent(slug: str, to: str, folder: Path | None, as_json: bool, data: Path | None) -> int:
    """List a plan's mails, of one person where `to` names them; write their documents where a folder is given."""
    from milepost.wiring import store_in

    with store_in(data) as store:
        if store.summary(slug) is None:
            print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
            return 1
        mails = [mail for mail in _mails(store, slug) if to in ("", mail["to"])]
        try:
            written, erased = _written(store, mails, folder) if folder else (0, 0)
        except OSError as error:
            print(f"{folder} cannot hold the documents ({error.strerror}): name a folder.", file=sys.stderr)
            return 2
    if as_json:
        print(json.dumps(mails, ensure_ascii=False))
    else:
        _print(mails)
    if folder:
        gone = f"; {erased} are erased" if erased else ""
        print(f"{folder} holds their {written} documents{gone}.", file=sys.stderr)
    return 0


def _mails(store: "Store", slug: str) -> list[dict[str, Any]]:
    enclosed = store.enclosed(slug)
    return [
        {
            "at": one.at.isoformat(timespec="minutes"),
            "to": one.to,
            "kind": one.kind,
            "version": one.version,
            "documents": [{"name": document.name, "sha256": document.blob} for document in enclosed.get(one.key, ())],
        }
        for one in store.notices(slug, sent=True)
    ]


def _written(store: "Store", mails: list[dict[str, Any]], folder: Path) -> tuple[int, int]:
    """Write each document once, under its digest and name; return how many were, and how many are erased."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = {document["sha256"]: document["name"] for mail in mails for document in mail["documents"]}
    kept = {digest: raw for digest in documents if (raw := store.blob(digest)) is not None}
    for digest, raw in kept.items():
        (folder / f"{digest[:12]}-{Path(documents[digest]).name}").write_bytes(raw)
    return len(kept), len(documents) - len(kept)


def _print(mails: list[dict[str, Any]]) -> None:
    from milepost.views import columns

    rows = [
        (mail["at"], mail["to"], mail["kind"], str(mail["version"]),
         ", ".join(f"{one['name']} ({one['sha256'][:12]})" for one in mail["documents"]))
        for mail in mails
    ]  # fmt: skip
    for line in columns(("when", "to", "mail", "version", "documents"), rows) if rows else ("No mail yet.",):
        print(line)
