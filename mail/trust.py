"""Trust asks whether a sender is who they say: evidence in order, each with its reason, the first strong one decides.

A token routes and never authorises: it can only lower the trust in a sender who is not the person it was made for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.utils import getaddresses

from mail.aligned import domain_of, is_aligned
from mail.alike import alike
from mail.envelope import TOKEN, head_bytes, head_of
from mail.proof import Finding, Resolver, check, dmarc
from mail.results import Results, results_of
from mail.sender import Sender, sender_of
from plans.letter import Letter, Trust
from plans.plan import Person, Plan
from plans.seal import Addressee

SINGLE = ("Subject", "To", "Date", "Message-ID", "Reply-To", "Content-Type", "MIME-Version", "In-Reply-To")
"""Fields that a mail has at most once (RFC 5322, 3.6); a second one shows people and programs different mails."""
PASSED_ON = ("List-Id", "List-Post", "ARC-Seal", "Resent-From", "X-Forwarded-To", "X-Forwarded-For", "X-Loop")
"""Fields of mails that came by a list or a forwarding rule, which honestly breaks what proves a sender."""
UNPRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\r(?!\n)")


@dataclass(frozen=True)
class Rules:
    """What counts as evidence: our server's pinned name, believed domains, where DNS is asked, and our own address."""

    authserv_id: str = ""
    unauthenticated: frozenset[str] = frozenset()
    resolver: Resolver | None = None
    own: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that the questions below look at: the mail, its head and sender, the plan, and what settings say."""

    raw: bytes
    head: Message
    sender: Sender
    results: Results
    plan: Plan
    addressee: Addressee | None
    rules: Rules = field(default_factory=Rules)

    @property
    def domain(self) -> str:
        """Return the domain of the sender's address."""
        return domain_of(self.sender.address)

    @property
    def person(self) -> Person | None:
        """Return the person of the plan whose address it is; for an assistant who is not on it, their boss."""
        own = self.plan.person_at(self.sender.address)
        return own or next(
            (p for p in self.plan.people if p.assistant.casefold() == self.sender.address and "@" in p.assistant),
            None,
        )

    def addresses(self, *names: str) -> list[str]:
        """Return the addresses in header fields, lower case."""
        values = [str(value)[:60_000] for name in names for value in self.head.get_all(name, [])]
        return [email.casefold() for _, email in getaddresses(values) if "@" in email]

    @property
    def is_passed_on(self) -> bool:
        """Tell whether the mail says that it came by a list or a forwarding rule."""
        return any(self.head.get(name) for name in PASSED_ON)


def judge(raw: bytes, letter: Letter, plan: Plan, *, addressee: Addressee | None, rules: Rules) -> Trust:
    """Return whether the mail's sender is who they say, whom they are taken for, and why."""
    head = head_of(raw)
    sender = sender_of(head_bytes(raw), head, letter.sender, plan)
    evidence = Evidence(raw, head, sender, results_of(head, rules.authserv_id), plan, addressee, rules)
    person = evidence.person
    findings = [finding for question in QUESTIONS if (finding := question(evidence))]
    forged = [why for verdict, why in findings if verdict == "forged"]
    doubts = [why for verdict, why in findings if verdict == "unsure"]
    proofs = [why for verdict, why in findings if verdict == "trusted"]
    if forged:
        return Trust("forged", person.id if person else None, tuple(forged))
    if person is None:
        return Trust("unsure", None, (*doubts, "The sender is not on the plan."))
    if doubts or not proofs:
        return Trust("unsure", person.id, tuple(doubts) or ("Nothing shows that the mail is from this address.",))
    return Trust("trusted", person.id, tuple(proofs))


# --- what speaks against the sender ---


def has_one_from(evidence: Evidence) -> Finding | None:
    """RFC 5322 allows one From; two, or one with the addresses of several people, are a trick."""
    return ("forged", evidence.sender.trick) if evidence.sender.trick else None


def pretends_by_name(evidence: Evidence) -> Finding | None:
    """A stranger's address under the name, or with the address, of somebody on the plan."""
    if evidence.person is not None or not evidence.sender.address:
        return None
    for person in evidence.plan.people:
        if any(evidence.sender.shows(address) for address in person.addresses):
            return "forged", f"The mail shows {person.name}'s address, but it is from another one."
        named = evidence.sender.is_named(person.name)
        why = f"The name is {person.name}'s, but the address is not."
        if named == "exactly" and not evidence.is_passed_on and not _is_for(evidence, person):
            return "forged", why
        if named:
            return "unsure", why
    return None


def _is_for(evidence: Evidence, person: Person) -> bool:
    """Tell whether the reply address was made for this person: whoever writes to it has had their mail."""
    return evidence.addressee is not None and evidence.addressee.person == person.id


def looks_alike(evidence: Evidence) -> Finding | None:
    """A domain that differs from one of the plan's by a letter or two, or only to the eye."""
    if evidence.person is not None:
        return None
    own = {domain_of(address) for person in evidence.plan.people for address in person.addresses}
    own |= {domain.casefold() for party in (evidence.plan.buyer, evidence.plan.seller) for domain in party.domains}
    if any(is_aligned(domain, evidence.domain) for domain in own):
        return None
    twin = next((domain for domain in sorted(own) if alike(domain, evidence.domain)), None)
    return ("forged", f"The domain {evidence.domain} is made to look like {twin}.") if twin else None


