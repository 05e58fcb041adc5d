"""The database is compared with the plans that run, and written anew from them: they are the truth."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from milepost.comparing import Difference, differences, repair
from milepost.demo.scene import scene_of
from plans.command import Amendment, Commanded
from plans.report.figures import PlanFigures
from storage.forms import plan_as_json
from storage.rebuild import rebuild
from storage.store import Store
from storage.tables import figures, log, log_contents, log_heads, log_keys, plans, versions
from tests.workflows.playing import Life, living
from workflows.figures import figures_up_to

DUE = "2026-12-04"


def emptied(store: Store, slug: str) -> None:
    """Take away all but the letters: a database that was made anew."""
    with store.writing() as connection:
        for table in (log_contents, log, log_heads, log_keys, versions, plans):
            connection.execute(delete(table).where(table.c.slug == slug))


def last_version_lost(store: Store, slug: str) -> None:
    """Take the last version away and leave the log: a row that was never written."""
    last = store.plan(slug)
    assert last
    with store.writing() as connection:
        connection.execute(delete(versions).where(versions.c.slug == slug, versions.c.version == last.version))
        connection.execute(update(plans).where(plans.c.slug == slug).values(version=last.version - 1))


def middle_version_lost(store: Store, slug: str) -> None:
    last = store.plan(slug)
    assert last
    with store.writing() as connection:
        connection.execute(delete(versions).where(versions.c.slug == slug, versions.c.version == last.version - 1))


def changed_by_hand(store: Store, slug: str) -> None:
    """Change the last version behind the plan's back."""
    last = store.plan(slug)
    assert last
    with store.writing() as connection:
        here = (versions.c.slug == slug) & (versions.c.version == last.version)
        connection.execute(
            update(versions).where(here).values(content=plan_as_json(replace(last, title="Nobody said so")))
        )


def ahead(store: Store, slug: str) -> None:
    """Leave a version that the plan has never reached: Temporal was put back to an earlier moment."""
    last = store.plan(slug)
    assert last
    store.keep_version(replace(last, version=last.version + 1, title="From a lost future"), (), dt.datetime.now(dt.UTC))


def put_back(store: Store, _: str) -> None:
    """Restore the backup that was made a version ago."""
    store.replaced_by(backup_of(store))


def backup_of(store: Store) -> Path:
    return Path(str(store._engine.url.database)).with_name("kept.backup")


def told(store: Store) -> tuple[PlanFigures, ...]:
    return figures_up_to(store, dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (emptied, "the database has none of it"),
        (last_version_lost, "the database behind it"),
        (middle_version_lost, "lacks its versions"),
        (changed_by_hand, "differs from its version"),
        (ahead, "the database is ahead of it"),
        (put_back, "the database behind it"),
    ],
)
def test_what_the_database_lacks_is_said_and_written_anew(
    damage: Callable[[Store, str], None], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milepost.comparing.SOON", 0.05)

    async def story(life: Life) -> None:
        monkeypatch.setattr(type(life.environment.client), "list_workflows", _listing(life))
        store, client, slug = life.parts.store, life.environment.client, life.plan.slug
        for target in ("M6", "M7"):
            amendment = Amendment(target, "note", "seen on the call")
            amended: Commanded = await life.handle.execute_update("amend", amendment, result_type=Commanded)
            await life.kept(amended.version)
            told(store)
            if target == "M6":
                store.copied_to(backup_of(store))
        await life.kept((await life.state()).plan.version)
        assert await differences(client, store) == ()
        before = store.log(slug)
        damage(store, slug)
        told(store)  # A report that somebody reads meanwhile keeps figures of what is wrong.
        (found,) = await differences(client, store)
        assert isinstance(found, Difference)
        assert words in found.words
        assert await repair(client, store) == (found,)
        assert await differences(client, store) == ()
        assert rebuild(store.log(slug)) == store.plan(slug) == (await life.state()).plan
        assert store.verify(slug) == ()
        kept = told(store)
        with store.writing() as connection:
            connection.execute(delete(figures))
        assert kept == told(store), "reports tell the same as if they had never been read before"
        if damage in (emptied, last_version_lost, middle_version_lost, put_back):
            entries = [(row.entry.kind, row.entry.target, row.entry.at) for row in before if row.entry]
            again = [(row.entry.kind, row.entry.target, row.entry.at) for row in store.log(slug) if row.entry]
            assert again == entries, "all that the log had said, and nothing twice"
        amended = await life.handle.execute_update("amend", Amendment("M6", "note", "later"), result_type=Commanded)
        await life.kept(amended.version)
        assert await differences(client, store) == ()

    async def whole() -> None:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, tmp_path, lambda now: scene_of(now.date()).plan) as life:
            await story(life)

    asyncio.run(whole())


def _listing(life: Life) -> object:
    """Stand in for the list of workflows, which the time-skipping server does not have: the one plan that lives."""

    async def listed(*_: object, **__: object) -> object:
        yield await life.handle.describe()

    return lambda *arguments, **named: listed(*arguments, **named)
