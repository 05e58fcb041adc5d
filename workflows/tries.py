"""Tries at reading are counted in the heartbeat: a crash of the reader uses one up, a broken machine gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import activity
from temporalio.exceptions import ApplicationError

from storage.down import StorageDown
from workflows.discretion import in_few_words

TRIES = 3
"""What crashes the reader so many times is not read again."""
UNREADABLE = "Unreadable"
"""The type of the failure that is final."""


@contextmanager
def counted(before: int = 0) -> Iterator[None]:
    """Count what is done inside as one try; `before` were made elsewhere. The third that fails is final.

    The count is told before the try begins, so that one that takes the whole process with it counts too.
    """
    told = activity.info().heartbeat_details
    tried = int(told[0]) if told else before
    if tried >= TRIES:
        raise ApplicationError(f"{TRIES} tries at reading were made.", type=UNREADABLE, non_retryable=True)
    activity.heartbeat(tried + 1)
    try:
        yield
    except StorageDown:
        activity.heartbeat(tried)
        raise
    except Exception as fault:
        final = tried + 1 >= TRIES
        raise ApplicationError(in_few_words(fault), type=UNREADABLE, non_retryable=final) from fault
