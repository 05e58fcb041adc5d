"""Tests that need a program are left out by name where it is missing; with CI=true that is a failure."""

import atexit
import glob
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.postgres import Postgres, running_postgres

settings.register_profile("long", max_examples=2_000, deadline=None)

GROUPS: dict[str, tuple[str, ...]] = {
    "dovecot": ("dovecot",),
    "postgres": ("initdb", "/usr/lib/postgresql/*/bin/initdb"),
    "libreoffice": ("soffice", "libreoffice"),
    "uno": ("/usr/lib/python3/dist-packages/uno.py",),
    "pandoc": ("pandoc",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
}
"""Group of tests → programs (or places of them) of which one has to be there."""
LEFT_OUT = pytest.StashKey[dict[str, int]]()
SESSION = pytest.StashKey[pytest.Session]()


def present(group: str) -> bool:
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    return any(glob.glob(name) if "/" in name else shutil.which(name, path=path) for name in GROUPS[group])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out: dict[str, int] = {}
    kept, dropped = [], []
    for item in items:
        groups = [name for marker in item.iter_markers("needs") for name in marker.args]
        if unknown := set(groups) - set(GROUPS):
            raise pytest.UsageError(f"{item.nodeid} needs {', '.join(unknown)}: no such group in tests/conftest.py")
        missing = [group for group in groups if not present(group)]
        (dropped if missing else kept).append(item)
        for group in missing:
            left_out[group] = left_out.get(group, 0) + 1
    config.stash[LEFT_OUT] = left_out
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[SESSION] = session


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist left out: workers collect the tests, and all collect the same."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    complete = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    left_out = session.config.stash.get(LEFT_OUT, {})
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = left_out
    if left_out and os.environ.get("CI") == "true" and session.exitstatus in complete:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(LEFT_OUT, {})
    if not left_out:
        return
    terminalreporter.section("left out")
    for group, count in sorted(left_out.items()):
        terminalreporter.line(f"{group}: {count} test{'s' if count > 1 else ''} left out, because it is not installed")
    terminalreporter.line("`make system` installs what they need (Debian and Ubuntu).")
    if os.environ.get("CI") == "true":
        terminalreporter.line("With CI=true a left-out group is a failure.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(SESSION, None)
    if session is None or session.exitstatus == pytest.ExitCode.USAGE_ERROR:
        return  # pytest says what was wrong with its call only after this.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    # A process that hosted temporalio crashes now and then while the interpreter ends (sdk-python issue 300): it ends
    # here instead, with the status that the tests earned.
    os._exit(int(session.exitstatus))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own; `postgres.database()` gives the address of a fresh, empty database."""
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs("postgres"))])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give the address of a fresh, empty database; a test that asks for it runs on either engine."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.database
    numbers = itertools.count(1)
    return lambda: f"sqlite:///{tmp_path}/milepost{next(numbers)}.db"


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """The address of an empty database."""
    return new_url()


@pytest.fixture
def commands_url(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database that commands work on."""
    monkeypatch.setenv("MILEPOST_DATABASE__URL", url)
    return url


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).parent.parent
