"""A worker's settings: the queues that it serves, and its share of each."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from milepost.settings.secret import Group
from milepost.settings.words import split

Queue = Literal["plans", "mail", "reading", "word"]
QUEUES: tuple[Queue, ...] = get_args(Queue)
"""The queues of `workflows.queues`, which is loaded only where something runs."""
Queues = Annotated[tuple[Queue, ...], NoDecode]


class WorkerSettings(Group):
    """Which work a worker does, and how much of it."""

    queues: Queues = Field(
        default=QUEUES,
        min_length=1,
        description="The queues that a worker serves, parted by commas: plans, mail, reading, word (docs/scale.md).",
    )
    cached_plans: int = Field(
        default=1000, ge=2, description="How many plans a worker keeps at hand; others are replayed when they wake."
    )
    plans_at_once: int = Field(
        default=8, ge=1, le=100, description="How many tasks of the plans' queue a worker does at the same time."
    )
    mail_at_once: int = Field(
        default=8, ge=1, le=100, description="How many mails a worker sends at the same time, beside its mailboxes."
    )
    reading_at_once: int = Field(
        default=2, ge=1, le=100, description="How many letters of the reading queue a worker reads at the same time."
    )
    word_at_once: int = Field(
        default=2, ge=1, le=100, description="How many mails with documents a worker makes at the same time."
    )
    mail_a_second: float = Field(
        default=0, ge=0, description="How many tasks of the mail queue all workers together begin a second; 0: any."
    )
    reading_a_second: float = Field(
        default=0,
        ge=0,
        description="How many letters of that queue all workers together begin a second; 0: any.",
    )
    word_a_second: float = Field(
        default=0, ge=0, description="How many mails with documents all workers together begin a second; 0: any."
    )

    _split_queues = field_validator("queues", mode="before")(split)
