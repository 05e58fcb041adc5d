"""Forged, replayed and tampered mails: each trick with each of the words that would change a plan if it worked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

from tests.mail.judging import key, reply_to, sign, stranger_key

RAY = "Ray Dominguez <ray@harborline.example>"
WORDS = (
    "M1 is done.",
    "M1 moves to 24 April 2026.",
    "The site walk is done, and Dana takes over M1 from now on.",
)
HONEST = "mx.ours.example; dmarc=pass header.from=harborline.example"
STRANGER = "mx.ours.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; dmarc=none"


@dataclass(frozen=True)
class Trick:
    """A mail that wants to pass for somebody else's; `world` is how the receiver looks at mails."""

    name: str
    raw: bytes
    world: str


def mail(sender: str, words: str, *, above: str = "", extra: str = "", to: str = "") -> bytes:
    """Return a mail; `above` stands over the author's fields, `extra` below them."""
    number = crc32(f"{sender}{words}".encode("utf-8", "surrogateescape"))
    head = (
        f"{above}From: {sender}\r\nTo: {to or reply_to('ray')}\r\nSubject: Re: Harborline x Tallyworks\r\n"
        f"Date: Mon, 13 Apr 2026 09:00:00 -0500\r\nMessage-ID: <{number}@mail.example>\r\n{extra}"
    )
    return f"{head}\r\n{words}\r\n".encode("utf-8", "surrogateescape")


def found(*results: str) -> str:
    """Return what a server wrote on top."""
    return "".join(f"Authentication-Results: {result}\r\n" for result in results)


