"""Idling waits for news of a mailbox (RFC 2177) without losing what arrives while it begins or ends."""

import imaplib
import select
import ssl
from typing import Any

NEWS = ("EXISTS", "RECENT")
imaplib.Commands.setdefault("IDLE", ("SELECTED",))


def idle(client: Any, seconds: float, answer: float) -> bool:
    """Return whether there may be news within `seconds`; the server has `answer` seconds for each of its lines.

    select() wakes and DONE ends: reading lines while idling stumbles over split ones. News that comes before the
    server's "+", or in one packet with it, wakes no select(); it is looked for instead.
    """
    for name in NEWS:
        client.untagged_responses.pop(name, None)
    tag = client._command("IDLE")
    while client._get_response() is not None:
        if client.tagged_commands[tag] is not None:
            client._command_complete("IDLE", tag)
            return False
    try:
        ready = _has_news(client) or _is_buffered(client) or bool(select.select([client.sock], [], [], seconds)[0])
    finally:
        client.sock.settimeout(answer)
        client.send(b"DONE\r\n")
        client._command_complete("IDLE", tag)
    return ready or _has_news(client)


def _has_news(client: Any) -> bool:
    return any(name in client.untagged_responses for name in NEWS)


def _is_buffered(client: Any) -> bool:
    """Tell whether bytes were read ahead that select() cannot see: in the file's buffer, or in the TLS layer."""
    client.sock.settimeout(0)
    try:
        return bool(client.file.peek(1))
    except ssl.SSLWantReadError:
        return False
