"""The reader walks a letter's sentences in order, remembers what was spoken of last, and gathers the drafts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsing.dates.grammar import fold
from parsing.statements.answering import Notice, drafts_of, replies_of
from parsing.statements.bare import bare_in
from parsing.statements.dues import Dues
from parsing.statements.frame import Frame
from parsing.statements.groups import few, open_lines
from parsing.statements.heads import has_own_label
from parsing.statements.judge import Spoken, judged
from parsing.statements.lexicon import WORD
from parsing.statements.marks import Clause, Draft, Mention, Segment, Sentence
from parsing.statements.newlines import QUOTED, Wanted, completed, wanted_in
from parsing.statements.pipeline import annotated
from parsing.statements.pointed import acted_on, due_that_day, meant_by, takes_refused_place
from parsing.statements.rows import row_drafts
from parsing.statements.segments import content, segments_of
from parsing.statements.sentences import are_rows
from parsing.statements.taken_back import doubted, takes_back
from parsing.statements.withheld import NAMED_ALONE, left_alone, left_out, limited_by, names_elsewhere
from plans.change import Reply

OVERRULES = 0.95
"""How surely another line has to be named, below a quoted row, for the words not to be about that row."""
LONGEST_TEXT = 8_000
"""Characters of one stretch that are read: nobody answers a plan at greater length."""
LIKENED = 2
"""Telling words beside a name that is likened to what was said before ("contract too, please")."""
SHORT_ITEM = 4
"""Telling words that a list's item may have beside its status for its number to be a row number."""


