"""A scripted server says what a test tells it to, over a real socket: servers that hang, close, lie or say BYE."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Script:
    """Answers by the first word(s) of a command; "{tag}" is the command's. "hang" says nothing, "close" hangs up,
    "drip" sends a byte now and then for ever."""

    greeting: str = "* OK ready\r\n"
    answers: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    port: int = 0

    def answer(self, line: str) -> str:
        """DONE has no tag of its own: it ends the command before it."""
        tag, _, command = (self.tag, "", line) if line == "DONE" else line.partition(" ")
        self.tag = tag
        known = {**DEFAULTS, **self.answers}
        found = next((text for start, text in known.items() if command.upper().startswith(start)), "{tag} OK done\r\n")
        return found.replace("{tag}", tag)


DEFAULTS = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE MOVE\r\n{tag} OK done\r\n",
    "LIST": '* LIST () "/" "INBOX"\r\n* LIST () "/" "Handled"\r\n{tag} OK done\r\n',
    "STATUS": '* STATUS "INBOX" (UIDVALIDITY 7)\r\n{tag} OK done\r\n',
    "SELECT": "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n{tag} OK [READ-WRITE] done\r\n",
    "UID FETCH *": "* 2 FETCH (UID 2)\r\n{tag} OK done\r\n",
    "LOGOUT": "* BYE bye\r\n{tag} OK done\r\n",
}


@contextmanager
def scripted(script: Script) -> Iterator[Script]:
    listening = socket.create_server(("127.0.0.1", 0))
    script.port = listening.getsockname()[1]
    open_ones: list[socket.socket] = []
    thread = threading.Thread(target=_serve, args=(listening, script, open_ones), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        # A closed socket does not wake accept(); a shut one does.
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for one in open_ones:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        thread.join(10)


def _serve(listening: socket.socket, script: Script, open_ones: list[socket.socket]) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            open_ones.append(connection)
            _talk(connection, script)


def _talk(connection: socket.socket, script: Script) -> None:
    with suppress(OSError), connection.makefile("rb") as lines:
        connection.sendall(script.greeting.encode())
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            answer = script.answer(line)
            if answer == "close":
                connection.shutdown(socket.SHUT_RDWR)
                return
            if answer == "drip":
                _drip(connection)
            elif answer != "hang":
                connection.sendall(answer.encode())


def _drip(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"*")
        time.sleep(0.1)


@dataclass
class SmtpScript:
    """Answers by command; "." is the end of a mail, "greeting" what is said first. `seen` counts the commands."""

    answers: dict[str, str]
    seen: dict[str, int] = field(default_factory=dict)
    port: int = 0

    def answer(self, command: str, otherwise: str) -> str:
        self.seen[command] = self.seen.get(command, 0) + 1
        return self.answers.get(command, otherwise)


@contextmanager
def scripted_smtp(answers: dict[str, str]) -> Iterator[SmtpScript]:
    script = SmtpScript(answers)

    class Talks(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                taking = False
                if not self._says(script.answer("greeting", "220 ready")):
                    return
                for raw in self.rfile:
                    line = raw.decode("utf-8", "replace").rstrip("\r\n")
                    if taking and line != ".":
                        continue
                    command = "." if taking else line[:4].upper().strip()
                    answer = script.answer(command, "354 go on" if command == "DATA" else "250 ok")
                    taking = command == "DATA" and answer.startswith("354")
                    if not self._says(answer):
                        return

        def _says(self, answer: str) -> bool:
            if answer == "close":
                return False
            if answer != "hang":
                self.wfile.write(f"{answer}\r\n".encode())
            return True

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talks) as server:
        server.daemon_threads = True
        script.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield script
        server.shutdown()
        thread.join(10)
