"""Stages are the usual steps of a purchase, known by the words of a name or an outcome in all our languages."""

import re
from functools import lru_cache

from plans.words import folded


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip())


STAGES: dict[str, tuple[str, ...]] = {
    "security": _phrases(
        """
        security, infosec, vendor risk, sicherheit, rssi, securite, seguridad, seguranca, beveiliging,
        sicurezza, data protection, datenschutz
        """
    ),
    "pilot": _phrases(
        """
        pilot, poc, proof of concept, proof of value, trial, technical evaluation, demonstration, evaluation,
        testbetrieb, prueba, proef, prova
        """
    ),
    "terms": _phrases(
        """
        commercial terms, terms agreed, contract agreed, redlines, msa, rahmenvertrag, frame contract,
        statement of work, contract
        """
    ),
    "budget": _phrases(
        """
        budget, funds, invest, capex, cfo, business case, finance
        """
    ),
    "signoff": _phrases(
        """
        executive sign, executive approval, exec sign, exec approval, sponsor sign, go/no-go, committee approv,
        board approv, committee, ceo approv, cfo approv
        """
    ),
    "order": _phrases(
        """
        purchase order, po issued, procurement, order placed, order form, order received, order signed, and order,
        contract sign, renewal signed, agreement signed, signature, quote validated, bestellung,
        vertragsunterschrift, vertragsunterzeichnung, bon de commande, orden de compra, firma del contrato,
        ordem de compra, assinatura, inkooporder, ondertekening, ordine, firma del contratto
        """
    ),
}
"""The usual stages of a purchase → words that a name or an outcome shows them by."""


@lru_cache(maxsize=4096)
def stages_of(text: str) -> frozenset[str]:
    """Return the usual stages of a purchase that a text speaks of."""
    plain = folded(text)
    return frozenset(stage for stage, words in STAGES.items() if any(speaks_of(plain, word) for word in words))


def speaks_of(plain: str, word: str) -> bool:
    """Tell whether a word begins somewhere in the text; a short one has to end there too."""
    end = r"(?![^\W_])" if len(word) <= SHORT else ""
    return re.search(rf"(?<![^\W_]){re.escape(word)}{end}", plain) is not None


SHORT = 4
"""Letters of words that are the beginning of too many others."""
