"""The page is the plan on one sheet of paper: a Word document that people sign, edit and send back."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plans.plan import Plan, Side
from plans.seal import stamp as stamp_of
from plans.sheet import Sheet
from plans.sheet_of import sheet_of
from templates.document.cells import Ink
from templates.document.check import filled, opened
from templates.document.context import context
from templates.document.fit import WIDTHS_CM, fitting_scale, points
from templates.document.package import dated, set_custom_properties
from templates.document.remarks import add_remarks, overdue
from templates.document.runs import clean

TEMPLATES = Path(__file__).parents[1]
TEMPLATE = TEMPLATES / "plan.docx"
LETTER_COUNTRIES = frozenset({"US", "CA", "MX"})
A4_CM, LETTER_CM = (29.7, 21.0), (27.94, 21.59)
MARGINS_CM = (1.8, 2.3)
"""Left and right together, top and bottom together with header and footer."""


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Document:
    """A rendered document with the sheet that it shows: keep the sheet, it is the base of a later merge."""

    data: bytes
    filename: str
    sheet: Sheet


def render(
    plan: Plan,
    *,
    audience: Side,
    language: str | None = None,
    key: bytes,
    document: str,
    made_on: dt.date,
    template: Path | None = None,
    link: str = "",
) -> Document:
    """Return the one-page plan for one side, in its language, under the name `document` and sealed with the key.

    `link` is the start of the links on row ids ("https://plans.example"); without one they point into the page.
    Raises TemplateFault, with words, for a template of one's own that cannot be used.
    """
    sheet = sheet_of(plan, audience, language, document)
    stamp = stamp_of(key, plan.slug, plan.version, document)
    page = opened(template or TEMPLATE)
    late = overdue(plan, sheet, made_on)
    first = len(page.docx.comments)
    remarks = {line.id: first + number for number, line in enumerate(late)}
    names = context(plan, Ink(sheet, plan, page.build_url_id, link, remarks), made_on, stamp)
    filled(page, names, template or TEMPLATE)
    add_remarks(page.docx, late, plan, sheet, made_on)
    _fit(page.docx, plan, sheet, names)
    identify(page.docx, plan, sheet, stamp, made_on)
    out = io.BytesIO()
    page.docx.save(out)
    return Document(dated(out.getvalue(), made_on), filename(plan, sheet, made_on), sheet)


def filename(plan: Plan, sheet: Sheet, made_on: dt.date) -> str:
    """Return the file's name: plan, version and date, in plain characters."""
    draft = "-draft" if plan.status == "draft" else ""
    return f"{plan.slug}-v{plan.version}{draft}-{made_on.isoformat()}-{sheet.language}.docx"


def paper_cm(plan: Plan) -> tuple[float, float]:
    """Return the paper's width and height: Letter where the buyer's country uses it, else A4."""
    return LETTER_CM if (plan.buyer.country or "").upper() in LETTER_COUNTRIES else A4_CM


def _fit(docx: Any, plan: Plan, sheet: Sheet, names: dict[str, Any]) -> None:
    from docx.shared import Cm

    width, height = paper_cm(plan)
    section = docx.sections[0]
    if section.page_width < section.page_height:
        return  # A designer's upright page is theirs to fit.
    section.page_width, section.page_height = Cm(width), Cm(height)
    inner = (width - MARGINS_CM[0], height - MARGINS_CM[1])
    _widen(docx, inner[0] / sum(WIDTHS_CM))
    around = [names["title"] * 2, *names["goals"], names["buyer_people"], names["seller_people"], names["updates"],
              names["agreed"], names["legend"], names["words"]["change_text"]]  # fmt: skip
    _resize(docx, fitting_scale(sheet, around, inner))


def _widen(docx: Any, factor: float) -> None:
    """Make the table as wide as the paper; cells carry their width too, for editors that ignore the grid."""
    if abs(factor - 1) < 0.01 or not docx.element.body.tbl_lst:
        return
    for element in docx.element.body.tbl_lst[0].iter(W + "gridCol", W + "tcW"):
        element.set(W + "w", str(round(int(element.get(W + "w")) * factor)))


def _resize(docx: Any, scale: float) -> None:
    """Scale every style of the map; a designer's own styles keep their size."""
    from docx.shared import Pt

    for style in docx.styles.element.style_lst:
        if style.name_val.startswith("Map") and style.rPr is not None and style.rPr.sz is not None:
            style.rPr.sz.val = Pt(points(style.rPr.sz.val.pt, scale))


def identify(docx: Any, plan: Plan, sheet: Sheet, stamp: str, made_on: dt.date, *, final: bool = False) -> None:
    """Write plan, version and document into the properties, and the language into the styles.

    A final document asks its reader, in Word, before it lets itself be edited.
    """
    core = docx.core_properties
    core.title, core.subject = _property(plan.title), _property(f"{plan.slug} v{plan.version}")
    core.identifier = stamp
    core.keywords = _property(f"milepost {plan.slug} v{plan.version} {sheet.document}")
    core.language = sheet.language
    core.author = core.last_modified_by = _property(plan.seller.name)
    core.created = core.modified = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    core.content_status = "Final" if final else "Draft" if plan.status == "draft" else ""
    core.version = str(plan.version)
    set_custom_properties(
        docx.part.package,
        {
            "MilepostPlan": plan.slug,
            "MilepostVersion": str(plan.version),
            "MilepostDocument": sheet.document,
            "MilepostAudience": sheet.audience,
            "MilepostLanguage": sheet.language,
            "MilepostStamp": stamp,
        }
        | ({"_MarkAsFinal": True} if final else {}),
    )
    tag = plan.locale if plan.locale.casefold().startswith(sheet.language) else sheet.language
    for element in docx.styles.element.xpath("w:docDefaults//w:lang"):
        for name in list(element.attrib):
            del element.attrib[name]
        element.set(W + "val", tag)


def _property(text: str) -> str:
    """Return text as a core property may hold it: 255 characters that XML can carry (ECMA-376, part 2)."""
    return clean(text)[:255]
