"""What a pattern needs is found in every text that it matches, so nothing is left out by looking for it first."""

import pytest

from benchmarks.labelled import labelled
from parsing.dates.grammar import fold
from parsing.letter import Letter, read_letter
from parsing.statements.frames import frame_for
from parsing.statements.sentences import stretches
from parsing.statements.sieve import Sieve, needed


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("moved to", {"moved to"}),
        ("move(?:d|s)? to", {"move"}),
        ("(?:moved|pushed) on", {"moved", "pushed"}),
        ("(?:moved|pushed) to the", {" to the"}),
        ("(?:moved|pushed|) on", {" on"}),
        (r"\bat no time\b", {"at no time"}),
        (r"in \w+ hands", {" hands"}),
        ("hands? off", {"hand"}),
        ("(?:hands)? of", {" of"}),
        ("a{2}bb", {"bb"}),
        ("(?!never)soon", {"soon"}),
        ("(?<=never )soon", {"soon"}),
        ("yes|no", {"yes", "no"}),
        ("[yn]e?s?", None),
        (r"\d+", None),
        ("yes|.", None),
    ],
)
def test_a_pattern_needs_one_of_the_pieces_that_no_match_is_without(pattern: str, pieces: set[str] | None) -> None:
    assert needed(pattern) == (None if pieces is None else frozenset(pieces))


def test_a_sieve_tells_the_patterns_that_may_match_and_those_that_need_nothing() -> None:
    sieve = Sieve(["moved to", r"\d+", "(?:yes|no)"])
    assert sieve.among("it moved to friday") == [0, 1]
    assert sieve.among("no") == [1, 2]
    assert sieve.among("") == [1]


@pytest.mark.parametrize("part", ["development", "own/tongues"])
def test_looked_for_together_the_cues_are_those_that_are_found_group_by_group(part: str) -> None:
    sentences = 0
    for one in labelled(part):
        letter = read_letter(one.raw)
        if isinstance(letter, Letter):
            words = frame_for(letter, one.context).words
            for stretch in stretches(letter.text, words):
                text = fold(letter.text[stretch.start : stretch.end])
                sentences += 1
                assert [(name, match.span()) for name, match in words.patterns.together(text)] == [
                    (name, match.span()) for name in words.cues for match in words.patterns[name].finditer(text)
                ], text
    assert sentences > 100
