"""What the components note on a text: which lines, people, dates and cues stand where, as half-open character spans."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

from parsing.dates import FoundDate
from plans.change import Field as ChangedField
from plans.change import NewPerson, Source, Value

How = Literal["id", "row", "list", "words", "weak", "group", "before", "asked"]
"""How a line was named: by its id, a row number, a list number, its words, some of them, a group ("all", "both"), by
what was said before, or by the mail that was answered."""


DENIAL = 6
"""Words of a clause that does no more than deny the line that it names ("not the one for security")."""


@dataclass(frozen=True)
class Mention:
    """A place that names lines: `lines` are ids; several of them are meant together unless `how` is "weak"."""

    start: int
    end: int
    lines: tuple[str, ...]
    how: How
    score: float = 1.0
    aside: bool = False
    """Names the line as a circumstance ("after legal", "because of the pilot"), not as what is spoken of."""
    shared: bool = False
    """More than one line fits as well: the sender has to be asked."""
    excepted: bool = False
    """Left out of a group ("all but 4")."""


@dataclass(frozen=True)
class Cue:
    """A place whose words say something about a line; `name` is the group of the data file."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Named:
    """A person at a place: an id of the plan, somebody new, or a first name that nobody answers to (`person` None)."""

    start: int
    end: int
    person: str | NewPerson | None
    gives: bool = False
    """Stands after "from" or "instead of": who had it before."""
    gets: bool = False
    """Stands after "to": who has it from now on."""


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence that is read at once."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    people: tuple[Named, ...]
    dates: tuple[FoundDate, ...]
    text: str

    def has(self, *names: str) -> bool:
        """Tell whether a cue of one of these groups stands in the clause."""
        return any(cue.name in names for cue in self.cues)

    def words_of(self, cue: Cue) -> str:
        """Return a cue's own words."""
        return self.text[cue.start - self.start : cue.end - self.start]

    @property
    def only_denies(self) -> bool:
        """Tell whether the clause says no more than "not" of the line that it names."""
        brief = len(self.text.split()) <= DENIAL
        return brief and not self.dates and {cue.name for cue in self.cues} == {"negated"}

    @property
    def speaks(self) -> bool:
        """Tell whether the clause says anything that could change a line."""
        return bool(self.dates) or any(cue.name in SPEAKING for cue in self.cues)


SPEAKING = frozenset(
    {
        "done", "started", "blocked", "skipped", "confirmed", "takes_over", "backs_up", "approves", "new_line",
        "moves", "slips",
    }
)  # fmt: skip
"""Cue groups that could change a line."""
CARRIED = ("conditional", "hedged", "hearsay")
"""Cue groups that put a line's date in doubt even where no day is named."""
DOUBTS = (*CARRIED, "asks_whether")
"""Cue groups after which the sender is asked, in the order in which they name the reason."""


@dataclass(frozen=True)
class Segment:
    """Clauses of one sentence that speak of the same lines."""

    clauses: tuple[Clause, ...]
    mention: Mention | None
    bound: bool = False

    @property
    def start(self) -> int:
        """Return where the segment begins."""
        return self.clauses[0].start

    @property
    def end(self) -> int:
        """Return where the segment ends."""
        return self.clauses[-1].end

    def speaks_before(self, at: int) -> bool:
        """Tell whether a line, a day, or what could change one stands in it before a place."""
        starts = [cue.start for clause in self.clauses for cue in clause.cues if cue.name in SPEAKING]
        starts += [mention.start for clause in self.clauses for mention in clause.mentions]
        starts += [found.start for clause in self.clauses for found in clause.dates]
        return any(start < at for start in starts)


@dataclass(frozen=True)
class Sentence:
    """A sentence (or a list's item) with everything noted on it; `number` is its list number, or None."""

    start: int
    end: int
    text: str
    number: int | None = None
    paragraph: int = 0
    item: int = 0
    marks: tuple[Mention, ...] = ()
    cues: tuple[Cue, ...] = ()
    people: tuple[Named, ...] = ()
    dates: tuple[FoundDate, ...] = ()

    @property
    def asks(self) -> bool:
        """Tell whether it ends in a question mark."""
        ended = self.text.rstrip(" )\"'»")
        wonders = any(cue.name == "asks_about" for cue in self.cues) and not ended.endswith((".", "!"))
        return ended.endswith("?") or wonders


@dataclass(frozen=True)
class Draft:
    """A change on its way: with its doubts still open, in the order in which it was said."""

    target: str
    field: ChangedField
    value: Value
    evidence: str
    doubts: tuple[str, ...] = ()
    weight: float = 0.97
    grouped: bool = False
    """Said of a group ("everything after legal"): what is said of the line itself rules."""
    source: Source = "body"
    corrected: bool = False
    """Takes the place of what was said of the line before ("Sorry, 19 May")."""
    by_day: bool = False
    """Agrees by saying the plan's own day."""
    order: int = dataclasses.field(default=0, compare=False)
