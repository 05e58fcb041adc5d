"""The groups of settings of mail: by which servers it comes and goes, how it is signed, and whose is believed."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from milepost.settings.secret import Group
from milepost.settings.words import Words, split

Transport = Literal["tls", "starttls", "none"]


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
