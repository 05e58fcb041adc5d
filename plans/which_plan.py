"""Which plan is meant is asked of whoever answers a digest over several: their lines bear the same numbers."""

from dataclasses import replace

from plans.change import Reading


def asked_which(reading: Reading) -> Reading:
    """Return the reading with a question in place of every change of the plan, which may be meant for another one.

    What its writer wants of their own mails needs no plan.
    """
    changes = tuple(
        change if change.target.startswith("person:") else replace(change, decision="ask", reason="which-plan")
        for change in reading.changes
    )
    return replace(reading, changes=changes)
