"""Alike are domains that pass for one another to a hurried eye."""

import re
import unicodedata

from plans.accents import plain

CONFUSABLE = str.maketrans("0135аеорсухіјѕкмтвнԁһӏգոοαρντικυεıɡ", "olesaeopcyxijskmtbhdhlgnoapvtikueig")
"""Digits and Cyrillic, Greek and other letters that pass for Latin ones."""


def seen(text: str) -> str:
    """Return text as a hurried eye sees it: without accents, case, invisible characters and foreign look-alikes."""
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return plain(visible).strip("\"' ").translate(CONFUSABLE)


def _skeleton(domain: str) -> str:
    try:
        domain = domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        return domain
    return re.sub(r"[-.]", "", seen(domain)).replace("rn", "m").replace("vv", "w").replace("cl", "d")


def alike(own: str, other: str) -> bool:
    """Tell whether a domain would pass for our own: the same to the eye, our name with an ending, or a slip away."""
    if _skeleton(own) == _skeleton(other):
        return True
    label = own.split(".")[0]
    if len(label) < 5:
        return f"{own}." in f"{other}."
    return any(_borrows(label, part) for part in other.split(".")[:-1])


def _borrows(label: str, other: str) -> bool:
    """Tell whether one label of a domain holds ours as a word of its own, or is a slip away from it."""
    mine, theirs = _skeleton(label), _skeleton(other)
    holds = len(label) >= 8 and mine in theirs
    begins = theirs.startswith(mine) or bool(re.search(rf"(?:^|-){re.escape(label)}(?:-|$)", other))
    return holds or begins or _distance(mine, theirs) <= 1


def _distance(left: str, right: str) -> int:
    """Return how many letters are changed, added, dropped or swapped (optimal string alignment), at most 2."""
    if abs(len(left) - len(right)) > 1:
        return 2
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=2))
