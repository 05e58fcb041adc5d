"""The end of a process is one door: what was printed is flushed, then the process leaves at once with its code."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn


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
    leave(code)


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
