"""A Dovecot that belongs to one test session: own folder, free ports, no root, stopped by its id."""

import base64
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.certificate import Certificate, self_signed

PASSWORD = "let-me-in"
OAUTH_KEY = b"a key that only this test's token endpoint and its Dovecot know"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_dh =
auth_mechanisms = plain login xoauth2
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
imap_capability = {capability}
passdb {{
  driver = static
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
{more}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
OAUTH = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
"""


@dataclass
class Dovecot:
    folder: Path
    port: int
    tls_port: int
    ca_file: str
    process: "subprocess.Popen[bytes] | None" = None

    def connect(self, user: str) -> imaplib.IMAP4:
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        connection.login(user, PASSWORD)
        return connection

    def put(self, user: str, *mails: bytes) -> None:
        connection = self.connect(user)
        for raw in mails:
            done, said = connection.append("INBOX", "", None, raw)
            assert done == "OK", said
        connection.logout()

    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text(errors="replace")

    def start(self) -> None:
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program
        command = [program, "-F", "-c", str(self.folder / "dovecot.conf")]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder}
        self.process = subprocess.Popen(command, **quiet, **_as_somebody())
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                if probe.recv(1):
                    return
            time.sleep(0.05)
        raise AssertionError(f"Dovecot did not start:\n{self.log()}")

    def stop(self) -> None:
        assert self.process
        self.process.terminate()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _as_somebody() -> dict[str, Any]:
    """Root would need Dovecot's own users, so it runs it as nobody; anybody else as themselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _write(folder: Path, certificate: Certificate, capability: str, more: str) -> Dovecot:
    import grp

    somebody = _as_somebody()
    uid, gid = somebody.get("user", os.geteuid()), somebody.get("group", os.getegid())
    port, tls_port = _free_ports(2)
    words = {
        "folder": folder, "user": pwd.getpwuid(uid).pw_name, "group": grp.getgrgid(gid).gr_name, "uid": uid,
        "gid": gid, "password": PASSWORD, "port": port, "tls_port": tls_port, "capability": capability,
        "more": more,
    }  # fmt: skip
    key = folder / "keys" / "default" / "HS256"
    for made in (key.parent, folder / "mail", folder / "run", folder / "state"):
        made.mkdir(parents=True)
    (key / "default").parent.mkdir()
    (key / "default").write_bytes(base64.b64encode(OAUTH_KEY))
    (folder / "cert.pem").write_bytes(certificate.certificate)
    (folder / "key.pem").write_bytes(certificate.key)
    (folder / "oauth2.conf").write_text(OAUTH.format(**words))
    (folder / "dovecot.conf").write_text(CONFIG.format(**words))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid)
    return Dovecot(folder, port, tls_port, str(folder / "cert.pem"))


@contextmanager
def running_dovecot(capability: str = "", more: str = "") -> Iterator[Dovecot]:
    """Run Dovecot; `capability` replaces what it says that it can (all of it, where empty), `more` is set besides."""
    folder = Path(tempfile.mkdtemp(prefix="milepost-dovecot-"))
    server = _write(folder, self_signed(), capability, more)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