SENDERS = {
    "an address for a name": '"ray@harborline.example" <x@evil.example>',
    "an encoded address for a name": "=?utf-8?q?ray=40harborline.example?= <x@evil.example>",
    "an encoded address in brackets": "=?utf-8?q?Ray_=3Cray=40harborline=2Eexample=3E=2C?= <x@evil.example>",
    "a base64 address for a name": "=?utf-8?b?cmF5QGhhcmJvcmxpbmUuZXhhbXBsZQ==?= <x@evil.example>",
    "an address before the address": "ray@harborline.example <x@evil.example>",
    "an address in a comment": "<x@evil.example> (ray@harborline.example)",
    "two addresses": "ray@harborline.example, x@evil.example",
    "two addresses, the stranger first": "x@evil.example, Ray Dominguez <ray@harborline.example>",
    "a group of two": "Friends: ray@harborline.example, x@evil.example;",
    "a null byte in the domain": "ray@harborline.example\0.evil.example",
    "a null byte before the domain": "ray@\0harborline.example <x@evil.example>",
    "brackets before the at": "<ray@harborline.example>@evil.example",
    "two ats": "Ray Dominguez <ray@harborline.example@evil.example>",
    "an address as local part": '"ray@harborline.example"@evil.example',
    "escaped quotes": '"Ray \\" <ray@harborline.example>" <x@evil.example>',
    "two pairs of brackets": "Ray <x@evil.example> <ray@harborline.example>",
    "an encoded address alone": "=?utf-8?q?ray=40harborline=2Eexample?= <x@evil.example>",
    "Cyrillic in the domain": "Ray <ray@hаrborline.example>",
    "Greek in the domain": "Ray <ray@harbοrline.example>",
    "Cyrillic in punycode": f"Ray <ray@{'hаrborline'.encode('idna').decode()}.example>",
    "one for l": "Ray <ray@harbor1ine.example>",
    "a letter too many": "Ray <ray@harborlline.example>",
    "a letter missing": "Ray <ray@harboline.example>",
    "letters swapped": "Ray <ray@harbroline.example>",
    "another ending": "Ray <ray@harborline.test>",
    "another domain behind": "Ray <ray@harborline.example.evil.example>",
    "a hyphen and more": "Ray <ray@harborline-logistics.example>",
    "below a stranger's domain": "Ray <ray@harborline.evil.example>",
    "a look-alike below www": "Ray <ray@www.harbor1ine.example>",
    "the name alone": "Ray Dominguez <ray.dominguez.1@evil.example>",
    "the name turned": '"Dominguez, Ray" <x@evil.example>',
    "the name with accents": "RAY DOMÍNGUEZ <x@evil.example>",
    "the name in Cyrillic letters": "Rаy Dоminguez <x@evil.example>",
    "an invisible letter in the name": "Ray\u200b Domin\u200bguez <x@evil.example>",
    "the name and the company": "Ray Dominguez - Harborline <x@evil.example>",
    "the name of the seller": "Nate Sorensen <x@evil.example>",
}
RESULTS = {
    "no evidence": "",
    "disowned": found("mx.ours.example; dmarc=fail (p=REJECT) header.from=harborline.example"),
    "disowned, by a list that is none": found("mx.ours.example; dmarc=fail header.from=harborline.example")
    + "List-Id: <x.evil.example>\r\n",
    "a pass below none": found("mx.ours.example; dmarc=none; spf=none; dkim=none", HONEST),
    "a longer name": found("mx.ours.example.evil.example; dmarc=pass header.from=harborline.example"),
    "a name with ours before": found("evil-mx.ours.example; dmarc=pass header.from=harborline.example"),
    "our name in a comment": found("mx.evil.example (mx.ours.example); dmarc=pass header.from=harborline.example"),
    "our name in a comment first": found("(mx.ours.example) mx.evil.example; dmarc=pass"),
    "our name after theirs": found("mx.evil.example mx.ours.example; dmarc=pass header.from=harborline.example"),
    "another server": found("MX.EVIL.EXAMPLE; dmarc=pass header.from=harborline.example"),
    "no name": found("dmarc=pass header.from=harborline.example"),
    "another field": f"ARC-Authentication-Results: i=1; {HONEST}\r\nX-Authentication-Results: {HONEST}\r\n"
    f"Authentication-Results-Original: {HONEST}\r\n",
    "a pass in a comment": found("mx.ours.example; dmarc=none (dmarc=pass header.from=harborline.example)"),
    "a pass in a reason": found('mx.ours.example; dkim=fail reason="dkim=pass header.d=harborline.example"'),
    "a signature of another": found("mx.ours.example; dkim=pass header.d=evil.example"),
    "a signature of the ending": found("mx.ours.example; dkim=pass header.d=example"),
    "a signature of half a word": found("mx.ours.example; dkim=pass header.d=line.example"),
    "a signature that begins alike": found("mx.ours.example; dkim=pass header.d=harborline.example.evil.example"),
    "a signature for another": found("mx.ours.example; dkim=pass header.d=evil.example header.i=@evil.example"),
    "a failed signature": found("mx.ours.example; dkim=fail header.d=harborline.example"),
    "a host of another": found("mx.ours.example; spf=pass smtp.mailfrom=x@evil.example"),
    "a host by its greeting": found("mx.ours.example; spf=pass smtp.helo=harborline.example"),
    "a host that nearly passes": found("mx.ours.example; spf=softfail smtp.mailfrom=harborline.example"),
    "a pass for another sender": found("mx.ours.example; dmarc=pass header.from=evil.example"),
    "a pass before failing": found("mx.ours.example; spf=pass smtp.mailfrom=harborline.example; dmarc=fail"),
    "cut short": found("mx.ours.example"),
    "unreadable": found("mx.ours.example; ;;=== dmarc=pass"),
    "a version, and none": found("mx.ours.example 1; dmarc=none"),
    "other marks": "X-Spam-Status: No\r\nReceived-SPF: pass (harborline.example) client-ip=1.2.3.4\r\n",
}
ABUSED: dict[str, Callable[[str], bytes]] = {
    "answers led away": lambda words: mail(RAY, words, above=found(HONEST), extra="Reply-To: ray@evil.example\r\n"),
    "sent by another": lambda words: mail(RAY, words, above=found(HONEST), extra="Sender: x@evil.example\r\n"),
    "a token of another": lambda words: mail(RAY, words, above=found(HONEST), to=reply_to("marcus")),
    "two subjects": lambda words: mail(RAY, words, above=found(HONEST), extra="Subject: another\r\n"),
    "two recipients' fields": lambda words: mail(RAY, words, above=found(HONEST), extra=f"To: {reply_to('nate')}\r\n"),
    "two senders' fields": lambda words: mail(RAY, words, above=found(HONEST), extra="From: x@evil.example\r\n"),
    "a sender's field with a blank": lambda words: mail(
        RAY, words, above=found(HONEST), extra="From : x@e.example\r\n"
    ),
    "two content types": lambda words: mail(
        RAY, words, above=found(HONEST), extra="Content-Type: text/plain\r\nContent-Type: text/html\r\n"
    ),
    "written to somebody else": lambda words: mail(
        RAY, words, above=f"Delivered-To: {reply_to('ray')}\r\n{found(HONEST)}", to="boss@harborline.example"
    ),
    "sealed in part": lambda words: mail(
        RAY, words, above=f"{found(HONEST)}DKIM-Signature: v=1; d=harborline.example; l=10; s=s1\r\n"
    ),
    "a bare line end in the head": lambda words: mail(RAY, words, above=found(HONEST), extra="X-A: b\rX-C: d\r\n"),
    "a null byte in the head": lambda words: mail(RAY, words, above=found(HONEST), extra="X-A: b\0c\r\n"),
    "results below the author's": lambda words: mail(RAY, words, extra=found(HONEST)),
    "results between the author's": lambda words: b"Subject: x\r\n" + mail(RAY, words, above=found(HONEST)),
    "results injected by folding": lambda words: mail(
        RAY, words, above=f"X-Note: a\r\n Authentication-Results: {HONEST}\r\n"
    ),
    "results in the body": lambda words: mail(RAY, f"{found(HONEST)}\r\n{words}"),
}


