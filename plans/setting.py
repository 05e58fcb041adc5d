"""A setting is what a plan stands in: its people and parties, the deal, the goals, and the buyer's own dates."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Side = Literal["buyer", "seller"]
Power = Literal["champion", "decision-maker", "influencer"]
EventKind = Literal["board", "committee", "budget", "approval", "freeze", "shutdown", "audit", "launch"]

STRICT: dict[str, Any] = {"extra": "forbid"}
"""pydantic reads this from `__pydantic_config__`, so that unknown keys are refused without importing it here."""


@dataclass(frozen=True)
class Person:
    """Somebody named in the plan; `assistant` is a person id or an address, `manager` a person id.

    `mail` is "less" where once a month is enough, "off" where they want none, "bounced" where their address takes
    none until it changes. `revoked` counts the addresses made for them that route no more;
    `invites` is what they said of calendar invitations, None where nothing yet (the seller's side gets them).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    name: str
    email: str
    side: Side
    title: str = ""
    power: Power | None = None
    phone: str = ""
    calendar: str = ""
    assistant: str = ""
    manager: str | None = None
    aliases: tuple[str, ...] = ()
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    region: str | None = None
    away_until: dt.date | None = None
    mail: Literal["on", "less", "off", "bounced"] = "on"
    revoked: int = 0
    invites: bool | None = None

    @property
    def sealed_as(self) -> str:
        """Return what stands for them in the addresses that are made for them now."""
        return f"{self.id}/{self.revoked}" if self.revoked else self.id

    @property
    def mailed(self) -> bool:
        """Tell whether anything is mailed to them at all."""
        return self.mail in ("on", "less")

    @property
    def addresses(self) -> frozenset[str]:
        """Return every address that is this person's own, folded to lower case."""
        return frozenset(address.casefold() for address in (self.email, *self.aliases))


@dataclass(frozen=True)
class Party:
    """One side of the deal: the buyer or the seller."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    domains: tuple[str, ...]
    sector: str = ""
    employees: int | None = None
    country: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Deal:
    """What is sold; never written into ids, search attributes or logs."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    type: str = ""
    amount: int | float | None = None
    currency: str = ""
    term_months: int | None = None
    crm_id: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Goal:
    """What success looks like for the buyer."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    text: str
    id: str | None = None
    measure: str = ""
    baseline: int | float | str | None = None
    target: int | float | str | None = None
    owner: str | None = None
    confirmed: bool | None = None


@dataclass(frozen=True)
class Event:
    """A date of the buyer's own calendar that the plan has to live with; `end` is its last day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    date: dt.date
    end: dt.date | None = None
    kind: EventKind | None = None
    papers_due: dt.date | None = None


@dataclass(frozen=True)
class Readiness:
    """The seven signs that a plan is due (R66)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    champion: bool = False
    business_case: bool = False
    it_agreed: bool = False
    procurement_expected: bool = False
    external_event: bool = False
    shortlisted: bool = False
    exec_expects_plan: bool = False


NO_DEAL = Deal()
"""What is sold, where a plan does not say."""
NO_SIGNS = Readiness()
"""No sign of readiness, where a plan does not say."""
