"""Registering tells a Temporal namespace of our search attributes, once; a plan uses them only where it knows all."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client


async def register_attributes(client: "Client") -> tuple[str, ...]:
    """Register what is missing and return its names; an RPCError where we may not (a cloud's own console then can)."""
    from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest

    from workflows.attributes import KEYS
    from workflows.starting import missing_attributes

    missing = await missing_attributes(client)
    if missing:
        wanted = {key.name: key.indexed_value_type for key in KEYS if key.name in missing}
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=wanted)  # type: ignore[arg-type]
        )
    return missing
