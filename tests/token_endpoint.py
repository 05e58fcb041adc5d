"""A token endpoint over TLS, as Microsoft's and Google's: gives tokens that the tests' Dovecot believes."""

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
from urllib.parse import parse_qs

import jwt

from tests.certificate import self_signed
from tests.dovecot import OAUTH_KEY

SECRET = "the-secret-of-the-app"


@dataclass
class TokenEndpoint:
    """`seconds` is how long tokens hold, `spoiled` how many of the next will be refused, `refuses` what is said."""

    user: str
    ca_file: Path
    port: int = 0
    seconds: int = 3_600
    spoiled: int = 0
    refuses: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def give(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if self.refuses:
            return 401, {"error": "invalid_client", "error_description": self.refuses}
        now = int(time.time())
        key = b"a key of somebody else, as long as ours is" if self.spoiled > 0 else OAUTH_KEY
        self.spoiled -= 1
        claims = {
            "email": self.user,
            "sub": self.user,
            "iat": now - 5,
            "exp": now + self.seconds,
            "jti": str(len(self.asked)),
        }
        return 200, {
            "access_token": jwt.encode(claims, key, algorithm="HS256"),
            "expires_in": self.seconds,
            "token_type": "Bearer",
        }

    def describe(self) -> dict[str, str]:
        tenant = f"{self.url}/tenant"
        return {
            "issuer": f"{tenant}/v2.0",
            "token_endpoint": f"{tenant}/token",
            "authorization_endpoint": f"{tenant}/authorize",
        }


@contextmanager
def token_endpoint(user: str, folder: Path) -> Iterator[TokenEndpoint]:
    certificate = self_signed("localhost")
    (folder / "endpoint.pem").write_bytes(certificate.certificate)
    (folder / "endpoint.key").write_bytes(certificate.key)
    endpoint = TokenEndpoint(user, folder / "endpoint.pem")

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, endpoint.describe())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            self._say(*endpoint.give({name: values[0] for name, values in parse_qs(body).items()}))

        def _say(self, code: int, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "endpoint.pem", folder / "endpoint.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    endpoint.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
