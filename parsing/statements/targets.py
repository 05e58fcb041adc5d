"""Targets are the places of a sentence that name lines of the plan: ids, row numbers, and words of their names."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from parsing.statements.lexicon import CERTAIN, WEAK, WORD, Lexicon, Match, everyday
from parsing.statements.lists import is_told
from parsing.statements.marks import Mention
from parsing.statements.words import Words
from plans.plan import Plan

BARE_ID = re.compile(r"(?:^\s*[-*•]?\s*|\()(\d{1,2}\.\d{1,2})(?=\)|:|\s+[a-z]|\s*(?:[-=]>|→)\s*(?!\d{1,2}\.\d))")
"""An action's number at the beginning of an item or in brackets; elsewhere it may be a date or a version."""
INITIALS = 3
"""Initials of a name that people also write in small letters ("sso is parked")."""
GAP, SMALL_GAP = 2, 4
"""Words that may stand between two words of one name, and small words, where no other stands there."""
CLEAR = 1.15
"""How many times the weight of the second best line the best one needs, where words fit both."""
ROW = re.compile(r"(?<![\w.,:/+#$€£-])(?:#\s?)?(\d{1,2})(?![\w/%€$£]|[.,:]\d|\.\w)")
AFTER_ROW = re.compile(r"\s*(?:$|[-–—=:>)→.,;?!&+]|->)")
LISTED = re.compile(r"[,;&+]\s*$")
"""What stands before the next of several rows of which something is said each ("3 ok, 4 ok, 9 please May 3")."""
BEHIND_ROW = (
    "confirmed", "done", "started", "blocked", "skipped", "slips", "moves", "hedged", "negated", "future", "takes_over",
)  # fmt: skip
"""Cues of which one right behind a bare number tells that it is a row's."""
JOINING = re.compile(r"\s*(?:,|&|\+|/|-|–|\b\w{1,3}\b)?\s*")


def by_id(folded: str, plan: Plan, words: Words) -> list[Mention]:
    """Return the ids that stand in a text ("M3", "m 3.1", "AT-1"), longest first, none inside another."""
    found: list[Mention] = []
    for line_id in sorted((line.id for line in plan.chased()), key=len, reverse=True):
        spelled = re.escape(line_id.casefold())
        loose = re.sub(r"(?<=[a-z])(?=\d)", r"[\\s-]?", spelled, count=1)
        for match in re.finditer(rf"(?<![\w.]){loose}(?!\w|\.\d|-\d)", folded):
            if _is_typed(line_id) and all(match.end() <= m.start or m.end <= match.start() for m in found):
                found.append(Mention(match.start(), match.end(), (line_id,), "id"))
    return [*found, *_by_bare_id(folded, plan, words, found)]


def _is_typed(line_id: str) -> bool:
    """Tell whether an id is one by its looks: with a digit beside letters; "insurer" is a word like others."""
    return not line_id.isdigit() and any(map(str.isdigit, line_id))


def _by_bare_id(folded: str, plan: Plan, words: Words, ids: Sequence[Mention]) -> list[Mention]:
    """Return the numbers of actions without their letter, where nothing else is meant: "3.1 report: sent", "(5.2)".

    Behind another line's id or number such a number goes on with it ("4.2 returned, 4.3 by Friday"); behind one with
    its letter only where something is said of it at once ("M6 done, 4.2 is confirmed"): it may be anything.
    """
    numbered = {re.sub(r"^[a-z]+-?", "", line.id.casefold()): line.id for line in plan.lines() if "." in line.id}
    found = [match for match in BARE_ID.finditer(folded) if match[1] in numbered] if not ids else []
    joined = re.compile(rf"(?:[,;]\s+|\b(?:{words.joining.pattern})\s+)(\d{{1,2}}\.\d{{1,2}})(?=\)|:|\s+[a-z])")
    first = min((*(match.end() for match in found), *(mention.end for mention in ids)), default=len(folded))
    later = [match for match in joined.finditer(folded, first) if match[1] in numbered]
    told = later if found else [match for match in later if is_told(folded[match.end() :], words)]
    spans = {match.span(1): numbered[match[1]] for match in (*found, *told)}
    return [Mention(start, end, (line,), "id") for (start, end), line in sorted(spans.items())]


