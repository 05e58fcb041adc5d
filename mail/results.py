"""Results are what our own mail server found out about a mail: Authentication-Results of one pinned name (RFC 8601).

Anybody else's are only text that came with the mail, and so is whatever stands below the first field of the author's:
a server writes its findings on top. Of ours only the topmost counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from mail.aligned import domain_of, is_aligned

OWN_FIELDS = frozenset({"from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type"})
"""Fields that an author writes; no server puts its findings below them."""
NAMELESS = frozenset({"mx.microsoft.com", "protection.outlook.com"})
"""Pinned names of a service that writes its findings without its name (Exchange Online)."""
LONGEST = 20_000
POLICY = re.compile(
    r"(?:\bp=|policy\.(?:published-)?(?:domain-)?policy=|policy\.dmarc=)(none|quarantine|reject)\b", re.I
)
DISPOSED = re.compile(r"\b(?:dis|action|disposition)=(none|quarantine|reject|oreject)\b", re.I)


@dataclass(frozen=True)
class Finding:
    """One method's result with its properties ("header.d": "buyer.example")."""

    method: str
    result: str
    properties: dict[str, str]


@dataclass(frozen=True)
class Results:
    """What the pinned server found; `text` is its field as it stood, '' where it wrote none."""

    text: str = ""
    findings: tuple[Finding, ...] = ()

    def outcome(self, method: str) -> str:
        """Return a method's result, '' where there is none; of several, a failure."""
        results = [found.result for found in self.findings if found.method == method]
        return "fail" if "fail" in results else next(iter(results), "")

    def vouches(self, method: str, names: tuple[str, ...], domain: str) -> bool:
        """Tell whether a method passed for this domain."""
        passed = [found for found in self.findings if (found.method, found.result) == (method, "pass")]
        values = [next((one for name in names if (one := found.properties.get(name))), "") for found in passed]
        return any(value and is_aligned(domain_of(value), domain) for value in values)

    def passes_dmarc(self, domain: str) -> bool:
        """Tell whether DMARC passed, and for this very domain where the server says for which."""
        found = next((one for one in self.findings if one.method == "dmarc"), None)
        seen = domain_of(found.properties.get("header.from", domain)) if found else ""
        return self.outcome("dmarc") == "pass" and seen == domain.casefold()

    @property
    def policy(self) -> str:
        """Return what the domain's owner wants done with mails that fail, '' where the server does not say."""
        found = POLICY.search(self.text) or DISPOSED.search(self.text)
        return found.group(1).casefold() if found else ""


def results_of(head: Message, authserv_id: str) -> Results:
    """Return what the server of this name found; nothing where no name is pinned."""
    pinned = authserv_id.casefold().strip()
    if not pinned:
        return Results()
    for name, value in head.items():
        folded = name.strip().casefold()
        if folded in OWN_FIELDS:
            break
        text = " ".join(str(value).split())[:LONGEST]
        if folded == "authentication-results" and (found := _read(text, pinned)) is not None:
            return found
    return Results()


def _read(text: str, pinned: str) -> Results | None:
    """Return the results in one field, None where it is not the pinned server's."""
    import authres

    text = re.sub(r'^"([^"\\;]*)"', r"\1", text)
    nameless = pinned in NAMELESS and re.match(r"(?:spf|dkim|dmarc)=", text, re.I)
    try:
        header = authres.AuthenticationResultsHeader.parse(
            f"Authentication-Results: {f'{pinned}; {text}' if nameless else text}"
        )
    except (authres.core.AuthResError, ValueError, IndexError, RecursionError):
        ours = re.match(rf"\s*\"?{re.escape(pinned)}\"?(?=[\s;(]|$)", text, re.I)
        return Results(text) if ours else None
    if str(header.authserv_id or "").casefold() != pinned:
        return None
    return Results(text, tuple(_findings(header.results)))


def _findings(results: list[object]) -> Iterator[Finding]:
    for found in results:
        method, result = getattr(found, "method", None), getattr(found, "result", None)
        if method and result:
            properties = {
                f"{one.type}.{one.name}".casefold(): str(one.value or "") for one in getattr(found, "properties", [])
            }
            yield Finding(str(method).casefold(), str(result).casefold(), properties)
