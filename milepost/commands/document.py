"""`milepost render`, `merge` and `template check`: the plan as a document, there and back, without a server."""

import datetime as dt
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from milepost.loading import plan_or_exit
from plans.change import Refusal
from plans.merge import Merge, merge_as_json
from plans.merge import merge as merged
from plans.plan import Plan, Side
from plans.sheet import Sheet, sheet_as_json, sheet_from_json
from plans.sheet_of import sheet_of
from plans.words import LANGUAGES

Kind = Literal["page", "detail", "snapshot"]

LOCAL_KEY = b"milepost render without a key"
"""Seals documents rendered by hand where no key is set: such a stamp proves nothing, and none is ours."""
RENDERED, TEMPLATE_FAULT, UNREADABLE = 0, 1, 2


@dataclass(frozen=True)
class Wanted:
    """What is to be rendered: for whom, in which language, which document, and since which version."""

    audience: Side = "buyer"
    language: str | None = None
    kind: Kind = "page"
    template: Path | None = None
    since: str | None = None


def render(plan: str, output: Path | None, sheet: Path | None, wanted: Wanted, data: Path | None = None) -> int:
    """Write a plan, of a file or running, as a Word document, and beside it the sheet as sent.

    0 written, 1 the template or the output cannot be used, 2 there is no such plan or version.
    """
    from templates.document import TemplateFault

    if wanted.language is not None and wanted.language not in LANGUAGES:
        return _said(f"{wanted.language} is no language of ours: {', '.join(LANGUAGES)}.", UNREADABLE)
    found = _plan(plan, None, data)
    earlier = _plan(plan, wanted.since, data, found) if wanted.since is not None else None
    try:
        filename, made, table = _made(found, earlier, wanted, _key(data))
        path = output or Path(filename)
        path.write_bytes(made)
        if sheet is not None:
            sheet.write_text(json.dumps(sheet_as_json(table), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except (TemplateFault, OSError) as fault:
        return _said(str(fault), TEMPLATE_FAULT)
    print(f"{path}: {found.title}, version {found.version}{f', changes since {earlier.version}' if earlier else ''}.")
    return RENDERED


def _said(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code


def _made(plan: Plan, earlier: Plan | None, wanted: Wanted, key: bytes) -> tuple[str, bytes, Sheet]:
    """Return the file's name, its bytes, and the sheet that it shows."""
    from templates import document as documents

    made_on = plan.as_of or dt.date.today()
    language = wanted.language or plan.language
    name = f"{plan.slug}-v{plan.version}-{wanted.audience}-{language}"
    if wanted.kind == "snapshot":
        shot = documents.render_snapshot(
            plan, audience=wanted.audience, language=language, key=key, document=f"{name}-snapshot", made_on=made_on
        )
        return shot.filename, shot.data, sheet_of(plan, wanted.audience, language, f"{name}-snapshot")
    if wanted.kind == "detail":
        detail = documents.render_detail(
            plan, audience=wanted.audience, language=language, key=key, document=f"{name}-detail", made_on=made_on
        )
        return detail.filename, detail.data, detail.sheet

    def page(version: Plan) -> "documents.Document":
        return documents.render(
            version, audience=wanted.audience, language=language, key=key, made_on=made_on, template=wanted.template,
            document=f"{version.slug}-v{version.version}-{wanted.audience}-{language}",
        )  # fmt: skip

    fresh = page(plan)
    if earlier is None:
        return fresh.filename, fresh.data, fresh.sheet
    author = plan.reporter.name if plan.reporter else plan.seller.name
    return (
        fresh.filename,
        documents.redline(fresh, page(earlier), author=author, at=dt.datetime.now(plan.zone)),
        fresh.sheet,
    )


def _plan(named: str, version: str | None, data: Path | None, present: Plan | None = None) -> Plan:
    """Return the plan of a file or the kept version of a running one; leave with 2, in words, where there is none."""
    if version is not None and not version.isdecimal():
        return plan_or_exit(Path(version))
    path = Path(named)
    if version is None and (path.suffix in (".yaml", ".yml") or path.is_file()):
        return plan_or_exit(path)
    slug = present.slug if present else named
    from milepost.commands.running import kept_plan

    found = kept_plan(slug, int(version) if version else None, data)
    if found is None:
        what = f"version {version} of {slug} is" if version else f"{slug} is"
        raise SystemExit(_said(f"{what} not kept here: `milepost list` shows the plans.", UNREADABLE))
    return found


def _key(data: Path | None) -> bytes:
    from milepost.settings import settings_for

    return next(iter(settings_for(data).seal_keys()), LOCAL_KEY)


def merge(base: Path, ours: Path, theirs: Path, as_json: bool, plan_path: Path | None = None) -> int:
    """Print the three-way merge of sheets or documents: 0 clean, 1 with conflicts, 2 where one cannot be read."""
    plan = plan_or_exit(plan_path) if plan_path else None
    sheets: list[Sheet] = []
    for path in (base, ours, theirs):
        found = sheet_at(path, plan)
        if isinstance(found, str):
            print(f"{path}: {found}", file=sys.stderr)
            return 2
        sheets.append(found)
    result = merged(*sheets)
    print(json.dumps(merge_as_json(result), ensure_ascii=False, indent=1) if as_json else merge_text(result))
    return 1 if result.conflicts else 0


def sheet_at(path: Path, plan: Plan | None) -> Sheet | str:
    """Return the sheet in a .json file or a document, or why there is none, as a sentence."""
    from parsing.word import read_document

    try:
        data = path.read_bytes()
        if path.suffix == ".json":
            return sheet_from_json(json.loads(data))
    except (OSError, ValueError) as fault:
        return f"This cannot be read: {fault}"
    returned = read_document(data, path.name, plan)
    return refused(returned) if isinstance(returned, Refusal) else returned.sheet


def refused(refusal: Refusal) -> str:
    """Return a refusal as a person on the terminal is told it."""
    detail = f" ({refusal.detail})" if refusal.detail else ""
    return f"This document cannot be taken: {refusal.reason}{detail}"


def merge_text(result: Merge) -> str:
    """Return a merge for a person: a line a change, a line a conflict."""
    printed = merge_as_json(result)
    lines = [
        f"{each['decision']:5}  {each['target']:6} {each['field']:10} {json.dumps(each['value'], ensure_ascii=False)}"
        for each in printed["changes"]
    ]
    lines += [
        f"clash  {each['target']:6} {each['field']:10} "
        f"sent {each['base']!r}, now {each['ours']!r}, theirs {each['theirs']!r}"
        for each in printed["conflicts"]
    ]
    return "\n".join(lines) or "Nothing changed."


def template_check(path: Path) -> int:
    """Print what a template of one's own lacks: 0 nothing, 1 something, 2 where it is no template."""
    from templates.document import TemplateFault, check_template

    try:
        problems = check_template(path)
    except TemplateFault as fault:
        print(fault, file=sys.stderr)
        return 2
    for problem in problems:
        print(f"{path}: {problem}")
    print(f"{path}: {'good' if not problems else f'{len(problems)} to look at'}")
    return 1 if problems else 0
