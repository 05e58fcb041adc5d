"""Every test of the store runs on SQLite and, where it is installed, on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plans.plan import Plan
from storage.planfile import load
from storage.store import Store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def plan(root: Path) -> Plan:
    found = load(root / "examples" / "us-saas.yaml").plan
    assert found
    return found
