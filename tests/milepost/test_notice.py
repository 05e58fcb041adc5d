"""`milepost notice preview`: any kind of mail of any plan can be seen before it is sent."""

from pathlib import Path

import pytest

from milepost.commands.notice import preview
from templates.notice.sample import KINDS
from tests.documents.making import EXAMPLES, example


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_seen_for_every_plan(
    kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "mail.html"
    assert preview(kind, example(name), output=output) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Subject: ")
    assert str(output) in printed
    assert output.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_preview_can_be_to_anybody_in_any_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "mail.html"
    assert (
        preview("reminder", example("us-saas"), to="priti.shah@quillpoint.example", language="de", output=output) == 0
    )
    assert "Guten Tag Priti Shah," in capsys.readouterr().out


def test_a_preview_shows_words_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en.toml").write_text('[lead]\nstatus = "Howdy."\n', encoding="utf-8")
    assert preview("status", example("us-saas"), words=tmp_path, output=tmp_path / "mail.html") == 0
    assert "Howdy." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "to", "expected"), [("nonsense", None, "there are welcome,"), ("status", "nobody", "dana")]
)
def test_a_wrong_kind_or_person_is_told_with_the_right_ones(
    kind: str, to: str | None, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preview(kind, example("us-saas"), to=to) == 1
    assert expected in capsys.readouterr().err
