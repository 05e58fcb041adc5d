"""A baseline is a plan before it has people and dates: roles, and working days from the start."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar, NamedTuple

from plans.plan import STRICT, Communication, Deadline, Dependency, ExternalKind, Goal, Power, Side

NAMES: tuple[str, ...] = (
    "saas", "manufacturing", "financial-services", "public-sector", "professional-services", "renewal",
)  # fmt: skip
"""The baselines that come with Milepost."""


class Filled(NamedTuple):
    """Who takes a role; a title left empty is the role's own."""

    name: str
    email: str
    title: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Role:
    """A part that somebody plays in the plan; `asks` is the question while nobody does."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    side: Side
    title: str
    power: Power
    asks: str


@dataclass(frozen=True)
class Question:
    """Something that only the buyer knows, asked with the draft (R78)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    where: str
    asks: str
    why: str


@dataclass(frozen=True)
class Waiting:
    """A dependency outside both sides; `owner` is a role, `day` counts working days from the start."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    name: str
    kind: ExternalKind
    owner: str
    day: int


@dataclass(frozen=True)
class Task:
    """An action of a step."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    task: str
    owner: str
    day: int


@dataclass(frozen=True)
class Step:
    """A milestone with roles in place of people and working days in place of dates."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    name: str
    kind: str
    outcome: str
    owner: str
    backup: str
    day: int
    actions: tuple[Task, ...]
    approver: str | None = None
    deadline: Deadline = "soft"
    optional: bool = False
    depends_on: tuple[Dependency, ...] = ()
    docs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Baseline:
    """One kind of deal with its usual milestones, the seller's deliverables filled in (R73, R74)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    title: str
    deal: str
    roles: dict[str, Role]
    goals: tuple[Goal, ...]
    questions: tuple[Question, ...]
    externals: tuple[Waiting, ...]
    milestones: tuple[Step, ...]
    communication: Communication


@lru_cache(maxsize=16)
def baseline(name: str) -> Baseline | None:
    """Return the baseline of this name, or None."""
    if name not in NAMES:
        return None
    from pydantic import TypeAdapter
    from ruamel.yaml import YAML

    text = (files("templates") / "baselines" / f"{name}.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Baseline).validate_python(YAML(typ="safe", pure=True).load(text))
