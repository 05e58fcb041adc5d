"""A watcher is told of every step that is done to a letter or a mail: how it ended, and how long it took."""

import contextlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

StepName = Literal["take-in", "read", "keep", "send", "give-up", "mirror"]
Counted = Literal["letters", "readings", "entries", "mails", "given_up", "mirrored"]
"""What is counted in steps: letters by kind, readings by decision, entries of the log by kind, mails by kind and
result, mails that were given up, versions that went to the CRM by result."""


@dataclass
class Step:
    """A step while it is done. Labels are kinds and results, never a person, an address or a plan.

    `late` is by how many seconds what was done at its end came after its time, None where it had none.
    """

    name: StepName
    plan: str = ""
    letter: str = ""
    counts: list[tuple[Counted, Mapping[str, str]]] = field(default_factory=list)
    late: float | None = None

    def count(self, what: Counted, **labels: str) -> None:
        """Count one of these."""
        self.counts.append((what, labels))


class Watcher(Protocol):
    """Who is told of steps, and of mailboxes that cannot be reached."""

    def step(self, name: StepName, plan: str = "", letter: str = "") -> AbstractContextManager[Step]:
        """Watch a step for as long as the block runs; what fails in it goes on failing."""

    def mailbox(self, name: str, trouble: str) -> None:
        """Take note that a mailbox was looked at; `trouble` says what stands in the way, '' for nothing."""


class Nobody:
    """A watcher that looks away."""

    @contextlib.contextmanager
    def step(self, name: StepName, plan: str = "", letter: str = "") -> Iterator[Step]:
        """Give a step that nobody looks at."""
        yield Step(name, plan, letter)

    def mailbox(self, name: str, trouble: str) -> None:
        """Take no note."""


NOBODY = Nobody()
