"""Documents are made for a test by rendering an example plan and editing the parts of the file."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from lxml import etree

from plans.plan import Plan, Side
from storage.planfile import load
from templates.document import Document, render

ROOT = Path(__file__).parents[2]
EXAMPLES = ("us-saas", "de-manufacturer", "fr-hospital")
KEY = b"a key for tests, thirty-two bytes"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = f'xmlns:w="{W[1:-1]}"'


@cache
def example(name: str) -> Plan:
    plan = load(ROOT / "examples" / f"{name}.yaml").plan
    assert plan is not None
    return plan


@cache
def page(name: str, audience: Side = "buyer", language: str | None = None) -> Document:
    plan = example(name)
    made_on = plan.as_of or dt.date(2026, 1, 1)
    return render(plan, audience=audience, language=language, key=KEY, document=f"{plan.slug}-doc", made_on=made_on)


def repacked(data: bytes, changed: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """Return the zip with parts replaced (bytes), rewritten (a function) or taken out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changed.get(name, b"")
            if change is None:
                continue
            new.writestr(name, change(old.read(name)) if callable(change) else change or old.read(name))
        for name, change in changed.items():
            if name not in old.namelist() and isinstance(change, bytes):
                new.writestr(name, change)
    return out.getvalue()


def body_edited(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """Return the document with its main part edited as a tree."""

    def rewritten(part: bytes) -> bytes:
        root = etree.fromstring(part)
        edit(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return repacked(data, {"word/document.xml": rewritten})


def rows(root: etree._Element) -> list[etree._Element]:
    """Return the plan table's rows, the head first."""
    return list(root.iter(f"{W}tr"))


def cell(root: etree._Element, row: int, column: int) -> etree._Element:
    return rows(root)[row].findall(f"{W}tc")[column]


def write(target: etree._Element, inner: str) -> None:
    """Put paragraphs, given as XML, in place of a cell's content."""
    for paragraph in target.findall(f"{W}p"):
        target.remove(paragraph)
    for element in etree.fromstring(f"<x {NS}>{inner}</x>"):
        target.append(element)


def typed(text: str) -> str:
    """Return a plain paragraph as somebody types it."""
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def with_cell(data: bytes, row: int, column: int, inner: str) -> bytes:
    return body_edited(data, lambda root: write(cell(root, row, column), inner))
