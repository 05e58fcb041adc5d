"""A PDF is made by LibreOffice where it is installed: tagged, so that it can be read aloud."""

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 60
_EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


def as_pdf(data: bytes) -> bytes | None:
    """Return a Word document as a PDF; None where LibreOffice is not installed or does not do it in a minute."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "in.docx", Path(folder) / "in.pdf"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--norestore", "--convert-to", _EXPORT, "--outdir", folder]
        try:
            subprocess.run([*command, str(source)], capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return None
        return made.read_bytes() if made.exists() else None
