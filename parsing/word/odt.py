"""An .odt file is walked like a .docx: in OpenDocument, deleted text already stands outside the text itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsing.word.guard import Package, Unsafe
from parsing.word.paragraph import MAX_DEPTH, Ink, attribute, child, local
from parsing.word.table import MAX_COLUMNS, MAX_ROWS, Comment, Found, FoundCell, FoundRow

SKIPPED = frozenset({"tracked-changes", "note", "frame", "sequence-decls", "forms"})
MARKS = {"bookmark-start": "name", "bookmark": "name", "a": "href"}


@dataclass
class Walk:
    """What is known while one file is walked: its hidden styles, and the comments met on the way."""

    hidden: frozenset[str]
    comments: list[Comment] = field(default_factory=list)


def read_odt(package: Package) -> Found:
    """Return what an OpenDocument text holds."""
    root = package.tree("content.xml")
    body = child(root, "body", "text") if root is not None else None
    if root is None or body is None:
        raise Unsafe("no-document", "content.xml")
    walk = Walk(_hidden_styles(root))
    tables = tuple(tuple(_rows(table, walk)) for table in _tables(body))
    text = "\n".join(_text(element, walk) for element in body if local(element) in ("p", "h"))
    styles = package.tree("styles.xml")
    feet = list(styles.iter("{*}footer", "{*}header")) if styles is not None else []
    around = "\n".join(_text(element, walk) for element in feet)
    return Found(tables, tuple(_properties(package)), f"{around}\n{text}", tuple(walk.comments))


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    found = set()
    for style in root.iter("{*}style"):
        properties = child(style, "text-properties")
        if properties is not None and attribute(properties, "display") == "none":
            found.add(attribute(style, "name"))
    return frozenset(found)


def _tables(container: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    for element in container:
        name = local(element)
        if name == "table":
            yield element
        elif name not in SKIPPED and depth < MAX_DEPTH:
            yield from _tables(element, depth + 1)


def _rows(container: etree._Element, walk: Walk, depth: int = 0) -> Iterator[FoundRow]:
    for number, element in enumerate(container):
        if number > MAX_ROWS:
            raise Unsafe("too-large", "rows")
        name = local(element)
        if name == "table-row":
            yield FoundRow(tuple(_cells(element, walk)))
        elif name in ("table-header-rows", "table-rows", "table-row-group") and depth < MAX_DEPTH:
            yield from _rows(element, walk, depth + 1)


def _cells(row: etree._Element, walk: Walk) -> Iterator[FoundCell]:
    cells: list[FoundCell] = []
    for element in row:
        name = local(element)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        repeated = attribute(element, "number-columns-repeated")
        times = min(int(repeated), MAX_COLUMNS) if repeated.isdecimal() and len(repeated) < 9 else 1
        spanned = attribute(element, "number-columns-spanned") not in ("", "1")
        covered = name == "covered-table-cell"
        ink = _ink(element, walk)
        text = "" if covered else ink.text.strip()
        marks = tuple(mark for mark in ink.marks if mark)
        cells += [FoundCell(text, marks, tuple(ink.comments), spanned or covered)] * times
        if len(cells) >= MAX_COLUMNS:
            break
    yield from cells[:MAX_COLUMNS]


def _ink(container: etree._Element, walk: Walk) -> Ink:
    ink = Ink()
    first = True
    for paragraph in container.iter("{*}p", "{*}h"):
        if any(local(ancestor) == "annotation" for ancestor in paragraph.iterancestors()):
            continue
        if not first:
            ink.write("\n")
        first = False
        _gather(paragraph, ink, walk, 0)
    return ink


def _text(element: etree._Element, walk: Walk) -> str:
    ink = Ink()
    _gather(element, ink, walk, 0)
    return ink.text


def _gather(element: etree._Element, ink: Ink, walk: Walk, depth: int) -> None:
    ink.write(element.text or "")
    for inner in element:
        if depth < MAX_DEPTH:
            _inner(inner, ink, walk, depth + 1)
        ink.write(inner.tail or "")


def _inner(element: etree._Element, ink: Ink, walk: Walk, depth: int) -> None:
    name = local(element)
    if name in MARKS:
        ink.marks.append(attribute(element, MARKS[name]))
    if name == "content-control":
        ink.marks.append(attribute(element, "tag"))
        if attribute(element, "showing-place-holder") == "true":
            return
    if name == "s":
        count = attribute(element, "c")
        ink.write(" " * (min(int(count), 100) if count.isdecimal() and len(count) < 9 else 1))
    elif name in ("tab", "line-break"):
        ink.write("\t" if name == "tab" else "\n")
    elif name == "annotation":
        _annotation(element, ink, walk)
    elif name == "span" and attribute(element, "style-name") in walk.hidden:
        hidden = Ink()
        _gather(element, hidden, walk, depth)
        ink.marks.append(hidden.text)
    elif name and name not in SKIPPED:
        _gather(element, ink, walk, depth)


def _annotation(element: etree._Element, ink: Ink, walk: Walk) -> None:
    number = f"annotation-{len(walk.comments)}"
    author = child(element, "creator")
    text = "\n".join("".join(str(part) for part in paragraph.itertext()) for paragraph in element.iter("{*}p"))
    walk.comments.append(Comment(number, (author.text or "") if author is not None else "", text.strip()))
    ink.comments.append(number)


def _properties(package: Package) -> Iterator[str]:
    root = package.tree("meta.xml")
    meta = child(root, "meta") if root is not None else None
    for element in meta if meta is not None else ():
        key = attribute(element, "name") or local(element)
        yield f"{key}={(element.text or '').strip()[:200]}"
