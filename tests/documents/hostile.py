"""Files that no honest editor writes, small and built here; each is named for what it tries."""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.documents.making import NS, page, repacked

MAIN = "word/document.xml"


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return out.getvalue()


def document(body: str, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped({MAIN: f"<w:document {NS}><w:body>{body}</w:body></w:document>".encode()}, compression)


def table(rows: str) -> bytes:
    # Stored and not squeezed, so that no ratio gives it away.
    return document(f"<w:tbl>{rows}</w:tbl>", zipfile.ZIP_STORED)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


NESTED, DETSEN = "<w:ins>" * 200 + "<w:r>", "</w:r>" + "</w:ins>" * 200
OPEN_FIELD = "<w:fldChar w:fldCharType='begin'/><w:t>Done"
HEAD = row(*(cell(text) for text in ("#", "Milestone", "Owner", "Due", "Status")))
LINE = row(*(cell(text) for text in ("M1", "Use cases agreed", "Dana Whitfield", "Feb 13, 2026", "Done")))


def lying_entries() -> bytes:
    """Return a zip whose end record claims sixty thousand entries."""
    data = bytearray(zipped({MAIN: b"<x/>"}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.xml", b"<x/>")
        package.writestr("A.XML", b"<y/>")
    return out.getvalue()


def encrypted_entry() -> bytes:
    data = bytearray(zipped({MAIN: b"<x/>"}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def ole(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def bomb() -> bytes:
    return zipped({MAIN: b"<w:p/>" * (30 * 2**20 // 6)})


def doctype() -> bytes:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    return zipped({MAIN: lol})


def external_entity() -> bytes:
    return zipped({MAIN: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'})


def utf16_doctype() -> bytes:
    return zipped(
        {MAIN: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")}
    )


def many_nodes() -> bytes:
    # Stored and not squeezed, so that the ratio does not give it away.
    return zipped({MAIN: b"<x>" + b"<p/>" * 1_500_000 + b"</x>"}, zipfile.ZIP_STORED)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("empty-file", lambda: b""),
    "no_zip": ("unknown-format", lambda: b"\x7fELF\x02\x01\x01\x00" + b"\0" * 100),
    "words_called_docx": ("unknown-format", lambda: b"Dear all, see the plan below."),
    "cut_short": ("broken-document", lambda: page("us-saas").data[:20_000]),
    "only_a_signature": ("broken-document", lambda: b"PK\x03\x04"),
    "no_document_in_it": ("no-document", lambda: zipped({"hello.txt": b"hello"})),
    "no_table": ("no-table", lambda: document("<w:p/>")),
    "xml_cut_short": ("broken-document", lambda: zipped({MAIN: b"<w:document><w:body>"})),
    "eleven_megabytes": ("too-large", lambda: b"PK\x03\x04" + b"\0" * (11 * 2**20)),
    "two_thousand_entries": ("too-large", lambda: zipped({f"{n}.xml": b"" for n in range(2_000)})),
    "lies_about_its_entries": ("too-large", lying_entries),
    "sixty_five_megabytes_unpacked": ("too-large", lambda: zipped({f"{n}": b"\0" * (9 * 2**20) for n in range(8)})),
    "zip_bomb": ("hostile-document", bomb),
    "one_entry_twice": ("hostile-document", twice),
    "a_path_upwards": ("hostile-document", lambda: zipped({"../../etc/cron.d/x": b"x"})),
    "a_path_from_the_root": ("hostile-document", lambda: zipped({"/etc/passwd": b"x"})),
    "a_windows_path": ("hostile-document", lambda: zipped({"c:\\windows\\x": b"x"})),
    "encrypted_entries": ("protected-file", encrypted_entry),
    "password_protected": ("protected-file", lambda: ole("EncryptedPackage")),
    "rights_managed": ("protected-file", lambda: ole("DRMEncryptedDataSpace")),
    "some_other_ole_file": ("protected-file", lambda: ole("Workbook")),
    "doctype": ("hostile-document", doctype),
    "external_entity": ("hostile-document", external_entity),
    "doctype_in_utf_16": ("hostile-document", utf16_doctype),
    "a_million_elements": ("too-large", many_nodes),
    "ten_thousand_rows": ("too-large", lambda: table(HEAD + LINE * 10_000)),
    "groups_in_rtf": ("hostile-document", lambda: b"{\\rtf1 " + b"{" * 5_000),
    "a_hundred_thousand_tables_deep": ("broken-document", lambda: document("<w:tbl>" * 1_000)),
}
"""Name of the file → the refusal it earns, and the file."""

READ: dict[str, Callable[[], bytes]] = {
    "a_span_of_fifty_million": lambda: table(
        HEAD + row(cell("M1"), cell("Use cases agreed", "<w:gridSpan w:val='50000000'/>"), cell("Dana Whitfield"))
    ),
    "a_span_of_a_billion_digits": lambda: table(HEAD + LINE + row(cell("x", f"<w:gridSpan w:val='{'9' * 5_000}'/>"))),
    "a_grid_before_of_millions": lambda: table(
        HEAD + LINE + "<w:tr><w:trPr><w:gridBefore w:val='99999999'/></w:trPr>" + cell("x") + "</w:tr>"
    ),
    "a_chain_of_merged_cells": lambda: table(HEAD + row(cell("M1", "<w:vMerge/>"), cell("x", "<w:vMerge/>")) * 1_500),
    "two_hundred_columns": lambda: table(row(*(cell(f"c{n}") for n in range(200))) + HEAD + LINE),
    "a_cell_of_a_megabyte": lambda: table(HEAD + LINE.replace("Dana Whitfield", "x" * 2**20)),
    "nothing_but_spaces": lambda: table(HEAD + row(*[cell(" \u200b\u00a0 ")] * 5)),
    "right_to_left": lambda: table(HEAD + LINE.replace("Use cases agreed", "\u202eالاتفاق\u202c \u05d0\u05d1")),
    "control_pictures": lambda: table(HEAD + LINE.replace("Dana", "Da\u0085\u2028na\ufeff")),
    "nested_insertions": lambda: table(HEAD + LINE.replace("<w:r>", NESTED).replace("</w:r>", DETSEN)),
    "a_field_that_never_ends": lambda: table(HEAD + LINE.replace("<w:t>Done", OPEN_FIELD)),
    "jinja_in_the_cells": lambda: table(HEAD + LINE.replace("Done", "{{ 7*7 }}{% for x in y %}")),
    "a_date_of_many_digits": lambda: table(HEAD + LINE.replace("Feb 13, 2026", "1" * 10_000)),
    "many_names": lambda: table(HEAD + LINE.replace("Dana Whitfield", "A B " * 4_000)),
    "our_page_with_macros": lambda: repacked(page("us-saas").data, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "an_attribute_without_a_prefix": lambda: document(
        f"<w:p><w:r :val='x'><w:t>y</w:t></w:r></w:p><w:tbl>{HEAD}{LINE}</w:tbl><w:p xml:space='bogus'/>"
    ),
    "a_code_page_that_does_not_exist": lambda: b"{\\rtf1\\ansicpg8 \xff\\cell\\row\\trowd \xff\\cell\\row}",
    "rtf_of_nothing": lambda: b"{\\rtf1 " + b"\\cell\\row" * 100 + b"}",
}
"""Name of the file → a file that is odd but must be read, within bounds."""
