"""A page is made once for all who get the same: a status mail of one morning carries it to half of a plan's people.

So is the executive's snapshot, whose PDF takes LibreOffice a second.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from templates.document import Document, Snapshot

Made = TypeVar("Made", Document, Snapshot)

KEPT = 16
"""How many pages are kept at the same time: those of some plans' mornings."""


@dataclass(frozen=True)
class Pages(Generic[Made]):
    """The last pages that were made, by everything that they depend on."""

    made: OrderedDict[tuple[object, ...], Made] = field(default_factory=OrderedDict, repr=False)
    making: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def page(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return the page under this key, made now where it is not kept."""
        with self.making:
            page = self.made.get(key) or make()
            self.made[key] = page
            self.made.move_to_end(key)
            while len(self.made) > KEPT:
                self.made.popitem(last=False)
            return page
