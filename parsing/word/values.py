"""A cell's value is what its words mean in its column, by the plan's own people, lines and dates."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from parsing.word.days import due_day
from parsing.word.identity import HIDDEN
from plans.plan import Person, Plan
from plans.sheet import Cell, Column
from plans.sheet_of import CRITICAL
from plans.small_print import HINTS, split_deadline, split_small_print, without_optional
from plans.words import STATUS_BY_WORD, folded

TEAM_WORDS = """it legal procurement finance team security department dept office board management sales marketing
operations infosec purchasing einkauf recht rechtsabteilung abteilung vorstand betriebsrat achats direction juridique
compras juridico equipo inkoop directie acquisti ufficio committee council group head director manager lead chief
officer counsel engineer"""
"""Words of teams and titles, in folded form: an owner is a person (R21)."""
NEAR_NAME = 0.8
"""From this likeness to somebody on the plan, a new name may be a slip of the pen: asked."""
MAX_MEANT = 600
"""Characters of a cell whose words are looked at for a person, a date, a status or lines."""
SAME_LINE = 0.6
"""From this likeness, words behind a line's number are its name."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POWER = re.compile(r"\s*\([DIC]\)")
_SEVERAL = re.compile(r"\s[/&+]\s|/|;|\s(?:and|und|et|y|e|en|or|oder|ou)\s", re.IGNORECASE)
_NAME_WORD = re.compile(r"(?:[^\W\d_][\w'’.-]*)\Z")
_PARTICLES = frozenset(
    {"de", "der", "den", "van", "von", "da", "di", "del", "la", "le", "du", "dos", "das", "bin", "al"}
)
_HONOURS = frozenset({"dr", "prof", "mr", "mrs", "ms", "mme", "m", "herr", "frau", "ing", "dr-ing", "sr", "sra"})
_TEAM = frozenset(TEAM_WORDS.split())
_BLANK = re.compile(r"[\s_.…·—–-]*\Z")
_HINTS = frozenset(folded(hint) for hints in HINTS.values() for hint in hints)
_NOTHING = frozenset(
    {"none", "keine", "keiner", "aucune", "aucun", "ninguna", "nenhuma", "geen", "nessuna", "n/a", "nil"}
)
_AGREEABLE = frozenset(
    {"now", "already", "all", "yes", "ok", "schon", "jetzt", "deja", "ya", "ja", "oui", "si", "gia", "is"}
)


@dataclass(frozen=True)
class Wit:
    """What cells are understood by; `plan` is None for a document whose plan is not known."""

    plan: Plan | None
    language: str = "en"
    near: dt.date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """Folded name of a line or external → its id; `names_of` a plan."""

    @property
    def locale(self) -> str:
        """Return the locale that decides which of 3/4 is the month."""
        return self.plan.locale if self.plan else self.language


def cell_of(column: Column, text: str, wit: Wit) -> Cell:
    """Return the cell that these words make in a column: its raw text, its value and its small print."""
    text = HIDDEN.sub("", text).strip()
    if len(text) > MAX_MEANT and column not in ("milestone", "outcome", "notes"):
        return Cell(text)
    if len(text) < MAX_MEANT and folded(text) in _HINTS:
        return Cell()
    return _READERS[column](text, wit)


def _plain(text: str) -> str | None:
    return " ".join(text.split()) or None


def _id_cell(text: str, _: Wit) -> Cell:
    return Cell(text, _plain(text))


def _outcome_cell(text: str, _: Wit) -> Cell:
    return Cell(text, _plain(text))


def _milestone_cell(text: str, _: Wit) -> Cell:
    main, small = split_small_print(text)
    following = tuple((key, words) for key, words in small.items() if "." in key or key[:1].isupper())
    return Cell(text, _plain(without_optional(main)), following)


def _notes_cell(text: str, _: Wit) -> Cell:
    main, small = split_small_print(text)
    return Cell(text, _plain(main), tuple((kind, small[kind]) for kind in ("docs", "contact") if kind in small))


def _status_cell(text: str, _: Wit) -> Cell:
    return Cell(text, read_status(text))


def read_status(text: str) -> str | None:
    """Return the one status that the words say, or None: "not done", "almost done" and two at once say none."""
    bare = folded(re.sub(r"[^\w\s/.'-]", " ", text))
    if bare in STATUS_BY_WORD:
        return STATUS_BY_WORD[bare]
    left = " ".join(word for word in re.sub(r"[\d./-]+\Z", "", bare).split() if word not in _AGREEABLE)
    return STATUS_BY_WORD.get(left)


def _due_cell(text: str, wit: Wit) -> Cell:
    main, small = split_deadline(text)
    if folded(main) in _HINTS or _BLANK.match(main):
        return Cell("" if _BLANK.match(main) and not small else text, None, tuple(small.items()))
    day = due_day(main, wit.locale, wit.near)
    return Cell(text, day.isoformat() if day else None, tuple(small.items()))


