"""Traces follow a letter to its answer: every step about a letter is a span of the trace that its id gives.

No context has to travel through Temporal: whoever knows the letter knows its trace, in whichever process, after
whichever crash. The trace id is the first 32 digits of SHA-256 of the letter's id.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.discretion import in_few_words

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span, SpanContext

    from workflows.watcher import Step

SERVICE = "milepost"


def trace_of(letter: str) -> int:
    """Return the number of a letter's trace."""
    return int.from_bytes(hashlib.sha256(letter.encode()).digest()[:16], "big")


def _root_of(letter: str) -> "SpanContext":
    """Return the span that all of a letter's steps are below: nobody records it, its numbers follow from the id."""
    from opentelemetry.trace import SpanContext, TraceFlags

    span = int.from_bytes(hashlib.sha256(letter.encode()).digest()[16:24], "big") or 1
    return SpanContext(trace_of(letter), span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


class Traces:
    """Where spans go: an OpenTelemetry collector, by OTLP over HTTP."""

    def __init__(self, processor: "SpanProcessor") -> None:
        """Send spans through a processor."""
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        self._provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer(SERVICE)

    @contextlib.contextmanager
    def span(self, step: "Step") -> Iterator["Span"]:
        """Record a step about a letter; others belong to no trace."""
        from opentelemetry import trace

        parent = trace.set_span_in_context(trace.NonRecordingSpan(_root_of(step.letter)))
        begun = self._tracer.start_as_current_span(
            f"letter {step.name}", context=parent, record_exception=False, set_status_on_exception=False
        )
        with begun as span:
            try:
                yield span
            except BaseException as fault:
                span.set_status(trace.StatusCode.ERROR, in_few_words(fault))
                raise
            span.set_attributes({"milepost.plan": step.plan, "milepost.letter": step.letter[:8]})
            for what, labels in step.counts:
                span.set_attributes({f"milepost.{what}.{label}": value for label, value in labels.items()})

    def close(self) -> None:
        """Send what has not been sent yet."""
        self._provider.shutdown()


def traces_to(endpoint: str, headers: str) -> Traces:
    """Return traces that go to a collector (`https://host:4318/v1/traces`); headers as `name=value,name=value`."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    given = dict(one.split("=", 1) for one in headers.split(",") if "=" in one)
    return Traces(BatchSpanProcessor(OTLPSpanExporter(endpoint, headers=given, timeout=10)))
