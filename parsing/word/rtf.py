"""An .rtf file is read token by token: groups, control words and characters, deleted and hidden words apart."""

import re
from dataclasses import dataclass, field, replace

from parsing.word.guard import Unsafe
from parsing.word.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Comment, Found, FoundCell, FoundRow

TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(.)", re.DOTALL
)
UNSEEN = """fonttbl colortbl stylesheet pict object listtable listoverridetable revtbl rsidtbl themedata
colorschememapping latentstyles datastore xmlnstbl filetbl nonshppict atnid atrfstart atrfend atndate pgdsctbl defchp
defpap mmathPr fldtype listtext pntext pgdsc author operator creatim revtim printim comment doccomm userprops"""
SKIPPED = frozenset(UNSEEN.split())
MARKED = {
    "bkmkstart": "mark",
    "fldinst": "mark",
    "keywords": "keywords",
    "annotation": "comment",
    "atnauthor": "author",
}
MARKED |= dict.fromkeys(("footer", "footerf", "footerr", "header", "headerf", "headerr"), "foot")
SPOKEN = {"par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "emspace": " "}
SPOKEN |= {"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "enspace": " "}
SIGNS = {b"~": "\u00a0", b"_": "-", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 161: "cp1253", 162: "cp1254", 177: "cp1255"}
CHARSETS |= {178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}
MAX_TOKENS = 3_000_000
MAX_GROUPS = 500


@dataclass(frozen=True)
class State:
    """What holds inside one group: where its words go, and whether anybody would see them."""

    target: str = "text"
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    codepage: str = "cp1252"


@dataclass
class Reader:
    """The words gathered so far, cell by cell and row by row."""

    state: State = field(default_factory=State)
    stack: list[State] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    row: list[FoundCell] = field(default_factory=list)
    rows: list[FoundRow] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    codepage: str = "cp1252"
    author: str = ""
    font: int = 0
    pending: int = 0
    revived: bool = False
    bytes_held: bytearray = field(default_factory=bytearray)

    def write(self, text: str) -> None:
        """Send words to where the group's words go."""
        state = self.state
        if text.strip():
            self.revived = False
        if state.deleted or state.target == "skip" or not text:
            return
        if state.target in ("mark", "comment", "author", "keywords"):
            self.held.append(text)
        elif state.target == "foot":
            self.outside.append(text)
        elif state.hidden:
            self.hidden.append(text)
        elif sum(map(len, self.cell[-50:])) < MAX_CELL:
            self.cell.append(text)

    def flush(self) -> None:
        """Turn the bytes of a run of hex escapes into words: two of them may be one character."""
        if self.bytes_held:
            data = bytes(self.bytes_held)
            self.bytes_held.clear()
            self.write(data.decode(self.state.codepage, "replace"))


def read_rtf(data: bytes) -> Found:
    """Return what an RTF file holds, in the view in which all tracked changes are accepted."""
    reader = Reader()
    for number, match in enumerate(TOKEN.finditer(data)):
        if number > MAX_TOKENS:
            raise Unsafe("too-large", "tokens")
        _take(reader, match)
    outside = "".join(reader.outside) + "".join(reader.cell)
    return Found((tuple(reader.rows),), (*reader.facts, *reader.marks), outside, tuple(reader.comments))


def _take(reader: Reader, match: re.Match[bytes]) -> None:
    word, number, code, sign, brace, text = match.group(1, 2, 3, 4, 5, 6)
    if code and not reader.pending:
        reader.bytes_held += bytes([int(code, 16)])
        return
    reader.flush()
    if brace:
        _group(reader, brace)
    elif word:
        _word(reader, word.decode(), int(number) if number else None)
    elif sign and sign == b"*":
        reader.state = replace(reader.state, target="star" if reader.state.target == "text" else reader.state.target)
    elif sign or text or code:
        _characters(reader, SIGNS.get(sign, "") if sign else (text or b"?").decode(reader.state.codepage, "replace"))


def _characters(reader: Reader, text: str) -> None:
    """Write characters, less those that stand in for a Unicode one just read."""
    skipped = min(reader.pending, len(text))
    reader.pending -= skipped
    reader.write(text[skipped:])


def _group(reader: Reader, brace: bytes) -> None:
    reader.pending = 0
    if brace == b"{":
        if len(reader.stack) > MAX_GROUPS:
            raise Unsafe("hostile-document", "groups nested too deep")
        reader.stack.append(reader.state)
        return
    ended = reader.state
    reader.state = reader.stack.pop() if reader.stack else State()
    if reader.revived and reader.state.deleted and not (reader.stack and reader.stack[-1].deleted):
        # LibreOffice 7.4 puts words typed in place of a deleted link into the link's own deleted group, behind an
        # empty group of inserted ones.
        reader.state, reader.revived = replace(reader.state, deleted=False), False
    if ended.target != reader.state.target and reader.held:
        _release(reader, ended.target, "".join(reader.held).strip())
        reader.held.clear()


def _release(reader: Reader, target: str, words: str) -> None:
    if target == "mark":
        reader.marks.append(words)
    elif target == "keywords":
        reader.facts.append(f"keywords={words}")
    elif target == "author":
        reader.author = words
    elif target == "comment":
        reader.comments.append(Comment(f"annotation-{len(reader.comments)}", reader.author, words))
        reader.marks.append(f"comment annotation-{len(reader.comments) - 1}")


def _word(reader: Reader, word: str, number: int | None) -> None:
    state = reader.state
    if word in MARKED:
        reader.state = replace(state, target=MARKED[word])
    elif word in SKIPPED or state.target == "star":
        _destination(reader, word)
    elif word in ("v", "deleted"):
        on = number != 0
        reader.state = replace(state, hidden=on) if word == "v" else replace(state, deleted=on)
    elif word == "revised" and state.deleted:
        reader.revived = True
    elif word == "plain":
        reader.state = replace(state, hidden=False, deleted=False)
    elif word in ("cell", "row", "nestcell", "nestrow", "intbl", "trowd"):
        _table(reader, word)
    elif word in SPOKEN:
        _spoken(reader, word)
    else:
        _coding(reader, word, number)


def _destination(reader: Reader, word: str) -> None:
    """Leave out what no reader sees; fonts are looked at for their code pages only."""
    reader.state = replace(reader.state, target="skip")
    if word == "fonttbl":
        reader.font = -1


def _spoken(reader: Reader, word: str) -> None:
    if reader.state.deleted and word == "par":
        return
    hidden = reader.state.hidden
    reader.state = replace(reader.state, hidden=False)
    reader.write(SPOKEN[word])
    reader.state = replace(reader.state, hidden=hidden)


def _coding(reader: Reader, word: str, number: int | None) -> None:
    if word == "u" and number is not None:
        reader.write(chr(number % 65536) if not 0xD800 <= number % 65536 < 0xE000 else "\ufffd")
        reader.pending = reader.state.skip
    elif word == "uc" and number is not None:
        reader.state = replace(reader.state, skip=max(0, min(number, 10)))
    elif word == "ansicpg" and number is not None:
        reader.codepage = _codec(f"cp{number}")
        reader.state = replace(reader.state, codepage=reader.codepage)
    elif word == "f" and number is not None:
        reader.font = number
        if reader.state.target != "skip":
            reader.state = replace(reader.state, codepage=reader.fonts.get(number, reader.codepage))
    elif word == "fcharset" and number is not None and reader.state.target == "skip":
        reader.fonts[reader.font] = CHARSETS.get(number, reader.codepage)


def _codec(name: str) -> str:
    try:
        # Python decodes no bytes at all by a codec that does not exist.
        b"x".decode(name)
    except (LookupError, ValueError):
        return "cp1252"
    return name


def _table(reader: Reader, word: str) -> None:
    if word == "cell" and len(reader.row) < MAX_COLUMNS:
        comments = tuple(mark.removeprefix("comment ") for mark in reader.marks if mark.startswith("comment "))
        marks = (*reader.marks, "".join(reader.hidden))
        reader.row.append(FoundCell("".join(reader.cell).strip(), tuple(mark for mark in marks if mark), comments))
        for held in (reader.cell, reader.marks, reader.hidden):
            held.clear()
    elif word == "row":
        if len(reader.rows) >= MAX_ROWS:
            raise Unsafe("too-large", "rows")
        reader.rows.append(FoundRow(tuple(reader.row)))
        reader.row.clear()
    elif word == "trowd" and not reader.row:
        # Words before a table are no part of its first cell.
        reader.outside += reader.cell
        reader.cell.clear()
