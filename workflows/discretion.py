"""Discretion tells what went wrong without telling of whom: what leaves for logs and failures names nobody.

Sentences of our own errors are kept but for the addresses, telephone numbers and amounts in them. Of every other error
only its kind and its place are told: its words may quote whatever it stumbled over, a row, a mail or a name.
"""

import errno
import os
import re
from collections.abc import Iterator
from types import TracebackType

from temporalio.api.failure.v1 import Failure
from temporalio.converter import DefaultFailureConverter, PayloadConverter
from temporalio.exceptions import ApplicationError, FailureError

ROOMS = frozenset({"plans", "mail", "parsing", "templates", "storage", "workflows", "milepost"})
"""Whose errors are sentences of ours."""
REFUSED = "CommandRefused"
"""The type of a failure that is the plan's answer to whoever gave a command: said to them as it is."""
CURRENCIES = "EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|INR|SGD"
MONEY = rf"(?:[€$£¥]|{CURRENCIES})"
NUMBER = r"\d(?:[\d.,'’  ]*\d)?"
HIDDEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"""[^\s<>()\[\]{},;:"'=]+(?:@|%40)[\w.-]*\w"""), "[address]"),
    (re.compile(rf"(?<!\w){MONEY}\s?{NUMBER}|{NUMBER}\s?{MONEY}(?!\w)"), "[amount]"),
    (re.compile(r"\+\d[\d ()./-]{6,}\d"), "[number]"),
)
"""What must not be told, and what stands in its place."""


def discreet(text: str) -> str:
    """Return a text without addresses, amounts and telephone numbers."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def in_few_words(fault: BaseException) -> str:
    """Return what went wrong: our own errors in their words, others by kind and place."""
    if isinstance(fault, FailureError):
        return discreet(fault.message)
    if _is_ours(fault) and str(fault):
        return discreet(str(fault))
    kind = type(fault).__name__
    if isinstance(fault, OSError) and fault.errno is not None and fault.errno in errno.errorcode:
        kind = f"{kind} ({os.strerror(fault.errno)})"
    place = next(reversed(places(fault.__traceback__)), "")
    return f"{kind} in {place}" if place else kind


def _is_ours(fault: BaseException) -> bool:
    return type(fault).__module__.partition(".")[0] in ROOMS


def places(trace: TracebackType | None) -> list[str]:
    """Return where in our code a fault passed through, the deepest last; without what anything held there."""
    return [place for place, ours in _frames(trace) if ours]


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, bool]]:
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        yield f"{module}:{trace.tb_lineno}", module.partition(".")[0] in ROOMS
        trace = trace.tb_next


def told_at_length(fault: BaseException) -> str:
    """Return what went wrong with every place that it passed, and what it came of, one line each."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = fault
    while cause and id(cause) not in seen:
        seen.add(id(cause))
        way = " > ".join(place for place, _ in _frames(cause.__traceback__))
        lines.append(f"{'because of ' if lines else ''}{in_few_words(cause)}{f' [{way}]' if way else ''}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


class DiscreetFailures(DefaultFailureConverter):
    """The one way by which failures leave a worker: for histories, and for the Web UI."""

    def to_failure(self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure) -> None:
        """Write an exception as a failure that names nobody; what it came of is written in the same way."""
        super().to_failure(_as_failure_error(exception), payload_converter, failure)


class SealedFailures(DiscreetFailures):
    """The same, with words and places sealed as well."""

    def __init__(self) -> None:
        """Have them sealed."""
        super().__init__(encode_common_attributes=True)


def _as_failure_error(fault: BaseException) -> BaseException:
    """Return a fault as it may be told: what Temporal has said itself, and answers to commands, stay as they are."""
    if isinstance(fault, ApplicationError):
        if fault.failure or fault.type == REFUSED:
            return fault
        told = ApplicationError(
            discreet(fault.message),
            *fault.details,
            type=fault.type,
            non_retryable=fault.non_retryable,
            next_retry_delay=fault.next_retry_delay,
            category=fault.category,
        )
    elif isinstance(fault, FailureError):
        return fault
    else:
        told = ApplicationError(in_few_words(fault), type=type(fault).__name__)
    told.__cause__, told.__suppress_context__ = fault.__cause__, True
    return told.with_traceback(fault.__traceback__)
