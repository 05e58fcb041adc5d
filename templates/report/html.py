"""Reports as one HTML page that loads nothing: its styles and pictures are in it, and it can be printed."""

from functools import lru_cache
from typing import TYPE_CHECKING

from templates.report.shape import Report

if TYPE_CHECKING:
    from jinja2 import Template


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("templates", "report")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html")


def as_html(*reports: Report) -> str:
    """Return reports as a page, one below the other; it is called as the first is."""
    return _template().render(title=reports[0].title, reports=reports)
