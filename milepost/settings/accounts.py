"""The accounts are what the settings say of mailboxes and the way out, as the mail room asks for it."""

import time
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from milepost.settings.mail import ImapSettings, OauthSettings
from milepost.settings.secret import WrongSettingError
from milepost.settings.settings import SHORTEST_KEY, Settings

if TYPE_CHECKING:
    from mail.inbox import ImapAccount
    from mail.outbox import SmtpAccount
    from mail.pace import Pace
    from mail.signature import Signer
    from mail.tokens import Grant, Tokens
    from mail.webhook import Endpoint


def mailboxes(settings: Settings) -> tuple[str, ...]:
    """Return the names of all mailboxes that are watched."""
    return tuple(box.name for box in (settings.mail.imap, *settings.mail.mailboxes))


def imap_account(settings: Settings, name: str = "") -> "ImapAccount":
    """Return the mailbox with a name, the first one where none is given."""
    from mail.inbox import ImapAccount

    imap = _mailbox(settings, name or settings.mail.imap.name)
    user = imap.user or settings.mail.address
    return ImapAccount(
        imap.host,
        imap.port,
        user,
        partial(imap.secret, "password"),
        security=imap.tls,
        oauth=imap.oauth,
        folder=imap.inbox,
        handled=imap.handled,
        quarantine=imap.quarantine,
        ca_file=str(imap.tls_ca_file) if imap.tls_ca_file else None,
        tokens=tokens_of(settings.mail.oauth, user) if imap.oauth else None,
    )


def _mailbox(settings: Settings, name: str) -> ImapSettings:
    for box in (settings.mail.imap, *settings.mail.mailboxes):
        if box.name == name:
            return box
    raise WrongSettingError(f"mail.mailboxes (MILEPOST_MAIL__MAILBOXES) names no mailbox {name!r} on this worker.")


def smtp_account(settings: Settings) -> "SmtpAccount":
    """Return the account that mails leave by."""
    from mail.outbox import SmtpAccount

    smtp = settings.mail.smtp
    user = smtp.user or (settings.mail.address if smtp.oauth else "")
    return SmtpAccount(
        smtp.host,
        smtp.port,
        user,
        partial(smtp.secret, "password"),
        smtp.tls,
        ca_file=str(smtp.tls_ca_file) if smtp.tls_ca_file else None,
        oauth=smtp.oauth,
        tokens=tokens_of(settings.mail.oauth, user) if smtp.oauth else None,
        connections=smtp.connections,
    )


def pace_of(settings: Settings) -> "Pace":
    """Return how fast mails may leave."""
    from mail.pace import Pace

    return Pace(settings.mail.smtp.rate, settings.mail.smtp.rate_per_domain, time.monotonic)


def signer_of(settings: Settings) -> "Signer | None":
    """Return who signs mails, None where nobody is set to."""
    from mail.signature import Signer

    dkim = settings.mail.dkim
    domain = dkim.domain or settings.mail.address.rpartition("@")[2]
    return Signer(domain, dkim.selector, partial(dkim.secret, "key")) if dkim.selector else None


def endpoint_of(settings: Settings) -> "Endpoint | None":
    """Return where plans are mirrored, None where no CRM is set; its keys are read each time."""
    from mail.webhook import LOCAL, Endpoint

    crm = settings.crm
    url = crm.secret("webhook")
    if not url:
        return None
    parted = urlsplit(url)
    if not parted.hostname or not (url.startswith("https://") or f"{parted.scheme}://{parted.hostname}" in LOCAL):
        raise WrongSettingError("crm.webhook (MILEPOST_CRM__WEBHOOK) needs an address that begins with https://.")
    crm_keys(settings)  # One that is missing or too short is told at the start.
    ca_file = str(crm.tls_ca_file) if crm.tls_ca_file else None
    return Endpoint(url, partial(crm_keys, settings), crm.seconds, ca_file)


def crm_keys(settings: Settings) -> tuple[bytes, ...]:
    """Return the ring of keys that sign webhooks, newest first."""
    from mail.webhook import key_from

    given = (text.strip() for text in settings.crm.secret("keys").replace("\n", ",").split(","))
    keys = tuple(key_from(text) for text in given if text)
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise WrongSettingError(
            f"crm.keys (MILEPOST_CRM__KEYS) needs a key of at least {SHORTEST_KEY} characters to sign webhooks with."
        )
    return keys


@cache
def tokens_of(oauth: OauthSettings, user: str) -> "Tokens | None":
    """Return the tokens of a user, the same ones each time; None where no provider is set."""
    from mail.tokens import Tokens

    return Tokens(_asks(oauth, user), time.monotonic) if oauth.provider else None


def _asks(oauth: OauthSettings, user: str) -> "Callable[[], Grant]":
    from mail.tokens import GOOGLE_TOKENS, MICROSOFT, GoogleServiceAccount, GoogleUser, MicrosoftApp

    secret, ca_file = partial(oauth.secret, "client_secret"), str(oauth.tls_ca_file) if oauth.tls_ca_file else None
    if oauth.provider == "microsoft":
        return MicrosoftApp(oauth.tenant, oauth.client_id, secret, oauth.url or MICROSOFT, ca_file)
    if oauth.has("service_account"):
        return GoogleServiceAccount(user, partial(oauth.secret, "service_account"), ca_file)
    refresh = partial(oauth.secret, "refresh_token")
    return GoogleUser(user, oauth.client_id, secret, refresh, oauth.url or GOOGLE_TOKENS, ca_file)
