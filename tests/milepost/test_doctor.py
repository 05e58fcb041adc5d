"""The doctor says what is wrong with the mail in a sentence, of every mailbox, and never with a secret."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mail.signature import Signer
from milepost.commands import doctor
from milepost.commands.doctor import Finding
from milepost.local_mail import LocalMail
from milepost.settings import Settings, WrongSettingError, describe, settings_for
from milepost.settings.accounts import imap_account, mailboxes, signer_of, smtp_account, tokens_of
from tests.token_endpoint import SECRET, TokenEndpoint, token_endpoint

PASSWORD = "let-me-in-please"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalMail]:
    mail = LocalMail(tmp_path_factory.mktemp("mail"), PASSWORD)
    mail.start()
    yield mail
    mail.stop()


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[TokenEndpoint]:
    with token_endpoint("plan@milepost.example", tmp_path) as running:
        yield running


def configured(folder: Path, server: LocalMail, more: str = "", password: str = PASSWORD) -> Settings:
    box = f'host = "127.0.0.1"\nport = {server.imap_port}\ntls = "none"\npassword = "{password}"\n'
    (folder / "milepost.toml").write_text(
        f'[mail]\naddress = "plan@milepost.example"\n[mail.imap]\n{box}'
        f'[[mail.mailboxes]]\nname = "emea"\nuser = "emea@milepost.example"\n{box}'
        f'[mail.smtp]\nhost = "127.0.0.1"\nport = {server.smtp_port}\ntls = "none"\n{more}'
    )
    return settings_for(folder, folder / "milepost.toml")


def asked(question: Callable[[Settings], str], settings: Settings) -> Finding:
    return asyncio.run(doctor._finding("it", lambda: asyncio.to_thread(question, settings), "Check the settings."))


def test_every_mailbox_is_looked_at(tmp_path: Path, server: LocalMail) -> None:
    settings = configured(tmp_path, server)
    assert mailboxes(settings) == ("plans", "emea")
    found = asked(doctor._imap, settings)
    assert found.fine
    assert "plan@milepost.example at" in found.found
    assert "emea@milepost.example at" in found.found
    assert asked(doctor._smtp, settings).fine


def test_a_wrong_password_is_a_sentence_without_it(tmp_path: Path, server: LocalMail) -> None:
    found = asked(doctor._imap, configured(tmp_path, server, password="s3cret-but-wrong"))
    assert not found.fine
    assert "refuses the login" in found.found
    assert "s3cret" not in found.found


def test_a_token_that_is_not_given_is_a_sentence(tmp_path: Path, server: LocalMail, endpoint: TokenEndpoint) -> None:
    endpoint.refuses = "AADSTS7000215: Invalid client secret provided."
    oauth = (
        f'oauth = true\n[mail.oauth]\nprovider = "microsoft"\ntenant = "tenant"\nclient_id = "the-app"\n'
        f'client_secret = "{SECRET}"\nurl = "{endpoint.url}"\ntls_ca_file = "{endpoint.ca_file}"\n'
    )
    settings = configured(tmp_path, server, oauth)
    found = asked(doctor._smtp, settings)
    assert not found.fine
    assert found.found.startswith("Microsoft gives no token for the-app: AADSTS7000215")
    assert SECRET not in f"{found}{settings!r}{smtp_account(settings)!r}"


def test_a_mailboxs_tokens_are_kept_between_two_openings(tmp_path: Path, server: LocalMail) -> None:
    oauth = '[mail.oauth]\nprovider = "google"\nclient_id = "x"\nclient_secret = "y"\nrefresh_token = "z"\n'
    settings = configured(tmp_path, server, oauth)
    assert tokens_of(settings.mail.oauth, "a@x.example") is tokens_of(settings.mail.oauth, "a@x.example")
    assert tokens_of(settings.mail.oauth, "a@x.example") is not tokens_of(settings.mail.oauth, "b@x.example")
    assert imap_account(settings).tokens is None, "a mailbox that takes passwords"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('name = "emea"\npassword = "s3cret"', "mail.mailboxes (MILEPOST_MAIL__MAILBOXES) needs a name of its own"),
        ('name = "apac"\nport = "abc"\npassword = "s3cret"', "mail.mailboxes.port (MILEPOST_MAIL__MAILBOXES__PORT)"),
        ('name = "apac"\nhots = "x"\npassword = "s3cret"', "is no setting"),
    ],
)
def test_a_mailbox_set_wrongly_is_a_sentence_without_its_password(
    wrong: str, words: str, tmp_path: Path, server: LocalMail
) -> None:
    with pytest.raises(WrongSettingError) as raised:
        configured(tmp_path, server, f"[[mail.mailboxes]]\n{wrong}\n")
    assert words in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_a_list_of_mailboxes_that_cannot_be_read_is_a_sentence_without_it(
    tmp_path: Path, server: LocalMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILEPOST_MAIL__MAILBOXES", '[{"name": "apac", "password": "s3cret"')
    with pytest.raises(WrongSettingError) as raised:
        configured(tmp_path, server)
    assert "s3cret" not in str(raised.value)
    monkeypatch.setenv("MILEPOST_MAIL__MAILBOXES", '[{"name": "apac", "password": "s3cret"}]')
    settings = configured(tmp_path, server)
    assert mailboxes(settings) == ("plans", "apac")
    assert imap_account(settings, "apac").password() == "s3cret"
    assert "s3cret" not in f"{settings!r} {describe(settings)}"


def test_a_mailbox_that_is_not_set_here_is_a_sentence(tmp_path: Path, server: LocalMail) -> None:
    with pytest.raises(WrongSettingError, match="no mailbox 'apac'"):
        imap_account(configured(tmp_path, server), "apac")


def test_a_signature_that_nobody_could_verify_is_a_sentence(tmp_path: Path, server: LocalMail) -> None:
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "dkim.pem").write_bytes(key)
    settings = configured(tmp_path, server, f'[mail.dkim]\nselector = "mp1"\nkey_file = "{tmp_path}/dkim.pem"\n')
    signer = signer_of(settings)
    assert signer
    assert signer.problem(lambda _: None) == (
        "The DNS record mp1._domainkey.milepost.example is missing or does not hold this key's public half."
    )
    assert "does not hold this key" in signer.problem(lambda _: b"v=DKIM1; p=!!!")
    unusable = Signer("milepost.example", "mp1", lambda: "s3cret").problem(lambda _: None)
    assert "The DKIM key of mp1._domainkey.milepost.example cannot be used." in unusable
    assert signer_of(configured(tmp_path, server)) is None
