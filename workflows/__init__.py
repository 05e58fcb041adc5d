"""The room that waits: Temporal workflows, their activities and the worker."""
