"""`milepost notice sent` writes what went with mails into a folder, and says where it cannot."""

import datetime as dt
from pathlib import Path

import pytest

from milepost.commands.sent import sent
from storage.outbox import NoticeRecord
from storage.store import Store
from tests.plans.a_plan import a_plan

AT = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def data(tmp_path: Path, commands_url: str) -> Path:
    """One plan that has sent one mail with a document."""
    with Store(commands_url) as store:
        store.migrate()
        store.keep_version(a_plan(), (), AT)
        mail = NoticeRecord("k1", "harbor", 4, "dana", "status", (), (), "<k1@x>", "", "Hello", AT)
        store.claim(mail, [("page.docx", b"PK")])
        store.sent("k1", AT)
    return tmp_path


def test_documents_go_into_a_folder_that_is_made_for_them(data: Path) -> None:
    assert sent("harbor", "", data / "new" / "out", False, data) == 0
    (written,) = (data / "new" / "out").iterdir()
    assert written.read_bytes() == b"PK"


@pytest.mark.parametrize("below", ["", "out"])
def test_a_file_where_the_folder_should_be_is_told_and_stays_as_it_was(
    below: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data / "notes.txt"
    file.write_text("mine")
    assert sent("harbor", "", file / below, False, data) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{file / below} cannot hold the documents (" in told.err
    assert "name a folder" in told.err
    assert file.read_text() == "mine"
