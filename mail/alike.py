"""Alike are domains that pass for one another to a hurried eye."""

import re
import unicodedata


def plain(text: str) -> str:
    """Return text without accents, case and surplus white space."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split()).strip("\"' ")


CONFUSABLE = str.maketrans("0135аеорсухіјѕ", "olesaeopcyxijs")
"""Digits and Cyrillic letters that pass for Latin ones."""


def _skeleton(domain: str) -> str:
    try:
        domain = domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        return domain
    return re.sub(r"[-.]", "", plain(domain).translate(CONFUSABLE)).replace("rn", "m").replace("vv", "w")


def alike(own: str, other: str) -> bool:
    """Tell whether a domain would pass for our own: the same to the eye, our name with an ending, or a slip away."""
    mine, theirs = _skeleton(own), _skeleton(other)
    if mine == theirs:
        return True
    label, other_label = own.split(".")[0], other.split(".")[0]
    if len(label) >= 5 and label in other_label:
        return True
    return len(label) >= 5 and _distance(_skeleton(label), _skeleton(other_label)) <= 1


def _distance(left: str, right: str) -> int:
    """Return how many letters are changed, added, dropped or swapped (optimal string alignment), at most 2."""
    if abs(len(left) - len(right)) > 1:
        return 2
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=2))
