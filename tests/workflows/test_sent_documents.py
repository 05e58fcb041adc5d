"""A document that goes out is kept as it went, once for all who got the same, and can be looked at later."""

import asyncio
import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.commands.sent import sent
from milepost.demo.desk import document_of
from milepost.demo.scene import scene_of
from plans.notice import Enclosure, Notice
from plans.plan import Plan
from storage.retention import Keeping, purge
from storage.store import Store
from tests.plans.a_plan import NOW, a_plan
from tests.test_stories import harborline
from tests.workflows.playing import ENGINE, Life, Postbox, living
from workflows.enclosures import enclosures_of
from workflows.parts import Identity, Parts


def digest_of(life: Life, address: str) -> str:
    found = document_of(life.postbox.to(address)[0])
    assert found
    return hashlib.sha256(found[1]).hexdigest()


@pytest.mark.practice(117)
def test_a_page_that_several_people_got_is_kept_once_as_it_went_and_goes_with_the_mails_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILEPOST_DATABASE__URL", f"sqlite:///{tmp_path}/milepost.db")

    async def story(life: Life) -> None:
        await life.nudge()
        slug, store = life.plan.slug, life.parts.store
        await life.mailed("jill.kowalczyk", 1)
        theirs = {digest_of(life, address) for address in ("dana.whitlock", "jill.kowalczyk")}
        assert len(theirs) == 1, "one side's page of one day is one document"
        assert sent(slug, "dana", tmp_path / "out", True, None) == 0
        (mail,) = json.loads(capsys.readouterr().out)
        assert (mail["to"], mail["kind"]) == ("dana", "status")
        assert {one["sha256"] for one in mail["documents"]} == theirs
        (written,) = (tmp_path / "out").iterdir()
        assert hashlib.sha256(written.read_bytes()).hexdigest() in theirs
        assert sent(slug, "", None, False, None) == 0
        assert capsys.readouterr().out.count(f"({theirs.copy().pop()[:12]})") > 2
        assert sent("nobody", "", None, False, None) == 1

        purge(store, Keeping(mails=1), dt.datetime.now(dt.UTC) + dt.timedelta(days=9999))
        assert [store.blob(digest) for digest in theirs] == [None]
        assert store.enclosed(slug) == {}

    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, tmp_path, harborline) as life:
            await story(life)

    asyncio.run(whole())


@pytest.mark.parametrize("kind", ["document", "snapshot"])
def test_a_page_that_was_made_before_somebody_was_forgotten_goes_out_no_more(tmp_path: Path, kind: Enclosure) -> None:
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    store.migrate()
    parts = Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOW)

    def made(plan: Plan) -> bytes:
        notice = Notice(f"n/{kind}", "status", plan.slug, plan.version, "nate", NOW, enclosures=(kind,))
        (enclosed,) = enclosures_of(parts, notice, plan)
        return enclosed.data

    plan, dana = a_plan(), a_plan().person("dana")
    assert dana
    forgotten = plan.with_person(replace(dana, name="former person", email=""))
    named, nameless = made(plan), made(forgotten)
    assert named != nameless
    assert (made(plan), made(forgotten)) == (named, nameless), "each is made once"
    if kind == "document":
        pages = [zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode() for data in (named, nameless)]
        assert [dana.name in page for page in pages] == [True, False]
    store.close()
