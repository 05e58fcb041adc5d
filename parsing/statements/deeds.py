"""Deeds are what lines are named after: "Pick six officers" is done once six officers are picked."""

import re
from collections.abc import Iterator, Sequence

from parsing.dates.grammar import fold
from parsing.statements.lexicon import WORD
from parsing.statements.marks import Cue, Mention
from parsing.statements.words import concepts
from plans.plan import Action, Plan

IRREGULAR = {
    "begin": "begun", "bring": "brought", "build": "built", "buy": "bought", "choose": "chosen", "draw": "drawn",
    "find": "found", "get": "got", "give": "given", "hold": "held", "make": "made", "meet": "met", "pay": "paid",
    "run": "run", "sell": "sold", "send": "sent", "show": "shown", "take": "taken", "teach": "taught", "tell": "told",
    "win": "won", "write": "written",
}  # fmt: skip
"""The past participles of English verbs that plans are written with, where they do not end in -ed."""
SAME = frozenset({"put", "set", "run", "let", "cut", "read", "confirm", "agree", "accept"})
"""Verbs whose participle looks like the verb, or is what people say of a date: it tells nothing."""
SHORTEST = 3
"""Letters of a verb."""
ARRANGING = frozenset({"schedule", "book", "arrange", "plan", "organise", "organize", "fix"})
"""Verbs of lines that are done once a day is agreed."""
SIGNED = frozenset(
    {
        "signed", "countersigned", "unterschrieben", "unterzeichnet", "signe", "signee", "signes", "signees", "firmado",
        "firmada", "firmados", "firmato", "firmata", "firmati", "assinado", "assinada", "getekend", "ondertekend",
    }
)  # fmt: skip
"""How languages say that something bears a signature."""
CONTRACTS = ("contract", "vertrag", "contrat", "msa")
"""How words begin that name a contract."""
SENDING = frozenset(
    {
        "send", "provide", "deliver", "share", "ship", "submit", "return", "forward", "hand", "issue",
        "schicken", "senden", "liefern", "ubermitteln", "ubersenden", "zusenden", "versenden", "bereitstellen",
        "einreichen", "vorlegen", "envoyer", "transmettre", "fournir", "remettre", "livrer", "adresser",
        "enviar", "mandar", "entregar", "remitir", "facilitar", "inviare", "mandare", "fornire", "consegnare",
        "trasmettere", "fornecer", "remeter", "sturen", "opsturen", "versturen", "toesturen", "leveren", "aanleveren",
    }
)  # fmt: skip
"""Verbs of lines that are done once the other side has what they name."""


def is_signature(plan: Plan, line_id: str) -> bool:
    """Tell whether a line or the milestone above it is named after a signature, in any language."""
    signing, known = concepts()["signature"], _named(plan, line_id)
    return bool(known & SIGNED) or any(concepts().get(word, frozenset()) & signing or _ends(word) for word in known)


def is_contract(plan: Plan, line_id: str) -> bool:
    """Tell whether a line is named after the contract itself: its negotiation, review or redlines."""
    line, above = plan.line(line_id), plan.milestone_of(line_id)
    names = [one.name for one in (line, above) if one] + [above.name_local if above else ""]
    known = {word for name in names for word in WORD.findall(fold(name))}
    return any(
        concepts().get(word, frozenset()) & concepts()["contract"] or word.startswith(CONTRACTS) for word in known
    )


def _named(plan: Plan, line_id: str) -> set[str]:
    """Return the folded words of a line's name, and of the milestone above it."""
    line, above = plan.line(line_id), plan.milestone_of(line_id)
    names = [one.name for one in (line, above) if one] + [above.name_local if above else ""]
    return {word for name in names for word in WORD.findall(fold(name))}


def _ends(word: str) -> bool:
    return word.endswith(("unterschrift", "unterzeichnung", "ondertekening"))


def verb_of(plan: Plan, line_id: str) -> str:
    """Return the verb of an action's task, folded: its first word or its last; '' for a milestone."""
    line = plan.line(line_id)
    words: list[str] = WORD.findall(fold(line.task)) if isinstance(line, Action) else []
    if len(words) < 2:
        return ""
    return words[-1] if words[-1] in SENDING and words[0] not in SENDING else words[0]


def participles(verb: str) -> tuple[str, ...]:
    """Return how a verb reads once it is done: "pick" → "picked", "plan" → "planned"."""
    if verb in SAME or len(verb) < SHORTEST:
        return ()
    if verb in IRREGULAR:
        return (IRREGULAR[verb],)
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return (f"{verb}ed", f"{verb}{verb[-1]}ed")


def own_deeds(text: str, marks: Sequence[Mention], plan: Plan) -> Iterator[Cue]:
    """Yield a "done" cue where a sentence says an action's own verb as done."""
    folded = fold(text)
    for mark in marks:
        verb = verb_of(plan, mark.lines[0]) if len(mark.lines) == 1 and not mark.aside else ""
        for done in participles(verb) if verb else ():
            for match in re.finditer(rf"(?<![\w-]){done}(?![\w-])", folded):
                if min(marks, key=lambda other: _apart(other, match.start(), match.end())) == mark:
                    yield Cue(match.start(), match.end(), "done")


def _apart(mark: Mention, start: int, end: int) -> int:
    """Return how many characters part a name from a word, 0 where the word is within it."""
    return max(mark.start - end, start - mark.end, 0)
