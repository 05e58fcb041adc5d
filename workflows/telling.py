"""Telling reaches a plan's workflow from outside: that a digest told of it."""

import datetime as dt

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.messages import InDigest


async def tell_of_digest(client: Client, slug: str, told: InDigest, patience: dt.timedelta) -> None:
    """Tell a plan that somebody's digest told of it; one that does not run needs no word."""
    try:
        await client.get_workflow_handle(f"plan/{slug}").signal("told_in_digest", told, rpc_timeout=patience)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
