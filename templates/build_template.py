"""The templates are built, not drawn: the same bytes from the same lines, and a designer may change them in Word."""

import datetime as dt
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from plans.sheet_of import ACTION_COLUMNS
from templates.document.fit import WIDTHS_CM
from templates.document.package import dated, in_order

NAVY, INK, GREY = "1B365D", "22272B", "5A6570"
ACTION_WIDTHS_CM = (1.6, 12.0, 7.3, 3.5, 3.5)
NAMES = ("id", "milestone", "outcome", "owner", "depends_on", "due", "status", "notes")
TABLE_ORDER = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
    "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
    "tblDescription",
)  # fmt: skip
"""The order of a table's properties (ECMA-376, part 1, 17.4.60)."""
STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
CHARACTER_STYLES = (
    ("MapId", True, NAVY, 9),
    ("MapName", True, INK, 9),
    ("MapSmall", False, GREY, 7.5),
    ("MapDue", True, INK, 9),
    ("MapHint", False, "6B5A00", 8),
    ("MapLink", False, "0B4F8A", 8),
    ("MapDone", True, "0E5A36", 9),
    ("MapInProgress", True, "0B4F8A", 9),
    ("MapBlocked", True, "8A2B06", 9),
    ("MapNotStarted", True, "414A52", 9),
    ("MapSkipped", True, "5E646A", 9),
    ("MapLabel", True, INK, 8),
)


def build() -> bytes:
    """Return the template's bytes."""
    document = Document()
    _page(document)
    _styles(document)
    _head(document)
    _table(document, NAMES, WIDTHS_CM, "rows")
    _foot(document)
    return _bytes_of(document)


def build_detail() -> bytes:
    """Return the bytes of the template for the action plan in detail."""
    document = Document()
    _page(document)
    _styles(document)
    header = document.sections[0].header.paragraphs[0]
    header.style, header.alignment = document.styles["Map Foot"], 2
    header.add_run("{{ invite }}")
    document.add_paragraph("{{ title }}", "Heading 1")
    document.add_paragraph("{{ version }}", "Map Text")
    document.add_paragraph("{%p for milestone in milestones %}")
    document.add_paragraph("{{ milestone.name }}", "Heading 2")
    document.add_paragraph("{%p for fact in milestone.facts %}")
    fact = document.add_paragraph("{{ fact }}", "Map Text")
    fact.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if milestone.rows %}")
    _table(document, ACTION_COLUMNS, ACTION_WIDTHS_CM, "milestone.rows")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = document.styles["Map Foot"]
    footer.add_run("{{ stamp }}")
    return _bytes_of(document)


