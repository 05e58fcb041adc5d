"""A list of lines is several ids or numbers in a row, and each is meant ("6.2 and 6", "items 2, 3 and 5", "2-4")."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsing.statements.marks import Mention
from parsing.statements.words import Words
from plans.plan import Plan

NUMBER = r"#?\s?\d{1,2}(?:\.\d{1,2})?"
SPELLED = re.compile(r"\s*(,?)\s*([^\W\d_]+)")
"""A word, with the comma before it."""
SHORTEST = 3
"""Letters of a number in words: shorter ones are articles."""
LONGEST = 40
"""Members of a list that are looked at: a plan has fewer lines."""
STATES = (
    "confirmed",
    "done",
    "started",
    "blocked",
    "skipped",
    "slips",
    "moves",
    "hedged",
    "negated",
    "future",
    "stands",
)
"""Cues of which one says how the lines of a list are."""


@dataclass(frozen=True)
class Member:
    """One member: the line that it means, whether it is one by its letters, and what stands before it."""

    line: str
    lettered: bool
    joined: str


def lists_in(
    folded: str, plan: Plan, rows: Sequence[str], words: Words, dates: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    """Yield a mention for each list. One with a member that is no line is none at all; numbers of which one belongs to
    a date are days ("on 3, 4 and 5 June"): a mention of no line."""
    yield from _spelled(folded, rows, words)
    ids = _ids(tuple(line.id for line in plan.chased()))
    member, pattern = _patterns(tuple(ids), words.joining.pattern, words.spans.pattern)
    for match in pattern.finditer(folded):
        members = _members(member.finditer(match[0]), ids, rows)
        ordered = [milestone.id for milestone in plan.milestones]
        lines = tuple(dict.fromkeys(_spanned(members, ordered, words.spans))) if members else ()
        named = "#" in match[0] or bool(words.rows.search(folded[: match.start()]))
        dated = not named and any(a < match.end() and match.start() < b for a, b in dates)
        if dated and members and not any(one.lettered or words.spans.fullmatch(one.joined) for one in members):
            yield Mention(match.start(), match.end(), (), "row", 0.0)
        if dated or len(lines) < 2 or not (named or _is_said(folded, match, members, words)):
            continue
        how = "id" if any(member.lettered or "." in member.line for member in members) else "row"
        yield Mention(match.start(), match.end(), lines, how, 0.98, shared=_in_doubt(members))  # type: ignore[arg-type]


def _spelled(folded: str, rows: Sequence[str], words: Words) -> Iterator[Mention]:
    """Yield rows whose numbers open a sentence in words, of which something is said: "Two and three are fine"."""
    first = SPELLED.match(folded)
    if first is None or first[2] not in words.numbers:
        return
    known = {word: number for word, number in words.numbers.items() if len(word) >= SHORTEST and number <= len(rows)}
    found, at, joined = list[str](), 0, True
    while (match := SPELLED.match(folded, at)) is not None:
        joined = joined or bool(match[1])
        if words.joining.fullmatch(match[2]) and found:
            joined, at = True, match.end()
        elif joined and known.get(match[2], 0) > (known[found[-1]] if found else 0):
            found, joined, at = [*found, match[2]], False, match.end()
        else:
            break
    if len(found) > 1 and not joined and folded[at : at + 1] == " " and is_told(folded[at:], words):
        yield Mention(0, at, tuple(rows[known[word] - 1] for word in found), "row", 0.98)


def _ids(lines: tuple[str, ...]) -> Mapping[str, str]:
    """Return the lines by their ids as they are typed, and actions by their bare numbers; pure numbers are rows."""
    lettered = {line.casefold(): line for line in lines if not line.isdigit()}
    bare = {re.sub(r"^[a-z]+-?", "", typed): line for typed, line in lettered.items() if "." in typed}
    return {**bare, **lettered}


@lru_cache(maxsize=32)
def _patterns(ids: tuple[str, ...], joins: str, spans: str) -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """Return what a member looks like, a known id or a number, and a list of two at least."""
    typed = sorted((one for one in ids if one[0].isalpha()), key=len, reverse=True)
    loose = [re.sub(r"(?<=[a-z])(?=\d)", r"[\\s-]?", re.escape(one), count=1) for one in typed]
    member = rf"(?:{'|'.join((*loose, NUMBER))})(?![\w%€$£]|[.:]\d|-\d+\.)"
    between = rf"(?:\s*[,&+/;]\s*(?:{joins}\s+)?|\s+{joins}\s+|{spans})"
    return re.compile(member), re.compile(rf"(?<![\w.,:/+$€£-]){member}(?:{between}{member}){{1,{LONGEST}}}")


def _members(found: Iterable["re.Match[str]"], ids: Mapping[str, str], rows: Sequence[str]) -> list[Member]:
    """Return the members of a list, none where one of them is no line of the plan."""
    members: list[Member] = []
    at = 0
    for match in found:
        typed = re.sub(r"[\s#]", "", match[0])
        line = ids.get(typed) or ids.get(typed.replace("-", "")) or _row(typed, rows)
        if line is None:
            return []
        members.append(Member(line, typed[0].isalpha(), match.string[at : match.start()]))
        at = match.end()
    return members


def _row(typed: str, rows: Sequence[str]) -> str | None:
    return rows[int(typed) - 1] if typed.isdigit() and 1 <= int(typed) <= len(rows) else None


def _spanned(members: Sequence[Member], ordered: Sequence[str], spans: "re.Pattern[str]") -> Iterator[str]:
    """Yield every line that is meant, with those between the ends of a span; a span of anything else is nothing."""
    last = ""
    for member in members:
        if last and spans.fullmatch(member.joined):
            if not {last, member.line} <= set(ordered) or ordered.index(last) > ordered.index(member.line):
                return
            yield from ordered[ordered.index(last) : ordered.index(member.line)]
        yield member.line
        last = member.line


def _in_doubt(members: Sequence[Member]) -> bool:
    """Tell whether a milestone may only say where its action stands: "M6, M6.2 done"."""
    first, *rest = members
    return len(rest) == 1 and rest[0].joined.strip() == "," and rest[0].line.startswith(f"{first.line}.")


def _is_said(folded: str, match: "re.Match[str]", members: Sequence[Member], words: Words) -> bool:
    """Tell whether something is said of a list that no word for a row announces: behind it, or ahead of its end.

    Ids are nothing else; numbers may be ("2-4 weeks", "2/3 done"), so what is said has to stand right beside them.
    """
    before, after = folded[: match.start()].rstrip(" :-("), folded[match.end() :].lstrip(" )")
    if all(member.lettered for member in members):
        return True
    lettered = any(member.lettered for member in members)
    if "/" in match[0] and not lettered:
        return False
    told = is_told(after, words)
    opens = not before or before[-1] in ",;.:-!?" or lettered
    if told or re.match(r"(?:->|=>|→|=|:)", after):
        return opens
    ends = not after.strip(" .!)")
    return ends and (lettered or _closes(before, words))


def is_told(after: str, words: Words) -> bool:
    """Tell whether what stands right behind a line, but for small words, says how it is."""
    ahead = after.lstrip(" :")
    while (word := ahead.partition(" ")[0]) and word in words.lists["auxiliaries"] | words.lists["stop"]:
        ahead = ahead.partition(" ")[2].lstrip()
    return any((pattern := words.patterns.get(name)) and pattern.match(ahead) for name in STATES)


def _closes(before: str, words: Words) -> bool:
    """Tell whether what stands right before a list says how its lines are: "done: 2, 3", "confirmed 2 and 3"."""
    known = (pattern for name in STATES if (pattern := words.patterns.get(name)))
    return any(found.end() >= len(before) for pattern in known for found in pattern.finditer(before))


def numbered_at(
    folded: str, at: int, plan: Plan, rows: Sequence[str], words: Words
) -> tuple[tuple[str, ...], int] | None:
    """Return the lines of the list or number at a place, and where it ends, in a text that can mean nothing else."""
    ids = _ids(tuple(line.id for line in plan.chased()))
    member, several = _patterns(tuple(ids), words.joining.pattern, words.spans.pattern)
    found = several.match(folded, at) or member.match(folded, at)
    if found is None:
        return None
    members = _members(member.finditer(found[0]), ids, rows)
    lines = tuple(dict.fromkeys(_spanned(members, [milestone.id for milestone in plan.milestones], words.spans)))
    return (lines, found.end()) if lines else None
