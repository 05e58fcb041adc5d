"""The pipeline: spaCy's tokenizer and sentences, then one small component a phenomenon, each noting marks on the text.

What a component needs to know of the letter (the plan, the languages, the sender) rides on the document as
`doc._.frame`; what it finds it leaves in `doc._.sentences`, whose marks are spans of characters.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from parsing.dates import SHORTEST_BESIDE, FoundDate, find
from parsing.dates.grammar import fold
from parsing.statements.context import in_context
from parsing.statements.cues import cues_in
from parsing.statements.deeds import own_deeds
from parsing.statements.engine import Doc, Language, spacy
from parsing.statements.frame import Frame
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import SPEAKING, Cue, Mention, Named, Sentence
from parsing.statements.mentions import greeted, mentions_in
from parsing.statements.people import left_out, people_in, referring
from parsing.statements.sentences import stretches
from parsing.statements.words import Words
from plans.change import NewPerson

NAMING = frozenset(("takes_over", "owner_is", "backs_up", "approves"))
LONG_GROUP = 12
"""Characters of a group that names a line ("everything after the pilot"): what stands in it hands nothing over."""
COMPONENTS = ("plan_sentences", "plan_people", "plan_dates", "plan_cues", "plan_targets")
"""The components in their order: a name or a date is no row number, a group needs its line."""


def frame_of(doc: Doc) -> Frame:
    """Return the frame that rides on a document."""
    return cast(Frame, doc._.frame)


def sentences_of(doc: Doc) -> list[Sentence]:
    """Return the sentences noted so far."""
    return cast(list[Sentence], doc._.sentences)


@cache
def pipeline() -> Language:
    """Return the pipeline; it is built once a process and holds no letter's data."""
    for name in ("frame", "sentences"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    built = spacy.blank("xx")
    for name in COMPONENTS:
        built.add_pipe(name)
    return built


def annotated(text: str, frame: Frame) -> Sequence[Sentence]:
    """Return a text's sentences with every mark noted."""
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc._.frame = frame
    doc._.sentences = []
    for _, component in nlp.pipeline:
        doc = component(doc)
    return sentences_of(doc)


@Language.component("plan_sentences")
def note_sentences(doc: Doc) -> Doc:
    """Set the sentences: items of lists and what full stops end."""
    words = frame_of(doc).words
    found = list(stretches(doc.text, words))
    starts = {stretch.start for stretch in found}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    doc._.sentences = [
        Sentence(s.start, s.end, doc.text[s.start : s.end], s.number, s.paragraph, s.item) for s in found
    ]
    return doc


@Language.component("plan_people")
def note_people(doc: Doc) -> Doc:
    """Note the people of each sentence."""
    frame = frame_of(doc)
    noted: list[Sentence] = []
    for s in sentences_of(doc):
        people = people_in(s.text, fold(s.text), frame.roster, frame.words, frame.sender)
        before = noted[-1].people if noted and noted[-1].paragraph == s.paragraph else ()
        noted.append(replace(s, people=tuple(referring(people, fold(s.text), before, frame.sender, frame.words))))
    doc._.sentences = noted
    return doc


@Language.component("plan_dates")
def note_dates(doc: Doc) -> Doc:
    """Note the dates of each sentence, by the letter's own day and the plan's locale."""
    frame = frame_of(doc)
    noted: list[Sentence] = []
    last: dt.date | None = None
    for sentence in sentences_of(doc):
        found = [one for one in dates_in(sentence.text, frame) if not _is_surname(one, sentence, frame)]
        dates = tuple(in_context(tuple(found), sentence.text, last, frame.words))
        last = next((found.date for found in reversed(dates) if found.date and found.certain), last)
        noted.append(replace(sentence, dates=dates))
    doc._.sentences = noted
    return doc


def _is_surname(found: FoundDate, sentence: Sentence, frame: Frame) -> bool:
    """Tell whether a weekday or month is somebody's name behind a title: "Frau Freitag"."""
    before = words_in(sentence.text[: found.start])[-1:]
    titled = bool(before) and before[0] in frame.words.lists["titles"]
    return titled and any(p.start <= found.start and found.end <= p.end + 1 for p in sentence.people)


def dates_in(text: str, frame: Frame) -> tuple[FoundDate, ...]:
    """Return the dates of a text in the letter's language, else in the sender's or the plan's (mails are short).

    A word of three letters is a weekday in the letter's own language only: "mon" is French.
    """
    for language in frame.languages:
        found = find(text, frame.sent_at, frame.plan.locale, language=language, events=frame.plan.events)
        if language != frame.languages[0]:
            found = tuple(one for one in found if one.end - one.start >= SHORTEST_BESIDE)
        if found:
            return found
    return ()


@Language.component("plan_cues")
def note_cues(doc: Doc) -> Doc:
    """Note the cues of each sentence."""
    doc._.sentences = [replace(s, cues=tuple(_outside_greeting(s, frame_of(doc).words))) for s in sentences_of(doc)]
    return doc


def _outside_greeting(sentence: Sentence, words: Words) -> Iterator[Cue]:
    """Yield the cues of a sentence but those in its greeting ("Good morning") and in names ("Dragan" drags nothing)."""
    folded = fold(sentence.text)
    end = greeted(folded, words)
    names = [p for p in sentence.people if p.person and folded[p.start : p.end] not in words.lists["self_words"]]
    yield from (
        cue
        for cue in cues_in(folded, words)
        if cue.start >= end and not any(p.start <= cue.start and cue.end <= p.end for p in names)
    )


@Language.component("plan_targets")
def note_targets(doc: Doc) -> Doc:
    """Note which lines each sentence names."""
    frame = frame_of(doc)
    sentences = [replace(s, people=tuple(p for p in s.people if not _is_line(p, frame))) for s in sentences_of(doc)]
    doc._.sentences = [_with_marks(s, tuple(mentions_in(s, frame)), frame) for s in sentences]
    return doc


def _is_line(named: Named, frame: Frame) -> bool:
    """Tell whether what looks like a new person's name is a line's own: "Pilote Bergame"."""
    if not isinstance(named.person, NewPerson) or named.person.email:
        return False
    small = frame.words.lists["stop"] | frame.words.lists["plain"]
    words = [word for word in fold(named.person.name).split() if word not in small]
    known = [frame.lexicon.lines_of(word) for word in words]
    shared = set(known[0]).intersection(*known[1:]) if known else set()
    return any(not any(lines[line].outcome for lines in known) for line in shared)


def _with_marks(sentence: Sentence, marks: tuple[Mention, ...], frame: Frame) -> Sentence:
    """Return the sentence with its mentions, without the cues that are only words of a line's name."""
    names = [m for m in marks if m.how == "words"]
    lists = [m for m in marks if m.how in ("id", "row") and len(m.lines) > 1]
    ahead = any(d.certain and d.date and d.date > frame.sent_at.date() and not d.past for d in sentence.dates)
    other = ahead or any(cue.name == "confirmed" for cue in sentence.cues)
    cues = tuple(
        cue
        for cue in sentence.cues
        if not any(_is_named(cue, name, sentence, frame) for name in names)
        or (cue.name in ("done", "skipped") and not other)
        or cue.name == "opened"
    )
    cues = tuple(c for c in cues if c.name in SPEAKING or not any(one.start <= c.start < one.end for one in lists))
    groups = [m for m in marks if m.how == "group" and m.end - m.start > LONG_GROUP]
    cues = tuple(c for c in cues if c.name not in NAMING or not any(_holds(group, c) for group in groups))
    cues = (*cues, *own_deeds(sentence.text, marks, frame.plan), *left_out(sentence, frame.words))
    roles = [(cue.start, cue.end) for cue in sentence.cues if cue.name in ("takes_over", "owner_is", "approves")]
    kept = tuple(m for m in marks if m.how != "weak" or not any(a <= m.start and m.end <= b for a, b in roles))
    return replace(sentence, marks=kept if any(not m.aside for m in kept) else marks, cues=cues)


def _holds(group: Mention, cue: Cue) -> bool:
    return group.start <= cue.start and cue.end <= group.end


def _is_named(cue: Cue, name: Mention, sentence: Sentence, frame: Frame) -> bool:
    """Tell whether a cue is only words of a line's name; "will be" between two of them is none of it.

    Nor is the verb between two ("Board adopted the resolution").
    """
    if not (name.start <= cue.start and cue.end <= name.end):
        return False
    words = WORD.findall(fold(sentence.text[cue.start : cue.end]))
    own = [word for word in words if set(frame.lexicon.lines_of(word)) & set(name.lines)]
    small = frame.words.lists["plain"] | frame.lexicon.stop
    return not words or (bool(own) and all(word in own or word in small for word in words))
