"""Reading the settings: a wrong one is a sentence that names its key and repeats no secret."""

import os
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from milepost.settings.described import Described, describe, variable
from milepost.settings.secret import WrongSettingError
from milepost.settings.settings import NESTED, PREFIX, Settings

FILE = Path("milepost.toml")
MAILBOXES = "mail.mailboxes"
"""Each of these has the keys of mail.imap."""

NEEDED: dict[str, str] = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "path": "a path",
    "tuple": "words parted by commas",
    "model": "keys of its own",
}
LIMITS: dict[str, str] = {"ge": "a number of at least", "le": "a number of at most"}


def settings_for(data: Path | None = None, file: Path = FILE) -> Settings:
    """Return the settings, on another data directory where one is given; WrongSettingError says all that is wrong."""
    held = _held(file)
    unknown = list(_unknown_variables())
    try:
        settings = Settings(**held)
    except ValidationError as error:
        raise WrongSettingError("\n".join([*unknown, *_sentences(error)])) from None
    except SettingsError as error:
        raise WrongSettingError(f"A variable cannot be read: {error}.") from None
    if unknown:
        raise WrongSettingError("\n".join(unknown))
    return settings.model_copy(update={"data_dir": data}) if data else settings


def _held(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSettingError(f"{file} cannot be read: {error}.") from error


def _unknown_variables() -> Iterator[str]:
    for name in sorted(os.environ):
        group = name.upper().removeprefix(PREFIX).partition(NESTED)[0].casefold()
        if name.upper().startswith(PREFIX) and group not in Settings.model_fields:
            yield f"{name} is no setting.{_meant(name.upper(), [one.variable for one in describe()])}"


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.7)
    return f" Did you mean {close[0]}?" if close else ""


def _sentences(error: ValidationError) -> Iterator[str]:
    keys = {one.key: one for one in describe()}
    seen: set[str] = set()
    for fault in error.errors(include_url=False):
        key = ".".join(str(step) for step in fault["loc"] if not isinstance(step, int))
        if key not in seen:
            seen.add(key)
            yield _sentence(key, fault, keys)


def _sentence(key: str, fault: Any, keys: dict[str, Described]) -> str:
    known = keys.get(key.replace(f"{MAILBOXES}.", "mail.imap."))
    if fault["type"] == "extra_forbidden" or known is None:
        return f"{key} ({variable(key)}) is no setting.{_meant(key, list(keys))}"
    # A list of mailboxes has their passwords in it.
    shown = "" if known.secret or key == MAILBOXES else f", but it is {str(fault['input'])!r}"
    return f"{key} ({variable(key)}) needs {_needed(fault)}{shown}. {known.sentence}"


def _needed(fault: Any) -> str:
    if fault["type"] == "literal_error":
        return str(fault["ctx"]["expected"])
    if fault["type"] == "string_pattern_mismatch":
        return "another form"
    if fault["type"] == "same_name":
        return str(fault["msg"])
    limits = fault.get("ctx", {})
    if limit := [f"{words} {limits[name]}" for name, words in LIMITS.items() if name in limits]:
        return limit[0]
    return NEEDED.get(fault["type"].partition("_")[0], "another value")
