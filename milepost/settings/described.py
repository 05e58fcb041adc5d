"""Every key of the settings is described by its own sentence, for `milepost doctor`, the docs and .env.example."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr

from milepost.settings.settings import NESTED, PREFIX, Settings


@dataclass(frozen=True)
class Described:
    """One key: its name in milepost.toml, its variable, its sentence, and what holds (never a secret)."""

    key: str
    variable: str
    sentence: str
    value: str
    secret: bool


def variable(key: str) -> str:
    """Return the environment variable of a key: mail.imap.port is MILEPOST_MAIL__IMAP__PORT."""
    return PREFIX + key.upper().replace(".", NESTED)


def describe(settings: Settings | None = None) -> tuple[Described, ...]:
    """Return every key, with what is set; without settings, with what holds where nothing is set."""
    return tuple(_described(Settings, settings, ""))


def _described(shape: type[BaseModel], settings: BaseModel | None, prefix: str) -> Iterator[Described]:
    for name, field in shape.model_fields.items():
        key = f"{prefix}{name}"
        value = getattr(settings, name) if settings else field.default
        if isinstance(field.default, BaseModel):
            yield from _described(type(field.default), value, f"{key}.")
        else:
            secret = "SecretStr" in str(field.annotation)
            yield Described(key, variable(key), field.description or "", _shown(value, secret), secret)


def _shown(value: Any, secret: bool) -> str:
    if secret:
        return "set" if value else ""
    if isinstance(value, tuple):
        words = (getattr(word, "name", word) for word in value if not isinstance(word, SecretStr))
        return ",".join(str(word) for word in words)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def example() -> str:
    """Return the part of .env.example that lists every key, each with its sentence and what holds without it."""
    return "\n".join(f"# {one.sentence}\n# {one.variable}={_plain(one)}\n" for one in describe())


def _plain(one: Described) -> str:
    return "" if one.secret else str(Path(one.value)) if one.key == "data_dir" else one.value
