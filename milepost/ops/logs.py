"""Logs are one line an event: for people as text, for machines as JSON; with plan and letter, never with a person."""

import contextlib
import logging
from collections.abc import Iterator
from typing import IO, Any

import structlog

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
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    drawn: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn]
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
