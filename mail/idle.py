"""Idling waits for news of a mailbox (RFC 2177) without losing what arrives while it begins or ends."""

import imaplib
import select
import ssl
from collections.abc import Callable
from typing import Any, Literal

NEWS = ("EXISTS", "RECENT")
SLICE = 5.0
"""Seconds after which an idling client says that it still lives."""
Woken = Literal["news", "noise", "quiet", "refused"]
"""What ended it: a mail, something else that the server said, the time, or the server, which does not idle."""
imaplib.Commands.setdefault("IDLE", ("SELECTED",))


def idle(client: Any, seconds: float, answer: float, pulse: Callable[[], bool] = lambda: True) -> Woken:
    """Wait for news for `seconds`, or until `pulse` says no; the server has `answer` seconds for each of its lines.

    select() wakes and DONE ends: reading lines while idling stumbles over split ones. News that comes before the
    server's "+", or in one packet with it, wakes no select(); it is looked for instead.
    """
    for name in NEWS:
        client.untagged_responses.pop(name, None)
    tag = client._command("IDLE")
    while client._get_response() is not None:
        if client.tagged_commands[tag] is not None:
            # NO or BAD: the library would throw at the one and not at the other.
            del client.tagged_commands[tag]
            return "refused"
    try:
        ready = _has_news(client) or _is_buffered(client) or _is_readable(client, seconds, pulse)
    finally:
        client.sock.settimeout(answer)
        client.send(b"DONE\r\n")
        client._command_complete("IDLE", tag)
    return "news" if _has_news(client) else "noise" if ready else "quiet"


def _is_readable(client: Any, seconds: float, pulse: Callable[[], bool]) -> bool:
    while seconds > 0:
        if select.select([client.sock], [], [], min(seconds, SLICE))[0]:
            return True
        seconds -= SLICE
        if not pulse():
            return False
    return False


def _has_news(client: Any) -> bool:
    return any(name in client.untagged_responses for name in NEWS)


def _is_buffered(client: Any) -> bool:
    """Tell whether bytes were read ahead that select() cannot see: in the file's buffer, or in the TLS layer."""
    client.sock.settimeout(0)
    try:
        return bool(client.file.peek(1))
    except ssl.SSLWantReadError:
        return False
