"""A document that goes out is kept as it went, once for all who got the same, and can be looked at later."""

import asyncio
import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest

from milepost.commands.sent import sent
from milepost.demo.desk import document_of
from milepost.demo.scene import scene_of
from storage.retention import Keeping, purge
from tests.test_stories import harborline
from tests.workflows.playing import Life, living


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
