"""Registering tells a Temporal namespace of our search attributes, once; a plan uses them only where it knows all."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client


async def missing_attributes(client: "Client") -> tuple[str, ...]:
    """Return the names of our search attributes that the namespace does not know."""
    from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest

    from workflows.attributes import KEYS

    asked = ListSearchAttributesRequest(namespace=client.namespace)
    known = (await client.operator_service.list_search_attributes(asked)).custom_attributes
    return tuple(key.name for key in KEYS if key.name not in known)


async def register_attributes(client: "Client") -> tuple[str, ...]:
    """Register what is missing and return its names; an RPCError where we may not (a cloud's own console then can)."""
    from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest

    from workflows.attributes import KEYS

    missing = await missing_attributes(client)
    if missing:
        wanted = {key.name: key.indexed_value_type for key in KEYS if key.name in missing}
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=wanted)  # type: ignore[arg-type]
        )
    return missing
