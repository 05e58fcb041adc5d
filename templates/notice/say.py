"""Saying lays a notice out: the same content as text and as HTML that carries its own styles."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plans.notice import Notice, Said
from plans.plan import Plan
from templates.notice.view import view_of
from templates.notice.words import words_of

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


def say(notice: Notice, plan: Plan, *, words: Path | None = None, reply_to: str = "") -> Said:
    """Return a notice in words, in the recipient's language.

    `words` is a folder of the users' own: <language>.toml for sentences, <kind>/body.txt and body.html for layouts.
    `reply_to` is the address that the quick replies write to.
    """
    person = plan.person(notice.to)
    spoken = words_of(person.language if person and person.language else plan.language, words)
    view = view_of(notice, plan, spoken, reply_to)
    environment = _environment(words)

    def rendered(name: str) -> str:
        template = environment.select_template([f"{notice.kind}/{name}", name])
        return template.render(view=view, notice=notice, plan=plan)

    return Said(
        subject=" ".join(rendered("subject.txt").split()),
        text=_tidy(rendered("body.txt")),
        html=_inliner().inline(rendered("body.html")),
        language=spoken.language,
    )


def _tidy(text: str) -> str:
    """Return text without trailing spaces and with one empty line at most between two blocks."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
