"""A mail's shape: what its layouts are given, in order, every sentence already in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One line of a section: a name in bold, what is said of it, old and new value, and small print.

    `facts` are labelled small print ("Call": "Dana Whitlock, +1 512 ..."), `links` labelled addresses (https only),
    `quote` is somebody's own words.
    """

    name: str = ""
    text: str = ""
    old: str = ""
    new: str = ""
    small: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Section:
    """A head and its lines; `name` is for the layouts ("changed", "asks", ...)."""

    name: str
    head: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Row:
    """One milestone in the table; `tone` is the status, or "overdue"."""

    id: str
    name: str
    owner: str
    due: str
    word: str
    tone: str


@dataclass(frozen=True)
class Cell:
    """One slot of the timeline: the milestones due in it, the tone of the most urgent, whether today is in it."""

    ids: tuple[str, ...]
    tone: str
    today: bool


@dataclass(frozen=True)
class Timeline:
    """Cells in order, the months above them with how many cells each has, and the same in words."""

    months: tuple[tuple[str, int], ...]
    cells: tuple[Cell, ...]
    words: str
    today: str


@dataclass(frozen=True)
class Table:
    """The milestones at a glance, and the bar and the timeline above them."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    done: int
    total: int
    bar: str
    timeline: Timeline | None = None

    @property
    def percent(self) -> int:
        """Return how much is done."""
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True)
class Button:
    """A mailto link that writes a reply in words that the reader knows (RFC 6068)."""

    label: str
    href: str
    main: bool = False


@dataclass(frozen=True)
class Buttons:
    """The quick replies about one line; `name` is the line, '' where they answer the whole mail."""

    name: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class View:
    """Everything that a mail shows, in order."""

    language: str
    colon: str
    subject: str
    title: str
    greeting: str
    lead: str
    state_line: str
    sections: tuple[Section, ...]
    table: Table | None
    hints: tuple[str, ...]
    ask: str
    buttons: tuple[Buttons, ...]
    footer: tuple[str, ...]
