"""Record a database of the schema that is current: `python -m tests.storage.schemas.record`, once a released schema."""

import asyncio
import base64
import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, MetaData, select

from milepost.demo.scene import scene_of
from storage.store import Store
from storage.tables import SCHEMA
from tests.workflows.playing import living, reply

FOLDER = Path(__file__).parent
DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


def tables_of(connection: Connection) -> MetaData:
    """Return the tables as the database has them, whatever the code knows."""
    found = MetaData()
    found.reflect(connection)
    return found


def rows_in(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table as JSON has it."""
    with store.reading() as connection:
        tables = (table for table in tables_of(connection).sorted_tables if table.name != "alembic_version")
        return {
            table.name: [
                {name: _plain(value) for name, value in row.items()}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in tables
        }


def put_in(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Put recorded rows into a database of the same schema."""
    for table in tables_of(connection).sorted_tables:
        if found := rows.get(table.name):
            connection.execute(
                table.insert(),
                [{name: _own(table.c[name].type, value) for name, value in row.items()} for row in found],
            )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, dt.date) else value


def _own(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    return dt.date.fromisoformat(value) if isinstance(kind, Date) else value


async def record() -> Path:
    """Play a nudge, a reply and a week; write all that the database holds."""
    with tempfile.TemporaryDirectory() as folder:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, Path(folder), lambda now: scene_of(now.date()).plan) as life:
            now = await life.environment.get_current_time()
            await life.nudge()
            status = await life.mailed("dana.whitlock", 1)
            await life.arrives(reply(status, DANA, "Security sign-off is done. Pilot: blocked, no test data yet.", now))
            await life.mailed("dana.whitlock", 2)
            await life.environment.sleep(dt.timedelta(days=7))
            await life.kept((await life.state()).plan.version)
            target = FOLDER / f"{SCHEMA}.json"
            target.write_text(json.dumps(rows_in(life.parts.store), indent=1) + "\n", encoding="utf-8")
            return target


if __name__ == "__main__":
    print(asyncio.run(record()))
