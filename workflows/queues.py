"""Queues part the work by its kind, so that each kind can have workers and limits of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from temporalio import workflow

Queue = Literal["plans", "mail", "reading", "word"]
"""plans: the plans themselves, their record, and letters that are read at once; mail: mailboxes and mails without
documents; reading: letters that are large or failed at once, and notes; word: mails that carry documents, which are
made and handed in by one activity."""
QUEUES: tuple[Queue, ...] = get_args(Queue)


@dataclass(frozen=True)
class Share:
    """How many tasks of a queue one worker does at once, and how many a second all workers together (0: any)."""

    at_once: int
    a_second: float = 0.0


SHARES: Mapping[Queue, Share] = MappingProxyType(
    {"plans": Share(8), "mail": Share(8), "reading": Share(2), "word": Share(2)}
)
"""What one worker takes on where nothing is set: reading and Word keep a processor busy, mail waits for servers."""


def queue_named(base: str, queue: Queue) -> str:
    """Return a task queue's name beside the plans' own, which carries the base's."""
    return base if queue == "plans" else f"{base}-{queue}"


def beside_this(queue: Queue) -> str:
    """Return a task queue's name as the running workflow schedules on it."""
    return queue_named(workflow.info().task_queue, queue)
