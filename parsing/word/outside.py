"""Old and printed formats are read by programs of their own, each in a process with limits: .doc and .pdf."""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from parsing.word.guard import Unsafe, open_package
from parsing.word.table import Found, FoundCell, FoundRow

DOC_SECONDS, PDF_SECONDS = 60, 10
PDF_MEMORY = 600 * 2**20
MAX_PAGES = 6
_ROW, _CELL, _TABLE = "\x1e", "\x1f", "\x1d"

_PDF_PROGRAM = """
import io, sys
import pdfplumber
with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
    for page in pdf.pages[:%d]:
        for table in page.extract_tables()[:10]:
            rows = ["\\x1f".join(cell or "" for cell in row[:64]) for row in table[:2000]]
            sys.stdout.buffer.write(("\\x1e".join(rows) + "\\x1d").encode("utf-8", "replace"))
        words = page.extract_text() or ""
        sys.stdout.buffer.write(("\\x00" + words[:20000] + "\\x1d").encode("utf-8", "replace"))
"""


def read_doc(data: bytes) -> Found:
    """Return what an old .doc file holds, through LibreOffice; Unsafe where that is not installed or cannot."""
    from parsing.word.docx import read_docx

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Unsafe("old-format", ".doc")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            office,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=DOC_SECONDS, check=False)
        except subprocess.TimeoutExpired as fault:
            raise Unsafe("old-format", ".doc, too slow") from fault
        made = Path(folder) / "in.docx"
        if not made.exists():
            raise Unsafe("broken-document", ".doc")
        return read_docx(open_package(made.read_bytes()))


def read_pdf(data: bytes) -> Found:
    """Return the tables in a PDF's first pages; what is read of one is only ever asked about."""
    program = [sys.executable, "-I", "-c", _PDF_PROGRAM % MAX_PAGES]
    try:
        done = subprocess.run(
            program, input=data, capture_output=True, timeout=PDF_SECONDS, check=False, preexec_fn=_limited
        )
    except subprocess.TimeoutExpired as fault:
        raise Unsafe("hostile-document", "PDF, too slow") from fault
    if done.returncode != 0:
        protected = b"Password" in done.stderr or b"Encrypt" in done.stderr
        raise Unsafe("protected-file" if protected else "broken-document", "PDF")
    return _found(done.stdout.decode("utf-8", "replace"))


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (PDF_MEMORY, PDF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PDF_SECONDS, PDF_SECONDS))


def _found(output: str) -> Found:
    tables, texts = [], []
    for part in output.split(_TABLE):
        if part.startswith("\x00"):
            texts.append(part[1:])
        elif part:
            rows = (tuple(FoundCell(cell.strip()) for cell in row.split(_CELL)) for row in part.split(_ROW))
            tables.append(tuple(FoundRow(row) for row in rows))
    return Found(tuple(tables), (), "\n".join(texts))
