"""Typing in a Word document, as the one who plays procurement does."""

import re
from io import BytesIO


def typed(data: bytes, cells: dict[tuple[str, int], str]) -> bytes:
    """Return a document with text typed over cells, named by what stands in their row's first cell and their column."""
    import docx

    document = docx.Document(BytesIO(data))
    for table in document.tables:
        for row in table.rows:
            for (name, column), text in cells.items():
                if column < len(row.cells) and re.match(rf"{re.escape(name)}(?![\w.])", _words(row.cells[0]._tc)):
                    _type(row.cells[column]._tc, text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def _words(cell: "object") -> str:
    return "".join(part.text or "" for part in cell.iter(TEXT)).strip()  # type: ignore[attr-defined]  # an lxml element


def _type(cell: "object", text: str) -> None:
    """Put text into the first run of a cell and empty the others of its first paragraph."""
    parts = list(cell.iter(TEXT))  # type: ignore[attr-defined]  # an lxml element
    for part in parts:
        part.text = ""
    if parts:
        parts[0].text = text
