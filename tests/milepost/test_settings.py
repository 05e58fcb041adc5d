"""Settings come from variables and milepost.toml; a wrong one is a sentence, a secret is never printed."""

import dataclasses
import stat
from pathlib import Path

import pytest

from milepost.settings import Settings, WrongSettingError, describe, example, settings_for
from milepost.settings.accounts import endpoint_of, imap_account, smtp_account

SECRET = "s3cret-" + "x" * 20


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("MILEPOST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _toml(text: str) -> Path:
    Path("milepost.toml").write_text(text)
    return Path("milepost.toml")


def test_without_anything_set_the_embedded_stack_is_meant() -> None:
    settings = settings_for()
    assert settings.temporal.address == ""
    assert settings.database_url() == "sqlite:///milepost-data/milepost.db"
    assert settings.seal_keys() == ()
    assert settings_for(Path("elsewhere")).database_url() == "sqlite:///elsewhere/milepost.db"


def test_a_variable_wins_over_the_file_key_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    _toml('[mail.imap]\nhost = "imap.acme.example"\nport = 143\n[trust]\nunauthenticated = ["acme.example"]\n')
    monkeypatch.setenv("MILEPOST_MAIL__IMAP__PORT", "993")
    settings = settings_for()
    assert (settings.mail.imap.host, settings.mail.imap.port) == ("imap.acme.example", 993)
    assert settings.trust.unauthenticated == ("acme.example",)


def test_lists_in_variables_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_TRUST__UNAUTHENTICATED", "acme.example, bolt.example")
    monkeypatch.setenv("MILEPOST_KEYS", f"{SECRET},{SECRET}-older")
    settings = settings_for()
    assert settings.trust.unauthenticated == ("acme.example", "bolt.example")
    assert settings.seal_keys() == (SECRET.encode(), f"{SECRET}-older".encode())


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_MAIL__IMAP__PORT", "")
    assert settings_for().mail.imap.port == 993


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("MILEPOST_MAIL__IMAP__PORT", "abc", "mail.imap.port (MILEPOST_MAIL__IMAP__PORT) needs a whole number"),
        ("MILEPOST_MAIL__IMAP__PORT", "70000", "at most 65535"),
        ("MILEPOST_MAIL__SMTP__TLS", "ssl", "needs 'tls', 'starttls' or 'none', but it is 'ssl'"),
        ("MILEPOST_READING__THRESHOLD", "0.2", "at least 0.5"),
        ("MILEPOST_MAIL__ADDRESS", "nobody", "mail.address"),
        ("MILEPOST_TEMPORAL__TLS", "maybe", "needs true or false"),
        ("MILEPOST_MAIL__IMAP__HOTS", "x", "Did you mean mail.imap.host?"),
        ("MILEPOST_DATABSE__URL", "x", "Did you mean MILEPOST_DATABASE__URL?"),
        ("MILEPOST_WEB__UNSUBSCRIBE_URL", "http://x.example", "web.unsubscribe_url"),
        ("MILEPOST_MAIL", "abc", "mail"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_its_key(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSettingError) as raised:
        settings_for()
    assert words in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_all_wrong_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _toml("nonsense = 1\n[mail.smtp]\nrate = 0\n")
    monkeypatch.setenv("MILEPOST_MAIL__IMAP__PORT", "abc")
    with pytest.raises(WrongSettingError) as raised:
        settings_for()
    assert len(str(raised.value).splitlines()) == 3


def test_a_broken_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongSettingError, match=r"milepost\.toml cannot be read"):
        settings_for(file=_toml("[mail\nx"))


def test_a_secret_is_given_as_a_file_or_a_command_too(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("password").write_text(f"{SECRET}\n")
    monkeypatch.setenv("MILEPOST_MAIL__IMAP__PASSWORD_FILE", "password")
    monkeypatch.setenv("MILEPOST_MAIL__SMTP__PASSWORD_COMMAND", f"echo '{SECRET}'")
    monkeypatch.setenv("MILEPOST_DATABASE__URL_COMMAND", "echo postgresql://here/milepost")
    settings = settings_for()
    assert settings.mail.imap.secret("password") == settings.mail.smtp.secret("password") == SECRET
    assert settings.database_url() == "postgresql://here/milepost"
    assert settings.temporal.secret("api_key") == ""


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "echo 'unclosed"])
def test_a_command_that_gives_no_secret_names_its_key_and_repeats_nothing(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("MILEPOST_MAIL__IMAP__PASSWORD_COMMAND", f"{command} {SECRET}")
    with pytest.raises(WrongSettingError, match="password_command") as raised:
        settings_for().mail.imap.secret("password")
    assert SECRET not in str(raised.value)


def test_no_secret_is_ever_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [one for one in describe() if one.secret]
    assert {one.key for one in secrets} == {
        "keys", "database.url", "temporal.api_key", "temporal.codec_keys",
        "mail.imap.password", "mail.smtp.password", "codec.token",
        "mail.oauth.client_secret", "mail.oauth.service_account", "mail.oauth.refresh_token", "mail.dkim.key",
        "crm.webhook", "crm.keys", "ops.otlp_headers",
    }  # fmt: skip
    for one in secrets:
        monkeypatch.setenv(one.variable, SECRET)
    settings = settings_for()
    printed = f"{settings!r} {settings} {describe(settings)} {settings.model_dump()} {settings.model_dump_json()}"
    assert SECRET not in printed
    assert {one.value for one in describe(settings) if one.secret} == {"set"}


def test_a_wrong_setting_beside_a_secret_does_not_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _toml(f'keys = {{ a = "{SECRET}" }}\n[mail.imap]\npassword = ["{SECRET}"]\npasword = "{SECRET}"\n')
    with pytest.raises(WrongSettingError) as raised:
        settings_for()
    assert SECRET not in str(raised.value)
    assert "mail.imap.password" in str(raised.value)


def test_a_key_that_could_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_KEYS", "short")
    with pytest.raises(WrongSettingError, match="MILEPOST_KEYS") as raised:
        settings_for().seal_keys()
    assert "'short'" not in str(raised.value)


def test_the_embedded_stack_makes_its_key_once_and_for_its_user_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    here = settings.on_ports(temporal=7233, ui=8233, smtp=25, imap=143)
    again = settings_for(tmp_path / "data").on_ports(temporal=1, ui=2, smtp=3, imap=4)
    assert len(here.seal_keys()) == 1
    assert here.seal_keys() == again.seal_keys() == settings.seal_keys()
    assert here.mail_password() == again.mail_password() != here.seal_keys()[0].decode()
    assert stat.S_IMODE((tmp_path / "data" / "keys").stat().st_mode) == 0o600
    assert (here.temporal.address, here.mail.imap.port, here.mail.smtp.port) == ("127.0.0.1:7233", 143, 25)
    assert here.mail.imap.tls == here.mail.smtp.tls == "none"


def test_the_accounts_ask_for_their_password_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("password").write_text("before")
    for account in ("IMAP", "SMTP"):
        monkeypatch.setenv(f"MILEPOST_MAIL__{account}__HOST", f"{account.casefold()}.acme.example")
        monkeypatch.setenv(f"MILEPOST_MAIL__{account}__PASSWORD_FILE", "password")
    settings = settings_for()
    imap, smtp = imap_account(settings), smtp_account(settings)
    assert (imap.host, imap.port, imap.user, imap.security) == (
        "imap.acme.example",
        993,
        "plan@milepost.example",
        "tls",
    )
    assert (smtp.host, smtp.port, smtp.user, smtp.security) == ("smtp.acme.example", 587, "", "starttls")
    Path("password").write_text("after")
    assert imap.password() == smtp.password() == "after"


def test_the_crms_address_needs_tls_beyond_this_machine_and_a_key_and_is_never_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert endpoint_of(settings_for()) is None
    Path("keys").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nan older key that signs\n")
    monkeypatch.setenv("MILEPOST_CRM__WEBHOOK", "https://crm.acme.example/hooks/abc")
    with pytest.raises(WrongSettingError, match=r"crm\.keys"):
        endpoint_of(settings_for())
    monkeypatch.setenv("MILEPOST_CRM__KEYS_FILE", "keys")
    endpoint = endpoint_of(settings_for())
    assert endpoint
    ring = endpoint.keys()
    assert [len(key) for key in ring] == [24, 23]
    for wrong in ("http://crm.acme.example/hooks/abc", "http://127.0.0.1@crm.acme.example/hooks/abc", "hooks/abc"):
        monkeypatch.setenv("MILEPOST_CRM__WEBHOOK", wrong)
        with pytest.raises(WrongSettingError, match=r"crm\.webhook") as raised:
            endpoint_of(settings_for())
        assert "hooks/abc" not in str(raised.value)
    for here in ("http://127.0.0.1:8080/hooks", "http://localhost/hooks", "http://[::1]:80/hooks"):
        monkeypatch.setenv("MILEPOST_CRM__WEBHOOK", here)
        assert endpoint_of(settings_for())


def test_every_key_has_one_sentence() -> None:
    for one in describe():
        assert one.sentence.endswith("."), one.key
        assert "\n" not in one.sentence


def test_the_example_lists_every_key_and_holds_no_secret(root: Path) -> None:
    text = (root / ".env.example").read_text()
    assert example() in text
    for line in text.splitlines():
        name, _, value = line.lstrip("# ").partition("=")
        if any(word in name for word in ("PASSWORD", "KEYS", "API_KEY", "URL_")) and name.isupper():
            assert value == "", line


def test_what_is_described_is_what_can_be_set() -> None:
    assert all(dataclasses.is_dataclass(one) for one in describe())
    assert {one.key.partition(".")[0] for one in describe()} == set(Settings.model_fields)