def by_row(
    folded: str, words: Words, rows: Sequence[str], taken: Sequence[tuple[int, int]], free: bool
) -> list[Mention]:
    """Return the row numbers in a text: with a row word ("row 3", "#3"), or bare where what follows speaks of a line.

    `taken` are spans that mean something else (dates, ids, names); `free` forbids bare numbers.
    """
    found: list[Mention] = []
    for match in ROW.finditer(folded):
        number = int(match[1])
        if not 1 <= number <= len(rows) or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        before = folded[: match.start()]
        if words.found("at_hour", before) and not re.match(r" ?[:=>-]", folded[match.end() :]):
            continue
        left_out = any(before[m.end() :].strip(" (") == "" for m in words.patterns["except_for"].finditer(before))
        named = "#" in match[0] or left_out or bool(words.rows.search(before))
        joined = bool(found) and bool(JOINING.fullmatch(folded[found[-1].end : match.start()]))
        if named or (joined and found[-1].how == "row" and found[-1].score > 0.97):
            found.append(Mention(match.start(), match.end(), (rows[number - 1],), "row", 0.98))
        elif not (free or _is_counted(before, words)) and (
            _bare_row(folded, match, words, joined)
            or _dated(match, words, folded, taken, joined or (bool(found) and LISTED.search(before) is not None))
        ):
            found.append(Mention(match.start(), match.end(), (rows[number - 1],), "row", 0.96))
    return [m for m in found if m.score > 0.97 or not _lone(m, found, folded)]


@cache
def _bearing(joining: str) -> "re.Pattern[str]":
    """Return what ends in a word and the numbers that it bears, but the last: "tank 7 and "."""
    return re.compile(rf"(?:^|\s)([^\W\d]{{3,}}) (?:\d{{1,3}}\s*(?:[,&+/]|{joining})\s*)*$")


def _is_counted(before: str, words: Words) -> bool:
    """Tell whether a number stands right behind a word that may bear it: "tank 7 and 8" are no rows."""
    last = _bearing(words.joining.pattern).search(before)
    small = ("stop", "plain", "joins", "auxiliaries", "places", "contrasts", "greetings", "due_before", "breaks")
    word = last[1] if last else ""
    return bool(word) and not any(word in words.lists[name] for name in small if name in words.lists)


def _dated(match: "re.Match[str]", words: Words, folded: str, taken: Sequence[tuple[int, int]], joined: bool) -> bool:
    """Tell whether a number stands before a date of its own: "4 and 5 a week later", "la 7 al 2 de julio"."""
    start = next((a for a, _ in sorted(taken) if a >= match.end()), None)
    if start is None:
        return False
    between = WORD.findall(folded[match.end() : start])
    leads = words.lists["due_before"] | words.lists["stop"] | words.lists["courtesies"]
    opens = all(word in words.lists["stop"] for word in WORD.findall(folded[: match.start()]))
    return all(word in leads for word in between) and (joined or opens)


def _bare_row(folded: str, match: "re.Match[str]", words: Words, joined: bool) -> bool:
    """Tell whether a bare number opens its clause and is followed by something that is said of a line."""
    before, after = folded[: match.start()], folded[match.end() :]
    opens = joined or not before.strip(" -*(") or re.search(r"(?:[,;.:&-]|\b\w+)\s*$", before) is not None
    if re.match(r"\s*(?:->|=>|→|=|\.?:|&|\+|,|-\s)", after):
        return opens
    if not after.strip(" .!)"):
        return True
    ahead = after.lstrip(" )")
    if words.joining.match(ahead) or (
        joined and any(word == ahead.split(" ", 1)[0] for word in words.lists["auxiliaries"])
    ):
        return True
    listed = re.search(r",\s*$", before) is not None and re.search(r"\d", before) is not None
    names = (*BEHIND_ROW, "likewise") if listed else BEHIND_ROW  # "2 is fine, 9 too"
    return opens and any(pattern.match(ahead) for name in names if (pattern := words.patterns.get(name)))


def _lone(mention: Mention, found: Sequence[Mention], folded: str) -> bool:
    """Tell whether a bare number stands alone at the end of a text that is not a list of rows."""
    return not folded[mention.end :].strip(" .!)") and len(found) == 1 and bool(folded[: mention.start].strip())


