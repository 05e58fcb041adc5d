"""Every plan is one page in LibreOffice: all examples, all baselines, every language, both papers, and twelve lines."""

import datetime as dt
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from plans.plan import Action, Milestone, Party, Plan
from plans.words import LANGUAGES
from templates.baseline import NAMES, instantiate
from templates.document import render, render_detail
from tests.documents.making import EXAMPLES, KEY, example, page

pytestmark = pytest.mark.timeout(300)
DAY = dt.date(2026, 3, 10)


def pages(documents: Mapping[str, bytes], folder: Path) -> dict[str, int]:
    """Return how many pages each document has, by converting all of them in one LibreOffice."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True, timeout=280)
    return {name: _pages(folder / f"{name}.pdf") for name in documents}


def _pages(path: Path) -> int:
    told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    return int(told.split("Pages:")[1].split()[0])


def baseline_plan(name: str) -> Plan:
    plan, _ = instantiate(
        name,
        start=DAY,
        buyer=Party("Acme Corporation of North America", ("acme.example",)),
        seller=Party("Seller", ("seller.example",)),
        people={"champion": ("Dana Whitlock", "dana@acme.example", "")},
    )
    assert plan is not None
    return plan


def of_size(plan: Plan, lines: int, actions: int) -> Plan:
    """Return a plan with this many milestones and actions, each in the plan's own words."""
    made: list[Milestone] = []
    for number in range(lines):
        line = plan.milestones[number % len(plan.milestones)]
        tasks = tuple(
            Action(f"M{number + 1}.{at + 1}", f"Send the document number {at} to legal", "eli", DAY, "not-started")
            for at in range(actions // lines + (number < actions % lines))
        )
        made.append(replace(line, id=f"M{number + 1}", actions=tasks, depends_on=()))
    return replace(plan, milestones=tuple(made))


@pytest.mark.needs("libreoffice")
@pytest.mark.practice(50)
@pytest.mark.practice(73)
@pytest.mark.practice(98)
def test_every_example_and_every_baseline_is_one_page_in_every_language(tmp_path: Path) -> None:
    documents = {f"{name}-{spoken}": page(name, "seller", spoken).data for name in EXAMPLES for spoken in LANGUAGES}
    for name in NAMES:
        documents[name] = render(baseline_plan(name), audience="buyer", key=KEY, document=name, made_on=DAY).data
    assert {name: number for name, number in pages(documents, tmp_path).items() if number != 1} == {}


@pytest.mark.needs("libreoffice")
@pytest.mark.practice(9)
@pytest.mark.practice(55)
def test_twelve_lines_and_twenty_seven_actions_are_one_page_and_the_detail_holds_them_all(tmp_path: Path) -> None:
    plan = of_size(example("us-saas"), 12, 27)
    german = replace(plan, buyer=replace(plan.buyer, country="DE"))
    documents = {
        country: render(each, audience="buyer", key=KEY, document="d", made_on=DAY).data
        for country, each in (("letter", plan), ("a4", german))
    }
    detail = render_detail(plan, audience="buyer", key=KEY, document="d", made_on=DAY)
    assert pages(documents, tmp_path) == {"letter": 1, "a4": 1}
    assert len(detail.sheet.rows) == 27