def build_snapshot() -> bytes:
    """Return the bytes of the template for the executive snapshot."""
    document = Document()
    _page(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = Cm(2.0)
    _styles(document)
    document.styles["Heading 1"].font.size = Pt(22)
    text = document.styles["Map Text"]
    text.font.size, text.paragraph_format.space_after = Pt(15), Pt(6)
    picture = document.styles.add_style("Map Picture", WD_STYLE_TYPE.PARAGRAPH)
    picture.paragraph_format.space_before, picture.paragraph_format.space_after = Pt(18), Pt(4)
    document.add_paragraph("{{ title }}", "Heading 1").paragraph_format.space_after = Pt(10)
    document.add_paragraph("{{ decision }}", "Map Text")
    document.add_paragraph("{%p for sentence in sentences %}")
    document.add_paragraph("{{ sentence }}", "Map Text")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph(style="Map Picture")
    legend = document.add_paragraph("{{ legend }}", "Map Foot")
    legend.runs[0].font.size = Pt(11)
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Map Foot"]
    footer.add_run("{{ stamp }}")
    return _bytes_of(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(0.9)
    section.top_margin, section.bottom_margin = Cm(1.2), Cm(1.0)
    section.header_distance, section.footer_distance = Cm(0.5), Cm(0.4)


def _styles(document: Any) -> None:
    # The copy of the styles that Word 2010 kept does not know ours, and Word may take that for damage.
    relations = document.part.rels
    for name in [name for name, relation in relations.items() if relation.reltype == STYLES_WITH_EFFECTS]:
        del relations[name]
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Calibri", Pt(9), RGBColor.from_string(INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    for name, size, before in (("Heading 1", 15.0, 0.0), ("Heading 2", 10.0, 4.0)):
        _heading(styles[name], size, before)
    for name, size in (("Map Cell", 9.0), ("Map Head", 8.5), ("Map Text", 8.5), ("Map Foot", 7.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
    styles["Map Head"].font.bold = True
    styles["Map Head"].font.color.rgb = RGBColor(255, 255, 255)
    styles["Map Foot"].font.color.rgb = RGBColor.from_string(GREY)
    for name, bold, color, points in CHARACTER_STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold, style.font.size = bold, Pt(points)
        style.font.color.rgb = RGBColor.from_string(color)


def _heading(style: Any, size: float, before: float) -> None:
    style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
    style.font.color.rgb = RGBColor.from_string(NAVY)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(1)


def _head(document: Any) -> None:
    header = document.sections[0].header.paragraphs[0]
    header.style = document.styles["Map Foot"]
    header.alignment = 2
    header.add_run("{{ draft }}", "MapBlocked")
    header.add_run("  {{ invite }}")
    document.add_paragraph("{{ title }}", "Heading 1")
    facts = document.add_paragraph(style="Map Text")
    for label, value in (
        ("words.buyer", "buyer"),
        ("words.seller", "seller"),
        ("words.decision_by", "decision_date"),
        ("", "version"),
    ):
        if label:
            facts.add_run(f"{{{{ {label} }}}} ", "MapLabel")
        facts.add_run(f"{{{{ {value} }}}}    ")
    document.add_paragraph("{{ words.success }}", "Heading 2")
    document.add_paragraph("{%p for goal in goals %}", "Map Text")
    document.add_paragraph("{{ goal }}", "Map Text")
    document.add_paragraph("{%p endfor %}", "Map Text")
    document.add_paragraph("{{ words.steps }}", "Heading 2")


def _table(document: Any, names: Sequence[str], widths: Sequence[float], rows: str) -> None:
    table = document.add_table(rows=4, cols=len(names))
    table.autofit = False
    properties = table._tbl.tblPr
    properties.append(
        parse_xml(
            f"<w:tblBorders {nsdecls('w')}>"
            + "".join(
                f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="C5CBD1"/>'
                for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            + "</w:tblBorders>"
        )
    )
    properties.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="20" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
            '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for name, value in (("tblCaption", "{{ words.table_title }}"), ("tblDescription", "{{ words.table_text }}")):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        properties.append(element)
    in_order(properties, TABLE_ORDER)
    for index, width in enumerate(widths):
        table.columns[index].width = Cm(width)
    _head_row(table, names, widths)
    _loop_row(table.rows[1], f"{{%tr for row in {rows} %}}")
    _body_row(table, names, widths)
    _loop_row(table.rows[3], "{%tr endfor %}")


def _head_row(table: Any, names: Sequence[str], widths: Sequence[float]) -> None:
    row = table.rows[0]
    flag = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(flag)
    for cell, name, width in zip(row.cells, names, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].style = "Map Head"
        cell.paragraphs[0].add_run(f"{{{{ head.{name} }}}}")
        _fill(cell, NAVY)


def _body_row(table: Any, names: Sequence[str], widths: Sequence[float]) -> None:
    row = table.rows[2]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, name, width in zip(row.cells, names, widths, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Map Cell"
        if name == "status":
            paragraph.add_run("{% cellbg row.status_color %}")
        paragraph.add_run(f"{{{{r row.{name} }}}}")


def _loop_row(row: Any, text: str) -> None:
    row.cells[0].paragraphs[0].add_run(text)


def _fill(cell: Any, color: str) -> None:
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{color}"/>')
    cell._tc.get_or_add_tcPr().append(shade)


def _foot(document: Any) -> None:
    people = document.add_paragraph("{{ words.people }}", "Heading 2")
    people.paragraph_format.space_before = Pt(4)
    for name in ("buyer", "seller"):
        line = document.add_paragraph(style="Map Foot")
        line.add_run(f"{{{{ {name} }}}}  ", "MapLabel")
        line.add_run(f"{{{{ {name}_people }}}}")
    for label, value in (("updates", "updates"), ("reading", "legend"), ("change", "words.change_text")):
        line = document.add_paragraph(style="Map Foot")
        line.add_run(f"{{{{ words.{label} }}}}  ", "MapLabel")
        line.add_run(f"{{{{ {value} }}}}")
    agreed = document.add_paragraph(style="Map Text")
    agreed.paragraph_format.space_before = Pt(8)
    agreed.add_run("{{ words.agreed }}  ", "MapLabel")
    agreed.add_run("{{ agreed }}")
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = document.styles["Map Foot"]
    footer.add_run("{{ stamp }}")


def _bytes_of(document: Any) -> bytes:
    """Return the document's bytes, the same whenever they are made."""
    core = document.core_properties
    core.author, core.last_modified_by, core.comments = "Milepost", "Milepost", ""
    core.title = "Milepost"
    core.created = core.modified = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    out = io.BytesIO()
    document.save(out)
    return dated(out.getvalue(), dt.date(2026, 1, 1))


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    (folder / "plan.docx").write_bytes(build())
    (folder / "detail.docx").write_bytes(build_detail())
    (folder / "snapshot.docx").write_bytes(build_snapshot())
