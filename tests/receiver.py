"""An endpoint on loopback as a CRM has it: answers as told, checks signatures, and leaves aside what it has already."""

import base64
import contextlib
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.certificate import self_signed

KEY = b"a key that signs webhooks"
HUGE = 100_000_000


@dataclass
class Receiver:
    """`answers` are the statuses of the next requests, 200 when they run out; `late` is how long each one takes, `huge`
    says that it answers with 100 MB, `written` how many bytes of it anybody took."""

    port: int = 0
    scheme: str = "http"
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    late: float = 0.0
    huge: bool = False
    written: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hooks/secret-path"

    def versions(self) -> list[int]:
        """Return the versions that were asked to be taken, in the order in which they came."""
        return [request["data"]["version"] for request in self.requests]

    def take(self, headers: Any, body: bytes) -> int:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        if f"v1,{wanted}" not in headers["webhook-signature"].split():
            return 401
        event = json.loads(body)
        self.requests.append(event)
        self.bodies.setdefault(event["id"], set()).add(body)
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.taken.setdefault(event["id"], event)
        return status


@contextmanager
def receiving(folder: Path | None = None) -> Iterator[Receiver]:
    """Run a receiver; over TLS with a certificate of nobody's where a folder for it is given."""
    receiver = Receiver()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status = receiver.take(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(receiver.late)
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(HUGE if receiver.huge else 2))
                self.end_headers()
                self._write()

        def _write(self) -> None:
            if not receiver.huge:
                self.wfile.write(b"ok")
            while receiver.huge and receiver.written < HUGE:
                receiver.written += self.wfile.write(b"x" * 100_000)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # Who does not trust us hangs up.
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    if folder:
        certificate = self_signed()
        (folder / "crm.pem").write_bytes(certificate.certificate)
        (folder / "crm.key").write_bytes(certificate.key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "crm.pem", folder / "crm.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        receiver.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
