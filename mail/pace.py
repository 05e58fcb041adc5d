"""A pace says how soon a mail may leave: so many a minute in all, and so many to one domain."""

import threading
from collections import deque
from collections.abc import Callable

MINUTE = 60.0
MOST_DOMAINS = 1_000
"""Domains that are remembered before those that rest are forgotten."""
MOST_QUEUED = 10_000
"""Mails that wait for their turn before their order is forgotten (some never come back: their worker died)."""


class Window:
    """The last minute's departures; at most `most` fit into any minute."""

    def __init__(self, most: int) -> None:
        """Begin with an empty minute."""
        self._left: deque[float] = deque(maxlen=most)
        self._most = most

    def free_in(self, now: float) -> float:
        """Return in how many seconds the next mail fits, 0 for now."""
        return max(0.0, self._left[0] + MINUTE - now) if len(self._left) == self._most else 0.0

    def leaves(self, now: float) -> None:
        """Note that a mail leaves."""
        self._left.append(now)

    def rests(self, now: float) -> bool:
        """Tell whether nothing has left within the minute."""
        return not self._left or self._left[-1] + MINUTE < now


class Pace:
    """The windows of one way out, safe for threads; `clock` gives seconds that only count up."""

    def __init__(self, minute: int, domain: int, clock: Callable[[], float]) -> None:
        """Take how many may leave a minute, in all and to one domain."""
        self._all, self._minute, self._most, self._clock = Window(minute), minute, domain, clock
        self._domains: dict[str, Window] = {}
        self._queue: dict[str, int] = {}
        self._lock = threading.Lock()

    def turn(self, key: str, domain: str) -> float:
        """Return 0 where the mail may leave, which is then counted; else the seconds after which to ask again.

        Who asked earlier is told an earlier time, so that those who wait come one after the other.
        """
        with self._lock:
            now = self._clock()
            window = self._window(domain, now)
            wait = max(self._all.free_in(now), window.free_in(now))
            if wait <= 0:
                self._all.leaves(now)
                window.leaves(now)
                self._queue.pop(key, None)
                return 0.0
            if len(self._queue) >= MOST_QUEUED:
                self._queue.clear()
            return wait + self._queue.setdefault(key, len(self._queue)) * MINUTE / self._minute

    def _window(self, domain: str, now: float) -> Window:
        if len(self._domains) >= MOST_DOMAINS:
            self._domains = {name: window for name, window in self._domains.items() if not window.rests(now)}
        return self._domains.setdefault(domain, Window(self._most))
