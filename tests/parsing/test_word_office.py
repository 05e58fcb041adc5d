"""Documents edited in a real LibreOffice by its own commands, in four formats: every edit is found, none invented."""

from pathlib import Path

import pytest

from parsing.word import DocumentReading, changes_in
from plans.change import NewLine, NewPerson
from plans.letter import Context
from tests.documents.edits import AT, Edit, Expected, scored
from tests.documents.making import example, page
from tests.documents.office import Job, running_office

pytestmark = pytest.mark.timeout(300)
SUFFIXES = (".docx", ".odt", ".rtf")
DUE, STATUS, OWNER, NAME, NOTES = AT["due"], AT["status"], AT["owner"], AT["milestone"], AT["notes"]
COMMITTEE = [[NAME, "Vendor Selection Committee"], [OWNER, "June Abernathy"], [DUE, "24 March 2026"]]
TYPED = (
    Edit(("type", 3, DUE, "20 March"), (Expected("M3", "due", "2026-03-20"),)),
    Edit(("type", 4, STATUS, "done!"), (Expected("M4", "status", "done"),)),
    Edit(("type", 5, OWNER, "Maria Lopez (CISO)"), (Expected("M5", "owner", NewPerson("Maria Lopez", None)),)),
    Edit(("append", 6, NOTES, ", call after five"), (Expected("M6", "note"),)),
    Edit(("type", 7, DUE, "after the board meeting"), (Expected("M7", "due", None, "ask"),)),
)
CHOSEN = (
    Edit(("choose", 4, STATUS, "● Done"), (Expected("M4", "status", "done"),)),
    Edit(("choose", 3, DUE, "Mar 20, 2026"), (Expected("M3", "due", "2026-03-20"),)),
)
NEW = Expected("new", "milestone", NewLine("Vendor Selection Committee", "2026-03-24", "june"))
ADDED = (Edit(("add_row", 3, COMMITTEE), (NEW,)),)
DELETED = (Edit(("delete_row", 5), (Expected("M5", "status", "skipped", "ask"),)),)
COPIED = (Edit(("copy_row", 3, 5, [[NAME, "Legal review"]]), (Expected("new", "milestone", None, "ask"),)),)
COMMENTED = (Edit(("comment", 3, OWNER, "Is Dana back?", "Pat"), (Expected("comment", "M3", words="Is Dana back?"),)),)
CASES: dict[str, tuple[Edit, ...]] = {
    "nothing": (),
    "typed over": TYPED,
    "chosen from the controls": CHOSEN,
    "a row added": ADDED,
    "a row deleted": DELETED,
    "a row copied": COPIED,
    "a row moved": (Edit(("move_row", 6, 2), ()),),
    "a column moved": (Edit(("move_column", DUE, 2), ()),),
    "a column added": (Edit(("add_column", 3, "Our ticket"), ()),),
    "a column deleted": (Edit(("delete_column", AT["depends_on"]), ()),),
    "a comment": COMMENTED,
    "much at once": (*TYPED[:3], *ADDED),
}
"""What is done to the page, with changes recorded and without."""
OLD = ("much at once", "a row deleted", "chosen from the controls")
"""Cases that are saved as .doc too: reading one starts an office each time."""
FILES = [(case, suffix) for case in CASES for suffix in (*SUFFIXES, *((".doc",) if case in OLD else ()))]


def path_of(folder: Path, case: str, tracked: bool, suffix: str) -> Path:
    return folder / f"{case.replace(' ', '-')}-{'tracked' if tracked else 'plain'}{suffix}"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every case in every format, made by one LibreOffice."""
    folder = tmp_path_factory.mktemp("edited")
    source = folder / "sent.docx"
    source.write_bytes(page("us-saas").data)
    jobs = [
        Job(
            source,
            [("track", tracked), *(edit.operation for edit in edits)],
            [path_of(folder, case, tracked, suffix) for which, suffix in FILES if which == case],
        )
        for case, edits in CASES.items()
        for tracked in (False, True)
    ]
    with running_office() as office:
        assert office.edit(jobs, seconds=250) == ""
    return folder


@pytest.mark.needs("libreoffice", "uno")
@pytest.mark.practice(29)
@pytest.mark.practice(79)
@pytest.mark.practice(115)
@pytest.mark.parametrize("tracked", [False, True], ids=["plain", "tracked"])
@pytest.mark.parametrize(("case", "suffix"), FILES)
def test_what_was_done_in_libreoffice_is_understood(edited: Path, case: str, tracked: bool, suffix: str) -> None:
    sent = page("us-saas").sheet
    path = path_of(edited, case, tracked, suffix)
    read = changes_in(path.read_bytes(), path.name, Context(example("us-saas"), sent, sheets=(sent,)))
    assert isinstance(read, DocumentReading)
    score = scored(read, [one for edit in CASES[case] for one in edit.expected], suffix=suffix)
    assert (score.wrong, score.needless, score.missed) == ((), (), ())


@pytest.mark.needs("libreoffice", "uno")
def test_who_changed_what_when_is_kept_as_evidence(edited: Path) -> None:
    path = path_of(edited, "typed over", True, ".docx")
    read = changes_in(path.read_bytes(), path.name, Context(example("us-saas"), page("us-saas").sheet))
    assert isinstance(read, DocumentReading)
    kinds = {(revision.kind, revision.text) for revision in read.returned.revisions if revision.at}
    assert ("ins", "20 March") in kinds
    assert any(kind == "del" and "Mar 13" in text for kind, text in kinds)
