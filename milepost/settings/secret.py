"""A secret is given as it is, as a file or as a command; it is never printed."""

import os
import secrets
import shlex
import subprocess
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

COMMAND_SECONDS = 30


class WrongSettingError(Exception):
    """A setting that cannot be used; the text is a sentence that names its key, and never a secret."""


class Group(BaseModel):
    """Settings that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def secret(self, name: str) -> str:
        """Return a secret from its key, from the file that <key>_file names, or from what <key>_command prints."""
        given = getattr(self, name)
        file, command = getattr(self, f"{name}_file"), getattr(self, f"{name}_command")
        if isinstance(given, SecretStr):
            return given.get_secret_value()
        return from_file(f"{name}_file", file) if file else _from_command(f"{name}_command", command) if command else ""

    def has(self, name: str) -> bool:
        """Tell whether a secret is given in one of the three ways."""
        return any(getattr(self, key) for key in (name, f"{name}_file", f"{name}_command"))


def from_file(key: str, file: Path) -> str:
    """Return what a file holds, without the white space around it."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettingError(f"{key} names {file}, which cannot be read ({type(error).__name__}).") from error


def _from_command(key: str, command: str) -> str:
    try:
        words = shlex.split(command)
        run = subprocess.run(
            words, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        # Neither the command's arguments nor its output are repeated: either may hold the secret.
        program = command.split(" ")[0]
        raise WrongSettingError(f"{key} ({program} ...) gave no secret ({type(error).__name__}).") from error
    return run.stdout.strip()


def made_once(file: Path) -> str:
    """Return the secret in a file of our own, made on first use and readable by nobody else."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return from_file("data_dir", file)
    except OSError as error:
        raise WrongSettingError(f"data_dir: {file} cannot be made ({error.strerror}).") from error
    secret = secrets.token_urlsafe(32)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{secret}\n")
    return secret
