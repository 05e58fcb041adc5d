"""Aligned are two domains of one organisation, where one is the other or lies below it (RFC 7489, 3.1)."""

SHARED_SECOND = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "ltd", "mil", "ne", "net", "nom", "or", "org", "plc", "sch"}
)
"""Labels below a country's own under which anybody may register (co.uk, com.br)."""
SHARED = frozenset(
    {
        "appspot.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "firebaseapp.com", "github.io",
        "gitlab.io", "herokuapp.com", "mail.onmicrosoft.com", "myshopify.com", "netlify.app", "onmicrosoft.com",
        "pages.dev", "sharepoint.com", "uk.com", "us.com", "eu.com", "de.com", "vercel.app", "web.app", "workers.dev",
    }
)  # fmt: skip
"""Domains whose owners let anybody have a name below theirs."""


def is_shared(domain: str) -> bool:
    """Tell whether strangers share a domain: a top-level one, or one under which anybody may have a name.

    Short of the whole list of public suffixes: whoever is missing there would have to sign for all of its customers.
    """
    labels = domain.split(".")
    country = len(labels) == 2 and len(labels[1]) == 2
    return len(labels) < 2 or domain in SHARED or (country and labels[0] in SHARED_SECOND)


def is_aligned(signer: str, domain: str, *, strict: bool = False) -> bool:
    """Tell whether the one who vouches is the domain; unless it is strict, also above or below it."""
    signer, domain = signer.casefold().rstrip("."), domain.casefold().rstrip(".")
    if not signer or not domain or strict or signer == domain:
        return bool(signer) and signer == domain
    upper, lower = sorted((signer, domain), key=len)
    return lower.endswith(f".{upper}") and not is_shared(upper)


def domain_of(address: str) -> str:
    """Return the domain of an address, or of something that is a domain already, lower case."""
    return address.rpartition("@")[2].casefold().strip("<> \t")
