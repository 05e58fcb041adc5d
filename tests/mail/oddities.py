"""Honest mails that look odd: aliases, assistants, lists, forwarding rules, and what mail programs make of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.mail.judging import OWN, RAY_ALIAS, reply_to, sign, stranger_key
from tests.mail.tricks import HARBOR, RAY, found, mail

PEOPLE = {
    "ray": ("Ray Dominguez", "ray@harborline.example", HARBOR),
    "dana": ("Dana Whitlock", "dana@harborline.example", HARBOR),
    "june": ("June Abernathy", "june@harborline.example", HARBOR),
    "nate": ("Nate Sorensen", "nate@tallyworks.example", "tallyworks.example"),
}
WORDS = "Thanks, that works for us."


@dataclass(frozen=True)
class Oddity:
    """An honest mail; `proven` tells whether it can be trusted outright, else its sender is asked."""

    name: str
    raw: bytes
    world: str
    proven: bool


def _names(name: str, email: str) -> dict[str, str]:
    """Return how mail programs write a sender."""
    first, last = name.split()
    return {
        "bare": email,
        "in brackets": f"<{email}>",
        "turned, unquoted": f"{last}, {first} <{email}>",
        "turned, quoted": f'"{last}, {first}" <{email}>',
        "upper case": f"{name.upper()} <{email.upper()}>",
        "with the company": f'"{name} (Harborline, DC 4)" <{email}>',
        "with brackets": f"{name} [External] <{email}>",
        "single quotes": f"\"'{name}'\" <{email}>",
        "encoded": f"=?utf-8?q?{first}_{last}?= <{email}>",
        "encoded twice": f"=?utf-8?b?{'UmF5'}?= =?iso-8859-1?q?_{last}?= <{email}>",
        "eight bits": f"{first} Domínguez <{email}>",
        "the address as name": f'"{email}" <{email}>',
        "the address as name, unquoted": f"{email} <{email}>",
        "a semicolon behind": f"{name} <{email}>;",
        "a comment": f"{email} ({name})",
        "a dot in the name": f"{first} X. {last} <{email}>",
        "folded": f"{name}\r\n <{email}>",
        "a nickname": f"{first[0]}. <{email}>",
        "by a calendar": f'"{name} via Calendar" <{email}>',
        "no closing bracket": f"{name} <{email}",
    }


def _passing(domain: str) -> dict[str, str]:
    """Return how servers write that a mail is genuine."""
    return {
        "dmarc": found(f"mx.ours.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={domain}"),
        "all three": found(
            f"mx.ours.example;\r\n\tdkim=pass header.i=@{domain} header.s=s1 header.b=abc;\r\n\tspf=pass "
            f"(mx.ours.example: domain of x@{domain} designates 1.2.3.4 as permitted sender) smtp.mailfrom=x@{domain};"
            f"\r\n\tdmarc=pass (p=NONE sp=NONE dis=NONE) header.from={domain}"
        ),
        "a version": found(f"mx.ours.example 1; dkim=pass header.d={domain}"),
        "upper case": found(f"MX.OURS.EXAMPLE; DKIM=PASS HEADER.D={domain.upper()}"),
        "a comment": found(f"mx.ours.example (our own server); spf=pass smtp.mailfrom=bounce@{domain}"),
        "a signer below": found(f"mx.ours.example; dkim=pass header.d=mail.{domain}"),
        "two signers": found(f"mx.ours.example; dkim=pass header.d=esp.example; dkim=pass header.d={domain}"),
        "one signature broken": found(f"mx.ours.example; dkim=fail header.d=esp.example; dkim=pass header.d={domain}"),
        "received above": f"Received: from mx by store; Mon, 13 Apr 2026 14:00:00 +0000\r\n"
        f"{found(f'mx.ours.example; dmarc=pass header.from={domain}')}"
        f"Received: from {domain} by mx.ours.example; Mon, 13 Apr 2026 14:00:00 +0000\r\n",
        "others' results below": found(
            f"mx.ours.example; dmarc=pass header.from={domain}", f"out.{domain}; dkim=none; auth=pass smtp.auth=x"
        ),
        "quoted": found(f'"mx.ours.example"; dmarc=pass header.from={domain}'),
    }


def _doubted(name: str, email: str, domain: str, to: str) -> dict[str, bytes]:
    """Return honest mails that prove nothing: their senders are asked, not put away."""
    fails = found(f"mx.ours.example; spf=fail smtp.mailfrom={domain}; dmarc=fail (p=REJECT) header.from={domain}")
    none = found("mx.ours.example; dmarc=none; spf=pass smtp.mailfrom=lists.example")
    us = f"{name} <{email}>"
    local = email.partition("@")[0]
    return {
        "forwarded by a rule": mail(us, WORDS, above=f"{fails}X-Forwarded-To: {OWN}\r\n", to=to),
        "forwarded, with ARC": mail(us, WORDS, above=f"{fails}ARC-Seal: i=1; cv=none; d=x\r\n", to=to),
        "resent": mail(us, WORDS, above=f"{fails}Resent-From: {email}\r\n", to=to),
        "a list with a footer": mail(us, WORDS, above=fails, extra="List-Id: <plans.lists.example>\r\n", to=to),
        "a list that rewrites": mail(f"{name} via Plans <plans@lists.example>", WORDS, above=none, to=to),
        "a list in its own name": mail(
            f"{name} <plans@lists.example>", WORDS, above=none, extra="List-Id: <plans.lists.example>\r\n", to=to
        ),
        "nothing is asked of receivers": mail(us, WORDS, above=found("mx.ours.example; dmarc=fail (p=NONE)"), to=to),
        "no evidence": mail(us, WORDS, to=to),
        "from home": mail(f"{name} <{local}.private@freemail.example>", WORDS, above=none, to=to),
        "from home, elsewhere": mail(f"{local}77@freemail.example", WORDS, above=none, to=to),
        "in copy only": mail(us, WORDS, to="boss@harborline.example", extra=f"Cc: {to}\r\n"),
        "blind copy": mail(us, WORDS, to="boss@harborline.example", above=f"Delivered-To: {to}\r\n"),
        "answers go home": mail(us, WORDS, to=to, extra=f"Reply-To: {local}@freemail.example\r\n"),
        "sent by an agency": mail(us, WORDS, to=to, extra="Sender: sent@esp.example\r\n"),
        "a colleague": mail(f"Kim Lee <kim.lee@{domain}>", WORDS, to=to),
        "a colleague below": mail(f"Kim Lee <kim.lee@eu.{domain}>", WORDS, to=to),
        "a consultant": mail("Kim Lee <kim@northwind-advisers.example>", WORDS, above=none, to=to),
        "the same first name": mail(f"{name.split()[0]} Hollis <r.hollis@partner.example>", WORDS, above=none, to=to),
        "no date": mail(us, WORDS, to=to).replace(b"Date: ", b"X-Date: "),
        "two dates": mail(us, WORDS, to=to, extra="Date: Mon, 13 Apr 2026 09:00:00\r\n"),
        "500 recipients": mail(us, WORDS, to=to, extra=f"Cc: {', '.join(f'p{i}@x.example' for i in range(500))}\r\n"),
    }


def _signed(name: str, email: str, domain: str, to: str) -> dict[str, tuple[bytes, bool]]:
    """Return honest mails as they look to a receiver who checks signatures himself; and whether they are proven."""
    plain = mail(f"{name} <{email}>", WORDS, to=to)
    other = stranger_key()[0]
    return {
        "signed": (sign(plain, domain), True),
        "signed twice": (sign(sign(plain, domain), "lists.example", pem=other), True),
        "signed below a broken one": (sign(plain, "gone.example") and sign(sign(plain, domain), "x.example"), True),
        "a footer": (sign(plain, domain) + b"-- \r\nPlans mailing list\r\n", False),
        "a subject with the list's name": (sign(plain, domain).replace(b"Subject: ", b"Subject: [plans] ", 1), False),
        "signed by the provider": (sign(plain, "lists.example", pem=other), False),
        "unsigned": (plain, False),
    }


def oddities() -> Iterator[Oddity]:
    """Yield every honest odd mail of every person."""
    for person, (name, email, domain) in PEOPLE.items():
        to, passed = reply_to(person), _passing(domain)["dmarc"]
        for how, sender in _names(name, email).items():
            yield Oddity(f"{person}: a sender {how}", mail(sender, WORDS, above=passed, to=to), "pinned", proven=True)
        for how, above in _passing(domain).items():
            yield Oddity(
                f"{person}: {how}", mail(f"{name} <{email}>", WORDS, above=above, to=to), "pinned", proven=True
            )
        for how, raw in _doubted(name, email, domain, to).items():
            yield Oddity(f"{person}: {how}", raw, "pinned", proven=False)
        for how, (raw, proven) in _signed(name, email, domain, to).items():
            yield Oddity(f"{person}: {how}", raw, "signed", proven=proven)
    yield from _together()


def _together() -> Iterator[Oddity]:
    """Yield mails of people who write for others."""
    passed = _passing(HARBOR)["dmarc"]
    june = "June Abernathy <june@harborline.example>"
    dana = "Dana Whitlock <dana@harborline.example>"
    made: dict[str, Callable[[], bytes]] = {
        "an alias": lambda: mail(f"Ray Dominguez <{RAY_ALIAS}>", WORDS, above=passed),
        "an assistant for her boss": lambda: mail(june, WORDS, above=passed, to=reply_to("marcus")),
        "a backup": lambda: mail(dana, WORDS, above=passed, to=reply_to("ray")),
        "to the mailbox itself": lambda: mail(RAY, WORDS, above=passed, to=OWN),
    }
    for name, make in made.items():
        yield Oddity(name, make(), "pinned", proven=True)
