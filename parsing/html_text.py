"""HTML becomes lines: blocks break them, rows of data tables stay rows, quotes and signatures are known by their layout."""

import re
from collections.abc import Iterator

from lxml import etree, html

from parsing.quotes.line import Line, Role
from parsing.quotes.plain import LONGEST_LINE, MOST_LINES, tidy

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
DROPPED = frozenset("head script style title template noscript object svg math select textarea".split())
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(px|pt|em)?\s*(;|$)")
INDENTED = re.compile(r"margin\s*:\s*0(px)?\s+0(px)?\s+0(px)?\s+40px")
BORDERED = re.compile(r"border-left\s*:[^;]*(solid|\dpx|\dpt)")
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)")
USUAL_COLOURS = frozenset(
    "black windowtext auto inherit initial currentcolor #000 #000000 #111 #111111 #222 #222222 #333 #333333 #212121 "
    "#1d1d1d #201f1e #242424 #323130 #26282a rgb(0,0,0) rgb(34,34,34) rgb(33,33,33) rgb(51,51,51) rgb(38,40,42) "
    "rgb(32,31,30) rgb(50,49,48) rgb(36,36,36) rgb(29,29,29)".split()
)
QUOTE_CLASSES = ("yahoo_quoted", "protonmail_quote", "tutanota_quote")
ATTRIBUTION_CLASSES = ("gmail_attr", "moz-cite-prefix", "gmail_default_attr")
SIGNATURE_MARKS = (
    "gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "applemailsignature", "protonmail_signature",
    "yahoo-signature", "yahoo_signature", "zimbra-signature", "data-signature",
)  # fmt: skip
STARTS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-reference")
LARGEST_TABLE = 20_000


def html_lines(source: str) -> list[Line]:
    """Return the lines of an HTML body; broken markup gives what can be read of it."""
    root = _tree(source)
    return [] if root is None else _Walk(root).lines


def _tree(source: str) -> "html.HtmlElement | None":
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(tidy(source).encode("utf-8", "replace"), parser=parser, ensure_head_body=False)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree


class _Walk:
    """One pass over the elements, without recursion, that writes lines."""

    def __init__(self, root: "html.HtmlElement") -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._coloured = self._uncoloured = False
        self._state: list[tuple[object, int, Role, bool, bool]] = []
        self._depth, self._role, self._colour, self._pre = 0, "", False, False
        self._skip: object = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if len(self.lines) >= MOST_LINES:
                break
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._flush()

    def _start(self, element: "html.HtmlElement") -> None:
        self._state.append((element, self._depth, self._role, self._colour, self._pre))
        if self._skip is not None:
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in DROPPED or _hidden(element):
            self._skip = element
            return
        if tag in BLOCKS and self._words != ["- "]:
            self._flush()
        if tag == "br":
            self._flush(always=True)
        elif tag == "table" and (rows := _data_rows(element)):
            self.lines += [Line(row[:LONGEST_LINE], self._depth, self._role) for row in rows]
            self._skip = element
            return
        elif tag == "li":
            self._words.append("- ")
        self._enter(element, tag)
        self._write(element.text)

    def _enter(self, element: "html.HtmlElement", tag: str) -> None:
        if not element.attrib and tag not in ("blockquote", "pre"):
            return
        marks = _marks(element)
        if _is_quote(element, tag, marks):
            self._depth += 1
        if any(mark in STARTS for mark in marks) and not self._depth:
            self.lines.append(Line("", 0, "quote-start"))
        if any(mark in ATTRIBUTION_CLASSES for mark in marks):
            self._role = "attribution"
        elif any(mark.startswith(SIGNATURE_MARKS) for mark in marks) and not self._role:
            self._role = "signature"
        self._colour = _coloured(element, self._colour)
        self._pre = self._pre or tag == "pre"

    def _end(self, element: "html.HtmlElement") -> None:
        if self._skip is None and element.tag in BLOCKS:
            self._flush(always=_empty_block(element))
        _, self._depth, role, self._colour, self._pre = self._state.pop()
        self._role = role
        if self._skip is element:
            self._skip = None
        if self._skip is None:
            self._write(element.tail)

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._flush(always=True)
                self._words.append(line)
        else:
            self._words.append(re.sub(r"\s+", " ", text))
        if text.strip():
            self._coloured |= self._colour
            self._uncoloured |= not self._colour

    def _flush(self, always: bool = False) -> None:
        text = "".join(self._words)
        text = text.rstrip() if self._pre else " ".join(text.split(" ")).strip()
        if text or always:
            whole = self._coloured and not self._uncoloured and not self._role
            self.lines.append(Line(text[:LONGEST_LINE], self._depth, "coloured" if whole else self._role))
        self._words, self._coloured, self._uncoloured = [], False, False


def _marks(element: "html.HtmlElement") -> list[str]:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-smartmail', '')}".casefold().split()
    return [re.sub(r"^(x_)+", "", name) for name in names[:20]]


def _hidden(element: "html.HtmlElement") -> bool:
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style", "")[:2_000].casefold()))


def _is_quote(element: "html.HtmlElement", tag: str, marks: list[str]) -> bool:
    style = element.get("style", "")[:2_000].casefold()
    if tag == "blockquote":
        plain = not element.get("type") and not element.get("cite") and not any("quote" in mark for mark in marks)
        return not (plain and INDENTED.search(style))
    if tag != "div":
        return False
    if any(mark in QUOTE_CLASSES for mark in marks):
        return element.find(".//blockquote") is None
    return bool(BORDERED.search(style)) and "padding" in style and element.find(".//blockquote") is None


def _coloured(element: "html.HtmlElement", inherited: bool) -> bool:
    found = COLOUR.search(element.get("style", "")[:2_000].casefold())
    colour = found[1] if found else element.get("color", "").casefold() if element.tag == "font" else ""
    colour = "".join(colour.split())
    return colour not in USUAL_COLOURS if colour else inherited


def _empty_block(element: "html.HtmlElement") -> bool:
    """Tell a block that stands for a blank line (Outlook's &nbsp; paragraphs)."""
    return element.tag in ("p", "div") and len(element) <= 1 and not "".join(element.itertext()).strip() and not (
        len(element) == 1 and element[0].tag in ("br", "img", "hr")
    )


def _data_rows(table: "html.HtmlElement") -> list[str]:
    """Return the rows of a table that holds data, tab-parted; none for one that only lays out."""
    if table.find(".//table") is not None:
        return []
    rows: list[str] = []
    size = wide = 0
    for row in _rows(table):
        cells = [" ".join("".join(_texts(cell)).split()) for cell in row if cell.tag in ("td", "th")]
        size += sum(map(len, cells))
        if size > LARGEST_TABLE or any(len(cell) > 1_000 for cell in cells):
            return []
        wide += sum(map(bool, cells)) >= 2
        if any(cells):
            rows.append("\t".join(cells))
    return rows if wide * 2 >= len(rows) and wide else []


def _rows(table: "html.HtmlElement") -> Iterator["html.HtmlElement"]:
    for number, row in enumerate(table.iter("tr")):
        if number >= 2_000:
            return
        yield row


def _texts(cell: "html.HtmlElement") -> Iterator[str]:
    for element in cell.iter():
        if element.tag in ("script", "style"):
            continue
        if element is not cell and (element.tag in BLOCKS or element.tag == "br"):
            yield " "
        yield element.text or ""
        if element is not cell:
            yield element.tail or ""
