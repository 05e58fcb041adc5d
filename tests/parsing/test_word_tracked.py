"""Tracked changes as Word writes them read the same here as in pandoc with all of them accepted."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from parsing.word.docx import read_docx
from parsing.word.guard import open_package
from tests.documents.making import page, repacked
from tests.documents.tracked import table

CELLS = 240


def words(inlines: Any) -> str:
    """Return the words in a part of pandoc's tree."""
    if isinstance(inlines, list):
        return "".join(words(part) for part in inlines)
    if not isinstance(inlines, dict):
        return ""
    kind, content = inlines.get("t"), inlines.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Para", "Plain"):
        return words(content) + " "
    return words(content) if isinstance(content, list) else ""


def by_pandoc(path: Path) -> list[str]:
    command = ["pandoc", "-f", "docx", "-t", "json", "--track-changes=accept", str(path)]
    tree = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    (found,) = [block for block in tree["blocks"] if block["t"] == "Table"]
    heads, bodies = found["c"][3], found["c"][4]
    rows = [*heads[1], *(row for body in bodies for row in (*body[2], *body[3]))]
    return [words(cell[4]) for row in rows for cell in row[1]]


@pytest.mark.needs("pandoc")
def test_every_cell_with_tracked_changes_reads_as_pandoc_accepts_it(tmp_path: Path) -> None:
    names, xml = table(CELLS, seed=20260311)
    data = repacked(page("us-saas").data, {"word/document.xml": xml.encode(), "word/comments.xml": None})
    path = tmp_path / "tracked.docx"
    path.write_bytes(data)
    (rows,) = read_docx(open_package(data)).tables
    ours = [cell.text for row in rows for cell in row.cells]
    theirs = by_pandoc(path)
    assert len(ours) == len(theirs) == CELLS
    wrong = [
        (name, mine, other)
        for name, mine, other in zip(names, ours, theirs, strict=True)
        if "".join(mine.split()) != "".join(other.split())
    ]
    assert wrong == []
