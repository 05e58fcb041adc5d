"""Guesses: what only may name a line counts where nothing else surely does, or where all is said of it."""

from collections.abc import Sequence
from dataclasses import replace

from parsing.statements.lexicon import OUTCOME
from parsing.statements.marks import SPEAKING, Mention, Sentence


def without_guesses(sentence: Sentence) -> Sentence:
    """Return the sentence without what only may name a line, where something else surely does."""
    sure = [m for m in sentence.marks if m.how != "weak" and not m.aside]
    if not sure:
        return sentence
    if guess := _spoken_before(sentence, sure):
        return replace(sentence, marks=(guess,))
    dates = [d.start for d in sentence.dates]
    return replace(sentence, marks=tuple(m for m in sentence.marks if m.how != "weak" or _parts(m, sure, dates)))


def _spoken_before(sentence: Sentence, sure: Sequence[Mention]) -> Mention | None:
    """Return the guess ahead of a comma of which all is said: "2 July is not on for the gates, that's the opening day".

    It may be any of several lines, of which the one that is named for sure is one.
    """
    guess = next((m for m in sentence.marks if m.how == "weak" and not m.aside), None)
    if guess is None or len(guess.lines) < 2 or guess.start > sure[0].start or len(sure) > 1:
        return None
    comma = sentence.text.find(",", guess.end, sure[0].start)
    speaking = [cue.start for cue in sentence.cues if cue.name in SPEAKING]
    told = [*speaking, *(d.start for d in sentence.dates)]
    also = bool(set(sure[0].lines) & set(guess.lines))
    return guess if also and comma > 0 and told and max(told) < comma else None


def _parts(guess: Mention, sure: Sequence[Mention], dates: Sequence[int]) -> bool:
    """Tell whether a guessed name stands between a sure one and a date, which then may well be the guess's own."""
    if _listed(guess, sure, dates):
        return True
    before = [m for m in sure if m.end <= guess.start]
    known = {line for m in sure for line in m.lines}
    between = before and not any(before[-1].end <= at < guess.start for at in dates)
    ahead = any(guess.end <= at for at in dates) and not any(guess.end <= m.start for m in sure)
    telling = guess.score > OUTCOME and not guess.aside and not set(guess.lines) & known
    return bool(between and ahead and telling)


def _listed(guess: Mention, sure: Sequence[Mention], dates: Sequence[int]) -> bool:
    """Tell whether a guessed name opens a list in which each name has a date: "review May 17, terms May 24"."""
    ahead = [m for m in sure if m.start >= guess.end]
    if not ahead or len(guess.lines) > 1 or guess.aside or guess.lines[0] in ahead[0].lines:
        return False
    own = [at for at in dates if guess.end <= at < ahead[0].start]
    return len(own) == 1 and any(ahead[0].end <= at for at in dates)
