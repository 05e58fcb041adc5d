"""A paragraph's words are what a reader sees once every tracked change is accepted; what is hidden becomes marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from parsing.word.table import MAX_CELL

GONE = frozenset({"del", "moveFrom"})
"""Containers whose content is not there any more once changes are accepted."""
SKIPPED = frozenset(
    {"rPr", "pPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr", "delText", "delInstrText", "drawing", "pict", "object"}
)
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
MARKED = {"bookmarkStart": "name", "hyperlink": "anchor"}
REFERENCES = frozenset({"commentRangeStart", "commentReference"})
MAX_DEPTH = 200


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, the same in transitional and strict files; '' for a comment."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=2048)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace; '' where there is none."""
    for key, value in element.items():
        if _name(str(key)) == name:
            return str(value)
    return ""


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """Return the element at a path of names below another, or None."""
    found: etree._Element | None = element
    for name in path:
        if found is None:
            return None
        found = next(found.iterchildren(f"{{*}}{name}"), None)
    return found


def on(element: etree._Element | None) -> bool:
    """Tell whether a switch such as w:vanish is there and not off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


@dataclass
class Ink:
    """Words and marks as they are gathered; `fields` is the stack of open field codes."""

    words: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        """Add visible words, up to the length that a cell may have; a field's code is a mark instead."""
        if "code" in self.fields:
            return
        if self.length < MAX_CELL:
            self.words.append(text[: MAX_CELL - self.length])
            self.length += len(text)

    @property
    def text(self) -> str:
        """Return the words gathered so far."""
        return "".join(self.words)


def gather(element: etree._Element, ink: Ink, depth: int = 0) -> None:
    """Add what an element inside a paragraph shows to the ink."""
    name = local(element)
    if name in GONE or name in SKIPPED or depth > MAX_DEPTH:
        return
    if name in ("t", "instrText", "fldChar", "fldSimple", "sym", *CHARACTERS):
        _write(element, name, ink, depth)
    elif name in REFERENCES:
        ink.comments.append(attribute(element, "id"))
    elif name == "r":
        _run(element, ink, depth)
    elif name == "sdt":
        _control(element, ink, depth)
    elif name == "AlternateContent":
        _choice(element, ink, depth)
    else:
        if name in MARKED:
            ink.marks.append(attribute(element, MARKED[name]))
        if name == "hyperlink" and (relation := attribute(element, "id")):
            ink.marks.append(f"link {relation}")
        for inner in element:
            gather(inner, ink, depth + 1)


def _write(element: etree._Element, name: str, ink: Ink, depth: int) -> None:
    if name == "t":
        ink.write(element.text or "")
    elif name == "instrText":
        ink.marks.append(element.text or "")
    elif name == "fldChar":
        _field(attribute(element, "fldCharType"), ink)
    elif name == "fldSimple":
        ink.marks.append(attribute(element, "instr"))
        for inner in element:
            gather(inner, ink, depth + 1)
    elif name == "sym":
        ink.write(_symbol(attribute(element, "char")))
    else:
        ink.write(CHARACTERS[name])


def _field(kind: str, ink: Ink) -> None:
    if kind == "begin":
        ink.fields.append("code")
    elif kind == "separate" and ink.fields:
        ink.fields[-1] = "result"
    elif kind == "end" and ink.fields:
        ink.fields.pop()


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _run(element: etree._Element, ink: Ink, depth: int) -> None:
    properties = child(element, "rPr")
    if properties is not None and on(child(properties, "vanish")):
        hidden = Ink()
        for inner in element:
            gather(inner, hidden, depth + 1)
        ink.marks.append(hidden.text)
        return
    for inner in element:
        gather(inner, ink, depth + 1)


def _control(element: etree._Element, ink: Ink, depth: int) -> None:
    properties = child(element, "sdtPr")
    if properties is not None:
        tag = child(properties, "tag")
        ink.marks.append(attribute(tag, "val") if tag is not None else "")
        if on(child(properties, "showingPlcHdr")):
            return
    for inner in element:
        gather(inner, ink, depth + 1)


def _choice(element: etree._Element, ink: Ink, depth: int) -> None:
    """Follow one branch of alternative content, never both."""
    branch = child(element, "Fallback")
    branch = child(element, "Choice") if branch is None else branch
    if branch is not None:
        for inner in branch:
            gather(inner, ink, depth + 1)


def paragraphs(container: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield every paragraph in a cell or header that is still there, through controls, insertions and inner tables."""
    for element in container:
        name = local(element)
        if name == "p":
            yield element
        elif name not in GONE and name not in SKIPPED and depth < MAX_DEPTH:
            yield from paragraphs(element, depth + 1)


def block_ink(container: etree._Element) -> Ink:
    """Return the words of a cell, header or body: one line a paragraph, joined where its mark was deleted."""
    ink = Ink()
    joined = True
    for paragraph in paragraphs(container):
        if not joined:
            ink.write("\n")
        for inner in paragraph:
            gather(inner, ink)
        properties = child(paragraph, "pPr", "rPr")
        joined = properties is not None and any(local(inner) in GONE for inner in properties)
    _tag(container, ink)
    return ink


def _tag(container: etree._Element, ink: Ink) -> None:
    """Keep the tags of controls around whole paragraphs too: some editors widen run-level ones."""
    for element in container:
        if local(element) == "sdt" and (tag := child(element, "sdtPr", "tag")) is not None:
            ink.marks.append(attribute(tag, "val"))
