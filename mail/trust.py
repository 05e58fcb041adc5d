"""Trust asks whether a sender is who they say: evidence in order, each with its reason, the first strong one decides.

A token routes and never authorises: it can only lower the trust in a sender who is not the person it was made for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from mail.alike import alike, plain
from plans.letter import Letter, Trust, TrustVerdict
from plans.plan import Person, Plan
from plans.seal import Addressee

Resolver = Callable[[str], list[str]]
"""Gives the TXT records of a name."""
HEAD_LIMIT = 1 << 20


@dataclass(frozen=True)
class Evidence:
    """All that the questions below look at: the mail's head, its sender, the plan, and what settings say."""

    raw: bytes
    senders: tuple[tuple[str, str], ...]
    from_count: int
    reply_to: tuple[str, ...]
    results: tuple[str, ...]
    plan: Plan
    addressee: Addressee | None
    authserv_id: str
    unauthenticated: frozenset[str]
    resolver: Resolver | None

    @property
    def address(self) -> str:
        """Return the sender's address, lower case."""
        return self.senders[0][1].casefold() if self.senders else ""

    @property
    def domain(self) -> str:
        """Return the domain of the sender's address."""
        return self.address.rpartition("@")[2]

    @property
    def person(self) -> Person | None:
        """Return the person of the plan whose address it is; for an assistant who is not on it, their boss."""
        own = self.plan.person_at(self.address)
        return own or next(
            (p for p in self.plan.people if p.assistant.casefold() == self.address and "@" in p.assistant), None
        )


Finding = tuple[TrustVerdict, str]


def judge(
    raw: bytes,
    letter: Letter,
    plan: Plan,
    *,
    addressee: Addressee | None,
    authserv_id: str,
    unauthenticated: frozenset[str],
    resolver: Resolver | None,
) -> Trust:
    """Return whether the mail's sender is who they say, whom they are taken for, and why."""
    evidence = _evidence(raw, letter, plan, addressee, authserv_id, unauthenticated, resolver)
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


def _evidence(
    raw: bytes,
    letter: Letter,
    plan: Plan,
    addressee: Addressee | None,
    authserv_id: str,
    unauthenticated: frozenset[str],
    resolver: Resolver | None,
) -> Evidence:
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[:HEAD_LIMIT])
    froms = [str(value) for value in head.get_all("From", [])]
    senders = [(letter.sender.name, letter.sender.email)] if letter.sender.email else []
    others = [
        (name, email) for name, email in getaddresses(froms) if email.casefold() != letter.sender.email.casefold()
    ]
    reply_to = [email.casefold() for _, email in getaddresses([str(v) for v in head.get_all("Reply-To", [])]) if email]
    results = [str(value) for value in head.get_all("Authentication-Results", [])]
    return Evidence(
        raw, (*senders, *others), len(froms), tuple(reply_to), tuple(results), plan, addressee,
        authserv_id.casefold(), frozenset(domain.casefold() for domain in unauthenticated), resolver,
    )  # fmt: skip


# --- what speaks against the sender ---


def has_one_from(evidence: Evidence) -> Finding | None:
    """RFC 5322 allows one From; two, or one with several addresses, are a trick."""
    if evidence.from_count != 1 or len({email.casefold() for _, email in evidence.senders}) != 1:
        return "forged", "The mail names no sender, or more than one."
    return None


def pretends_by_name(evidence: Evidence) -> Finding | None:
    """A stranger's address under the name, or with the address, of somebody on the plan."""
    if evidence.person is not None or not evidence.senders:
        return None
    shown = plain(evidence.senders[0][0])
    for person in evidence.plan.people:
        if shown and (shown == plain(person.name) or any(address in shown for address in person.addresses)):
            return "forged", f"The name is {person.name}'s, but the address is not."
    return None


def looks_alike(evidence: Evidence) -> Finding | None:
    """A domain that differs from one of the plan's by a letter or two, or only to the eye."""
    if evidence.person is not None:
        return None
    own = {_domain(address) for person in evidence.plan.people for address in person.addresses}
    own |= {domain.casefold() for party in (evidence.plan.buyer, evidence.plan.seller) for domain in party.domains}
    if evidence.domain in own:
        return None
    twin = next((domain for domain in sorted(own) if alike(domain, evidence.domain)), None)
    return ("forged", f"The domain {evidence.domain} is made to look like {twin}.") if twin else None


