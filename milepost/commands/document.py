"""`milepost render`, `merge` and `template check`: the plan as a document, there and back, without a server."""

import datetime as dt
import json
import sys
from pathlib import Path

from milepost.loading import plan_or_exit
from plans.change import Refusal
from plans.merge import Merge, merge_as_json
from plans.merge import merge as merged
from plans.plan import Plan, Side
from plans.sheet import Sheet, sheet_as_json, sheet_from_json

LOCAL_KEY = b"milepost render without a key"
"""Seals documents rendered by hand where no key is set: such a stamp proves nothing, and none is ours."""


def render(
    plan_path: Path,
    output: Path,
    sheet: Path | None = None,
    template: Path | None = None,
    earlier: Plan | None = None,
    *,
    audience: Side = "buyer",
    language: str | None = None,
    key: bytes = LOCAL_KEY,
) -> int:
    """Write the plan as a Word document, and beside it the sheet as sent; 1 where the template cannot be used.

    `earlier` is the plan as it stood in an older version: everything since shows as tracked changes.
    """
    from templates.document import Document, TemplateFault, redline
    from templates.document import render as page

    plan = plan_or_exit(plan_path)
    made_on = plan.as_of or dt.date.today()

    def made(version: Plan) -> Document:
        spoken = language or version.language
        name = f"{version.slug}-v{version.version}-{audience}-{spoken}"
        return page(
            version, audience=audience, language=spoken, key=key, document=name, made_on=made_on, template=template
        )

    try:
        document = made(plan)
        data = document.data
        if earlier is not None:
            reporter = plan.reporter
            author = reporter.name if reporter else plan.seller.name
            data = redline(document, made(earlier), author=author, at=dt.datetime.now(plan.zone))
    except TemplateFault as fault:
        print(fault, file=sys.stderr)
        return 1
    output.write_bytes(data)
    if sheet is not None:
        sheet.write_text(json.dumps(sheet_as_json(document.sheet), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


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
