"""The settings as the rest of Milepost asks for them: addresses, accounts and keys."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from milepost.settings.groups import (
    AlertSettings,
    CodecSettings,
    CrmSettings,
    DatabaseSettings,
    DigestSettings,
    LogSettings,
    OpsSettings,
    ReadingSettings,
    RetentionSettings,
    TemporalSettings,
    WebSettings,
)
from milepost.settings.mail import MailSettings, TrustSettings
from milepost.settings.secret import WrongSettingError, from_file, made_once
from milepost.settings.words import Words, split
from milepost.settings.work import QUEUES, WorkerSettings

PREFIX = "MILEPOST_"
NESTED = "__"
SHORTEST_KEY = 16
UNHURRIED = {"rate": 100_000, "rate_per_domain": 100_000}
"""How fast mails may go to the local server, which minds no number of them."""


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(
        default=Path("milepost-data"), description="The folder of all that Milepost keeps on this machine."
    )
    keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        description="The secrets that seal reply addresses and documents, newest first, parted by commas; "
        "every worker needs the same.",
    )
    keys_file: Path | None = Field(
        default=None,
        description="A file with one such secret a line, newest first; left out, data_dir/keys, which `up` makes.",
    )
    database: DatabaseSettings = DatabaseSettings()
    temporal: TemporalSettings = TemporalSettings()
    mail: MailSettings = MailSettings()
    trust: TrustSettings = TrustSettings()
    worker: WorkerSettings = WorkerSettings()
    reading: ReadingSettings = ReadingSettings()
    web: WebSettings = WebSettings()
    codec: CodecSettings = CodecSettings()
    digest: DigestSettings = DigestSettings()
    alerts: AlertSettings = AlertSettings()
    crm: CrmSettings = CrmSettings()
    sellers: Words = Field(
        default=(),
        description="Who may start plans by mail: addresses or mail domains, parted by commas; left out, nobody.",
    )
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
    ops: OpsSettings = OpsSettings()

    _split_words = field_validator("keys", "sellers", mode="before")(split)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables win over what is handed in, which is the file's."""
        return env_settings, init_settings

    def keeps_anything(self) -> bool:
        """Tell whether there is a database: one of our own has a file once something was kept in it."""
        return bool(self.database.secret("url")) or (self.data_dir / "milepost.db").exists()

    def database_url(self) -> str:
        """Return the database's address."""
        return self.database.secret("url") or f"sqlite:///{self.data_dir / 'milepost.db'}"

    def mail_password(self) -> str:
        """Return the password of the embedded mail server, made on first use."""
        return self.mail.imap.secret("password") or made_once(self.data_dir / "mail-password")

    def seal_keys(self) -> tuple[bytes, ...]:
        """Return the ring of keys that seal tokens and stamps, newest first; empty where none was ever made."""
        texts = [key.get_secret_value() for key in self.keys]
        file = self.keys_file or self.data_dir / "keys"
        if not texts and (self.keys_file or file.exists()):
            texts = [line.strip() for line in from_file("keys_file", file).splitlines() if line.strip()]
        return _ring(texts, "keys (MILEPOST_KEYS)")

    def sealing_keys(self) -> tuple[bytes, ...]:
        """Return the ring of keys that seal tokens and stamps; the first one is made where there is none."""
        if not self.keys and not self.keys_file:
            made_once(self.data_dir / "keys")
        return self.seal_keys()

    def payload_keys(self) -> tuple[bytes, ...]:
        """Return the ring of keys that seal what Temporal keeps, newest first; empty where it is not sealed."""
        given = self.temporal.secret("codec_keys").replace("\n", ",")
        return _ring([text.strip() for text in given.split(",") if text.strip()], "temporal.codec_keys")

    def serving(self, queues: str) -> "Settings":
        """Return the settings of a worker on these queues, parted by commas; WrongSettingError for one unknown."""
        try:
            worker = WorkerSettings.model_validate({**self.worker.model_dump(), "queues": queues})
        except ValidationError:
            raise WrongSettingError(f"--queues takes some of {', '.join(QUEUES)}, parted by commas.") from None
        return self.model_copy(update={"worker": worker})

    def on_ports(self, temporal: int, ui: int, smtp: int, imap: int) -> "Settings":
        """Return the settings of the embedded stack on these ports of this machine; its keys are made on first use."""
        if not self.keys and not self.keys_file:
            made_once(self.data_dir / "keys")
        here = "127.0.0.1"
        access = {
            "host": here, "user": self.mail.address, "password": SecretStr(self.mail_password()), "tls": "none",
            "oauth": False,
        }  # fmt: skip
        mail = {
            "imap": self.mail.imap.model_copy(update={**access, "port": imap}),
            "mailboxes": (),
            "smtp": self.mail.smtp.model_copy(update={**access, "port": smtp, **UNHURRIED}),
        }
        temporal_here = {
            "address": f"{here}:{temporal}", "ui_address": f"http://{here}:{ui}",
            "namespace": "default", "tls": False, "api_key": None,
        }  # fmt: skip
        update = {
            "temporal": self.temporal.model_copy(update=temporal_here),
            "mail": self.mail.model_copy(update=mail),
        }
        return self.model_copy(update=update)


def _ring(texts: list[str], name: str) -> tuple[bytes, ...]:
    if any(len(text) < SHORTEST_KEY for text in texts):
        raise WrongSettingError(f"{name}: a key needs at least {SHORTEST_KEY} characters.")
    return tuple(text.encode() for text in texts)
