"""The page: one sheet of paper that people sign, which says everything it must and nothing that is internal."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from plans.plan import Action, Confirmation, Person, Plan, Side
from plans.seal import stamp
from plans.words import LANGUAGES
from templates.build_template import build, build_detail
from templates.document import Document, TemplateFault, check_template, render, render_detail
from templates.document.cells import FILLS, STYLES
from templates.document.wording import words
from tests.documents.making import EXAMPLES, KEY, W, body_edited, example, page, repacked


def part(document: Document, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        return package.read(name).decode()


def text_of(document: Document) -> str:
    names = ("word/document.xml", "word/footer1.xml", "word/header1.xml")
    roots = [etree.fromstring(part(document, name).encode()) for name in names]
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for root in roots for p in root.iter(f"{W}p"))


def rendered(example_name: str, /, **changes: object) -> Document:
    plan = replace(example(example_name), **changes)  # type: ignore[arg-type]
    return render(plan, audience="buyer", key=KEY, document="d", made_on=dt.date(2026, 3, 10))


def test_the_template_is_what_its_script_builds() -> None:
    with (
        zipfile.ZipFile(io.BytesIO(build())) as built,
        zipfile.ZipFile(Path(__file__).parents[2] / "templates" / "plan.docx") as kept,
    ):
        assert {name: built.read(name) for name in built.namelist()} == {
            name: kept.read(name) for name in kept.namelist()
        }


def test_a_plan_renders_to_the_same_bytes_every_time() -> None:
    assert rendered("us-saas").data == rendered("us-saas").data


@pytest.mark.practice(95)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_a_visible_number_and_the_seven_columns_in_the_plans_language(language: str) -> None:
    table = docx.Document(io.BytesIO(page("us-saas", "buyer", language).data)).tables[0]
    heads = [cell.text for cell in table.rows[0].cells]
    assert len(heads) == 8
    assert heads[0] == "#"
    assert all(heads)
    assert len(table.rows) == 1 + len(example("us-saas").milestones)


@pytest.mark.practice(26)
@pytest.mark.practice(42)
@pytest.mark.practice(90)
@pytest.mark.practice(105)
def test_the_page_says_who_when_which_version_and_how_to_change_it() -> None:
    plan, text = example("us-saas"), text_of(page("us-saas"))
    for person in plan.people:
        assert f"{person.name}, {person.title}" in text
    for wanted in (
        plan.title,
        plan.buyer.name,
        plan.seller.name,
        "Decision by Mar 30, 2026",
        "Version 4 of Mar 10, 2026",
        "Next update Mar 17, 2026.",
        "every Tuesday 09:00",
        "(D) decides, (I) influences, (C) champion",
        words("en")["change_text"],
        "Agreed by",
        stamp(KEY, plan.slug, plan.version, "quillpoint-sso-doc"),
    ):
        assert wanted in text


@pytest.mark.practice(24)
def test_decision_makers_influencers_and_the_champion_are_marked() -> None:
    text = text_of(page("us-saas"))
    assert "Marcus Oyelaran, CFO (D)" in text
    assert "Dana Whitfield, Director of IT (C)" in text
    assert "Priti Shah, Legal Counsel (I)" in text


@pytest.mark.practice(47)
def test_the_goals_stand_above_the_table() -> None:
    text = text_of(page("us-saas"))
    assert "New hires work on day one (median hours from start to full access: from 41 to 4)" in text
    assert text.index("New hires work") < text.index("Use cases agreed")


@pytest.mark.practice(4)
def test_a_plan_is_called_what_the_customer_calls_it() -> None:
    assert "Joint execution plan: Quillpoint" in text_of(rendered("us-saas", plan_name="Joint execution plan"))


@pytest.mark.practice(69)
def test_a_draft_says_so_on_the_page_and_in_its_name() -> None:
    draft = rendered("us-saas", status="draft")
    assert "DRAFT" in text_of(draft)
    assert "-draft-" in draft.filename
    assert "DRAFT" not in text_of(page("us-saas"))


@pytest.mark.practice(113)
def test_the_agreed_by_line_names_who_confirmed_and_leaves_the_other_blank() -> None:
    plan = example("us-saas")
    signed = replace(plan.milestones[0], confirmed=(Confirmation("dana", dt.date(2026, 3, 2), "letter"),))
    text = text_of(rendered("us-saas", milestones=(signed, *plan.milestones[1:])))
    assert "Quillpoint Software: Dana Whitfield, Mar 2, 2026" in text
    assert "Northgate Identity: ____" in text


@pytest.mark.practice(9)
@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_internal_reaches_the_buyers_file_in_any_part(name: str) -> None:
    plan = example(name)
    secret = Action("M9.9", "SECRET discount", plan.people[0].id, None, "not-started", internal=True)
    lines = (
        replace(plan.milestones[0], name="SECRET", name_local="SECRET", internal=True, note="SECRET"),
        replace(plan.milestones[1], actions=(secret,), status="in-progress"),
        *plan.milestones[2:],
    )
    document = rendered(name, milestones=lines)
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        assert not [each for each in package.namelist() if b"SECRET" in package.read(each)]


def test_braces_tags_and_markup_in_the_plan_stay_what_they_are() -> None:
    plan = example("us-saas")
    hostile = replace(
        plan.milestones[0],
        name="{{ title }} a<b>c & {% if x %}",
        outcome="{{ 7*7 }} <w:t>x</w:t> \x07\x00 ]]>",
        note="line\none\ttab",
    )
    text = text_of(rendered("us-saas", title="T {{ stamp }} <&>", milestones=(hostile, *plan.milestones[1:])))
    assert "{{ title }} a<b>c & {% if x %}" in text
    assert "{{ 7*7 }} <w:t>x</w:t>" in text
    assert "T {{ stamp }} <&>" in text


def test_status_and_due_date_are_run_level_controls_that_can_be_typed_over() -> None:
    root = etree.fromstring(part(page("us-saas")).encode())
    controls = list(root.iter(f"{W}sdt"))
    assert len(controls) == 2 * len(example("us-saas").milestones)
    assert {control.getparent().tag for control in controls} == {f"{W}p"}  # type: ignore[union-attr]
    kinds = [inner.tag for control in controls for inner in control[0] if inner.tag in (f"{W}date", f"{W}comboBox")]
    assert kinds == [f"{W}date", f"{W}comboBox"] * (len(controls) // 2)
    assert not list(root.iter(f"{W}lock", f"{W}dataBinding", f"{W}text"))


def test_ids_of_controls_and_bookmarks_are_unique() -> None:
    root = etree.fromstring(part(page("de-manufacturer")).encode())
    for kind in ("sdtPr/" + W + "id", "bookmarkStart"):
        found = [element.get(W + ("val" if "id" in kind else "id")) for element in root.iterfind(f".//{W}{kind}")]
        assert found
        assert len(set(found)) == len(found)


def test_the_page_is_accessible() -> None:
    document = docx.Document(io.BytesIO(page("fr-hospital").data))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Heading 1"
    assert styles.count("Heading 2") == 3
    table = document.tables[0]._tbl
    assert table.xpath("w:tr[1]/w:trPr/w:tblHeader")
    assert table.xpath("w:tblPr/w:tblCaption/@w:val") == [words("fr")["table_title"]]
    assert table.xpath("w:tblPr/w:tblDescription/@w:val") == [words("fr")["table_text"]]
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["fr-FR"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_pair_of_text_and_ground_has_the_contrast_of_aa() -> None:
    document = docx.Document(io.BytesIO(page("de-manufacturer").data))
    colours = {
        style.style_id: str(style.font.color.rgb)
        for style in document.styles
        if style.name and style.name.startswith("Map") and hasattr(style, "font") and style.font.color.rgb
    }
    pairs = [(colour, "FFFFFF") for name, colour in colours.items() if name != "MapHead"] + [("FFFFFF", "1B365D")]
    pairs += [(colours[STYLES[status]], FILLS[status]) for status in STYLES]
    for one, other in pairs:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (one, other)


def test_only_glyphs_that_common_fonts_have_are_used() -> None:
    text = "".join(text_of(page(name, "buyer", language)) for name in EXAMPLES for language in LANGUAGES)
    odd = {char for char in text if ord(char) > 0x24F and char not in "●○■►–’‘“”…·"}
    assert not odd


@pytest.mark.parametrize(
    ("country", "width"), [("US", 27.94), ("CA", 27.94), ("MX", 27.94), ("DE", 29.7), (None, 29.7)]
)
def test_paper_is_letter_in_north_america_and_a4_elsewhere(country: str | None, width: float) -> None:
    plan = example("us-saas")
    document = docx.Document(io.BytesIO(rendered("us-saas", buyer=replace(plan.buyer, country=country)).data))
    assert document.sections[0].page_width is not None
    assert round(document.sections[0].page_width.cm, 2) == width


def test_the_properties_say_which_document_it_is() -> None:
    properties = part(page("us-saas"), "docProps/custom.xml")
    assert re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)', properties)[:3] == [
        ("MilepostPlan", "quillpoint-sso"),
        ("MilepostVersion", "4"),
        ("MilepostDocument", "quillpoint-sso-doc"),
    ]


def test_our_own_template_has_everything() -> None:
    assert check_template(Path(__file__).parents[2] / "templates" / "plan.docx") == []


def test_a_template_without_a_column_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(repacked(build(), {"word/document.xml": lambda xml: xml.replace(b"r row.due }}", b" titel }}")}))
    problems = check_template(path)
    assert any("row.due" in problem for problem in problems)
    assert any("titel" in problem and "nothing that Milepost gives" in problem for problem in problems)


@pytest.mark.parametrize("broken", [b"", b"no zip", b"PK\x03\x04 cut", repacked(build(), {"word/document.xml": None})])
def test_a_file_that_is_no_template_is_refused_in_words(broken: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(broken)
    with pytest.raises(TemplateFault, match="no Word template"):
        check_template(path)


def test_a_broken_tag_in_a_template_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(
        repacked(build(), {"word/document.xml": lambda xml: xml.replace(b"{{ title }}", b"{{ title | }}")})
    )
    with pytest.raises(TemplateFault, match="a tag in the template is broken"):
        render(example("us-saas"), audience="buyer", key=KEY, document="d", made_on=dt.date(2026, 3, 10), template=path)


def test_a_template_of_ones_own_is_used(tmp_path: Path) -> None:
    def renamed(root: etree._Element) -> None:
        for text in root.iter(f"{W}t"):
            text.text = (text.text or "").replace("{{ words.success }}", "Why we do this")

    path = tmp_path / "mine.docx"
    path.write_bytes(body_edited(build(), renamed))
    document = render(
        example("us-saas"), audience="buyer", key=KEY, document="d", made_on=dt.date(2026, 3, 10), template=path
    )
    assert "Why we do this" in text_of(document)


@pytest.mark.practice(92)
def test_a_line_that_is_overdue_carries_a_comment_to_its_owner() -> None:
    comments = part(page("us-saas"), "word/comments.xml")
    assert comments.count("<w:comment ") == 1
    assert "Dana Whitfield: this was due Mar 6, 2026. Is it done, or what is the new date?" in re.sub(
        "<[^>]+>", "", comments
    )


def detail(name: str, side: Side = "buyer") -> Document:
    return render_detail(example(name), audience=side, key=KEY, document=f"{name}-detail", made_on=dt.date(2026, 3, 10))


def test_the_template_of_the_detail_is_what_its_script_builds() -> None:
    with (
        zipfile.ZipFile(io.BytesIO(build_detail())) as built,
        zipfile.ZipFile(Path(__file__).parents[2] / "templates" / "detail.docx") as kept,
    ):
        assert {name: built.read(name) for name in built.namelist()} == {
            name: kept.read(name) for name in kept.namelist()
        }


@pytest.mark.practice(98)
@pytest.mark.practice(28)
@pytest.mark.practice(34)
@pytest.mark.practice(35)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_detail_shows_every_action_and_what_happens_if_a_dependency_slips(name: str) -> None:
    plan, text = example(name), text_of(detail(name))
    for milestone in plan.milestones:
        for action in milestone.actions:
            assert (action.task in text) is not action.internal
        for dependency in milestone.depends_on:
            assert dependency.contingency in text
    assert detail(name).data == detail(name).data


@pytest.mark.practice(9)
def test_the_detail_for_the_buyer_holds_no_internal_action() -> None:
    plan = example("us-saas")
    secret = Action("M1.9", "SECRET discount", plan.people[0].id, None, "not-started", internal=True)
    first = replace(plan.milestones[0], actions=(*plan.milestones[0].actions, secret))
    hidden = replace(plan.milestones[1], name="SECRET", internal=True)
    mine = replace(plan, milestones=(first, hidden, *plan.milestones[2:]))
    for side, shown in (("buyer", False), ("seller", True)):
        made = render_detail(mine, audience=side, key=KEY, document="d", made_on=dt.date(2026, 3, 10))  # type: ignore[arg-type]
        with zipfile.ZipFile(io.BytesIO(made.data)) as package:
            assert any(b"SECRET" in package.read(each) for each in package.namelist()) is shown


def test_a_title_longer_than_a_property_may_be_is_rendered_whole() -> None:
    title = "A plan for everything " * 20 + "\x07"
    assert title.strip("\x07 ") in text_of(rendered("us-saas", title=title))


@pytest.mark.parametrize(
    "tag",
    ["{{ 1/0 }}", "{{ title.__class__.__mro__ }}", "{% for n in range(10**9) %}{% endfor %}", "{{ nothing.at.all }}",
     "{% include 'x' %}", "{{ title | nofilter }}", "{% if %}"],
)  # fmt: skip
def test_whatever_a_template_tries_is_refused_in_words(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(
        repacked(build(), {"word/document.xml": lambda xml: xml.replace(b"{{ words.success }}", tag.encode())})
    )
    with pytest.raises(TemplateFault, match="a tag in the template is broken"):
        render(example("us-saas"), audience="buyer", key=KEY, document="d", made_on=dt.date(2026, 3, 10), template=path)


def test_a_designers_upright_page_keeps_its_paper(tmp_path: Path) -> None:
    template = docx.Document(io.BytesIO(build()))
    section = template.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    path = tmp_path / "mine.docx"
    template.save(str(path))
    made = render(
        example("us-saas"), audience="buyer", key=KEY, document="d", made_on=dt.date(2026, 3, 10), template=path
    )
    page_of = docx.Document(io.BytesIO(made.data)).sections[0]
    assert page_of.page_width is not None
    assert page_of.page_height is not None
    assert page_of.page_width < page_of.page_height


@pytest.mark.practice(119)
@pytest.mark.practice(82)
def test_the_page_speaks_the_buyers_own_terms() -> None:
    text = text_of(rendered("us-saas", vocabulary={"Technical evaluation": "Pilot gate 2", "Launch call": "Go-live"}))
    assert "Pilot gate 2" in text
    assert "Technical evaluation" not in text
    assert "M6 Purchase order issued" in text
    assert "Go-live" in text


@pytest.mark.practice(58)
def test_steps_after_the_decision_stand_on_the_page_behind_it() -> None:
    text = text_of(page("us-saas"))
    assert "Decision by Mar 30, 2026" in text
    assert text.index("Purchase order issued") < text.index("Launch call") < text.index("Apr 8, 2026")


@pytest.mark.practice(3)
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_open_line_shows_the_next_action_of_either_side(name: str) -> None:
    plan, sheet = example(name), page(name).sheet
    for line in plan.milestones:
        row = sheet.row(line.id)
        waiting = [action for action in line.actions if not action.settled and not action.internal]
        sides = {owner.side for action in waiting if (owner := plan.person(action.owner))}
        assert row is not None
        shown = {person.side for action_id, _ in row.cells["milestone"].small if (person := owner_of(plan, action_id))}
        assert shown == (set() if line.settled else sides)


def owner_of(plan: Plan, action_id: str) -> Person | None:
    line = plan.line(action_id)
    return plan.person(line.owner) if line else None
