"""Days in figures are read here (2026-03-04, 3/4, 4.3., 04 Mar), and figures that are no days are set aside."""

import re
from collections.abc import Iterator

from parsing.dates.days import Resolved, coming, full_year, made
from parsing.dates.found import FoundDate
from parsing.dates.parts import Frame

Span = tuple[int, int]
EDGE = r"(?![\w/%]|:\S|[.,-]\d|-[a-z])"
YEAR_FIRST = re.compile(rf"(?<![\w./+-])(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){EDGE}")
DAY_MONTH = re.compile(
    rf"(?<![\w.:/+-])(?<!\d ,)(\d{{1,2}})( ?[./-] ?)(\d{{1,2}})(?:\2(\d{{4}}|\d{{2}})|, ?(\d{{4}}))?(\.?){EDGE}"
)
SPACED = re.compile(rf"(?<![\w./:+-])(?<!\d )(\d{{1,2}}) (\d{{1,2}}) ((?:19|20)\d\d){EDGE}(?! \d)")
NEVER = re.compile(
    "|".join(
        (
            r"https?://\S+|www\.\S+|\S+@\S+",
            r"\b\d{1,2}[:h]\d{2}\b(?: ?[ap]\.?m\b)?|\b\d{1,2} ?(?:[ap]\.?m\b|uhr\b|o'clock|heures?\b|h\b|hrs?\b)",
            r"[$€£] ?\d[\d.,]*|\b\d[\d.,]* ?(?:k|m|mio|eur|usd|gbp|euros?|dollars?|percent|prozent|%|€|£)(?!\w)",
            r"\bv\.? ?\d+(?:\.\d+)*\b|\b(?![qt][1-4]\b|[kcs]w\d|wk\d|s\d)[a-z]{1,3}\d+(?:\.\d+)*\b",
            r"\b\d+(?:\.\d+){3,}\b",
            r"\+\d[\d ()/.-]{7,}\d|\b0\d{2,5}[ /-]\d{3,}[\d /-]*|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b",
            r"\b(?:iso|soc|din|en|art|article|artikel|section|rfc|nr|no\.|num|ref|id|ticket|#"
            r"|po(?! ?:? ?\d{1,2}[/.]\d{1,2}(?![\d/])))"
            r" ?[.:#]? ?\d+(?:[-:./]\d+)*",
            r"#\d+|\b24/7\b|\b\d{1,3} ?/ ?\d{1,3} "
            r"(?:(?:days?|hours?|weeks?|tage?|stunden?)|users?|items?|tests?|doors?|of|done|complete|passed|der|des|von|dei|delle|dos|das)\b",
            r"\b(?:room|raum|zimmer|flat|apt|suite|gate|door|bay|tor|pages?|seite|pagina|chapter) \d+(?:[-./]\d+)*\b",
        )
    )
)
"""Numbers that are no dates: links, times, money, shares, versions, ids, telephone numbers, standards, rooms."""
MONTH_FIRST = ("en-us", "en-ca", "en-ph")


def never(folded: str) -> list[Span]:
    """Return where figures stand that are no dates."""
    return [match.span() for match in NEVER.finditer(folded)]


def numeric(folded: str, frame: Frame, locale: str) -> Iterator[FoundDate]:
    """Return the days in figures; `locale` decides what 3/4 means."""
    for match in YEAR_FIRST.finditer(folded):
        yield _found(match.span(), made(int(match[1]), int(match[3]), int(match[4])))
    for match in DAY_MONTH.finditer(folded):
        if resolved := _day_month(match, frame, locale.casefold() in MONTH_FIRST):
            yield _found(match.span(), resolved)
    for match in SPACED.finditer(folded):
        if 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
            yield _found(match.span(), made(int(match[3]), int(match[2]), int(match[1])))


def _found(span: Span, resolved: Resolved) -> FoundDate:
    day, why = resolved
    return FoundDate(*span, "day", day, certain=not why, why=why)


def _day_month(match: "re.Match[str]", frame: Frame, american: bool) -> Resolved | None:
    """Return the day in 3/4, 3.4. or 3-4-26; without a year some need a sign that they are no other numbers."""
    first, second, mark, year = int(match[1]), int(match[3]), match[2].strip(), match[4] or match[5]
    if not year and not _is_meant(match, frame):
        return None
    month, day = (first, second) if american and mark != "." else (second, first)
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year:
        return made(full_year(year, frame.today), month, day)
    found, why = coming(frame.today, month, day)
    dotted = mark == "." and match.string[match.end() - 1] != "."  # "15.3." has a full stop of its own.
    decimal = dotted and frame.grammar.raw.get("decimal_point") and (american or not match[3].startswith("0"))
    return found, why or ("ambiguous-order" if decimal else "")


def _is_meant(match: "re.Match[str]", frame: Frame) -> bool:
    """Tell a day and a month without a year from a share, a range or a decimal number."""
    mark = match[2].strip()
    alone = not match.string[: match.start()].strip() and not match.string[match.end() :].strip(" .!")
    if mark == "/":
        return match[2] == "/" or alone
    dated = frame.grammar.before_figures.search(match.string, max(0, match.start() - 14), match.start())
    if mark == ".":
        return alone or bool(dated) or bool(match[6] and frame.grammar.raw["dotted"])
    return alone or bool(dated and frame.grammar.raw["dashed"])
