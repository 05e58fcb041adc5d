"""Each component of the statements' pipeline, alone, against its own table of sentences."""

from itertools import chain

import pytest

from parsing.statements.segments import segments_of
from parsing.statements.sentences import LONGEST
from parsing.statements.words import PATTERNS, data
from plans.words import LANGUAGES
from tests.parsing.statements_help import BRANDT, frame, sentences

TARGETS = {
    "an id": ("M3 is fine", ("M3",), "id"),
    "an id with a space": ("m 3 is fine", ("M3",), "id"),
    "an action's id": ("M3.2: tomorrow", ("M3.2",), "id"),
    "a row number": ("row 4 slips", ("M4",), "row"),
    "a number with a hash": ("#4 -> May 15", ("M4",), "row"),
    "a bare number before what is said of a line": ("4 is fine", ("M4",), "row"),
    "a word of the name": ("netsuite is fine", ("M8",), "words"),
    "a word of the name, misspelt": ("the questionaire is fine", ("M3",), "words"),
    "another word for it": ("the agreement gets signed by us both", ("M7",), "words"),
    "a common word that one line has": ("the review is fine", ("M6",), "weak"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_line_is_named_by(name: str) -> None:
    text, lines, how = TARGETS[name]
    found = [(mark.lines, mark.how) for mark in sentences(text)[0].marks]
    assert found == [(lines, how)] or (how == "words" and any(lines == told for told, _ in found))


@pytest.mark.parametrize(
    "text",
    [
        "We have 3 forklifts and 4 drivers",
        "Please see section 4 of the MSA draft",
        "PO 4/5678 is with AP",
        "The meeting is at 4:30",
        "All 14 aisles are clean",
        "Chapter 2.3 is new",
    ],
)
def test_a_number_that_is_no_row_names_no_line(text: str) -> None:
    assert not [mark for mark in sentences(text)[0].marks if mark.how in ("row", "id")]


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("after legal we go on holiday", True),
        ("because of the pilot we wait", True),
        ("depending on the questionnaire", True),
        ("legal is done", False),
        ("the pilot ends on May 13", False),
    ],
)
def test_what_stands_after_after_or_because_is_only_a_circumstance(text: str, aside: bool) -> None:
    assert [mark.aside for mark in sentences(text)[0].marks] == [aside]


GROUPS = {
    "everything after legal": ("M7", "M8", "M9"),
    "everything from legal on": ("M6", "M7", "M8", "M9"),
    "all dates work": ("M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9"),
    "my dates stand": ("M5", "M9"),
    "legal is done, the rest is unchanged": ("M2", "M3", "M4", "M5", "M7", "M8", "M9"),
}


@pytest.mark.parametrize("text", GROUPS)
def test_a_group_means_its_open_lines(text: str) -> None:
    found = [mark.lines for mark in sentences(text)[0].marks if mark.how == "group"]
    assert found == [GROUPS[text]]


@pytest.mark.parametrize("text", ["all fine except 4", "all fine except the pilot", "apart from the pilot all good"])
def test_a_line_left_out_of_a_group_is_told(text: str) -> None:
    marks = sentences(text)[0].marks
    assert [mark.lines for mark in marks if mark.excepted] == [("M4",)]
    assert all("M4" not in mark.lines for mark in marks if mark.how == "group")


CUES = {
    ("en", "The questionnaire was sent yesterday"): "done",
    ("en", "Work began on Monday"): "started",
    ("en", "we are stuck"): "blocked",
    ("en", "the walk is no longer needed"): "skipped",
    ("en", "that works for me"): "confirmed",
    ("en", "if legal agrees"): "conditional",
    ("en", "probably next week"): "hedged",
    ("en", "I gather it moves"): "hearsay",
    ("en", "could you move it"): "asks_politely",
    ("en", "can we move it"): "asks_whether",
    ("en", "Dana takes over"): "takes_over",
    ("en", "take me off this list"): "stop_mail",
    ("de", "Das Lastenheft haben wir gestern freigegeben"): "done",
    ("de", "wir sind dran"): "started",
    ("de", "hängt fest"): "blocked",
    ("de", "das entfällt"): "skipped",
    ("de", "geht klar"): "confirmed",
    ("de", "sofern der Betriebsrat zustimmt"): "conditional",
    ("de", "voraussichtlich"): "hedged",
    ("de", "streichen Sie mich aus dem Verteiler"): "stop_mail",
    ("fr", "le contrat a été signé hier"): "done",
    ("fr", "nous sommes bloqués"): "blocked",
    ("fr", "la date me convient"): "confirmed",
    ("fr", "sous réserve de validation"): "conditional",
    ("es", "ya está firmado"): "done",
    ("es", "sin cambios"): "confirmed",
    ("es", "quizá el viernes"): "hedged",
    ("pt", "já foi enviado"): "done",
    ("pt", "mantém-se"): "confirmed",
    ("nl", "het contract is getekend"): "done",
    ("nl", "blijft staan"): "confirmed",
    ("nl", "het zit vast"): "blocked",
    ("it", "è stata inviata"): "done",
    ("it", "va bene"): "confirmed",
    ("it", "forse slitta"): "hedged",
}


