"""A redline is the fresh page with everything that changed since an earlier one as real tracked changes."""

import copy
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count

from lxml import etree

from templates.document.page import Document, W

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml\Z")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Pen:
    """Who is shown to have made the changes, and when; numbers every change once."""

    author: str
    at: dt.datetime
    numbers: Iterator[int] = field(default_factory=lambda: count(900_000_000))

    def mark(self, kind: str) -> etree._Element:
        """Return an empty w:ins or w:del that says who and when."""
        element = etree.Element(f"{W}{kind}")
        element.set(f"{W}id", str(next(self.numbers)))
        element.set(f"{W}author", self.author)
        element.set(f"{W}date", self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return element


def redline(fresh: Document, earlier: Document, *, author: str, at: dt.datetime) -> bytes:
    """Return the fresh document with its differences from the earlier one as tracked changes.

    Accepting all of them gives the fresh document, rejecting all of them the earlier one. `at` is aware.
    """
    pen = Pen(author, at)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(fresh.data)) as new,
        zipfile.ZipFile(io.BytesIO(earlier.data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for entry in new.infolist():
            data = new.read(entry)
            if _PARTS.match(entry.filename) and entry.filename in old.namelist():
                data = _compared(data, old.read(entry.filename), pen)
            package.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _compared(new: bytes, old: bytes, pen: Pen) -> bytes:
    root, before = etree.fromstring(new), etree.fromstring(old)
    body, body_before = root.find(f"{W}body"), before.find(f"{W}body")
    _blocks(root if body is None else body, before if body_before is None else body_before, pen)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _blocks(container: etree._Element, before: etree._Element, pen: Pen) -> None:
    """Compare what stands between the tables paragraph by paragraph, and table with table."""
    new, old = _stretches(container), _stretches(before)
    for (paragraphs, table), (paragraphs_before, table_before) in zip(new, old, strict=False):
        _paragraphs(container, paragraphs, paragraphs_before, pen)
        if table is not None and table_before is not None:
            _rows(table, table_before, pen)


def _stretches(container: etree._Element) -> list[tuple[list[etree._Element], etree._Element | None]]:
    found: list[tuple[list[etree._Element], etree._Element | None]] = []
    paragraphs: list[etree._Element] = []
    for element in container:
        if element.tag == f"{W}p":
            paragraphs.append(element)
        elif element.tag == f"{W}tbl":
            found.append((paragraphs, element))
            paragraphs = []
    return [*found, (paragraphs, None)]


def _paragraphs(container: etree._Element, new: list[etree._Element], old: list[etree._Element], pen: Pen) -> None:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, [*map(_words, old)], [*map(_words, new)], False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for k in range(paired):
            _runs(new[j1 + k], old[i1 + k], pen)
        for paragraph in new[j1 + paired : j2]:
            _whole(paragraph, "ins", pen)
        for paragraph in reversed(old[i1 + paired : i2]):
            gone = _copied(paragraph)
            _whole(gone, "del", pen)
            _place(container, gone, new, j2)


def _place(container: etree._Element, gone: etree._Element, new: list[etree._Element], at: int) -> None:
    """Put a paragraph behind the fresh ones that come before it; of several, the last one first."""
    if at > 0:
        new[at - 1].addnext(gone)
    else:
        container.insert(0, gone)


def _words(element: etree._Element) -> str:
    return "".join(_run_key(run) for run in element.iter(f"{W}r") if not _hidden(run))


def _hidden(run: etree._Element) -> bool:
    return run.find(f"{W}rPr/{W}vanish") is not None


def _run_key(run: etree._Element) -> str:
    style = run.find(f"{W}rPr/{W}rStyle")
    texts = ("\n" if part.tag == f"{W}br" else part.text or "" for part in run if part.tag in (f"{W}t", f"{W}br"))
    return f"{style.get(f'{W}val') if style is not None else ''}\0{''.join(texts)}\1"


def _runs(paragraph: etree._Element, before: etree._Element, pen: Pen) -> None:
    """Put an earlier paragraph's differing runs before the fresh ones, as taken out, and mark those as put in."""
    new = [run for run in paragraph.iter(f"{W}r") if not _hidden(run)]
    old = [run for run in before.iter(f"{W}r") if not _hidden(run)]
    matcher = SequenceMatcher(None, [*map(_run_key, old)], [*map(_run_key, new)], False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for run in old[i1:i2]:
            if run.find(f"{W}commentReference") is not None:
                continue
            taken = pen.mark("del")
            taken.append(_struck(run))
            _before(paragraph, new, j1, taken)
        for run in new[j1:j2]:
            _wrap(run, pen.mark("ins"))


def _before(paragraph: etree._Element, new: list[etree._Element], at: int, taken: etree._Element) -> None:
    """Place a taken-out run at the paragraph's own level, in front of what stands there now."""
    if at >= len(new):
        paragraph.append(taken)
        return
    element = new[at]
    while (parent := element.getparent()) is not None and parent is not paragraph:
        element = parent
    element.addprevious(taken)


def _wrap(run: etree._Element, mark: etree._Element) -> None:
    run.addprevious(mark)
    mark.append(run)


def _struck(run: etree._Element) -> etree._Element:
    """Return a copy of a run whose words are deleted text."""
    taken = copy.deepcopy(run)
    taken.tail = None
    for text in taken.iter(f"{W}t"):
        text.tag = f"{W}delText"
        text.set(_SPACE, "preserve")
    return taken


def _copied(element: etree._Element) -> etree._Element:
    """Return a copy from the earlier document without what points at that document's other parts."""
    taken = copy.deepcopy(element)
    taken.tail = None
    _only_words(taken)
    for link in list(taken.iter(f"{W}hyperlink")):
        _unwrap(link, keep=True)
    for mark in list(taken.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        _unwrap(mark, keep=False)
    return taken


def _only_words(element: etree._Element) -> None:
    """Leave of controls their words and of comments nothing: such a row is put in or taken out as a whole.

    LibreOffice keeps a row that holds either as an empty one when it should go.
    """
    for control in list(element.iter(f"{W}sdt")):
        held = control.find(f"{W}sdtContent")
        for inner in list(held) if held is not None else ():
            control.addprevious(inner)
        _unwrap(control, keep=False)
    for run in [each for each in element.iter(f"{W}r") if each.find(f"{W}commentReference") is not None]:
        _unwrap(run, keep=False)
    for mark in list(element.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
        _unwrap(mark, keep=False)


def _unwrap(element: etree._Element, *, keep: bool) -> None:
    """Take an element out, and leave its children in its place where they are kept."""
    parent = element.getparent()
    if parent is None:
        return
    for inner in list(element) if keep else ():
        element.addprevious(inner)
    parent.remove(element)


def _whole(paragraph: etree._Element, kind: str, pen: Pen) -> None:
    """Mark a whole paragraph, its mark included, as put in or taken out."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    marked = properties.find(f"{W}rPr")
    if marked is None:
        marked = etree.SubElement(properties, f"{W}rPr")
    marked.insert(0, pen.mark(kind))
    _all_runs(paragraph, kind, pen)


def _all_runs(element: etree._Element, kind: str, pen: Pen) -> None:
    if kind == "ins":
        for run in list(element.iter(f"{W}r")):
            _wrap(run, pen.mark("ins"))
        return
    for run in list(element.iter(f"{W}r")):
        mark = pen.mark("del")
        run.addprevious(mark)
        mark.append(_struck(run))
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)


def _rows(table: etree._Element, before: etree._Element, pen: Pen) -> None:
    new, old = table.findall(f"{W}tr"), before.findall(f"{W}tr")
    matcher = SequenceMatcher(None, [*map(_row_id, old)], [*map(_row_id, new)], False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for row, row_before in zip(new[j1:j2], old[i1:i2], strict=True):
                _cells(row, row_before, pen)
            continue
        for row in old[i1:i2]:
            gone = _copied(row)
            _whole_row(gone, "del", pen)
            if j1 < len(new):
                new[j1].addprevious(gone)
            else:
                table.append(gone)
        for row in new[j1:j2]:
            _only_words(row)
            _whole_row(row, "ins", pen)


def _row_id(row: etree._Element) -> str:
    cell = row.find(f"{W}tc")
    return "" if cell is None else "".join(_run_key(run) for run in cell.iter(f"{W}r") if not _hidden(run))


def _cells(row: etree._Element, before: etree._Element, pen: Pen) -> None:
    for cell, cell_before in zip(row.findall(f"{W}tc"), before.findall(f"{W}tc"), strict=False):
        if _words(cell) != _words(cell_before):
            new, old = cell.findall(f"{W}p"), cell_before.findall(f"{W}p")
            for paragraph, paragraph_before in zip(new, old, strict=False):
                _runs(paragraph, paragraph_before, pen)


def _whole_row(row: etree._Element, kind: str, pen: Pen) -> None:
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        row.insert(0, properties)
    properties.append(pen.mark(kind))
    _all_runs(row, kind, pen)
