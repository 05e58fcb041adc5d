"""Cues are the words of a sentence that say something about a line, or about how sure it is."""

from collections.abc import Mapping, Sequence

from parsing.statements.marks import Cue
from parsing.statements.words import Words

TURNED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("negated", "moves", "slips", "earlier", "gives_day"), ("confirmed",)),
    "hedged": ("confirmed", "asks_politely", "blocked"),
    "asks_whether": ("done",),
    "done": ("started",),
    "started": ("takes_over",),
    "confirmed": ("plan_on_hold", "plan_lost", "plan_won", "everything_after", "everything_from", "following_it"),
}
"""Groups whose words mean nothing of their own inside a word of another ("no changes", "could you please move")."""
SHORTER: Mapping[str, tuple[str, ...]] = {"blocked": ("confirmed", "hedged", "limits", "not_about_plan")}
"""Groups whose words mean nothing of their own inside a longer one of another (German "steht", "Termin ... steht")."""


def cues_in(folded: str, words: Words) -> Sequence[Cue]:
    """Return the cues of a folded sentence, group by group."""
    found = [
        Cue(match.start(), match.end(), name)
        for name, match in words.patterns.together(folded)
        if match.end() > match.start()
    ]
    return [cue for cue in found if not any(_turns(other, cue, folded, words) for other in found)]


def _turns(outer: Cue, cue: Cue, folded: str, words: Words) -> bool:
    """Tell whether one cue takes the meaning of another that stands inside it."""
    longer = outer.end - outer.start > cue.end - cue.start
    turned = outer.name in TURNED.get(cue.name, ()) or (longer and outer.name in SHORTER.get(cue.name, ()))
    return turned and within(cue, outer) and (cue.name != "negated" or belongs(cue, outer, folded, words))


def belongs(denial: Cue, outer: Cue, folded: str, words: Words) -> bool:
    """Tell whether a cue is one by the negation within it: "no changes", "not needed", but not "was not cancelled".

    The places are those of the folded text.
    """
    rest = f"{folded[outer.start : denial.start]}{folded[denial.end : outer.end]}"
    return not words.found(outer.name, " ".join(rest.split()))


def within(cue: Cue, other: Cue) -> bool:
    """Tell whether a cue stands inside another one."""
    return other.start <= cue.start and cue.end <= other.end