@pytest.mark.parametrize(("language", "text"), CUES)
def test_a_sentence_speaks_by_its_cue(language: str, text: str) -> None:
    assert CUES[language, text] in {cue.name for cue in sentences(text, language=language)[0].cues}


@pytest.mark.parametrize(
    ("text", "cue"),
    [("no changes", "negated"), ("the date does not move", "moves"), ("La formación no se mueve", "negated")],
)
def test_a_negation_inside_a_confirmation_is_no_negation(text: str, cue: str) -> None:
    cues = {found.name for found in sentences(text, language="es" if "ó" in text else "en")[0].cues}
    assert "confirmed" in cues
    assert cue not in cues


PEOPLE = {
    "Marcus takes over": ["marcus"],
    "Oyelaran takes over": ["marcus"],
    "I take over": ["dana"],
    "Bo Lindqvist (bo@tallyworks.example) takes over": ["Bo Lindqvist"],
    "Miguel takes over": [None],
    "Monday is fine": [],
    "Please call the Board": [],
}


@pytest.mark.parametrize("text", PEOPLE)
def test_people_are_known_new_or_nobody(text: str) -> None:
    found = [getattr(named.person, "name", named.person) for named in sentences(text)[0].people]
    assert found == PEOPLE[text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Legal is done. The pilot slips.", 2),
        ("1. done\n2. fine\n3. June 2", 3),
        ("2) done 3) moved to 6/30 4) fine", 3),
        ("Der Termin am 3. Oktober passt.", 1),
        ("Bitte ca. eine Woche, d.h. bis 9.10. verschieben", 1),
        ("legal moves to 16 Oct. Training stays", 2),
        ("A long line that a mail program has wrapped somewhere in\nthe middle of a thought", 1),
    ],
)
def test_sentences_end_where_a_thought_ends(text: str, count: int) -> None:
    language = "de" if "Bitte" in text or "Der" in text else "en"
    found = [s for s in sentences(text, language=language) if s.text.strip()]
    assert len(found) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Legal is done and the pilot slips", [("M6",), ("M4",)]),
        ("Legal and contract slip a week", [("M6", "M7")]),
        ("M5 ok, M6 ok, M8 too early", [("M5",), ("M6",), ("M8",)]),
        ("end of May for the pilot, June 30 for go-live", [("M4",), ("M9",)]),
        ("It works", [None]),
    ],
)
def test_clauses_that_speak_of_the_same_lines_are_one_segment(text: str, parts: list[tuple[str, ...] | None]) -> None:
    found = segments_of(sentences(text)[0], frame().words)
    assert [segment.mention.lines if segment.mention else None for segment in found] == parts


def test_the_letters_own_language_is_read_first_and_the_plans_beside_it() -> None:
    assert frame(plan=BRANDT, language="nl").languages == ("nl", "en", "de")


def test_a_sentence_without_end_is_read_in_pieces_so_that_time_grows_with_length_only() -> None:
    found = sentences("legal and " * 1_000)
    assert max(len(sentence.text) for sentence in found) <= LONGEST
    assert len(found) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_stands_twice_in_a_group(language: str) -> None:
    groups = chain.from_iterable(data(language)[table].items() for table in PATTERNS)
    assert [(name, one) for name, ones in groups for one in set(ones) if ones.count(one) > 1] == []
