"""What is deferred is tried again by the retry rule, when the other side says."""

import datetime as dt

from temporalio.exceptions import ApplicationError

from workflows.messages import Delivered


def taken(delivered: Delivered) -> Delivered:
    """Return what became of a mail; one that no server took yet is tried again by the retry rule."""
    if delivered.result == "later":
        raise deferred("MailDeferred", delivered.words, delivered.wait)
    return delivered


def deferred(kind: str, words: str, wait: float) -> ApplicationError:
    """Return the failure of what is to be tried again, after `wait` seconds where the other side named some."""
    return ApplicationError(words, type=kind, next_retry_delay=dt.timedelta(seconds=wait) if wait else None)
