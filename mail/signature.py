"""A signature (DKIM, RFC 6376) lets a receiver see that a mail is the domain's own and unchanged."""

from collections.abc import Callable
from dataclasses import dataclass, field

SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version",
    "content-type", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""The fields that are signed where they are there; receivers want both List-Unsubscribe fields in it (RFC 8058)."""
SEALED = ("from", "to", "subject", "date", "reply-to")
"""Fields that are signed once more than they are there, so that nobody can add another one."""
Resolver = Callable[[bytes], bytes | None]
"""Gives the TXT record of a name, None where there is none."""


class KeyUnusableError(Exception):
    """The key for signatures cannot be used; the sentence does not hold it."""


@dataclass(frozen=True)
class Signer:
    """Signs for a domain; `key` gives the private key (PEM), `selector` names the DNS record of its public half."""

    domain: str
    selector: str
    key: Callable[[], str] = field(repr=False)

    def signed(self, data: bytes) -> bytes:
        """Return a mail with its signature in front."""
        import dkim

        present = [name.strip().lower() for name in _names(data)]
        fields = [name.encode() for name in SIGNED if name in present]
        try:
            signature = dkim.sign(
                data,
                self.selector.encode("ascii"),
                self.domain.encode("idna"),
                self.key().encode("ascii"),
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=[*fields, *(name.encode() for name in SEALED if name in present)],
            )
        except (dkim.DKIMException, ValueError, OSError):
            raise KeyUnusableError(
                f"The DKIM key of {self.selector}._domainkey.{self.domain} cannot be used."
            ) from None
        return bytes(signature) + data

    def problem(self, resolver: Resolver | None = None) -> str:
        """Return what is wrong with the key or its DNS record, '' where a receiver would verify a mail."""
        import dkim

        record = f"{self.selector}._domainkey.{self.domain}"
        try:
            signed = self.signed(f"From: x@{self.domain}\r\nSubject: test\r\n\r\ntest\r\n".encode())
            options = {"dnsfunc": lambda name, timeout=5: resolver(name)} if resolver else {}  # noqa: ARG005  # dkimpy's
            good = dkim.verify(signed, **options)
        except KeyUnusableError as unusable:
            return str(unusable)
        except Exception as error:  # Of DNS and of records that are no keys, each library throws its own.
            return f"The DNS record {record} cannot be used ({type(error).__name__})."
        return "" if good else f"The DNS record {record} is missing or does not hold this key's public half."


def _names(data: bytes) -> list[str]:
    head = data.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    return [line.partition(":")[0] for line in head.split("\r\n") if line[:1] not in (" ", "\t", "")]