def fails_dmarc(evidence: Evidence) -> Finding | None:
    """Our own mail server found that the domain's owner disowns the mail (RFC 7489).

    A list's footer or a forwarding rule breaks honest mails too, and an owner who asks for nothing (p=none) disowns
    nothing: then the sender is asked.
    """
    if evidence.results.outcome("dmarc") != "fail":
        return None
    policy = evidence.results.policy
    if not policy and evidence.rules.resolver:
        policy = dmarc(evidence.domain, evidence.rules.resolver).get("p", "")
    if policy == "none" or evidence.is_passed_on:
        return "unsure", "The mail server could not verify the domain (DMARC)."
    return "forged", "The mail server found that the domain disowns the mail (DMARC)."


def repeats_a_field(evidence: Evidence) -> Finding | None:
    """A head that programs read differently: a field that stands there twice, or control characters."""
    twice = next((name for name in SINGLE if len(evidence.head.get_all(name, [])) > 1), None)
    if twice:
        return "unsure", f"The mail has more than one {twice}."
    if UNPRINTABLE.search(head_bytes(evidence.raw)):
        return "unsure", "The head of the mail holds control characters."
    return None


def was_sealed_in_part(evidence: Evidence) -> Finding | None:
    """A signature over the beginning only (l=): anybody can write on below it, and it still passes everywhere."""
    signatures = [str(value) for value in evidence.head.get_all("DKIM-Signature", [])]
    if any(re.search(r"(?:^|;)\s*l\s*=", text) for text in signatures):
        return "unsure", "The signature (DKIM) covers only the beginning of the mail."
    return None


def was_written_to_others(evidence: Evidence) -> Finding | None:
    """A genuine mail to somebody else, sent on to us: whoever holds it can do that, and its proofs still pass."""
    own = domain_of(evidence.rules.own)
    to = evidence.addresses("To", "Cc")
    if not own or not to or any(domain_of(address) == own or TOKEN.search(address) for address in to):
        return None
    return "unsure", "The mail was written to somebody else."


def answers_elsewhere(evidence: Evidence) -> Finding | None:
    """A Reply-To that leads answers away from the sender, or a Sender from elsewhere."""
    person = evidence.person
    own = {evidence.sender.address, *(person.addresses if person else ())}
    for name, words in (("Reply-To", "Answers would go to"), ("Sender", "The mail was sent by")):
        strange = [one for one in evidence.addresses(name) if one not in own and domain_of(one) != evidence.domain]
        if strange:
            return "unsure", f"{words} {strange[0]}."
    return None


def has_somebody_elses_token(evidence: Evidence) -> Finding | None:
    """The reply address was made for another person: forwarded, or taken."""
    person, addressee = evidence.person, evidence.addressee
    if person is None or addressee is None or addressee.person == person.id:
        return None
    meant = evidence.plan.person(addressee.person)
    covers = meant is not None and (
        meant.assistant in (person.id, *person.addresses)
        or any(m.owner == meant.id and m.backup == person.id for m in evidence.plan.milestones)
    )
    return None if covers else ("unsure", f"The reply address was made for {meant.name if meant else 'somebody else'}.")


# --- what speaks for the sender ---


def passes_at_our_server(evidence: Evidence) -> Finding | None:
    """The pinned server's own Authentication-Results (RFC 8601) say so; anybody else's are only text."""
    results, domain = evidence.results, evidence.domain
    if results.passes_dmarc(domain):
        return "trusted", "The mail server verified the domain (DMARC)."
    if results.vouches("dkim", ("header.d", "header.i"), domain):
        return "trusted", "The mail server verified the domain's signature (DKIM)."
    if results.vouches("spf", ("smtp.mailfrom",), domain):
        return "trusted", "The mail server verified the sending host (SPF)."
    return None


def is_signed(evidence: Evidence) -> Finding | None:
    """Our own check of the domain's signature (RFC 6376), where no server of ours has looked."""
    if evidence.rules.resolver is None or evidence.results.text or not evidence.head.get("DKIM-Signature"):
        return None
    return check(evidence.raw, evidence.domain, evidence.rules.resolver)


def is_local(evidence: Evidence) -> Finding | None:
    """A domain that settings list as believed without evidence, where there is none against it."""
    if evidence.domain not in evidence.rules.unauthenticated or _is_disproved(evidence.results):
        return None
    return "trusted", f"Mails from {evidence.domain} are believed by setting."


def _is_disproved(results: Results) -> bool:
    return bool(results.text) and any(found.result != "none" for found in results.findings)


QUESTIONS: tuple[Callable[[Evidence], Finding | None], ...] = (
    has_one_from,
    pretends_by_name,
    looks_alike,
    fails_dmarc,
    repeats_a_field,
    was_sealed_in_part,
    was_written_to_others,
    answers_elsewhere,
    has_somebody_elses_token,
    passes_at_our_server,
    is_signed,
    is_local,
)
"""Asked in this order; "forged" outweighs a doubt, a doubt outweighs a proof."""
