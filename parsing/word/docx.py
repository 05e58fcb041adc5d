"""A .docx file is walked by ourselves, in the view in which all tracked changes are accepted."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice

from lxml import etree

from parsing.word.guard import Package, Unsafe
from parsing.word.paragraph import GONE, MAX_DEPTH, attribute, block_ink, child, local
from parsing.word.table import MAX_COLUMNS, MAX_ROWS, Comment, Found, FoundCell, FoundRow, Revision

OFFICE_DOCUMENT = "/officeDocument"
MAX_REVISIONS = 2_000


def read_docx(package: Package) -> Found:
    """Return what a Word file holds: .docx, .docm, .dotx, transitional or strict; macros are never looked at."""
    name = main_part(package)
    root = package.tree(name)
    body = child(root, "body") if root is not None else None
    if body is None:
        raise Unsafe("no-document", name)
    links = _links(package, name)
    tables = tuple(tuple(_linked(row, links) for row in _rows(table)) for table in _tables(body))
    marks, text = _around(package, name, body)
    return Found(tables, marks, text, tuple(_comments(package, name)), tuple(_revisions(body)))


def main_part(package: Package) -> str:
    """Return the name of the part that holds the document, by the package's relationships."""
    root = package.tree("_rels/.rels")
    for relation in root if root is not None else ():
        if attribute(relation, "Type").endswith(OFFICE_DOCUMENT):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _tables(container: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield the tables that stand in the text itself, not those inside other tables."""
    for element in container:
        name = local(element)
        if name == "tbl":
            yield element
        elif name not in GONE and name != "p" and depth < MAX_DEPTH:
            yield from _tables(element, depth + 1)


def _within(container: etree._Element, wanted: str, depth: int = 0) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, through controls and custom markup around them."""
    for element in container:
        name = local(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag") and depth < MAX_DEPTH:
            yield from _within(element, wanted, depth + 1)


def _rows(table: etree._Element) -> Iterator[FoundRow]:
    for number, element in enumerate(_within(table, "tr")):
        if number >= MAX_ROWS:
            raise Unsafe("too-large", "rows")
        properties = child(element, "trPr")
        kinds = {local(inner) for inner in properties} if properties is not None else set()
        if not kinds & GONE:
            yield FoundRow(tuple(_cells(element, properties)), "ins" in kinds)


def _cells(row: etree._Element, properties: etree._Element | None) -> Iterator[FoundCell]:
    before = child(properties, "gridBefore") if properties is not None else None
    cells = [FoundCell()] * (_span(before) if before is not None else 0)
    for element in _within(row, "tc"):
        settings = child(element, "tcPr")
        if settings is not None and child(settings, "cellDel") is not None:
            continue
        cells.append(_cell(element, settings))
        span = child(settings, "gridSpan") if settings is not None else None
        extra = _span(span) - 1 if span is not None else 0
        if extra:
            cells[-1] = replace(cells[-1], merged=True)
            cells += [FoundCell(merged=True)] * extra
        if len(cells) > MAX_COLUMNS:
            break
    yield from cells[:MAX_COLUMNS]


def _span(element: etree._Element) -> int:
    """Return a span that a person could have made: a file may claim fifty million columns."""
    value = attribute(element, "val")
    return min(max(int(value), 1), MAX_COLUMNS) if value.isdecimal() and len(value) < 9 else 1


def _cell(element: etree._Element, settings: etree._Element | None) -> FoundCell:
    merged = child(settings, "vMerge") if settings is not None else None
    ink = block_ink(element)
    covered = merged is not None and attribute(merged, "val") in ("", "continue")
    marks = tuple(mark for mark in ink.marks if mark)
    return FoundCell("" if covered else ink.text.strip(), marks, tuple(dict.fromkeys(ink.comments)), covered)


def _links(package: Package, name: str) -> dict[str, str]:
    """Return the targets of the document's relationships: links on row ids are marks."""
    folder, _, leaf = name.rpartition("/")
    root = package.tree(f"{folder}/_rels/{leaf}.rels")
    relations = root if root is not None else ()
    return {f"link {attribute(each, 'Id')}": attribute(each, "Target")[:500] for each in relations}


def _linked(row: FoundRow, links: dict[str, str]) -> FoundRow:
    cells = tuple(replace(cell, marks=tuple(links.get(mark, mark) for mark in cell.marks)) for cell in row.cells)
    return replace(row, cells=cells)


def _around(package: Package, name: str, body: etree._Element) -> tuple[tuple[str, ...], str]:
    """Return the marks and words outside the tables: properties, headers, footers and the text itself."""
    marks = [f"{key}={value}" for key, value in _properties(package)]
    texts = []
    folder = name.rpartition("/")[0]
    for part in sorted(package.names):
        leaf = part.removeprefix(f"{folder}/")
        if leaf.startswith(("footer", "header")) and leaf.endswith(".xml"):
            root = package.tree(part)
            ink = block_ink(root) if root is not None else None
            if ink is not None:
                texts.append(ink.text)
                marks += ink.marks
    for element in body:
        if local(element) in ("p", "sdt"):
            texts.append(_outer_text(element))
    return tuple(marks), "\n".join(text for text in texts if text.strip())


def _outer_text(element: etree._Element) -> str:
    holder = etree.Element("holder")
    if local(element) == "p":
        # A copy, because moving the paragraph would take it out of the body that is still being walked.
        holder.append(deepcopy(element))
        return block_ink(holder).text
    return block_ink(element).text


def _properties(package: Package) -> Iterator[tuple[str, str]]:
    for part in ("docProps/custom.xml", "docProps/core.xml"):
        root = package.tree(part)
        for element in root if root is not None else ():
            key = attribute(element, "name") or local(element)
            yield key, "".join(str(text) for text in element.itertext()).strip()[:200]


def _comments(package: Package, name: str) -> Iterator[Comment]:
    """Yield the comments; a reply names the comment that it answers, by the paragraphs of both (MS-DOCX 2.5.4)."""
    folder = name.rpartition("/")[0]
    root = package.tree(f"{folder}/comments.xml")
    found = [each for each in root if local(each) == "comment"] if root is not None else []
    last = {attribute(inner, "paraId"): attribute(each, "id") for each in found for inner in each.iter("{*}p")}
    threads = package.tree(f"{folder}/commentsExtended.xml")
    answered = {
        last.get(attribute(each, "paraId"), ""): last.get(attribute(each, "paraIdParent"), "")
        for each in (threads if threads is not None else ())
    }
    for element in found:
        number, text = attribute(element, "id"), block_ink(element).text.strip()
        yield Comment(number, attribute(element, "author"), text, answers=answered.get(number, ""))


def _revisions(body: etree._Element) -> Iterator[Revision]:
    changed = body.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo", "{*}cellIns", "{*}cellDel")
    for element in islice(changed, MAX_REVISIONS):
        text = "".join(str(inner.text or "") for inner in element.iter("{*}t", "{*}delText"))
        yield Revision(local(element), attribute(element, "author"), attribute(element, "date"), text[:500])
