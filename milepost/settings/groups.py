"""The groups of settings: what each key is for, in one sentence."""

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from milepost.settings.secret import Group

Transport = Literal["tls", "starttls", "none"]
Words = Annotated[tuple[str, ...], NoDecode]


def split(value: Any) -> Any:
    """Return the words of a text that are parted by commas."""
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


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


class ImapSettings(Group):
    """The mailbox that replies arrive in."""

    name: str = Field(
        default="plans", description="What this mailbox is called in Temporal; no address, it is never encrypted."
    )
    host: str = Field(default="", description="The IMAP server; left out, `milepost up` starts a local one.")
    port: int = Field(default=993, ge=1, le=65535, description="The IMAP server's port.")
    user: str = Field(default="", description="The IMAP user; left out, mail.address.")
    password: SecretStr | None = Field(default=None, description="The IMAP password.")
    password_file: Path | None = Field(default=None, description="A file that holds mail.imap.password.")
    password_command: str | None = Field(default=None, description="A command that prints mail.imap.password.")
    tls: Transport = Field(default="tls", description="How the IMAP connection is protected: tls, starttls or none.")
    tls_ca_file: Path | None = Field(default=None, description="The authority of the IMAP server, where it is private.")
    oauth: bool = Field(
        default=False,
        description="Whether an OAuth access token is logged in with (XOAUTH2): mail.oauth's or the password.",
    )
    inbox: str = Field(default="INBOX", description="The folder that replies arrive in.")
    handled: str = Field(default="Handled", description="The folder that handled mails are moved to.")
    quarantine: str = Field(default="Quarantine", description="The folder for mails that are not trusted.")
    sent: str = Field(
        default="",
        description="The folder for copies of what is sent; left out, none are kept there (many servers do).",
    )


class SmtpSettings(Group):
    """The server that mails leave by."""

    host: str = Field(default="", description="The SMTP server; left out, `milepost up` starts a local one.")
    port: int = Field(default=587, ge=1, le=65535, description="The SMTP server's port.")
    user: str = Field(default="", description="The SMTP user; left out, none is given.")
    password: SecretStr | None = Field(default=None, description="The SMTP password.")
    password_file: Path | None = Field(default=None, description="A file that holds mail.smtp.password.")
    password_command: str | None = Field(default=None, description="A command that prints mail.smtp.password.")
    tls: Transport = Field(
        default="starttls", description="How the SMTP connection is protected: tls, starttls or none."
    )
    tls_ca_file: Path | None = Field(default=None, description="The authority of the SMTP server, where it is private.")
    oauth: bool = Field(
        default=False,
        description="Whether an OAuth access token is logged in with (XOAUTH2): mail.oauth's or the password.",
    )
    rate: int = Field(default=60, ge=1, description="How many mails a minute may leave at most, from each worker.")
    rate_per_domain: int = Field(
        default=30, ge=1, description="How many of them may go to the addresses of one domain at most."
    )
    connections: int = Field(default=3, ge=1, le=50, description="How many connections a worker opens at most.")


class OauthSettings(Group):
    """Who gives access tokens, where a mailbox takes no passwords."""

    provider: Literal["", "microsoft", "google"] = Field(
        default="", description="Who gives the access tokens: microsoft or google; left out, the password is the token."
    )
    tenant: str = Field(default="", description="The directory (tenant) of the app registration at Microsoft.")
    client_id: str = Field(default="", description="The id of the app at Microsoft, or of the OAuth client at Google.")
    client_secret: SecretStr | None = Field(default=None, description="The app's or the client's secret.")
    client_secret_file: Path | None = Field(default=None, description="A file that holds mail.oauth.client_secret.")
    client_secret_command: str | None = Field(
        default=None, description="A command that prints mail.oauth.client_secret."
    )
    service_account: SecretStr | None = Field(
        default=None, description="The JSON key of Google's service account that may act for the mailbox."
    )
    service_account_file: Path | None = Field(default=None, description="A file that holds mail.oauth.service_account.")
    service_account_command: str | None = Field(
        default=None, description="A command that prints mail.oauth.service_account."
    )
    refresh_token: SecretStr | None = Field(
        default=None, description="The refresh token of the mailbox's owner at Google, without a service account."
    )
    refresh_token_file: Path | None = Field(default=None, description="A file that holds mail.oauth.refresh_token.")
    refresh_token_command: str | None = Field(
        default=None, description="A command that prints mail.oauth.refresh_token."
    )
    url: str = Field(
        default="",
        pattern="^(https://.*)?$",
        description="Where tokens are asked for, in a cloud of one's own; left out, the provider's public address.",
    )
    tls_ca_file: Path | None = Field(default=None, description="The authority of that address, where it is private.")


class DkimSettings(Group):
    """The signature on mails, where no mail server adds one."""

    selector: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9.-]*$",
        description="The name of the DNS record (selector._domainkey) of the DKIM key; left out, we sign nothing.",
    )
    domain: str = Field(default="", description="The domain that signs; left out, the one of mail.address.")
    key: SecretStr | None = Field(default=None, description="The private DKIM key (PEM, RSA).")
    key_file: Path | None = Field(default=None, description="A file that holds mail.dkim.key.")
    key_command: str | None = Field(default=None, description="A command that prints mail.dkim.key.")


class MailSettings(Group):
    """The mail account that Milepost writes from."""

    address: str = Field(
        default="plan@milepost.example",
        pattern=r"^[^@\s,+]+@[^@\s,]+$",
        description="Milepost's own mail address; see plus_addresses.",
    )
    plus_addresses: bool = Field(
        default=True,
        description="Whether its account takes plus-addresses (plan+...@); else a code stands in subject and footer.",
    )
    display_name: str = Field(default="Milepost", description="The name beside that address.")
    words: Path | None = Field(
        default=None, description="A folder with words and layouts of your own for the mails (docs/mails.md)."
    )
    imap: ImapSettings = ImapSettings()
    mailboxes: tuple[ImapSettings, ...] = Field(
        default=(),
        description="Further mailboxes, each with a name and the keys of mail.imap: [[mail.mailboxes]], or JSON here.",
    )
    smtp: SmtpSettings = SmtpSettings()
    oauth: OauthSettings = OauthSettings()
    dkim: DkimSettings = DkimSettings()

    @field_validator("mailboxes")
    @classmethod
    def _named_apart(cls, mailboxes: tuple[ImapSettings, ...], before: ValidationInfo) -> tuple[ImapSettings, ...]:
        names = [box.name for box in (before.data.get("imap", ImapSettings()), *mailboxes)]
        if len(set(names)) < len(names):
            raise PydanticCustomError("same_name", "a name of its own for each mailbox")
        return mailboxes


class TrustSettings(Group):
    """Whose mails are believed."""

    authserv_id: str = Field(
        default="",
        description="The name that our mail server signs Authentication-Results with; left out, none are believed.",
    )
    unauthenticated: Words = Field(
        default=(), description="Mail domains that are believed without authentication, parted by commas."
    )

    _split_domains = field_validator("unauthenticated", mode="before")(split)


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
