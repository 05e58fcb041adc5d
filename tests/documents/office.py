"""A LibreOffice of our own on a free port, which edits documents by the commands of its menus."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("uno_edits.py")


@dataclass(frozen=True)
class Job:
    """A document, what is done to it, and the files it is saved as (.docx, .odt, .rtf, .doc)."""

    source: Path
    operations: Sequence[Sequence[Any]]
    targets: Sequence[Path]

    def as_json(self) -> dict[str, Any]:
        return {
            "source": str(self.source),
            "operations": [list(operation) for operation in self.operations],
            "targets": [str(target) for target in self.targets],
        }


@dataclass(frozen=True)
class Office:
    """A LibreOffice that runs."""

    port: int
    folder: Path

    def edit(self, jobs: Sequence[Job], seconds: float = 100) -> str:
        """Do the jobs one after the other; returns what failed, in words, '' for nothing."""
        path = self.folder / "jobs.json"
        path.write_text(json.dumps([job.as_json() for job in jobs]))
        command = [SYSTEM_PYTHON, str(SCRIPT), str(self.port), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        return done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_office() -> Iterator[Office]:
    """Start a headless LibreOffice with a profile of its own, and stop it by its id."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        # The first start with a new profile ends by starting once more; this one gets that over.
        first = [office, "--headless", profile, "--terminate_after_init"]
        subprocess.run(first, capture_output=True, timeout=60, check=False)
        port = _free_port()
        command = [
            office, "--headless", "--norestore", "--nologo", "--nodefault",
            profile,
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield Office(port, Path(folder))
        finally:
            # soffice is a script that starts the office itself: both stand in one process group.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
