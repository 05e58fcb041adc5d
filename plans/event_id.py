"""An event's id names the plan, the line and the person, so that a calendar's answer is matched without any words."""


def event_id(plan: str, line: str, person: str, domain: str) -> str:
    """Return the UID of a line in one person's calendar: the same for as long as both are in the plan (RFC 5545)."""
    return f"{plan}/{line}/{person}@{domain}"


def event_parts(uid: str) -> tuple[str, str, str] | None:
    """Return plan, line and person of an id that is ours, or None; who answers is decided by the mail's sender."""
    parts = uid.strip().partition("@")[0].split("/")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else None
