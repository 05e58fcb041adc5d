"""The mail room keeps each arriving mail and finds its plan, before anything else is done with it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mail.envelope import HEADER_LIMIT, TOKEN, Route, route
from plans.beginning import is_listed
from plans.plan import Plan
from plans.seal import Addressee, reference, reference_in
from storage.down import StorageDown
from storage.drafts import DRAFT
from storage.letters import LetterRecord, LetterState
from storage.outbox import NoticeRecord
from workflows.digests import OF_ALL_PLANS
from workflows.drafts import begins, draft_named
from workflows.parts import Parts
from workflows.reader import TOO_LARGE, addressee_of
from workflows.stuck import ALERT

ASKED_BY_NAME = 1_000
"""Plans whose versions are asked for by name; of more, asking for all is quicker."""
NOT_RUNNING = "the plan does not run"
UNREADABLE = "its head could not be read in three tries"


@dataclass(frozen=True)
class Kept:
    """A mail that is kept: its letter's id, and its plan, None where it belongs to none that we know."""

    letter: str
    plan: str | None
    new: bool


@dataclass
class Roster:
    """The plans that mails may belong to; each is loaded when it is needed, and again when it has changed."""

    parts: Parts
    loaded: dict[str, tuple[int, Plan]] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def refreshed(self) -> "Roster":
        """Return it as the plans stand now: what was loaded is looked at again before it is believed."""
        asked = tuple(self.loaded) if len(self.loaded) <= ASKED_BY_NAME else None
        versions = self.parts.store.kept_versions(asked) if self.loaded else {}
        self.loaded = {slug: held for slug, held in self.loaded.items() if versions.get(slug) == held[0]}
        self.complete = False
        return self

    def naming(self, address: str) -> tuple[Plan, ...]:
        """Return the plans that an address is found in."""
        return self.plans(self.parts.store.plans_naming(address)) if address else ()

    def plans(self, slugs: Iterable[str]) -> tuple[Plan, ...]:
        """Return plans by their slugs."""
        return tuple(plan for slug in slugs if (plan := self._plan(slug)))

    def meant(self, tokens: Iterable[str]) -> tuple[Plan, ...]:
        """Return the plans that tokens can have been made for."""
        meant = [reference_in(token) for token in tokens]
        known = self.slugs if all(one in self.slugs for one in meant) else self._all()
        return self.plans(dict.fromkeys(known[one] for one in meant if one in known))

    def _all(self) -> dict[str, str]:
        """Return the slugs of all plans by what tokens call them; asked for once a batch at most, where one is new."""
        if not self.complete:
            self.slugs = {reference(slug): slug for slug in self.parts.store.kept_versions()}
            self.complete = True
        return self.slugs

    def _plan(self, slug: str) -> Plan | None:
        if slug not in self.loaded and (plan := self.parts.store.plan(slug)):
            self.loaded[slug] = (plan.version, plan)
        return self.loaded[slug][1] if slug in self.loaded else None


def keep(parts: Parts, raw: bytes) -> Kept:
    """Keep a mail's bytes and what is known of it; a repeat is not stored twice but still has its plan."""
    return keep_all(Roster(parts).refreshed(), (raw,))[0]


def keep_all(roster: Roster, mails: Sequence[bytes]) -> tuple[Kept, ...]:
    """Keep mails together or not at all."""
    return _kept(roster, [(_record(roster, raw), raw) for raw in mails])


def keep_head(roster: Roster, head: bytes) -> Kept:
    """Keep the head of a mail that is too large to be fetched: its plan answers that it is."""
    return _kept(roster, [(_record(roster, head, TOO_LARGE), head)])[0]


def keep_unread(roster: Roster, raw: bytes) -> Kept:
    """Keep a mail that the rules above stumbled over; its plan is looked for in its bytes alone."""
    tokens = TOKEN.findall(raw[:HEADER_LIMIT].decode("ascii", "replace").casefold())
    addressee = addressee_of(roster.parts, tokens, roster.meant(tokens))
    slug = addressee.plan if addressee else None
    digest = hashlib.sha256(raw).hexdigest()
    state: LetterState = "arrived" if slug else "put-aside"
    at = roster.parts.clock()
    record = LetterRecord(digest[:40], digest, slug, None, "", "", at, state, UNREADABLE)
    return _kept(roster, [(record, raw)])[0]


def _kept(roster: Roster, arrived: Sequence[tuple[LetterRecord, bytes]]) -> tuple[Kept, ...]:
    new = roster.parts.store.keep_arrived(arrived)
    return tuple(Kept(record.id, record.plan, is_new) for (record, _), is_new in zip(arrived, new, strict=True))


def _record(roster: Roster, raw: bytes, note: str = "") -> LetterRecord:
    found = route(raw)
    addressee = addressee_of(roster.parts, found.tokens, roster.meant(found.tokens))
    slug = _plan_of(roster, found, addressee, raw)
    return LetterRecord(
        id=found.letter_id,
        blob=hashlib.sha256(raw).hexdigest(),
        plan=slug,
        person=addressee.person if addressee else None,
        sender=found.sender,
        message_id=found.message_id,
        received_at=roster.parts.clock(),
        state="arrived" if slug else "quarantined",
        note=note if slug else "no plan",
    )


def _answered_plan(notice: NoticeRecord) -> str:
    """Return the plan that a reply to a mail of ours goes to: of a digest the first in it; '' where it goes to none."""
    if notice.plan == OF_ALL_PLANS:
        return next(iter(notice.lines), "")
    return "" if notice.plan == ALERT else notice.plan


def is_meant_for_us(roster: Roster, raw: bytes) -> bool:
    """Tell whether a mail says itself that it is ours: it bears a token, answers a mail of ours, or begins a plan.

    One that cannot be read is taken for ours: the mail room knows what to do with it.
    """
    try:
        found = route(raw)
        addressee = addressee_of(roster.parts, found.tokens, roster.meant(found.tokens))
        return bool(_named_plan(roster, found, addressee)) or (_begun_by(roster, found) is not None and begins(raw))
    except StorageDown:
        raise
    except Exception:
        return True


def _plan_of(roster: Roster, found: Route, addressee: Addressee | None, raw: bytes) -> str | None:
    """Return the plan's slug, or the name of a draft: by the address's token, else by the thread, else what a seller
    begins, else by a sender who is on one plan only."""
    if named := _named_plan(roster, found, addressee):
        return named
    fresh = _begun_by(roster, found)
    if fresh and begins(raw):
        return fresh
    with_sender = [plan for plan in roster.naming(found.sender) if plan.person_at(found.sender)]
    with_subject = [plan for plan in with_sender if plan.title.casefold() in found.subject.casefold()]
    candidates = with_subject or with_sender
    return candidates[0].slug if len(candidates) == 1 else fresh


def _begun_by(roster: Roster, found: Route) -> str | None:
    """Return the name of the draft that a seller's mail would begin, None where its sender may begin none."""
    parts = roster.parts
    beginner = is_listed(found.sender, parts.sellers) and found.sender != parts.identity.address.casefold()
    return f"{DRAFT}{found.letter_id[:12]}" if beginner else None


def _named_plan(roster: Roster, found: Route, addressee: Addressee | None) -> str | None:
    """Return the plan or draft that a mail names: by its address's token, else by the mail of ours that it answers."""
    if addressee:
        return addressee.plan
    if draft := draft_named(roster.parts, found.tokens):
        return draft
    for message_id in (found.in_reply_to, *reversed(found.references)):
        notice = roster.parts.store.notice_by_message_id(message_id) if message_id else None
        if notice and (slug := _answered_plan(notice)):
            return slug
    return None
