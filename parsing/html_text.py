"""HTML becomes lines: blocks break them, rows of tables stay rows, quotes and signatures are known by their layout."""

import re
from dataclasses import dataclass, replace

from lxml import etree, html

from parsing.html_layout import BLOCKS, DROPPED, is_coloured, is_hidden, is_quote, marks, role_of, starts_quote
from parsing.html_tables import data_rows
from parsing.quotes.line import Line, Role
from parsing.quotes.plain import LONGEST_LINE, MOST_LINES, tidy

BULLET = "- "
MOST_EVENTS = 200_000
DEEPEST = 30


def html_lines(source: str) -> list[Line]:
    """Return the lines of an HTML body; broken markup gives what can be read of it."""
    root = _tree(source)
    return [] if root is None else _Walk(root).lines


def _tree(source: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(tidy(source).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the layout the walk stands."""

    depth: int = 0
    role: Role = ""
    coloured: bool = False
    linked: bool = False
    kept: bool = False


class _Walk:
    """One pass over the elements, without recursion, that writes lines."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._colours: set[bool] = set()
        self._links: set[bool] = set()
        self._place = _Place()
        self._outer: list[_Place] = []
        self._skipped: html.HtmlElement | None = None
        for number, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
            if len(self.lines) >= MOST_LINES or number >= MOST_EVENTS:
                break
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._flush()

    def _start(self, element: html.HtmlElement) -> None:
        self._outer.append(self._place)
        if self._skipped is not None:
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in DROPPED or is_hidden(element):
            self._skipped = element
            return
        if tag == "br" or (tag in BLOCKS and self._words != [BULLET]):
            self._flush(always=tag == "br")
        if tag == "table" and (rows := data_rows(element)):
            self.lines += [Line(row[:LONGEST_LINE], self._place.depth, self._place.role, True) for row in rows]
            self._skipped = element
            return
        if tag == "li":
            self._words.append(BULLET)
        if element.attrib or tag in ("blockquote", "pre"):
            self._enter(element, tag)
        self._write(element.text)

    def _enter(self, element: html.HtmlElement, tag: str) -> None:
        names = marks(element)
        if starts_quote(names) and not self._place.depth:
            self.lines.append(Line("", 0, "quote-start", True))
        self._place = _Place(
            depth=self._place.depth + (self._place.depth < DEEPEST and is_quote(element, tag, names)),
            role=role_of(names, self._place.role),
            coloured=is_coloured(element, self._place.coloured),
            linked=self._place.linked or (tag == "a" and element.get("href") is not None),
            kept=self._place.kept or tag == "pre",
        )

    def _end(self, element: html.HtmlElement) -> None:
        if self._skipped is None and element.tag in BLOCKS:
            self._flush(always=_is_blank_line(element))
        self._place = self._outer.pop()
        if self._skipped is element:
            self._skipped = None
        if self._skipped is None:
            self._write(element.tail)

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._place.kept:
            first, *others = text.split("\n")
            self._words.append(first)
            for line in others:
                self._flush(always=True)
                self._words.append(line)
        else:
            self._words.append(re.sub(r"\s+", " ", text))
        if not text.isspace():
            self._colours.add(self._place.coloured)
            self._links.add(self._place.linked)

    def _flush(self, always: bool = False) -> None:
        text = "".join(self._words)
        text = text.rstrip() if self._place.kept else " ".join(text.split())
        if text or always:
            line = Line(text[:LONGEST_LINE], self._place.depth, self._place.role, True)
            self.lines.append(replace(line, role=line.role or self._role()))
        self._words, self._colours, self._links = [], set(), set()

    def _role(self) -> Role:
        if self._links == {True}:
            return "link"
        return "coloured" if self._colours == {True} else ""


def _is_blank_line(element: html.HtmlElement) -> bool:
    """Tell a block that stands for a blank line, such as Outlook's paragraphs of one space."""
    if element.tag not in ("p", "div") or len(element) > 1 or (element.text or "").strip():
        return False
    if not len(element):
        return True
    child = element[0]
    written = len(child) or f"{child.text or ''}{child.tail or ''}".strip()
    return not written and child.tag not in ("br", "img", "hr")
