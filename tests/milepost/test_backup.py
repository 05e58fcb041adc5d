"""A database is backed up while it is written to, and restored whole, checked, and never by accident over another."""

import datetime as dt
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from milepost import dumping
from milepost.commands.backup import backup, restore
from milepost.commands.deals import impact
from milepost.commands.engagement import engagement
from milepost.commands.forecast import forecast
from milepost.commands.hygiene import hygiene
from milepost.commands.log import log
from milepost.commands.report import Form, portfolio
from milepost.commands.slippage import slippage
from milepost.wiring import store_in
from plans.entry import Entry
from plans.plan import Plan
from plans.report.deals import CrmDeal
from storage import database
from storage.down import StorageDown
from storage.forms import plan_as_json
from storage.planfile import load
from storage.store import Store
from storage.tables import SCHEMA
from tests.documents.making import EXAMPLES, example
from tests.milepost.test_up import milepost
from tests.plans.a_plan import a_plan

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def plan(root: Path) -> Plan:
    found = load(root / "examples" / "us-saas.yaml").plan
    assert found
    return found


def keep(url: str, plan: Plan) -> None:
    store = Store(url)
    store.migrate()
    store.keep_version(plan, [Entry("letter", NOON, "dana", plan.version, letter="l1")], NOON)
    store.keep_blob(b"a letter")
    store.close()


def kept(url: str) -> list[tuple[str, int]]:
    store = Store(url)
    try:
        assert store.schema() == SCHEMA
        assert all(store.verify(one.slug) == () for one in store.plans())
        return [(one.slug, one.version) for one in store.plans()]
    finally:
        store.close()


def at(data: Path) -> str:
    return f"sqlite:///{data}/milepost.db"


@pytest.fixture
def two(tmp_path: Path) -> list[tuple[Path, str]]:
    """Two data directories and the addresses of their databases."""
    return [(tmp_path / name, at(tmp_path / name)) for name in ("old", "new")]


@pytest.fixture
def file(two: list[tuple[Path, str]], plan: Plan, tmp_path: Path) -> Path:
    """A backup of a database that holds one plan."""
    keep(two[0][1], plan)
    assert backup(tmp_path / "kept.backup", two[0][0]) == 0
    return tmp_path / "kept.backup"


