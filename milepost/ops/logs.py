"""Logs are one line an event: for people as text, for machines as JSON; with plan and letter, never with a person."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from typing import IO, Any

import structlog

from workflows.discretion import discreet, in_few_words, told_at_length

QUIET = ("httpx", "urllib3", "asyncio", "aiohttp", "imap_tools", "mail.log", "pymap", "alembic", "dkim", "matplotlib")
"""Libraries that say at the level INFO what nobody needs."""


@contextlib.contextmanager
def logging_to(stream: IO[str], as_json: bool, level: str) -> Iterator[None]:
    """Write all logs of this process to a stream, from a level on, while the block runs."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=("temporal_activity", "temporal_workflow")),
        _flattened,
        _discreet,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn],
        pass_foreign_args=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def _flattened(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put what Temporal tells of an activity or workflow where ops look for it: type, attempt and workflow."""
    about = {**(event.pop("temporal_workflow", None) or {}), **(event.pop("temporal_activity", None) or {})}
    for name in ("activity_type", "attempt", "workflow_id"):
        if name in about:
            event[name] = about[name]
    return event


def _discreet(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Take out of an event whatever may name somebody: errors are told by our own words, all texts without addresses.

    The one place that every line passes, whoever wrote it.
    """
    args, record = event.pop("positional_args", None), event.get("_record")
    if record and args and isinstance(args, tuple) and any(isinstance(arg, BaseException) for arg in args):
        # Written with the error in its words: it is put together once more.
        told = tuple(in_few_words(arg) if isinstance(arg, BaseException) else arg for arg in args)
        event["event"] = str(record.msg) % told
    if fault := _fault_of(event.pop("exc_info", None)):
        event["exception"] = told_at_length(fault)
    for key, value in event.items():
        if isinstance(value, BaseException):
            event[key] = in_few_words(value)
        elif isinstance(value, str):
            event[key] = discreet(value)
    return event


def _fault_of(exc_info: Any) -> BaseException | None:
    """Return the error that a line was written about, whichever way it was handed over."""
    if isinstance(exc_info, BaseException):
        return exc_info
    found = exc_info if isinstance(exc_info, tuple) else sys.exc_info() if exc_info else (None, None, None)
    fault: BaseException | None = found[1]
    return fault
