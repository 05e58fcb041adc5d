"""A proof is a domain's own signature on a mail (DKIM, RFC 6376), verified here where no server of ours has looked."""

from collections.abc import Callable
from typing import Any

from mail.aligned import is_aligned
from plans.letter import TrustVerdict

Resolver = Callable[[str], list[str]]
"""Gives the TXT records of a name."""
MOST_SIGNATURES = 8
WEAK = frozenset({b"rsa-sha1"})
"""Algorithms that no longer count (RFC 8301)."""
SEALED = frozenset({b"from", b"to", b"subject"})
"""Fields that a signature must cover to speak for a mail: who says it to whom, about what."""

Finding = tuple[TrustVerdict, str]


def check(raw: bytes, domain: str, resolver: Resolver) -> Finding | None:
    """Return what the mail's signatures are worth for the sender's domain; None where there is none."""
    import dkim

    try:
        signed = dkim.DKIM(raw, minkey=1024)
    except dkim.DKIMException:
        return "unsure", "The head of the mail is broken, so no signature (DKIM) can be verified."
    found = sum(name.lower() == b"dkim-signature" for name, _ in signed.headers)
    if not found:
        return None
    doubts = []
    for index in range(min(found, MOST_SIGNATURES)):
        doubt = _doubt(signed, index, domain, resolver)
        if not doubt:
            return "trusted", "The domain's signature (DKIM) is good."
        doubts.append(doubt)
    return "unsure", doubts[0]


def _doubt(signed: Any, index: int, domain: str, resolver: Resolver) -> str:
    """Return why one signature does not speak for the sender, '' where it does."""
    import dkim

    keys: list[str] = []

    def records(name: bytes, timeout: int = 5) -> bytes | None:  # noqa: ARG001  # dkimpy's own signature
        keys[:] = resolver(name.decode("ascii", "replace").rstrip("."))[:1]
        return keys[0].encode() if keys else None

    try:
        good = signed.verify(idx=index, dnsfunc=records)
    except (dkim.DKIMException, ValueError, OSError, KeyError, IndexError, TypeError):
        return "The signature (DKIM) cannot be verified."
    fields = signed.signature_fields
    signer = bytes(fields.get(b"d", b"")).decode("ascii", "replace").strip().casefold()
    key = _tags(keys[0]) if keys else {}
    present = {name.lower() for name, _ in signed.headers}
    covered = {name.strip() for name in signed.include_headers}
    holds = (
        (not good, "The signature (DKIM) is broken."),
        (fields.get(b"a", b"").strip() in WEAK, "The signature (DKIM) is of a kind that is no longer safe."),
        (b"l" in fields, "The signature (DKIM) covers only the beginning of the mail."),
        (bool(SEALED & present - covered), "The signature (DKIM) leaves out whom or what the mail is about."),
        (
            "y" in key.get("t", "").split(":"),
            "The domain only tries signatures out (DKIM, t=y).",
        ),
        (key.get("s", "*") not in ("*", "") and "email" not in key["s"].split(":"), "The key is not meant for mail."),
        (
            not is_aligned(signer, domain, strict=wants_strict(domain, resolver)),
            f"The signature (DKIM) is {signer}'s, not the sender's.",
        ),
    )
    return next((words for doubtful, words in holds if doubtful), "")


def wants_strict(domain: str, resolver: Resolver) -> bool:
    """Tell whether the domain's owner wants signatures of the very domain only (DMARC, adkim=s)."""
    return dmarc(domain, resolver).get("adkim", "r").casefold() == "s"


def dmarc(domain: str, resolver: Resolver) -> dict[str, str]:
    """Return the tags of the DMARC record that holds for a domain: its own, else that of a domain above it."""
    labels = domain.split(".")
    for depth in range(len(labels) - 1):
        records = [text for text in resolver(f"_dmarc.{'.'.join(labels[depth:])}") if text.startswith("v=DMARC1")]
        if len(records) == 1:
            return _tags(records[0])
    return {}


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().casefold(): "".join(value.split()) for name, equals, value in pairs if equals}
