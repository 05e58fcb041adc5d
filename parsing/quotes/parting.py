"""A body is parted into what was written today and what was quoted, and answers are bound to the line they answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from parsing.quotes.heads import find_head
from parsing.quotes.line import Line
from parsing.quotes.noticed import Noticed
from parsing.quotes.signature import without_signature
from parsing.quotes.wrapping import paragraphs
from plans.letter import Answer

MOST_ANSWERS = 500
LONGEST_EXCERPT = 5


@dataclass(frozen=True)
class Parted:
    """What was written today, the answers among it, and the old text."""

    text: str
    answers: tuple[Answer, ...]
    quoted: str


@dataclass
class _Stretch:
    """A run of own lines, with the quoted lines that stand right above it."""

    own: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)


@dataclass
class _Zones:
    """Own stretches and quoted lines, in order."""

    stretches: list[_Stretch] = field(default_factory=lambda: [_Stretch()])
    quoted: list[Line] = field(default_factory=list)
    fresh: bool = False

    def quote(self, lines: Iterable[Line]) -> None:
        """Take lines as quoted."""
        for line in lines:
            if not self.fresh and not line.blank:
                self.stretches.append(_Stretch())
                self.fresh = True
            self.quoted.append(line)
            if self.fresh:
                self.stretches[-1].above.append(line)

    def head(self) -> None:
        """Take note of a quote's head: what is written below it answers nothing above it."""
        if not self.fresh:
            self.stretches.append(_Stretch())
            self.fresh = True

    def own(self, line: Line) -> None:
        """Take a line as written today."""
        self.stretches[-1].own.append(line)
        if not line.blank:
            self.fresh = False


def part(lines: Sequence[Line], notice: str = "", names: Sequence[str] = ()) -> Parted:
    """Part a body's lines; `notice` is the mail that it answers, `names` are the sender's own."""
    noticed = Noticed(notice)
    zones = _zones(lines, noticed, names)
    kept = [(stretch, without_signature(stretch.own, names)) for stretch in zones.stretches]
    if not any(own for _, own in kept):
        kept = [(stretch, without_signature(_unsigned(stretch.own), names)) for stretch in zones.stretches]
    texts = [paragraphs(own) for _, own in kept if own]
    return Parted(
        text="\n\n".join(text for text in texts if text),
        answers=tuple(_answers(kept, noticed))[:MOST_ANSWERS],
        quoted="\n".join(line.text for line in zones.quoted).strip("\n"),
    )


def _unsigned(lines: Iterable[Line]) -> list[Line]:
    """Return lines with the layout's word for a signature forgotten: some people write inside it."""
    return [replace(line, role="") if line.role == "signature" else line for line in lines]


def _zones(lines: Sequence[Line], noticed: Noticed, names: Sequence[str]) -> _Zones:
    zones = _Zones()
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.depth:
            zones.quote([line])
            at += 1
            continue
        head = find_head(lines, at)
        if head is None:
            zones.own(line)
            at += 1
            continue
        zones.head()
        at = head.end
        if head.strength == "open" and not marked_below(lines, at):
            _unmarked(zones, lines[at:], noticed, names)
            break
    _return_wrapped(zones, noticed)
    return zones


def marked_below(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the next written lines carry quote marks."""
    written = next((line for line in lines[at : at + 6] if not line.blank), None)
    return written is not None and written.depth > 0


def _unmarked(zones: _Zones, lines: Sequence[Line], noticed: Noticed, names: Sequence[str]) -> None:
    """Part a quote that runs to the end without marks: answers inside it are known by the notice, or by colour.

    Where nothing was written above it, what stands below it and is signed by the sender is their own.
    """
    new = noticed.new_lines(lines)
    new = _coloured(lines) if new is None else new
    if not new and not any(not line.blank for stretch in zones.stretches for line in stretch.own):
        new = _signed_below(lines, names)
    for number, line in enumerate(lines):
        if number in new:
            zones.own(line)
        else:
            zones.quote([line])


def _signed_below(lines: Sequence[Line], names: Sequence[str]) -> set[int]:
    """Return the lines behind the last two blank ones, where one of them begins with the sender's full name."""
    gaps = [at for at in range(1, len(lines)) if lines[at].blank and lines[at - 1].blank]
    below = range(gaps[-1], len(lines)) if gaps else range(0)
    full = [name.casefold() for name in names if " " in name]
    signed = any(lines[at].text.strip().casefold().startswith(name) for at in below for name in full)
    return {at for at in below if not lines[at].blank} if signed and not find_head(lines, below[0]) else set()


def _coloured(lines: Sequence[Line]) -> set[int]:
    """Return the lines in a colour of their own below a line that is not coloured, above the next quote's head."""
    if not any(line.role == "coloured" for line in lines):
        return set()
    found: set[int] = set()
    plain = 0
    for number, line in enumerate(lines):
        if line.blank:
            continue
        if number and find_head(lines, number):
            break
        if line.role == "coloured" and not line.depth and plain:
            found.add(number)
        else:
            plain += 1
    return found if len(found) <= 2 * plain else set()


def _return_wrapped(zones: _Zones, noticed: Noticed) -> None:
    """Give lines back to the quote that a mail program wrapped out of it."""
    for stretch in zones.stretches[1:]:
        while stretch.own and stretch.above and noticed.has(stretch.own[0].text):
            zones.quoted.append(stretch.own[0])
            stretch.above.append(stretch.own.pop(0))


def _answers(kept: Sequence[tuple[_Stretch, list[Line]]], noticed: Noticed) -> Iterable[Answer]:
    for number, (stretch, own) in enumerate(kept):
        text = paragraphs(own)
        above = [line for line in stretch.above if not line.blank]
        last = not any(later for _, later in kept[number + 1 :])
        if text and above and not (last and _whole(above, noticed)):
            yield Answer(_last_line(stretch.above), text)


def _whole(above: Sequence[Line], noticed: Noticed) -> bool:
    """Tell a quote that was left whole: what stands below it answers the mail, not its last line."""
    return noticed.ends_with(above[-1].text) or len(above) > LONGEST_EXCERPT or len({line.depth for line in above}) > 1


def _last_line(above: Sequence[Line]) -> str:
    """Return the quoted line right above, its wrapped pieces joined."""
    return paragraphs(above).rsplit("\n", 1)[-1].strip()