def _owner_cell(text: str, wit: Wit) -> Cell:
    main, small = split_small_print(text)
    if _BLANK.match(main) or folded(main) in _HINTS:
        text, main = text[len(main) :].strip(), ""
    others = tuple(
        (kind, read_person(small[kind], wit) or small[kind]) for kind in ("backup", "approver") if kind in small
    )
    return Cell(text if main or others else "", read_person(main, wit) if main else None, others)


def read_person(text: str, wit: Wit) -> str | None:
    """Return the id of the one person on the plan whom the words name, else "Name <address>" for a full new name."""
    found = _EMAIL.search(text)
    email = found[0] if found else ""
    if wit.plan and email and (person := wit.plan.person_at(email)):
        return person.id
    if len(_EMAIL.findall(text)) > 1:
        return None
    bare = _POWER.sub("", _EMAIL.sub("", text))
    name = re.split(r"[,(<|\n]|\s[-–—]\s|[>:]", bare)[0].strip()
    if _SEVERAL.search(name):
        return None
    known = _on_roster(name, wit.plan.people if wit.plan else ())
    if known or not _is_full_name(name):
        return known
    if wit.plan and any(_slip(name, person.name) for person in wit.plan.people):
        return None
    return f"{name} <{email}>"


def _on_roster(name: str, people: tuple[Person, ...]) -> str | None:
    wanted = _name_key(name)
    if not wanted:
        return None
    for key in (_name_key, _first_key, _last_key):
        same = [person.id for person in people if key(person.name) == wanted]
        if len(same) == 1:
            return same[0]
        if same:
            return None
    return None


@lru_cache(maxsize=2048)
def _name_key(name: str) -> str:
    return " ".join(word for word in folded(name).replace("’", "'").split() if word.strip(".") not in _HONOURS)


def _first_key(name: str) -> str:
    return _name_key(name).split(" ")[0]


def _last_key(name: str) -> str:
    return _name_key(name).rpartition(" ")[2]


def _slip(name: str, other: str) -> bool:
    return SequenceMatcher(None, _name_key(name), _name_key(other)).ratio() > NEAR_NAME


def _is_full_name(name: str) -> bool:
    """Tell whether words read as somebody's full name rather than a team or a title."""
    words = [word for word in name.split() if folded(word) not in _PARTICLES and folded(word) not in _HONOURS]
    proper = [word for word in words if word[:1].isupper() and len(word.strip(".")) > 1]
    return (
        2 <= len(words) <= 4 and len(proper) == len(words) and all(map(_NAME_WORD.match, words)) and not _is_team(words)
    )


def _is_team(words: list[str]) -> bool:
    return any(word.isupper() and len(word) > 1 for word in words) or bool(_TEAM & {folded(word) for word in words})


def _depends_cell(text: str, wit: Wit) -> Cell:
    if _BLANK.match(text) or folded(text) in _NOTHING:
        return Cell("" if _BLANK.match(text) else text, None)
    ids = [_line_id(part, wit) for part in re.split(r"[\n,;]", text) if not _BLANK.match(part)]
    known = [found for found in ids if found]
    return Cell(text, " ".join(known) if known and len(known) == len(ids) else None)


def _line_id(text: str, wit: Wit) -> str | None:
    """Return the id of the line or external that a part of a dependency cell names, or None."""
    part = text.replace(CRITICAL, " ").strip()
    names = wit.names
    head, _, rest = part.partition(" ")
    head = head.strip(":.")
    by_id = {row_id.casefold(): row_id for row_id in names.values()}
    found = by_id.get(head.casefold())
    if found:
        own = [name for name, row_id in names.items() if row_id == found]
        return found if not rest.strip() or any(_like(folded(rest), name) for name in own) else None
    return names.get(folded(part)) or (head if not names and re.match(r"[A-Za-z]\d+\Z", head) else None)


def _like(words: str, name: str) -> bool:
    return name.startswith(words) or SequenceMatcher(None, words, name).ratio() > SAME_LINE


def names_of(plan: Plan) -> dict[str, str]:
    """Return the ids of a plan's lines and externals by their folded names, in every language that has one."""
    named = {folded(external.name): external.id for external in plan.externals}
    for milestone in plan.milestones:
        terms = {milestone.name, milestone.name_local, (plan.vocabulary or {}).get(milestone.name, "")}
        named |= {folded(term): milestone.id for term in terms if term}
    return named


_READERS: Mapping[Column, Callable[[str, Wit], Cell]] = {
    "id": _id_cell,
    "milestone": _milestone_cell,
    "outcome": _outcome_cell,
    "owner": _owner_cell,
    "depends_on": _depends_cell,
    "due": _due_cell,
    "status": _status_cell,
    "notes": _notes_cell,
}
