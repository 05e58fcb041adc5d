"""A package is the zip around a document: its properties carry identity, and its dates are the document's own."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

CUSTOM_PART = "/docProps/custom.xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def custom_properties(values: Mapping[str, str | bool]) -> bytes:
    """Return the part that holds a document's custom properties."""
    items = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name={quoteattr(name)}>{_typed(value)}</property>'
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{items}</Properties>"
    ).encode()


def _typed(value: str | bool) -> str:
    if isinstance(value, bool):
        return f"<vt:bool>{str(value).lower()}</vt:bool>"
    return f"<vt:lpwstr>{escape(value)}</vt:lpwstr>"


def set_custom_properties(package: Any, values: Mapping[str, str | bool]) -> None:
    """Put custom properties into an open package, in place of any that it has."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    data = custom_properties(values)
    for part in package.iter_parts():
        if part.partname == CUSTOM_PART:
            part._blob = data
            return
    package.relate_to(Part(PackURI(CUSTOM_PART), CUSTOM_TYPE, data, package), CUSTOM_RELATION)


def dated(data: bytes, made_on: dt.date) -> bytes:
    """Return the same zip with one date on every entry, so that equal documents are equal bytes.

    The dates are written over in place: nothing is unpacked, nothing squeezed a second time.
    """
    stamp = struct.pack("<HH", 0, (max(made_on.year, 1980) - 1980) << 9 | made_on.month << 5 | made_on.day)
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries, at = package.infolist(), package.start_dir
    for entry in entries:
        changed[entry.header_offset + 10 : entry.header_offset + 14] = stamp
        changed[at + 12 : at + 16] = stamp
        at += 46 + sum(struct.unpack("<HHH", data[at + 28 : at + 34]))
    return bytes(changed)


def in_order(element: Any, names: Sequence[str]) -> None:
    """Put an element's children in the order of their names that the schema asks for; others go to the end."""
    place = {name: at for at, name in enumerate(names)}
    children = sorted(element, key=lambda child: place.get(child.tag.rpartition("}")[2], len(place)))
    element.extend(children)
