"""Fuzzes the readers of returned documents with atheris: bytes as rtf, html, text, or as the parts of a zip.

Usage: python -m benchmarks.fuzz_word docx|odt|rtf|html|text|zip FOLDER [-max_total_time=600 ...], with atheris and
Milepost's packages importable. FOLDER starts with a page of ours; what crashes is written by atheris as crash-*.
"""

import io
import sys
import time
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["parsing.word"]):
    from parsing.word import Returned, read_document
    from plans.change import Refusal

from tests.documents.making import example, page, repacked

PLAN = example("us-saas")
SENT = page("us-saas").data
SECONDS = 2.0


def _zip_of(part: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr(part, data)
    return out.getvalue()


KINDS = {
    "docx": ("x.docx", lambda data: repacked(SENT, {"word/document.xml": data or b"<x/>"})),
    "odt": ("x.odt", lambda data: _zip_of("content.xml", data)),
    "rtf": ("x.rtf", lambda data: b"{\\rtf1 " + data),
    "html": ("x.html", lambda data: b"<table>" + data),
    "text": ("x.txt", lambda data: data),
    "zip": ("x.docx", lambda data: data),
}


def seeds(kind: str, folder: Path) -> None:
    """Write what the fuzzer starts from."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(SENT)) as package:
        body = package.read("word/document.xml")
    first = {
        "docx": body,
        "odt": b'<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>'
        b"<table:table><table:table-row><table:table-cell><text:p>Milestone</text:p></table:table-cell>"
        b"</table:table-row></table:table></office:text></office:body></office:document-content>",
        "rtf": b"\\trowd Milestone\\cell Owner\\cell Status\\cell\\row M1\\cell {\\deleted x}\\u8217 ?\\cell\\row}",
        "html": b"<tr><th>Milestone<th>Owner<th>Due<th>Status</tr><tr><td>M1<td colspan=3>x</tr></table>",
        "text": b"| # | Milestone | Due | Status |\n|---|---|---|---|\n| M1 | x | 20 March | done |\n",
        "zip": SENT,
    }
    (folder / "seed").write_bytes(first[kind])


def main() -> None:
    """Fuzz one kind until atheris is told to stop."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    name, wrap = KINDS[kind]
    seeds(kind, folder)

    def one(data: bytes) -> None:
        start = time.process_time()
        found = read_document(wrap(data), name, PLAN)
        assert isinstance(found, Returned | Refusal)
        taken = time.process_time() - start
        assert taken < SECONDS, f"took {taken:.1f} s"

    atheris.Setup([sys.argv[0], str(folder), *sys.argv[3:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
