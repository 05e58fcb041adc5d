"""Tokens stand for a password at Microsoft 365 and Google: fetched when needed, renewed before they end."""

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

EARLY = 300.0
"""Seconds before its end from which a token is not used any more."""
ANSWER = 15.0
"""Seconds that a token endpoint gets to answer."""
MICROSOFT = "https://login.microsoftonline.com"
MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
GOOGLE_SCOPE = "https://mail.google.com/"


class TokenRefusedError(Exception):
    """No token is given; the sentence says by whom and why, and holds no secret."""


@dataclass(frozen=True)
class Grant:
    """A token that was given, and for how many seconds it holds."""

    token: str = field(repr=False)
    seconds: float


Asks = Callable[[], Grant]
"""Asks an endpoint for a fresh token; TokenRefusedError where it gives none."""


class Tokens:
    """The tokens of one account, safe for threads; `clock` gives seconds that only count up."""

    def __init__(self, ask: Asks, clock: Callable[[], float]) -> None:
        """Take what asks for a token; nothing is asked before the first is needed."""
        self._ask, self._clock = ask, clock
        self._lock = threading.Lock()
        self._grant: Grant | None = None
        self._asked_at = 0.0

    def current(self) -> str:
        """Return a token that holds for a while yet."""
        with self._lock:
            if self._grant is None or self._clock() > self._asked_at + self._grant.seconds - self._early():
                self._renew()
            return self._grant.token if self._grant else ""

    def renewed(self) -> str:
        """Return a fresh token in place of one that was refused."""
        with self._lock:
            self._renew()
            return self._grant.token if self._grant else ""

    def _early(self) -> float:
        """Return how early a token is renewed: a short-lived one serves half its time."""
        return min(EARLY, self._grant.seconds / 2) if self._grant else EARLY

    def _renew(self) -> None:
        asked_at = self._clock()
        self._grant = self._ask()
        self._asked_at = asked_at


@dataclass(frozen=True)
class MicrosoftApp:
    """An app registration with the right IMAP.AccessAsApp or SMTP.SendAsApp (client credentials)."""

    tenant: str
    client_id: str
    secret: Callable[[], str] = field(repr=False)
    authority: str = MICROSOFT
    ca_file: str | None = None

    def __call__(self) -> Grant:
        """Ask Microsoft for a token."""
        import msal
        import requests

        where = f"{self.authority.rstrip('/')}/{self.tenant}"
        try:
            app = msal.ConfidentialClientApplication(
                self.client_id,
                client_credential=self.secret(),
                authority=where,
                instance_discovery=None if self.authority == MICROSOFT else False,
                http_client=_session(self.ca_file),
            )
            # A new app each time has an empty cache: what was refused is not handed out again.
            answer = app.acquire_token_for_client(scopes=[MICROSOFT_SCOPE])
        except (requests.RequestException, ValueError) as error:
            raise TokenRefusedError(f"Microsoft gives no token for {self.client_id}: {_why(error)}.") from None
        return _granted("Microsoft", self.client_id, answer)


@dataclass(frozen=True)
class GoogleServiceAccount:
    """A service account that may act for a mailbox of its domain (domain-wide delegation); `key` is its JSON."""

    user: str
    key: Callable[[], str] = field(repr=False)
    ca_file: str | None = None

    def __call__(self) -> Grant:
        """Ask Google for a token in the user's name."""
        from google.oauth2 import service_account

        try:
            info = json.loads(self.key())
            kind: Any = service_account.Credentials
            signer = kind.from_service_account_info(info, scopes=[GOOGLE_SCOPE], subject=self.user)
        except (ValueError, TypeError, AttributeError):
            raise TokenRefusedError(f"The service account's key for {self.user} is not one of Google's.") from None
        return _google(signer, self.user, self.ca_file)


@dataclass(frozen=True)
class GoogleUser:
    """A mailbox whose owner has agreed once, which gave a refresh token."""

    user: str
    client_id: str
    secret: Callable[[], str] = field(repr=False)
    refresh_token: Callable[[], str] = field(repr=False)
    token_url: str = GOOGLE_TOKENS
    ca_file: str | None = None

    def __call__(self) -> Grant:
        """Ask Google for a token in the owner's name."""
        from google.oauth2 import credentials

        kind: Any = credentials.Credentials
        owner = kind(
            None,
            refresh_token=self.refresh_token(),
            token_uri=self.token_url,
            client_id=self.client_id,
            client_secret=self.secret(),
        )
        return _google(owner, self.user, self.ca_file)


class _Refreshes(Protocol):
    """What google-auth's credentials of every kind do."""

    token: str | None

    def refresh(self, request: Any) -> None:
        """Ask for a token."""


@dataclass
class _Asking:
    """Carries google-auth's questions, and notes for how long the answer holds."""

    session: Any
    seconds: float = 3_600.0

    def __call__(self, url: str, **question: Any) -> Any:
        from google.auth.transport.requests import Request

        # Without its own limit google-auth would wait for two minutes.
        answer = Request(self.session)(url, **{**question, "timeout": ANSWER})
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            self.seconds = float(json.loads(answer.data).get("expires_in") or self.seconds)
        return answer


def _google(credentials: _Refreshes, user: str, ca_file: str | None) -> Grant:
    import requests
    from google.auth.exceptions import GoogleAuthError

    with _session(ca_file) as session:
        asking = _Asking(session)
        try:
            credentials.refresh(asking)
        except (GoogleAuthError, requests.RequestException, ValueError) as error:
            raise TokenRefusedError(f"Google gives no token for {user}: {_why(error)}.") from None
    return Grant(credentials.token or "", asking.seconds)


def _session(ca_file: str | None) -> Any:
    """Return what carries questions to an endpoint: within a time limit, and trusting the authority that is set.

    A session's own `verify` would give way to REQUESTS_CA_BUNDLE in the environment.
    """
    import requests

    class Session(requests.Session):
        def request(self, *words: Any, **more: Any) -> requests.Response:
            return super().request(*words, **{"timeout": ANSWER, **({"verify": ca_file} if ca_file else {}), **more})

    return Session()


def _granted(who: str, client_id: str, answer: dict[str, Any]) -> Grant:
    token = answer.get("access_token")
    if not isinstance(token, str):
        why = _short(str(answer.get("error_description") or answer.get("error") or "no reason given"))
        raise TokenRefusedError(f"{who} gives no token for {client_id}: {why}.")
    return Grant(token, float(answer.get("expires_in") or 3_600))


def _why(error: Exception) -> str:
    # An error's first line names the trouble; what follows may repeat what was sent.
    return _short(str(error.args[0]) if error.args else type(error).__name__)


def _short(text: str) -> str:
    return " ".join(text.split())[:160].rstrip(".")
