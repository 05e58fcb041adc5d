"""The layout puts a view on paper: the same content as text and as HTML that carries its own styles."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plans.notice import Said
from templates.notice.shape import View

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=8)
def _environment(folder: Path | None) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    own = str(files("templates") / "notices")
    return Environment(
        loader=FileSystemLoader([str(folder), own] if folder else [own]),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


@lru_cache(maxsize=1)
def _inliner() -> Any:
    import css_inline

    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def laid_out(view: View, kind: str, words: Path | None = None) -> Said:
    """Return a view laid out by the kind's own layouts, or the usual ones."""
    environment = _environment(words)

    def rendered(name: str) -> str:
        return environment.select_template([f"{kind}/{name}", name]).render(view=view)

    return Said(
        subject=" ".join(rendered("subject.txt").split()),
        text=_tidy(rendered("body.txt")),
        html=_inliner().inline(rendered("body.html")),
        language=view.language,
    )


def _tidy(text: str) -> str:
    """Return text without trailing spaces and with one empty line at most between two blocks."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
