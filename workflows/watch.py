"""A watch keeps one mailbox: it takes in what arrives, and comes back to a server that was away."""

import contextlib
import datetime as dt
import hashlib
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mail.inbox import Arrived, Inbox, MailboxDownError, MailboxRefusedError
from mail.tokens import TokenRefusedError
from workflows.discretion import in_few_words
from workflows.mailroom import Kept, Roster, is_meant_for_us, keep_all, keep_head, keep_unread
from workflows.parts import Parts
from workflows.stuck import alert_of_unread

log = logging.getLogger(__name__)
LISTENING = 30.0
"""Seconds for which the mailbox is waited on before it is looked at anyway."""
ROUND = dt.timedelta(hours=6)
"""For how long one watch lasts; the next begins at once, maybe on another worker."""
EARLIER = dt.timedelta(hours=1)
"""How far the mail server's clock may be behind ours without a mail being left alone that came after the first plan."""
CLOCK_OFF = dt.timedelta(days=3)
"""How far our clock may have been ahead when the first plan began: of mails from so long before it, by the server's
clock, those are taken that say themselves that they are ours; the others were there before us, and stay untouched."""
TRIES = 3
"""A mail that cannot be taken in so many times is put aside, and the others go on."""
PAUSES = (1, 2, 4, 8, 15, 30, 30, 30)
"""Seconds between two tries to reach a server; after the last the watch fails, for all to see, and begins anew."""
REFUSED_PAUSE = 60.0
"""Seconds before a login that was refused is tried again: servers lock accounts that try too often."""


@dataclass(frozen=True)
class Progress:
    """What a watch says of itself every few seconds: how many mails it has taken, and what stands in its way."""

    taken: int = 0
    trouble: str = ""


@dataclass
class Watch:
    """One mailbox under watch. `tell` hands kept letters to their plans and says which are dealt with; `pulse` tells
    how it goes and whether to go on; `pause` waits some seconds, or until the worker stops."""

    mailbox: str
    parts: Parts
    open_inbox: Callable[[str], Inbox]
    tell: Callable[[Sequence[Kept]], Mapping[str, bool]]
    pulse: Callable[[Progress], bool]
    pause: Callable[[float], None]
    taken: int = 0
    failures: int = 0
    tries: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Note when the watch ends, and since when mails are ours."""
        self._ends = self.parts.clock() + ROUND
        self._since: dt.datetime | None = None
        self._roster = Roster(self.parts)

    def run(self) -> int:
        """Take in what arrives until the worker stops or the round is over; return how many mails."""
        while self._goes_on():
            try:
                self._listen()
            except (MailboxDownError, MailboxRefusedError, TokenRefusedError) as trouble:
                self._wait_out(trouble)
        return self.taken

    def _listen(self) -> None:
        with self.open_inbox(self.mailbox) as inbox:
            while self._goes_on():
                self._take_in(inbox)
                self.failures = 0
                inbox.wait(LISTENING, self._goes_on)

    def _goes_on(self, trouble: str = "") -> bool:
        self.parts.watcher.mailbox(self.mailbox, trouble)
        return self.pulse(Progress(self.taken, trouble)) and self.parts.clock() < self._ends

    def _wait_out(self, trouble: Exception) -> None:
        """Wait before the next try, longer each time and never in step with other workers; at last give up."""
        if self.failures >= len(PAUSES):
            raise trouble
        log.warning("%s Tried again.", trouble)
        patience = PAUSES[self.failures] * random.uniform(0.75, 1.25)
        self.failures += 1
        if isinstance(trouble, MailboxRefusedError | TokenRefusedError):
            patience = max(patience, REFUSED_PAUSE)
        while patience > 0 and self._goes_on(in_few_words(trouble)):
            self.pause(min(patience, 5.0))
            patience -= 5.0

    def _take_in(self, inbox: Inbox) -> None:
        """Keep what waits, tell the plans, and only then move it out of the way."""
        self._since = self._since or self._begin()
        if self._since is None:
            return  # Nothing has been sent yet, so nothing here is an answer.
        for batch in inbox.batches(self._since - EARLIER - CLOCK_OFF, self._goes_on):
            kept = dict(self._kept(self._ours(inbox, batch, self._since - EARLIER)))
            for letter in kept.values():
                with self.parts.watcher.step("take-in", letter.plan or "", letter.letter):
                    pass  # A batch is kept at once; here its letters begin.
            done = self.tell(tuple(kept.values()))
            inbox.handled(*(uid for uid, letter in kept.items() if done[letter.letter]))
            inbox.quarantine(*(uid for uid, letter in kept.items() if not done[letter.letter]))
            self.taken += len(kept)
            if not self._goes_on():
                return

    def _begin(self) -> dt.datetime | None:
        """Return since when mails are ours: since the first plan, or since sellers may begin one by mail."""
        began = self.parts.store.began()
        if began or not self.parts.sellers:
            return began
        return self.parts.store.noted_moment(f"{self.mailbox}/open", self.parts.clock())

    def _ours(self, inbox: Inbox, batch: Sequence[Arrived], since: dt.datetime) -> Sequence[Arrived]:
        """Return the mails of a batch that are ours, and leave the others alone."""
        roster = self._roster.refreshed()
        ours = [one for one in batch if not one.came_at or one.came_at >= since or is_meant_for_us(roster, one.raw)]
        inbox.leave(*(one.uid for one in batch if one not in ours))
        return ours

    def _kept(self, batch: Sequence[Arrived]) -> Iterator[tuple[int, Kept]]:
        """Keep a batch at once; where that fails, one by one, so that the one that is at fault stands alone."""
        roster = self._roster.refreshed()
        whole = [arrived for arrived in batch if arrived.whole]
        try:
            kept = keep_all(roster, [arrived.raw for arrived in whole])
            yield from zip((arrived.uid for arrived in whole), kept, strict=True)
        except Exception as fault:
            self.parts.store.ping()  # Where storage is down it is no mail's fault.
            for arrived in whole:
                yield from self._kept((arrived,)) if len(whole) > 1 else self._stumbled(arrived, fault)
        for arrived in batch:
            if not arrived.whole:
                yield arrived.uid, keep_head(roster, arrived.raw)

    def _stumbled(self, arrived: Arrived, fault: Exception) -> Iterator[tuple[int, Kept]]:
        """Count the tries of a mail that cannot be taken in; after the last it is kept without being looked at."""
        digest = hashlib.sha256(arrived.raw).hexdigest()
        self.tries[digest] += 1
        log.warning("A mail (%s) cannot be taken in: %s", digest[:8], fault)
        if self.tries[digest] >= TRIES:
            with contextlib.suppress(Exception):
                kept = keep_unread(self._roster, arrived.raw)
                if kept.plan is None:
                    self._told_of(digest)
                yield arrived.uid, kept

    def _told_of(self, digest: str) -> None:
        """Tell whoever looks after the engine; that this fails holds up no mail."""
        try:
            alert_of_unread(self.parts, self.mailbox, digest)
        except Exception as fault:
            log.warning("Nobody could be told of the mail %s: %s", digest[:8], fault)
