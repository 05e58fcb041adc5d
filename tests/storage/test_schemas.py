"""Every released schema goes forward with its data: nothing is lost, and the tables are today's."""

import json
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.migrate import migrate
from storage.rebuild import rebuild
from storage.store import Store
from storage.tables import SCHEMA, metadata
from tests.storage.schemas.record import put_in, rows_in

RECORDED = sorted((Path(__file__).parent / "schemas").glob("*.json"))


def test_there_is_a_database_of_a_released_schema() -> None:
    assert RECORDED


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_database_of_that_schema_goes_forward_with_all_its_data(path: Path, url: str) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    store = Store(url)
    migrate(store, path.stem)
    assert store.schema() == path.stem
    with store.writing() as connection:
        put_in(connection, recorded)
    store.migrate()
    assert store.schema() == SCHEMA
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    now = rows_in(store)
    assert {table: len(rows) for table, rows in recorded.items()} == {table: len(now[table]) for table in recorded}
    (summary,) = store.plans()
    plan = store.plan(summary.slug)
    assert plan
    assert rebuild(store.log(plan.slug)) == plan
    assert store.verify(plan.slug) == ()
    assert all(store.blob(letter.blob) for letter in store.letters(plan.slug))
    assert store.sheets(plan.slug)
    assert [record.notice for record in store.notices(plan.slug)]
    store.close()
