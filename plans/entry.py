"""An entry is one line of a plan's audit log: who did what to which field, by which letter or command."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

EntryKind = Literal[
    "started", "applied", "undone", "proposed", "agreed", "declined", "lapsed", "asked", "refused", "letter", "notice",
    "command", "quarantined", "released", "dropped", "answered", "forgotten", "restored",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a plan.

    `by` is a person id, an address of somebody not on the plan, or "milepost"; `letter` the id of the letter or '' ;
    `old` and `new` are JSON texts of the field's values, '' where there is none; `at` is aware.
    """

    kind: EntryKind
    at: dt.datetime
    by: str
    version: int
    letter: str = ""
    target: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    detail: str = ""