def by_whole_name(folded: str, lexicon: Lexicon) -> list[Mention]:
    """Return where whole names of lines stand, of two words at least, however common their words are."""
    found = lexicon.whole.finditer(folded) if lexicon.names else ()
    return [Mention(match.start(), match.end(), (lexicon.names[match[0]],), "words") for match in found]


def by_words(text: str, folded: str, lexicon: Lexicon, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return the runs of words that name lines by their names, or by the initials of these, written in capitals."""
    tokens = [
        (match.start(), match.end(), _lines_of(text[match.start() : match.end()], match[0], lexicon))
        for match in WORD.finditer(folded)
        if not any(a < match.end() and match.start() < b for a, b in taken)
    ]
    tokens = [token if _whole(token, tokens, folded) else (token[0], token[1], {}) for token in tokens]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        if not tokens[at][2]:
            at += 1
            continue
        run, at = _run(tokens, at, folded, lexicon.stop)
        if mention := _named(run):
            found.append(mention)
    return found


def _lines_of(written: str, word: str, lexicon: Lexicon) -> Mapping[str, Match]:
    """Return the lines of a word, or of initials: in capitals, or in small letters where these spell no word."""
    if found := lexicon.lines_of(word):
        return found
    spells_none = len(word) >= INITIALS and word not in lexicon.usual and word not in everyday()
    return lexicon.initials.get(word, {}) if written.isupper() or spells_none else {}


def _whole(token: "Token", tokens: Sequence["Token"], folded: str) -> bool:
    """Tell whether a word is no mere part of a hyphenated one that means something else ("dock-to-stock")."""
    start = max(folded.rfind(" ", 0, token[0]), folded.rfind("\n", 0, token[0])) + 1
    end = next((at for at in range(token[1], len(folded)) if folded[at].isspace()), len(folded))
    if folded[start:end].count("-") < 2:
        return True
    parts = [other for other in tokens if start <= other[0] < end]
    return sum(bool(set(other[2]) & set(token[2])) for other in parts) * 2 >= len(parts)


Token = tuple[int, int, Mapping[str, Match]]


def _run(tokens: Sequence["Token"], at: int, folded: str, stop: frozenset[str]) -> tuple[list["Token"], int]:
    """Return the tokens from `at` on that may name one line together, and where to go on."""
    run, lines = [tokens[at]], set(tokens[at][2])
    ahead, gap, most = at + 1, 0, SMALL_GAP
    while ahead < len(tokens) and gap <= most:
        token = tokens[ahead]
        between = folded[run[-1][1] : token[0]]
        if re.search(r"[.;:,!?\n→]|->", between):
            break
        if token[2]:
            shared = lines & set(token[2])
            if not shared:
                break
            lines, gap, most = shared, 0, SMALL_GAP
            run.append(token)
        else:
            gap += 1
            most = most if folded[token[0] : token[1]] in stop else GAP
        ahead += 1
    last = tokens.index(run[-1], at)
    return run, last + 1


def _named(run: Sequence["Token"]) -> Mention | None:
    """Return what a run of words names: one line for certain, several that fit as well, one maybe, or nothing."""
    sums: dict[str, float] = {}
    outcome: dict[str, bool] = {}
    for line in dict.fromkeys(line for token in run for line in token[2]):
        keys: dict[str, Match] = {}
        own = (match for token in run if (match := token[2].get(line)))
        for match in sorted(own, key=lambda match: len(match.also)):
            key = next((key for key in (match.key, *match.also) if key not in keys), match.key)
            if key not in keys or keys[key].weight < match.weight:
                keys[key] = match
        sums[line] = sum(match.weight for match in keys.values())
        outcome[line] = all(match.outcome for match in keys.values())
    if not sums or all(match.key.isdigit() for token in run for match in token[2].values()):
        return None
    ranked = sorted(sums, key=lambda line: -sums[line])
    best = ranked[0]
    start, end = run[0][0], run[-1][1]
    if sums[best] < WEAK:
        return None
    rivals = [line for line in ranked if sums[best] < CLEAR * sums[line] and line != best]
    if rivals:
        return Mention(start, end, tuple([best, *rivals][:4]), "weak", sums[best], shared=True)
    certain = sums[best] >= CERTAIN and not outcome[best]
    return Mention(start, end, (best,), "words" if certain else "weak", min(sums[best], 1.0))
