"""Records are what the domain name system says of a name: its TXT records, within a few seconds."""

from functools import lru_cache

SECONDS = 4.0
"""How long a name server may take; one that is silent proves nothing, and the sender is asked."""


def txt_records(name: str) -> list[str]:
    """Return the TXT records of a name, the parts of each joined; none where there are none or nobody answers."""
    import dns.exception
    import dns.resolver

    try:
        answer = _resolver().resolve(name, "TXT", lifetime=SECONDS)
    except (dns.exception.DNSException, OSError, ValueError):
        return []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


@lru_cache(maxsize=1)
def _resolver():  # type: ignore[no-untyped-def]  # dnspython's own class, which keeps answers as long as they live
    import dns.resolver

    resolver = dns.resolver.Resolver()
    resolver.cache = dns.resolver.LRUCache(2_000)
    return resolver