class Reader:
    """Reads the stretches of one letter: those bound to a quoted line, and the rest."""

    def __init__(self, frame: Frame, base: dict[str, dt.date | None], notice: Notice) -> None:
        """Begin with nothing spoken of; `base` are the dates of the sheet that the letter answers."""
        self.frame = frame
        self.notice = notice
        self.replies: list[Reply] = []
        self.opens = True
        self.dues = Dues(frame, base)
        self.drafts: list[Draft] = []
        self.sentences: list[Sentence] = []
        self.bounds: list[tuple[str, ...]] = []
        self.last: tuple[str, ...] = ()
        self.last_in: Sentence | None = None
        self.rivals = False
        self.wanted: Wanted | None = None
        self.numbered = False
        self.awaited: tuple[str, ...] = ()
        self.told: list[Draft] = []

    def read(self, text: str, bound: tuple[str, ...] = ()) -> None:
        """Read one stretch of text; `bound` are the lines of the quoted row that it stands below."""
        kept = []
        for line in text[:LONGEST_TEXT].split("\n"):
            row = None if bound else row_drafts(line, self.frame)
            if row is None:
                kept.append(line)
            else:
                self._keep(row)
        self.last, self.last_in, self.rivals, self.opens, self.told = (), None, False, True, []
        sentences = annotated("\n".join(kept), self.frame)
        self.numbered = are_rows([sentence.number for sentence in sentences if sentence.number])
        for sentence in sentences:
            self.sentences.append(sentence)
            self.bounds.append(bound)
            revoked = self._look_back(sentence) and not sentence.marks
            before = len(self.drafts)
            self._sentence(sentence, bound)
            self.drafts[before:] = [doubted(d) if self._holds_less(d, revoked) else d for d in self.drafts[before:]]
            self._answer(sentence, bound, before)
            self.told = self.drafts[before:] or self.told
        self._close_wanted()

    def _look_back(self, sentence: Sentence) -> bool:
        """Put in doubt what the sentence before came to, where this one limits it or takes it back; tell whether so."""
        of_it = sentence.number is None or (self.last_in is not None and sentence.item == self.last_in.item)
        told = self.told if of_it else []
        lines = tuple({draft.target for draft in told} & {*self.last}) or tuple(draft.target for draft in told)
        taken = {id(draft) for draft in told if takes_back(sentence, draft, lines, self.frame)}
        if taken:
            self.drafts = [doubted(draft) if id(draft) in taken else draft for draft in self.drafts]
            self.told = []
        return bool(taken)

    def _holds_less(self, draft: Draft, revoked: bool) -> bool:
        """Tell whether a draft stands beside words by which it holds for less, or for a while only.

        "No, drop it" takes back what was said, and skips nothing; "I am sick this week. Olaf does it" is no hand-over.
        """
        away = any(cue.name == "absent" for sentence in self.sentences[-2:] for cue in sentence.cues)
        covers = draft.field == "owner" and away and not any(c.name == "for_good" for c in self.sentences[-1].cues)
        return covers or (revoked and draft.value == "skipped")

    def _answer(self, sentence: Sentence, bound: tuple[str, ...], before: int) -> None:
        """Take a bare yes or no as such; without a line it is one only where nothing else was said before it."""
        if self.frame.words.greeting.match(fold(sentence.text)):
            return
        bare = bare_in(sentence, self.frame)
        heard = [one for one in bare if one.lines or bound or self.opens]
        self.opens = self.opens and bool(bare)
        if heard:
            self.replies += replies_of(heard, bound, sentence.text)
            said, self.drafts = self.drafts[before:], self.drafts[:before]
            self._keep(drafts_of(heard, bound, said, sentence.text, self.frame, self.notice))

    def read_subject(self, text: str) -> None:
        """Read what somebody typed as their mail's subject: what is in doubt there is no more than a heading."""
        drafts, sentences, replies = list(self.drafts), list(self.sentences), list(self.replies)
        bounds = list(self.bounds)
        self.read(text)
        self.replies = replies
        said = [replace(draft, source="subject") for draft in self.drafts[len(drafts) :] if not draft.doubts]
        self.drafts, self.sentences, self.bounds = [*drafts, *said], sentences, bounds

    def _keep(self, drafts: Iterator[Draft]) -> None:
        for draft in drafts:
            self.drafts.append(replace(draft, order=len(self.drafts)))

    def _sentence(self, sentence: Sentence, bound: tuple[str, ...]) -> None:
        if wanted := wanted_in(sentence, self.sentences[-2:-1], self.frame.words):
            self._close_wanted()
            self.wanted = wanted
            return
        if self.wanted and not [m for m in sentence.marks if m.how not in ("weak", "group")] and not sentence.asks:
            self.wanted = completed(self.wanted, sentence, self.frame.words)
            return
        spoken: list[Spoken] = []
        telling: list[Spoken] = []
        reasons = False
        before = len(self.drafts)
        taken_back = [cue.start for cue in sentence.cues if cue.name == "retracts"]
        if taken_back:
            self._take_back(sentence, taken_back[0])
        for segment in segments_of(sentence, self.frame.words):
            if found := self._spoken(segment, sentence, bound, spoken):
                spoken.append(found)
                self.drafts = left_alone(self.drafts, found)
                drafts = judged(found, sentence, self.dues, self.frame)
                held, known = any(segment.speaks_before(at) for at in taken_back), len(self.drafts)
                reasons = reasons or self._is_reason(segment)
                stuck = {d.target for d in self.drafts[before:] if d.value == "blocked"} - {*found.lines}
                unsure = held or (stuck and reasons)
                self._keep(doubted(d, "said-twice") if unsure else d for d in drafts)
                excepted = segment.mention is not None and segment.mention.excepted
                self.drafts[:known] = limited_by(segment, found, self.drafts[:known], spoken[:-1], self.frame)
                telling += [found] if excepted or len(self.drafts) > known else []
        self.drafts[before:] = left_out(self.drafts[before:], [one for one in spoken if one.how in NAMED_ALONE])
        told = telling or [one for one in spoken if one.how != "weak"] or (spoken if len(self.drafts) > before else [])
        excluded = [one for one in spoken if one.segment.mention and one.segment.mention.excepted]
        self.awaited = excluded[-1].lines if excluded and len(self.drafts) > before else ()
        self._remember(sentence, spoken, told, len(self.drafts) == before)

    def _remember(self, sentence: Sentence, spoken: Sequence[Spoken], told: Sequence[Spoken], silent: bool) -> None:
        """Remember which lines a sentence told of: the next one may speak of them without a name."""
        of_another = not told and not sentence.marks and QUOTED.search(sentence.text) is not None
        beside = any(one.segment.clauses[0].has("not_about_plan") or names_elsewhere(one) for one in told)
        if silent and (of_another or beside):
            self.last = ()  # Something else was spoken of.
        elif told:
            self.last, self.last_in = told[-1].lines, sentence
            dated = [one for one in spoken if one.how in NAMED_ALONE and any(c.dates for c in one.segment.clauses)]
            several = len({one.lines for one in (*told, *dated) if one.how != "group"}) > 1
            topical = len(spoken) > 1 and any(one.shared and one.how != "weak" for one in told)
            wanting = any(cue.name in ("lacks", "remains") for cue in sentence.cues)
            self.rivals = several or topical or wanting

    def _is_reason(self, segment: Segment) -> bool:
        """Tell whether a segment tells why: behind a colon ("Review is stuck: nobody can export the hold list")."""
        said = fold(segment.clauses[0].text).lstrip()
        first = WORD.search(said)
        return said.startswith(":") or (first is not None and first[0] in self.frame.words.lists["reasons"])

    def _take_back(self, sentence: Sentence, at: int) -> None:
        """Put what was just said of the last lines in doubt: "no wait" and the like take it back."""
        if not any(m.how != "weak" and m.start < at for m in sentence.marks):
            self.drafts = [doubted(d, "said-twice") if d.target in self.last else d for d in self.drafts]

    def _close_wanted(self) -> None:
        if self.wanted:
            wanted, self.wanted = self.wanted, None
            draft = Draft("new", "milestone", wanted.line, wanted.evidence, wanted.doubts, 0.95)
            self._keep(iter([draft]))

    def _spoken(
        self, segment: Segment, sentence: Sentence, bound: tuple[str, ...], earlier: Sequence[Spoken]
    ) -> Spoken | None:
        """Return which lines a segment speaks of: its own, the quoted one, its list number's, or what came before."""
        mention = meant_by(segment, self.frame)
        if mention and mention.how == "weak" and sentence.asks and not any(c.dates for c in segment.clauses):
            return None  # A question that may touch a line says nothing of it.
        if mention and not (bound and (mention.lines == bound or _yields_to_quoted(mention, segment))):
            lines = mention.lines
            guessed = mention.how == "weak" or (mention.how == "words" and mention.score < 1)
            if guessed and self.awaited and any(clause.dates for clause in segment.clauses):
                return Spoken(segment, self.awaited, "before", strict=True)
            if mention.how == "weak" and self._of_last(lines):
                return Spoken(segment, lines, "before", strict=True)
            if likened := self._likened(segment, mention, earlier):
                return likened
            return Spoken(segment, lines, mention.how, mention.score, mention.shared)
        if bound:
            return Spoken(replace(segment, mention=None), bound, "id")
        if sentence.number and not self._goes_on(sentence) and (line := self._by_number(sentence, segment)):
            beside = any(self._telling(c) for c in segment.clauses if not c.cues)
            return Spoken(segment, (line,), "list", shared=beside and not self.numbered)
        if earlier:
            return None
        return self._inferred(segment, sentence)

    def _likened(self, segment: Segment, mention: Mention, earlier: Sequence[Spoken]) -> Spoken | None:
        """Return "contract too": what was said before, of another line."""
        said = [word for clause in segment.clauses for word in self._telling(clause)]
        likened = any(clause.has("likewise") for clause in segment.clauses)
        if not earlier or not likened or len(said) > LIKENED or any(clause.speaks for clause in segment.clauses):
            return None
        before = earlier[-1].segment
        return Spoken(
            replace(before, mention=before.mention), mention.lines, mention.how, mention.score, mention.shared
        )

    def _of_last(self, lines: tuple[str, ...]) -> bool:
        """Tell whether a guessed line is an action of the one that was spoken of before ("I'll return it")."""
        above = self.frame.plan.milestone_of(lines[0]) if len(lines) == 1 else None
        return bool(above and self.last == (above.id,) and lines[0] != above.id)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands in the same item as the one that named the last lines."""
        told = self.last_in
        if not self.last or told is None:
            return False
        places = [(one.paragraph, one.item, one.number) for one in (told, sentence)]
        return places[0] == places[1]

    def _by_number(self, sentence: Sentence, segment: Segment) -> str | None:
        """Return the row that a list number means: only where the item says nothing else than how a row stands."""
        number = sentence.number or 0
        if not 1 <= number <= len(self.frame.rows) or not any(clause.speaks for clause in segment.clauses):
            return None
        if sentence.marks or sentence.asks:
            return None
        brief = self.numbered or self._words_left(segment) <= SHORT_ITEM
        return self.frame.rows[number - 1] if brief else None

    def _telling(self, clause: Clause) -> list[str]:
        return content(clause, self.frame.words, clause.start, clause.end)

    def _inferred(self, segment: Segment, sentence: Sentence) -> Spoken | None:
        """Return the lines of a segment without any name: those spoken of before, or the one that was asked about."""
        if not any(clause.speaks for clause in segment.clauses) or any(c.has("elsewhere") for c in segment.clauses):
            return None
        if (below := self._below_last(sentence)) is not None:
            return Spoken(segment, below, "group") if below else None
        if has_own_label(sentence, self.frame.words):
            return None
        told = self.last_in
        near = told is not None and told.paragraph == sentence.paragraph
        if self.last and told and near and (told.item == sentence.item or sentence.number is None):
            if len(self.last) > 2 and not self._refers(sentence):
                return None
            inside = tuple(line for line in self.last if self.frame.plan.line(line)) or self.last
            acted = acted_on(sentence, inside, self.frame)
            strict = not takes_refused_place(segment, acted, self.drafts, self.frame.words)
            return Spoken(segment, acted, "before" if len(acted) < 3 else "group", shared=self.rivals, strict=strict)
        if len(self.frame.asked) == 1:
            return Spoken(segment, self.frame.asked, "asked", strict=not self._brief(segment))
        due = due_that_day(segment, self.frame)
        alone = due and not sentence.asks and self._words_left(segment) <= SHORT_ITEM
        return Spoken(segment, due, "asked") if alone else None

    def _below_last(self, sentence: Sentence) -> tuple[str, ...] | None:
        """Return the open milestones below the last line where a sentence speaks of these ("the two after it").

        None where it does not; nothing where nobody can tell below which line.
        """
        cue = next((cue for cue in sentence.cues if cue.name == "following_it"), None)
        if cue is None:
            return None
        above = self.frame.plan.milestone_of(self.last[0]) if len(self.last) == 1 else None
        if above is None:
            return ()
        milestones = self.frame.plan.milestones
        lines = open_lines(milestones[milestones.index(above) + 1 :])
        return lines[: few(fold(sentence.text[cue.start : cue.end]), self.frame.words) or len(lines)]

    def _refers(self, sentence: Sentence) -> bool:
        words = {match[0] for match in WORD.finditer(fold(sentence.text))}
        return bool(words & self.frame.words.lists["quotes_asked"])

    def _brief(self, segment: Segment) -> bool:
        return self._words_left(segment) <= SHORT_ITEM + 2

    def _words_left(self, segment: Segment) -> int:
        """Return how many telling words a segment has."""
        return sum(len(self._telling(clause)) for clause in segment.clauses)


def _yields_to_quoted(mention: Mention, segment: Segment) -> bool:
    """Tell whether a name below a quoted row is not what is spoken of: not sure enough, or behind what was said."""
    behind = any(clause.speaks and clause.end <= mention.start for clause in segment.clauses)
    return behind or mention.how in ("weak", "row", "group") or mention.score < OVERRULES
