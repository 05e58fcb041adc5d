"""A template is checked by what it names: every column of the table must be there, and nothing that we do not give."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from plans.sheet import COLUMNS
from templates.document.package import in_order

NEEDED = tuple(f"row.{column}" for column in COLUMNS)
WANTED = ("title", "buyer", "seller", "version", "stamp", "goals", "buyer_people", "seller_people", "agreed", "updates")
GIVEN = frozenset({*WANTED, "rows", "head", "words", "decision_date", "legend", "draft", "invite"})
CELL_PROPERTIES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tcPr"
CELL_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
    "tcFitText", "vAlign", "hideMark",
)  # fmt: skip
"""The order of a cell's properties (ECMA-376, part 1, 17.4.70)."""


class TemplateFault(Exception):
    """A template that cannot be used; its text is a sentence for the person who brought it."""


def check_template(path: Path) -> list[str]:
    """Return a sentence for everything that a template lacks or misnames; TemplateFault where it is none at all."""
    source, names = names_in(path)
    lacking = [
        f"The table lacks {{{{r {name} }}}}: that column could not be read back."
        for name in NEEDED
        if name not in source
    ]
    missing = [f"{{{{ {name} }}}} is not used: the page will not show it." for name in WANTED if name not in names]
    unknown = [
        f"{{{{ {name} }}}} is nothing that Milepost gives: it would stay empty." for name in sorted(names - GIVEN)
    ]
    return lacking + missing + unknown


def names_in(path: Path) -> tuple[str, frozenset[str]]:
    """Return a template's text with its tags, and the names that it takes from outside."""
    from jinja2 import Environment, TemplateError, meta

    page = opened(path)
    try:
        parts = [page.patch_xml(page.get_xml())]
        for kind in (page.HEADER_URI, page.FOOTER_URI):
            parts += [page.patch_xml(page.get_part_xml(part)) for _, part in page.get_headers_footers(kind)]
        source = "\n".join(parts)
        return source, frozenset(meta.find_undeclared_variables(Environment(autoescape=True).parse(source)))
    except TemplateError as fault:
        raise TemplateFault(_broken(path, fault)) from fault


def opened(path: Path) -> Any:
    """Return the template in a file, ready to be filled; TemplateFault where it is none."""
    from docxtpl import DocxTemplate

    try:
        page = DocxTemplate(path)
        page.init_docx()
    except Exception as fault:  # zipfile, lxml and python-docx each raise classes of their own
        raise TemplateFault(f"{path}: this is no Word template: {fault}") from fault
    return page


def filled(page: Any, names: dict[str, Any], path: Path) -> None:
    """Fill an opened template; TemplateFault, with words, where one of its tags cannot be filled."""
    try:
        # Without autoescape a plan's own "a<b>c" would silently become "a".
        page.render(names, _environment(), autoescape=True)
    except Exception as fault:  # an expression in a template can raise anything
        raise TemplateFault(_broken(path, fault)) from fault
    for properties in page.docx.element.body.iter(CELL_PROPERTIES):
        # docxtpl puts a cell's colour first, which Word may call damage.
        in_order(properties, CELL_ORDER)


@cache
def _environment() -> Any:
    """Return the environment that fills templates: sandboxed, and compiling each part of a template once."""
    from jinja2.sandbox import SandboxedEnvironment

    environment: Any = SandboxedEnvironment(autoescape=True)
    # docxtpl compiles its parts anew for every page; the parts of one template are the same each time.
    environment.from_string = lru_cache(maxsize=64)(environment.from_string)
    return environment


def _broken(path: Path, fault: Exception) -> str:
    return f"{path}: a tag in the template is broken: {fault}"
