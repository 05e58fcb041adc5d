"""The groups of settings beside those of mail: what each key is for, in one sentence."""

from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from milepost.settings.secret import Group
from milepost.settings.words import Words, split


class DatabaseSettings(Group):
    """Where everything is remembered."""

    url: SecretStr | None = Field(
        default=None,
        description="The database, postgresql://user:password@host/name; left out, an SQLite file in data_dir.",
    )
    url_file: Path | None = Field(default=None, description="A file that holds database.url.")
    url_command: str | None = Field(default=None, description="A command that prints database.url.")


class TemporalSettings(Group):
    """The Temporal that runs the plans."""

    address: str = Field(default="", description="Host and port of Temporal; left out, `milepost up` starts its own.")
    namespace: str = Field(default="default", description="The Temporal namespace that the plans live in.")
    tls: bool = Field(default=False, description="Whether to speak TLS with Temporal; an API key implies it.")
    tls_ca_file: Path | None = Field(
        default=None, description="The authority of Temporal's certificate, where it is private."
    )
    tls_cert_file: Path | None = Field(default=None, description="The client certificate, where Temporal asks for one.")
    tls_key_file: Path | None = Field(default=None, description="The client certificate's key.")
    api_key: SecretStr | None = Field(default=None, description="The API key for Temporal, where it asks for one.")
    api_key_file: Path | None = Field(default=None, description="A file that holds temporal.api_key.")
    api_key_command: str | None = Field(default=None, description="A command that prints temporal.api_key.")
    codec_keys: SecretStr | None = Field(
        default=None,
        description="The secrets that seal what Temporal keeps, newest first, parted by commas; empty: unsealed.",
    )
    codec_keys_file: Path | None = Field(default=None, description="A file that holds temporal.codec_keys.")
    codec_keys_command: str | None = Field(default=None, description="A command that prints temporal.codec_keys.")
    task_queue: str = Field(default="milepost", description="The task queue that the workers listen to.")
    deployment: str = Field(
        default="",
        description="The worker deployment whose current version takes the plans; empty: any worker takes any plan.",
    )
    ui_address: str = Field(default="", description="Where people open Temporal's Web UI, for links.")


class ReadingSettings(Group):
    """How a letter is read, and how sure the reading has to be."""

    at_once_kb: int = Field(
        default=256,
        ge=0,
        description="Up to how many KB a letter is read in its plan's own worker; larger ones are read on the reading "
        "queue, as all are with 0.",
    )

    threshold: float = Field(
        default=0.9,
        ge=0.5,
        le=1,
        description="How certain (0.5 to 1) a reading must be to be applied without asking back.",
    )


class DigestSettings(Group):
    """When reporters and their managers hear of all their plans."""

    weekly: str = Field(
        default="Monday 08:00",
        pattern=r"^off$|^[A-Z][a-z]+day ([01]\d|2[0-3]):[0-5]\d$",
        description="The day and time of the weekly digest, such as Monday 08:00, or off.",
    )
    timezone: str = Field(default="UTC", description="The IANA time zone of that day and time.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise PydanticCustomError("unknown_zone", "an IANA time zone")
        return name


class AlertSettings(Group):
    """Who hears of what holds plans up."""

    address: str = Field(
        default="",
        pattern=r"^$|^[^@\s,+]+@[^@\s,]+$",
        description="Where mail goes when something holds a plan up; left out, `milepost doctor` and `list` tell it.",
    )


class LogSettings(Group):
    """What a worker writes on standard error, and the embedded stack into data_dir/milepost.log."""

    format: Literal["text", "json"] = Field(default="text", description="How log lines are written: text or json.")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="From which level on they are: debug, info, warning or error."
    )


class OpsSettings(Group):
    """How ops see a process (docs/operations.md)."""

    host: str = Field(default="127.0.0.1", description="Where health and metrics are answered; guard it elsewhere.")
    port: int = Field(
        default=0, ge=0, le=65535, description="The port of /healthz, /readyz and /metrics; 0: none is opened."
    )
    otlp: str = Field(
        default="",
        pattern="^(https?://.*)?$",
        description="Where traces go by OTLP over HTTP, such as http://collector:4318/v1/traces; left out, nowhere.",
    )
    otlp_headers: SecretStr | None = Field(
        default=None, description="Headers for that address, name=value, parted by commas."
    )
    otlp_headers_file: Path | None = Field(default=None, description="A file that holds ops.otlp_headers.")
    otlp_headers_command: str | None = Field(default=None, description="A command that prints ops.otlp_headers.")


class CrmSettings(Group):
    """The CRM that plans are mirrored in (docs/crm.md)."""

    webhook: SecretStr | None = Field(
        default=None,
        description="Where every version of a plan is sent, https only beyond this machine; left out, nowhere.",
    )
    webhook_file: Path | None = Field(default=None, description="A file that holds crm.webhook.")
    webhook_command: str | None = Field(default=None, description="A command that prints crm.webhook.")
    keys: SecretStr | None = Field(
        default=None,
        description="The secrets that sign what is sent there, newest first, parted by commas or line by line.",
    )
    keys_file: Path | None = Field(default=None, description="A file that holds crm.keys.")
    keys_command: str | None = Field(default=None, description="A command that prints crm.keys.")
    seconds: float = Field(default=10, gt=0, le=30, description="How many seconds the CRM gets to answer.")
    tls_ca_file: Path | None = Field(default=None, description="The authority of that address, where it is private.")
    people: bool = Field(default=False, description="Whether milestones go there with their owners' names.")
    bcc: str = Field(
        default="",
        pattern=r"^$|^[^@\s,]+@[^@\s,]+$",
        description="The CRM's address for logging mails: it gets a copy of the status mails to reporters.",
    )


class RetentionSettings(Group):
    """For how long data is kept; a Temporal Schedule deletes every night what is older."""

    letters: int = Field(
        default=1095,
        ge=0,
        description="Days for which the mails that plans were sent are kept as they came; 0: for ever.",
    )
    strangers: int = Field(
        default=90, ge=0, description="Days for which mails that belong to no plan are kept; 0: for ever."
    )
    mails: int = Field(
        default=1095, ge=0, description="Days for which the words of our own mails are kept; 0: for ever."
    )
    ended: int = Field(
        default=0,
        ge=0,
        description="Days after its end for which a plan is kept, its log and letters included; 0: for ever.",
    )


class CodecSettings(Group):
    """The server that opens sealed payloads for the Web UI (`milepost codec-server`)."""

    host: str = Field(default="127.0.0.1", description="Where the codec server listens; elsewhere it needs a token.")
    port: int = Field(default=8234, ge=0, le=65535, description="The codec server's port.")
    origins: Words = Field(
        default=(), description="The Web UI's exact origins, parted by commas; left out, temporal.ui_address."
    )
    token: SecretStr | None = Field(default=None, description="The bearer token that the codec server asks for.")
    token_file: Path | None = Field(default=None, description="A file that holds codec.token.")
    token_command: str | None = Field(default=None, description="A command that prints codec.token.")

    _split_origins = field_validator("origins", mode="before")(split)


class WebSettings(Group):
    """Addresses that mails and documents link to."""

    url: str = Field(
        default="https://milepost.example",
        pattern="^https?://",
        description="The start of the links on a document's row ids; nothing has to answer there.",
    )
    unsubscribe_url: str = Field(
        default="",
        pattern="^(https://.*)?$",
        description="An https address for one-click unsubscribing; left out, mail does it.",
    )
