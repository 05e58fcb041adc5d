"""A redline is tracked changes that Word lists: accepted they are the fresh page, rejected the one they had."""

import datetime as dt
import io
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from parsing.word.formats import found_in
from plans.plan import Plan
from plans.small_print import HINTS
from templates.document import Document, redline, render
from tests.documents.making import EXAMPLES, KEY, W, example
from tests.documents.office import Job, running_office
from tests.documents.versions import later

AT = dt.datetime(2026, 3, 11, 9, 30, tzinfo=dt.UTC)
SEEDS = range(8)
EMPTY = {hint for hints in HINTS.values() for hint in hints}
"""What an empty control shows; read as nothing inside a control, as its words outside one."""


def made(plan: Plan) -> Document:
    return render(plan, audience="buyer", key=KEY, document=f"d{plan.version}", made_on=plan.as_of or AT.date())


@cache
def pair(name: str, seed: int) -> tuple[Document, Document, bytes]:
    """Return an earlier page, a fresh one, and the redline between them."""
    plan = example(name)
    old, new = made(plan), made(later(plan, seed))
    return old, new, redline(new, old, author="Eli Nakamura", at=AT)


def by_pandoc(data: bytes, view: str, folder: Path) -> str:
    path = folder / f"{view}.docx"
    path.write_bytes(data)
    command = ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", "--columns=400", f"--track-changes={view}", path]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    # The hidden marks are the fresh page's in either view: the file is the fresh one, whatever its reader chooses.
    seen = re.sub(r"\{mp \S+ \d+ \S+\}", "", told)
    return "\n".join(" ".join(line.replace("-", " ").split()) for line in seen.splitlines() if line.strip(" -"))


@pytest.mark.needs("pandoc")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_pandoc_accepts_it_to_the_fresh_page_and_rejects_it_to_theirs(name: str, seed: int, tmp_path: Path) -> None:
    old, new, marked = pair(name, seed)
    assert by_pandoc(marked, "accept", tmp_path) == by_pandoc(new.data, "accept", tmp_path)
    assert by_pandoc(marked, "reject", tmp_path) == by_pandoc(old.data, "accept", tmp_path)


def words(data: bytes) -> tuple[list[list[str]], str]:
    """Return the words of a document's table and of everything around it."""
    found, _ = found_in(data, "plan.docx")
    (table,) = found.tables
    return [["" if text in EMPTY else text for text in row.texts] for row in table], "\n".join(
        line.strip() for line in found.text.split("\n") if line.strip()
    )


@pytest.mark.needs("libreoffice", "uno")
@pytest.mark.timeout(300)
def test_libreoffice_accepts_it_to_the_fresh_page_and_rejects_it_to_theirs(tmp_path: Path) -> None:
    cases = [(name, seed) for name in EXAMPLES for seed in SEEDS[::2]]
    jobs = []
    for name, seed in cases:
        source = tmp_path / f"{name}-{seed}.docx"
        source.write_bytes(pair(name, seed)[2])
        for view in ("accept_all", "reject_all"):
            jobs.append(Job(source, [(view,)], [tmp_path / f"{name}-{seed}-{view}.docx"]))
    with running_office() as office:
        assert office.edit(jobs, seconds=250) == ""
    for name, seed in cases:
        old, new, _ = pair(name, seed)
        for view, wanted in (("accept_all", new), ("reject_all", old)):
            assert words((tmp_path / f"{name}-{seed}-{view}.docx").read_bytes()) == words(wanted.data), (name, seed)


def test_every_change_has_its_author_its_time_and_a_number_of_its_own() -> None:
    _, _, marked = pair("us-saas", 1)
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    marks = [each for part in parts for each in etree.fromstring(part).iter(f"{W}ins", f"{W}del")]
    assert len(marks) > 5
    assert {(each.get(f"{W}author"), each.get(f"{W}date")) for each in marks} == {
        ("Eli Nakamura", "2026-03-11T09:30:00Z")
    }
    assert len({each.get(f"{W}id") for each in marks}) == len(marks)


def test_what_did_not_change_is_not_marked() -> None:
    plan = example("us-saas")
    same = redline(made(plan), made(plan), author="Eli", at=AT)
    with zipfile.ZipFile(io.BytesIO(same)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    assert not list(root.iter(f"{W}ins", f"{W}del"))


@pytest.mark.practice(107)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_redline_that_comes_back_reads_as_the_fresh_page(seed: int) -> None:
    from parsing.word import Returned, read_document

    _, new, marked = pair("us-saas", seed)
    read = read_document(marked, "plan.docx", later(example("us-saas"), seed))
    assert isinstance(read, Returned)
    assert [row.cells for row in read.sheet.rows] == [row.cells for row in new.sheet.rows]
