"""Hostile and broken files are refused by name or read within bounds: never a hang, never half a reading."""

import io
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from parsing.word import Returned, read_document
from parsing.word.days import due_day
from parsing.word.formats import found_in
from parsing.word.guard import Unsafe
from parsing.word.table import MAX_CELL, MAX_COLUMNS
from parsing.word.values import Wit, cell_of, names_of
from plans.change import Refusal
from plans.merge import merge
from plans.sheet import COLUMNS, Cell
from tests.documents.hostile import READ, REFUSED
from tests.documents.making import NS, W, body_edited, example, page, repacked

PLAN = example("us-saas")
SENT = page("us-saas")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_hostile_or_broken_file_is_refused_by_name(name: str) -> None:
    reason, build = REFUSED[name]
    read = read_document(build(), f"{name}.docx", PLAN)
    assert isinstance(read, Refusal)
    assert read.reason == reason


@pytest.mark.parametrize("name", list(READ))
def test_an_odd_file_is_read_within_bounds(name: str) -> None:
    found, _ = found_in(READ[name](), f"{name}.docx")
    assert all(len(row.cells) <= MAX_COLUMNS for table in found.tables for row in table)
    assert all(len(cell.text) <= MAX_CELL for table in found.tables for row in table for cell in row.cells)
    assert isinstance(read_document(READ[name](), f"{name}.docx", PLAN), Returned | Refusal)


PROGRAM = """
import resource, sys
from parsing.word import read_document
from tests.documents.hostile import READ, REFUSED
from tests.documents.making import example, page
plan, files = example("us-saas"), {name: build for name, (_, build) in REFUSED.items()} | READ
files = {name: build() for name, build in files.items()}
read_document(page("us-saas").data, "plan.docx", plan)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, data in files.items():
    read_document(data, name, plan)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_no_file_takes_more_than_a_hundred_megabytes() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, text=True)
    assert int(done.stdout) < 100 * 1024


@SLOW
@given(st.binary(max_size=400), st.integers(0, len(SENT.data)), st.integers(0, 400))
def test_damaged_bytes_are_read_or_refused_but_never_crash(noise: bytes, at: int, cut: int) -> None:
    data = SENT.data[:at] + noise + SENT.data[at + cut :]
    read = read_document(data, "plan.docx", PLAN)
    assert isinstance(read, Returned | Refusal)


ELEMENTS = """p r t tc tr tbl sdt sdtContent sdtPr ins del hyperlink fldChar instrText pPr rPr vanish gridSpan vMerge
tcPr trPr moveFrom br sym commentReference"""
NAMES = ELEMENTS.split()


def element(name: str, value: str, text: str, inner: list[Any]) -> Any:
    made = etree.Element(f"{W}{name}", {f"{W}val": value, f"{W}id": value, f"{W}fldCharType": value})
    made.text = text
    made.extend(inner)
    return made


ATTRIBUTES = ["", "0", "7", "begin", "end", "continue", "x"]
WORDS = ["", "M3", "done", "Mar 20, 2026", "{mp x 1 M3}", "\u202e"]
trees = st.recursive(
    st.builds(element, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.sampled_from(WORDS), st.just([])),
    lambda inner: st.builds(element, st.sampled_from(NAMES), st.just("1"), st.just(""), st.lists(inner, max_size=4)),
    max_leaves=25,
)


@SLOW
@given(trees, st.integers(0, 7), st.integers(0, 7))
def test_any_structure_in_a_cell_is_read_or_refused(tree: Any, row: int, column: int) -> None:
    def edit(root: etree._Element) -> None:
        cells = list(root.iter(f"{W}tr"))[row].findall(f"{W}tc")
        cells[column].append(etree.fromstring(etree.tostring(tree)))

    read = read_document(body_edited(SENT.data, edit), "plan.docx", PLAN)
    assert isinstance(read, Returned | Refusal)
    if isinstance(read, Returned):
        merged = merge(SENT.sheet, SENT.sheet, read.sheet)
        assert merge(SENT.sheet, merged.merged, read.sheet).merged == merged.merged


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(COLUMNS))
def test_any_words_make_a_cell_of_any_column(text: str, column: Any) -> None:
    assert isinstance(cell_of(column, text, Wit(PLAN, "en", PLAN.as_of, names_of(PLAN))), Cell)


@settings(deadline=None)
@given(st.text("0123456789./- MarJunoctKWendofthe", max_size=14))
def test_whatever_looks_like_a_date_is_a_day_or_nothing(text: str) -> None:
    day = due_day(text, "en-US", PLAN.as_of)
    assert day is None or 1 <= day.month <= 12


@SLOW
@given(st.sampled_from([".rtf", ".html", ".txt", ".xlsx", ".odt"]), st.binary(max_size=300))
def test_any_bytes_under_any_name_are_read_or_refused(suffix: str, noise: bytes) -> None:
    heads = {
        ".rtf": b"{\\rtf1 ",
        ".html": b"<table><tr><td>",
        ".txt": b"",
        ".xlsx": b"PK\x03\x04",
        ".odt": b"PK\x05\x06",
    }
    assert isinstance(read_document(heads[suffix] + noise, f"x{suffix}", PLAN), Returned | Refusal)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(SENT.data)) as package:
        size = package.getinfo("word/document.xml").file_size
    lying = SENT.data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))
    assert isinstance(read_document(lying, "plan.docx", PLAN), Refusal | Returned)


def test_a_refusal_names_the_part_that_is_broken() -> None:
    data = repacked(SENT.data, {"word/document.xml": f"<w:document {NS}>".encode()})
    with pytest.raises(Unsafe, match=r"word/document\.xml"):
        found_in(data, "plan.docx")
