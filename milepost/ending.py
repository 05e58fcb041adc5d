"""The end of a process is one door: what was printed is flushed, then the process leaves at once with its code."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

SENTENCES = (
    ("storage.down", "StorageDown"),
    ("milepost.settings", "WrongSettingError"),
    ("milepost.wiring", "TemporalDownError"),
    ("milepost.running_plans", "CommandRefusedError"),
    ("milepost.embedded", "StackBusyError"),
    ("milepost.temporal_server", "TemporalNotStartedError"),
    ("mail.inbox", "MailboxRefusedError"),
    ("mail.inbox", "MailboxDownError"),
    ("mail.tokens", "TokenRefusedError"),
)
"""Errors whose words are a sentence for the person at the terminal: the module and the name, looked up when loaded."""


def ended(run: Callable[[], object]) -> NoReturn:
    """Run a command line and leave with its exit code; sentences for the errors that people can do something about."""
    code = 0
    try:
        run()
    except SystemExit as leaving:
        code = _code_of(leaving)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 141
    except Exception as error:
        if not isinstance(error, _for_people()):
            raise
        print(error, file=sys.stderr)
        code = 1
    leave(code)


def _for_people() -> tuple[type[Exception], ...]:
    """Return the errors of the table that can have been raised at all: a module that was never loaded raised none."""
    loaded = ((sys.modules.get(module), name) for module, name in SENTENCES)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def _code_of(leaving: SystemExit) -> int:
    if isinstance(leaving.code, str):
        print(leaving.code, file=sys.stderr)
        return 1
    return leaving.code or 0


def leave(code: int) -> NoReturn:
    """Flush and leave.

    A process that hosted a temporalio worker or client now and then dies in the interpreter's own clean-up, after all
    work is done (sdk-python issue 300); os._exit leaves before it.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(code)