def fails_dmarc(evidence: Evidence) -> Finding | None:
    """Our own mail server found that the domain's owner disowns the mail (RFC 7489)."""
    if _outcome(evidence, "dmarc") == "fail":
        return "forged", "The mail server found that the domain disowns the mail (DMARC)."
    return None


def answers_elsewhere(evidence: Evidence) -> Finding | None:
    """A Reply-To that leads answers away from the sender."""
    person = evidence.person
    own = {evidence.address, *(person.addresses if person else ())}
    strange = [address for address in evidence.reply_to if address not in own and _domain(address) != evidence.domain]
    return ("unsure", f"Answers would go to {strange[0]}.") if strange else None


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
    if _outcome(evidence, "dmarc") == "pass":
        return "trusted", "The mail server verified the domain (DMARC)."
    if _aligned_pass(evidence, "dkim", "header.d") or _aligned_pass(evidence, "dkim", "header.i"):
        return "trusted", "The mail server verified the domain's signature (DKIM)."
    if _aligned_pass(evidence, "spf", "smtp.mailfrom"):
        return "trusted", "The mail server verified the sending host (SPF)."
    return None


def is_signed(evidence: Evidence) -> Finding | None:
    """Our own check of the domain's signature (RFC 6376), where no server of ours has looked."""
    if evidence.resolver is None or _results(evidence) or b"dkim-signature" not in evidence.raw[:HEAD_LIMIT].lower():
        return None
    import dkim

    resolver = evidence.resolver

    def records(name: bytes, timeout: int = 5) -> bytes | None:  # noqa: ARG001  # dkimpy's own signature
        found = resolver(name.decode("ascii", "replace").rstrip("."))
        return found[0].encode() if found else None

    check = dkim.DKIM(evidence.raw)
    try:
        good = check.verify(dnsfunc=records)
    except (dkim.DKIMException, ValueError, OSError):
        return "unsure", "The signature (DKIM) cannot be verified."
    if not good:
        return "unsure", "The signature (DKIM) is broken."
    signer = bytes(check.domain or b"").decode("ascii", "replace").casefold()
    if not _is_aligned(signer, evidence.domain):
        return "unsure", f"The signature (DKIM) is {signer}'s, not the sender's."
    return "trusted", "The domain's signature (DKIM) is good."


def is_local(evidence: Evidence) -> Finding | None:
    """A domain that settings list as believed without evidence."""
    if evidence.domain in evidence.unauthenticated and not _results(evidence):
        return "trusted", f"Mails from {evidence.domain} are believed by setting."
    return None


QUESTIONS: tuple[Callable[[Evidence], Finding | None], ...] = (
    has_one_from,
    pretends_by_name,
    looks_alike,
    fails_dmarc,
    answers_elsewhere,
    has_somebody_elses_token,
    passes_at_our_server,
    is_signed,
    is_local,
)
"""Asked in this order; "forged" outweighs a doubt, a doubt outweighs a proof."""


def _results(evidence: Evidence) -> list[str]:
    """Return the results of the pinned server: its topmost header only, those below came with the mail."""
    if not evidence.authserv_id:
        return []
    pinned = (r for r in evidence.results if _authserv(r) == evidence.authserv_id)
    return list(pinned)[:1]


def _authserv(result: str) -> str:
    return result.partition(";")[0].split()[0].casefold() if result.partition(";")[0].split() else ""


def _parsed(evidence: Evidence) -> Iterable[tuple[str, str, dict[str, str]]]:
    """Yield method, result and properties of the pinned server's findings."""
    import authres

    for result in _results(evidence):
        try:
            header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {result}")
        except authres.core.AuthResError:
            continue
        for found in header.results:
            properties = {f"{p.type}.{p.name}": str(p.value or "") for p in found.properties}
            yield str(found.method), str(found.result), properties


def _outcome(evidence: Evidence, method: str) -> str:
    return next((result for name, result, _ in _parsed(evidence) if name == method), "")


def _aligned_pass(evidence: Evidence, method: str, name: str) -> bool:
    passes = (
        found[name]
        for method_, result, found in _parsed(evidence)
        if (method_, result) == (method, "pass") and name in found
    )
    return any(
        _is_aligned(_domain(domain) if "@" in domain else domain.casefold(), evidence.domain) for domain in passes
    )


def _is_aligned(signer: str, domain: str) -> bool:
    """Tell whether the signer is the domain, above it or below it (relaxed alignment, RFC 7489, 3.1)."""
    return (
        bool(signer)
        and "." in signer
        and (signer == domain or domain.endswith(f".{signer}") or signer.endswith(f".{domain}"))
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
