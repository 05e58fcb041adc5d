"""The snapshot is what an executive grasps in under a minute: at most 120 words and a timeline, to read only (R114)."""

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any

from plans.daytext import day_text
from plans.plan import Milestone, Plan, Side
from plans.seal import stamp as stamp_of
from plans.sheet_of import milestone_name, sheet_of, shown, status_text
from plans.words import STATUS_WORDS
from templates.document.check import filled, opened
from templates.document.context import decision_day
from templates.document.package import dated
from templates.document.page import TEMPLATES, identify, paper_cm
from templates.document.pdf import as_pdf
from templates.document.runs import clean
from templates.document.timeline import timeline
from templates.document.wording import words

TEMPLATE = TEMPLATES / "snapshot.docx"
PICTURE_CM = 25.0
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_NAMED, MOST_WORDS = 2, 14
"""Lines that one sentence names, and words of one name or goal that are shown."""

_ASIDE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Snapshot:
    """A file to read only: a PDF, or a Word document that is marked as final."""

    data: bytes
    filename: str
    media_type: str


def render_snapshot(
    plan: Plan, *, audience: Side = "buyer", language: str | None = None, key: bytes, document: str, made_on: dt.date,
    pdf: bool = True,
) -> Snapshot:  # fmt: skip
    """Return the executive snapshot: as PDF where LibreOffice is installed and `pdf` is wanted, else as final .docx."""
    sheet = sheet_of(plan, audience, language, document)
    stamp = stamp_of(key, plan.slug, plan.version, document)
    lines = shown(plan, audience)
    page = opened(TEMPLATE)
    filled(page, _context(plan, lines, sheet.language, made_on, stamp), TEMPLATE)
    _picture(page.docx, timeline(lines, made_on, plan.locale), _told(plan, lines, sheet.language))
    _size(page.docx, paper_cm(plan))
    identify(page.docx, plan, sheet, stamp, made_on, final=True)
    out = io.BytesIO()
    page.docx.save(out)
    name = f"{plan.slug}-v{plan.version}-snapshot-{made_on.isoformat()}-{sheet.language}"
    data = dated(out.getvalue(), made_on)
    made = as_pdf(data) if pdf else None
    return Snapshot(made, f"{name}.pdf", PDF) if made else Snapshot(data, f"{name}.docx", WORD)


def _context(plan: Plan, lines: tuple[Milestone, ...], language: str, made_on: dt.date, stamp: str) -> dict[str, Any]:
    table = words(language)
    day = day_text(made_on, language, plan.locale)
    named = {"plan": plan.slug, "version": plan.version, "day": day, "stamp": stamp}
    decision = day_text(decision_day(plan), language, plan.locale)
    return {
        "title": clean(table["title"].format(name=table["snapshot_title"], title=_short(plan.title))),
        "sentences": [clean(sentence) for sentence in _sentences(plan, lines, language, made_on)],
        "decision": f"{table['decision_by']} {decision}." if decision else "",
        "legend": f"| {day}   " + "   ".join(status_text(status, language) for status in STATUS_WORDS[language]),
        "stamp": clean(table["footer"].format(**named)),
    }


def _sentences(plan: Plan, lines: tuple[Milestone, ...], language: str, made_on: dt.date) -> list[str]:
    """Return the goal, how far it is, what is late, what comes next, and whom to ask."""
    table = words(language)
    wanted = [line for line in lines if line.status != "skipped"]
    late = [line for line in wanted if not line.settled and line.due and line.due < made_on]
    blocked = [line for line in wanted if line.status == "blocked"]
    ahead = sorted((line for line in wanted if not line.settled and line.due), key=lambda line: line.due or made_on)
    following = [line for line in ahead if line not in (*late, *blocked)][:MOST_NAMED]
    goal = next((_short(goal.text.rstrip(".")) for goal in plan.goals), "")
    reporter = plan.reporter
    return [
        *([table["goal_line"].format(goal=goal)] if goal else []),
        table["done_of"].format(done=sum(line.status == "done" for line in wanted), all=len(wanted)),
        table["late"].format(lines=_named(plan, late, language)) if late else table["on_time"],
        *([f"{STATUS_WORDS[language]['blocked'][0]}: {_named(plan, blocked, language)}."] if blocked else []),
        *(_next(plan, line, language) for line in following),
        *([table["questions"].format(reporter=reporter.name)] if reporter else []),
    ]


def _named(plan: Plan, lines: list[Milestone], language: str) -> str:
    return ", ".join(f"{line.id} {_short(milestone_name(plan, line, language))}" for line in lines[:MOST_NAMED])


def _next(plan: Plan, line: Milestone, language: str) -> str:
    owner = plan.person(line.owner)
    name = f"{line.id} {_short(milestone_name(plan, line, language))}"
    day = day_text(line.due, language, plan.locale)
    said: str = words(language)["next_step"]
    return said.format(name=name, owner=owner.name if owner else "–", day=day)


def _short(text: str) -> str:
    told = _ASIDE.sub("", text).split()
    return " ".join(told[:MOST_WORDS]) + (" …" if len(told) > MOST_WORDS else "")


def _told(plan: Plan, lines: tuple[Milestone, ...], language: str) -> str:
    """Return the picture in words, for those who do not see it."""
    told = (
        f"{line.id} {milestone_name(plan, line, language)}: {day_text(line.due, language, plan.locale)}, "
        f"{STATUS_WORDS[language][line.status][0]}"
        for line in lines
        if line.due
    )
    return clean(f"{words(language)['timeline_text']}. {'; '.join(told)}")


def _picture(docx: Any, picture: bytes, told: str) -> None:
    """Put the timeline where the template says so, with its words as alternative text."""
    from docx.shared import Cm

    for paragraph in docx.paragraphs:
        if paragraph.style.name == "Map Picture":
            if picture:
                shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Cm(PICTURE_CM))
                shape._inline.docPr.set("descr", told)
            return


def _size(docx: Any, paper: tuple[float, float]) -> None:
    from docx.shared import Cm

    section = docx.sections[0]
    section.page_width, section.page_height = Cm(paper[0]), Cm(paper[1])
