"""Tokens as Microsoft 365 and Google give them: fetched, renewed early and after a refusal, and never printed."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mail.inbox import Inbox, MailboxRefusedError
from mail.tokens import EARLY, GoogleServiceAccount, GoogleUser, Grant, MicrosoftApp, TokenRefusedError, Tokens
from tests.mail.conftest import Mailbox, a_mail
from tests.token_endpoint import SECRET, TokenEndpoint, token_endpoint

USER = "plan@milepost.example"


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[TokenEndpoint]:
    with token_endpoint(USER, tmp_path) as running:
        yield running


def microsoft(endpoint: TokenEndpoint) -> MicrosoftApp:
    return MicrosoftApp("tenant", "the-app", lambda: SECRET, endpoint.url, str(endpoint.ca_file))


def google_user(endpoint: TokenEndpoint) -> GoogleUser:
    url, ca_file = f"{endpoint.url}/token", str(endpoint.ca_file)
    return GoogleUser(USER, "the-client", lambda: SECRET, lambda: "the-refresh-token", url, ca_file)


def google_service(endpoint: TokenEndpoint) -> GoogleServiceAccount:
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    info = {
        "type": "service_account", "client_email": "robot@project.example", "private_key": key.decode(),
        "token_uri": f"{endpoint.url}/token",
    }  # fmt: skip
    return GoogleServiceAccount(USER, lambda: json.dumps(info), str(endpoint.ca_file))


PROVIDERS = [microsoft, google_user, google_service]
Provider = Callable[[TokenEndpoint], Callable[[], Grant]]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_token_opens_the_mailbox(provider: Provider, endpoint: TokenEndpoint, at_dovecot: Mailbox) -> None:
    mailbox = Mailbox(USER, at_dovecot.server)
    mailbox.put(a_mail("hello"))
    tokens = Tokens(provider(endpoint), lambda: 0.0)
    with Inbox(mailbox.account(tokens=tokens)) as inbox:
        for mail in inbox.waiting():
            inbox.handled(mail.uid)
    with Inbox(mailbox.account(tokens=tokens)):
        pass
    assert len(endpoint.asked) == 1, "a token that holds is used again"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_token_that_the_server_refuses_is_renewed_once(
    provider: Provider, endpoint: TokenEndpoint, at_dovecot: Mailbox
) -> None:
    tokens = Tokens(provider(endpoint), lambda: 0.0)
    mailbox = Mailbox(USER, at_dovecot.server)
    endpoint.spoiled = 1
    with Inbox(mailbox.account(tokens=tokens)):
        assert len(endpoint.asked) == 2
    endpoint.spoiled = 10
    tokens.renewed()
    with pytest.raises(MailboxRefusedError):
        Inbox(mailbox.account(tokens=tokens)).open()
    assert len(endpoint.asked) == 4


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_token_is_renewed_before_it_ends(provider: Provider, endpoint: TokenEndpoint) -> None:
    now = 0.0
    tokens = Tokens(provider(endpoint), lambda: now)
    endpoint.seconds = 1_000
    first = tokens.current()
    now = 1_000 - EARLY - 1
    assert tokens.current() == first
    now += 2
    assert tokens.current() != first
    assert len(endpoint.asked) == 2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_token_is_a_sentence_without_a_secret(provider: Provider, endpoint: TokenEndpoint) -> None:
    endpoint.refuses = "AADSTS7000215: Invalid client secret provided."
    with pytest.raises(TokenRefusedError, match="gives no token for") as refused:
        provider(endpoint)()
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_endpoint_that_is_not_there_is_a_sentence(provider: Provider, endpoint: TokenEndpoint) -> None:
    asking = provider(endpoint)
    endpoint.port = 1
    asking = provider(endpoint)
    with pytest.raises(TokenRefusedError, match="gives no token for"):
        asking()


def test_a_key_that_is_none_is_a_sentence_that_does_not_hold_it() -> None:
    for key in ("not json s3cret", '{"private_key": "s3cret"}', "[]"):
        with pytest.raises(TokenRefusedError, match="is not one of Google's") as refused:
            GoogleServiceAccount(USER, lambda key=key: key)()  # type: ignore[misc]
        assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_neither_secrets_nor_tokens_are_ever_logged_or_shown(
    provider: Provider, endpoint: TokenEndpoint, at_dovecot: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asking: Any = provider(endpoint)
    tokens = Tokens(asking, lambda: 0.0)
    account = Mailbox(USER, at_dovecot.server).account(tokens=tokens, password=lambda: "pass-word")
    with Inbox(account):
        pass
    shown = f"{caplog.text} {asking!r} {tokens!r} {account!r} {asking()!r}"
    for secret in (SECRET, "the-refresh-token", "PRIVATE KEY", "pass-word", tokens.current()):
        assert secret not in shown