def _bare(words: str, **changes: str) -> bytes:
    return mail(RAY, words, **changes)  # type: ignore[arg-type]


def _tampered(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert old in raw
    return raw.replace(old, new, 1)


HARBOR = "harborline.example"
SIGNED: dict[str, Callable[[str], bytes]] = {
    "unsigned": _bare,
    "other words": lambda words: _tampered(sign(_bare("M1 is on track."), HARBOR), b"M1 is on track.", words.encode()),
    "another subject": lambda words: _tampered(sign(_bare(words), HARBOR), b"Subject: Re:", b"Subject: Fwd:"),
    "another sender": lambda words: _tampered(sign(_bare(words), HARBOR), b"From: Ray", b"From: Rae"),
    "words added below": lambda words: sign(_bare("Thanks."), HARBOR, length=True) + words.encode(),
    "words added below, longer": lambda words: sign(_bare("Thanks."), HARBOR) + words.encode(),
    "a sender added above": lambda words: b"From: x@evil.example\r\n" + sign(_bare(words), HARBOR),
    "signed by another": lambda words: sign(_bare(words), "evil.example", pem=stranger_key()[0]),
    "signed by another in our name": lambda words: sign(_bare(words), HARBOR, pem=stranger_key()[0]),
    "signed by the ending": lambda words: sign(_bare(words), "example", pem=stranger_key()[0]),
    "a key taken back": lambda words: sign(_bare(words), HARBOR, "gone"),
    "a key on trial": lambda words: sign(_bare(words), HARBOR, "test"),
    "a key for other things": lambda words: sign(_bare(words), HARBOR, "web"),
    "a key that is not there": lambda words: sign(_bare(words), HARBOR, "none"),
    "below a strict domain": lambda words: sign(
        mail("Nate Sorensen <nate@tallyworks.example>", f"M2 skipped. {words}", to=reply_to("nate")),
        "mail.harborline.example",
    ),
    "the recipient left out": lambda words: sign(_bare(words), HARBOR, include_headers=[b"from", b"subject"]),
    "the subject left out": lambda words: sign(_bare(words), HARBOR, include_headers=[b"from", b"to"]),
    "an old algorithm": lambda words: _tampered(sign(_bare(words), HARBOR), b"a=rsa-sha256", b"a=rsa-sha1"),
    "expired": lambda words: _tampered(sign(_bare(words), HARBOR), b" s=s1;", b" s=s1; x=1600000000;"),
    "from the future": lambda words: _tampered(sign(_bare(words), HARBOR), b" t=", b" t=9"),
    "a second recipient": lambda words: f"To: {reply_to('nate')}\r\n".encode() + sign(_bare(words), HARBOR),
    "answers led away, signed": lambda words: sign(_bare(words, extra="Reply-To: x@evil.example\r\n"), HARBOR),
    "sent on to us": lambda words: (
        f"Delivered-To: {reply_to('ray')}\r\n".encode() + sign(_bare(words, to="boss@harborline.example"), HARBOR)
    ),
    "a claim in the identity": lambda words: _tampered(
        sign(_bare(words), "evil.example", pem=stranger_key()[0]), b" d=evil.example;", b" d=harborline.example;"
    ),
    "a token of another, signed": lambda words: sign(_bare(words, to=reply_to("dana", "abcdefgh")), HARBOR),
    "a footer": lambda words: sign(_bare(words), HARBOR) + b"-- \r\nSent through a list\r\n",
}


def tricks() -> Iterator[Trick]:
    """Yield every trick with every one of the words."""
    assert key()
    for words in WORDS:
        for name, sender in SENDERS.items():
            yield Trick(name, mail(sender, words, above=found(STRANGER)), "pinned")
            if words is WORDS[0]:
                yield Trick(f"{name}, where local domains are believed", mail(sender, words), "local")
        for name, above in RESULTS.items():
            yield Trick(name, mail(RAY, words, above=above), "pinned")
        for name, made in ABUSED.items():
            yield Trick(name, made(words), "pinned")
        for name, made in SIGNED.items():
            yield Trick(name, made(words), "signed")