def test_a_backup_goes_into_a_new_database_and_its_logs_are_checked(
    file: Path, two: list[tuple[Path, str]], plan: Plan, tmp_path: Path
) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    run = milepost("restore", str(file), data=two[1][0])
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 plans, 1 entries: 1 logs hold, 0 do not." in run.stdout
    assert kept(two[1][1]) == [(plan.slug, plan.version)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept.backup", "new", "old"]


def everything_told(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what all reports and logs tell, as JSON."""
    day, form = dt.date(2026, 4, 20), Form(as_json=True)
    capsys.readouterr()
    for report in (portfolio, engagement, hygiene, forecast):
        assert report(day, form, data) == 0
    assert slippage(None, day, form, data) == impact(form, data) == 0
    with store_in(data) as store:
        for one in store.plans():
            assert log(store, one.slug, verify=True, as_json=True) == log(store, one.slug, as_json=True) == 0
    return capsys.readouterr().out


def test_reports_and_logs_tell_after_a_restore_what_they_told_before_on_either_engine(
    new_url: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = new_url(), new_url()
    monkeypatch.setenv("MILEPOST_DATABASE__URL", old)
    with store_in(tmp_path) as store:
        for one in (*map(example, EXAMPLES), a_plan(slug="won", status="won")):
            store.keep_version(one, [Entry("started", NOON, "milepost", one.version)], NOON)
        store.import_deals([CrmDeal("006", "won", True, NOON.date(), NOON.date(), "won")])
        before = everything_told(tmp_path, capsys)
        assert backup(tmp_path / "kept.backup", tmp_path) == 0
        for one in map(example, EXAMPLES):  # What happens after the backup, and what reports keep of it.
            milestones = tuple(replace(line, status="done") for line in one.milestones)
            later = replace(one, version=one.version + 1, milestones=milestones)
            store.keep_version(
                later, [Entry("restored", NOON, "milepost", later.version, new=plan_as_json(later))], NOON
            )
    assert everything_told(tmp_path, capsys) != before
    assert restore(tmp_path / "kept.backup", True, tmp_path) == 0
    assert everything_told(tmp_path, capsys) == before
    monkeypatch.setenv("MILEPOST_DATABASE__URL", new)
    assert restore(tmp_path / "kept.backup", False, tmp_path) == 0
    assert everything_told(tmp_path, capsys) == before


def test_a_database_that_holds_something_is_replaced_only_when_that_is_said(
    file: Path, two: list[tuple[Path, str]], plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    data, url = two[1]
    other = replace(plan, slug="another")
    keep(url, other)
    assert restore(file, False, data) == 1
    assert "--replace" in capsys.readouterr().err
    assert kept(url) == [("another", other.version)]
    working = Store(url)
    assert working.plans()
    assert restore(file, True, data) == 0
    assert [one.slug for one in working.plans()] == [plan.slug]
    working.close()


def test_a_backup_is_of_one_moment_while_others_write(two: list[tuple[Path, str]], plan: Plan, tmp_path: Path) -> None:
    data, url = two[0]
    keep(url, plan)
    store, done, faults = Store(url), threading.Event(), []

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            try:
                store.append(plan.slug, [Entry("letter", NOON, "dana", 1, letter=f"n{number}")], f"k{number}")
            except StorageDown as error:
                faults.append(str(error))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            assert backup(tmp_path / f"{number}.backup", data) == 0
    finally:
        done.set()
        writer.join(20)
    store.close()
    assert not faults
    sizes = []
    for number in range(5):
        copy = Store(f"sqlite:///{tmp_path}/{number}.backup")
        assert copy.verify(plan.slug) == ()
        sizes.append(len(copy.log(plan.slug)))
        copy.close()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] >= 1


def test_a_backup_is_never_written_over_another_file(file: Path, two: list[tuple[Path, str]]) -> None:
    before = file.read_bytes()
    assert backup(file, two[0][0]) == 1
    assert file.read_bytes() == before


def test_a_backup_of_a_newer_version_is_refused_and_leaves_the_database_alone(
    file: Path, two: list[tuple[Path, str]], plan: Plan
) -> None:
    data, url = two[1]
    keep(url, plan)
    with sqlite3.connect(file) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    with pytest.raises(StorageDown, match="newer Milepost"):
        restore(file, True, data)
    assert kept(url) == [(plan.slug, plan.version)]


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    root: Path, two: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from storage.migrate import migrate

    old = Store(f"sqlite:///{tmp_path}/old.backup")
    migrate(old, "0001")
    old.keep_blob(b"a letter")
    old.close()
    assert restore(tmp_path / "old.backup", False, two[1][0]) == 0
    assert f"schema 0001, now {SCHEMA}" in capsys.readouterr().out
    assert kept(two[1][1]) == []


def test_a_log_that_was_changed_in_the_backup_is_told(
    file: Path, two: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(file) as opened:
        opened.execute("UPDATE log_contents SET content = replace(content, 'l1', 'l9')")
    opened.close()
    assert restore(file, False, two[1][0]) == 1
    said = capsys.readouterr()
    assert "0 logs hold, 1 do not" in said.out
    assert "Entry 1 was changed" in said.err


def test_a_database_that_is_held_is_waited_for_and_then_left_alone(
    file: Path, two: list[tuple[Path, str]], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, url = two[1]
    keep(url, replace(plan, slug="another"))
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.1)
    other = sqlite3.connect(data / "milepost.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageDown, match="Another program holds"):
        restore(file, True, data)
    other.close()
    assert kept(url) == [("another", plan.version)]


def test_another_programs_database_is_no_backup(two: list[tuple[Path, str]], plan: Plan, tmp_path: Path) -> None:
    data, url = two[1]
    keep(url, plan)
    with sqlite3.connect(tmp_path / "other.db") as opened:
        opened.execute("CREATE TABLE songs (name text)")
    opened.close()
    with pytest.raises(StorageDown, match="no backup of Milepost"):
        restore(tmp_path / "other.db", True, data)
    assert kept(url) == [(plan.slug, plan.version)]


def test_an_empty_database_has_nothing_to_back_up(two: list[tuple[Path, str]], tmp_path: Path) -> None:
    assert backup(tmp_path / "kept.backup", two[0][0]) == 1
    assert not (tmp_path / "kept.backup").exists()


@pytest.mark.parametrize("content", [b"no database at all", b"", b"PGDMP and more", None])
def test_what_is_no_backup_of_this_engine_is_refused(
    content: bytes | None, two: list[tuple[Path, str]], tmp_path: Path
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    assert restore(file, True, two[1][0]) == 1


@pytest.mark.needs("postgres")
def test_postgresql_is_dumped_restored_and_replaced(
    request: pytest.FixtureRequest, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (request.getfixturevalue("postgres").database() for _ in range(2))
    file = tmp_path / "kept.dump"
    keep(old, plan)
    monkeypatch.setenv("MILEPOST_DATABASE__URL", old)
    assert backup(file, tmp_path) == 0
    monkeypatch.setenv("MILEPOST_DATABASE__URL", new)
    assert restore(file, False, tmp_path) == 0
    assert kept(new) == [(plan.slug, plan.version)]
    keep(new, replace(plan, slug="another"))
    assert restore(file, False, tmp_path) == 1
    assert len(kept(new)) == 2
    assert restore(file, True, tmp_path) == 0
    assert kept(new) == [(plan.slug, plan.version)]


@pytest.mark.needs("postgres")
def test_a_dump_of_a_newer_version_is_refused(
    request: pytest.FixtureRequest, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (request.getfixturevalue("postgres").database() for _ in range(2))
    keep(old, plan)
    store = Store(old)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    monkeypatch.setenv("MILEPOST_DATABASE__URL", old)
    assert backup(tmp_path / "kept.dump", tmp_path) == 0
    keep(new, replace(plan, slug="another"))
    monkeypatch.setenv("MILEPOST_DATABASE__URL", new)
    with pytest.raises(StorageDown, match="newer Milepost"):
        restore(tmp_path / "kept.dump", True, tmp_path)
    assert kept(new) == [("another", plan.version)]


@pytest.mark.needs("postgres")
def test_a_restore_that_fails_midway_leaves_the_server_as_it_was(
    request: pytest.FixtureRequest, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (request.getfixturevalue("postgres").database() for _ in range(2))
    keep(old, plan)
    store = Store(old)
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE zzz_of_somebody_else (a int)"))
    store.close()
    keep(new, replace(plan, slug="another"))
    other = Store(new)
    with other.writing() as connection:
        connection.execute(text("CREATE TABLE zzz_of_somebody_else (a int)"))
    other.close()
    monkeypatch.setenv("MILEPOST_DATABASE__URL", old)
    assert backup(tmp_path / "kept.dump", tmp_path) == 0
    monkeypatch.setenv("MILEPOST_DATABASE__URL", new)
    with pytest.raises(StorageDown, match="zzz_of_somebody_else"):
        restore(tmp_path / "kept.dump", True, tmp_path)
    assert kept(new) == [("another", plan.version)]


def test_a_missing_or_failing_program_is_named_and_sees_no_password_on_its_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://milepost:s3cret-word@127.0.0.1:1/milepost"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(StorageDown, match="pg_dump is not installed"):
        dumping.dump(url, tmp_path / "x")
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$PGPASSWORD: $*" >&2\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    with pytest.raises(StorageDown) as raised:
        dumping.dump(url, tmp_path / "x")
    assert str(raised.value).count("s3cret-word") == 1
    assert "failed: s3cret-word: --format=custom" in str(raised.value)
