"""Triggers are words by which a buyer asks for a plan without naming it: next steps, a proposal, dates (R67)."""

import re

from plans.words import folded

PHRASES: dict[str, tuple[str, ...]] = {
    "en": (
        r"\bnext steps?\b",
        r"\bwhat (?:happens|comes) (?:next|now|after)\b",
        r"\bhow (?:do|would|should) we (?:proceed|move forward|go from here)\b",
        r"\b(?:send|share|get|see|need|want)\b.{0,40}\b(?:proposal|quote|quotation|offer|terms|pricing)\b",
        r"\b(?:timelines?|time frame|roadmap)\b",
        r"\bhow (?:long|soon|quickly)\b.{0,60}\b(?:take|live|start|rolled? out|implement)",
        r"\bwhen (?:can|could|would) (?:we|you) (?:start|go live|begin)\b",
    ),
    "de": (
        r"\bnachsten? schritte?\b",
        r"\bwie (?:geht|ginge) es (?:jetzt |nun |dann )?weiter\b",
        r"\bwie (?:gehen|verfahren) wir\b.{0,20}\b(?:vor|weiter)\b",
        r"\b(?:angebot|konditionen|preise)\b.{0,40}\b(?:schicken|senden|zusenden|bekommen|brauchen|machen)\b",
        r"\b(?:schicken|senden)\b.{0,40}\b(?:angebot|konditionen)\b",
        r"\bzeit(?:plan|rahmen|schiene)\b",
        r"\bwie (?:lange|schnell)\b.{0,60}\b(?:dauert|dauern|live|starten|einfuhr)",
        r"\bwann (?:konnen|konnten) (?:wir|sie) (?:starten|anfangen|live)\b",
    ),
    "fr": (
        r"\bprochaines? etapes?\b",
        r"\bquelle est la suite\b",
        r"\bcomment (?:procede|procedons|avance|avancons|continue)",
        r"\b(?:envoyer|recevoir|transmettre|faire)\b.{0,40}\b(?:proposition|devis|offre|tarifs|conditions)\b",
        r"\b(?:calendrier|delais?|planning)\b",
        r"\bcombien de temps\b",
        r"\bquand (?:pourrions|pouvons|peut-on|pourrait-on)\b.{0,20}\b(?:demarrer|commencer|lancer)\b",
    ),
    "es": (
        r"\bproximos? pasos?\b",
        r"\bcomo (?:seguimos|procedemos|continuamos|avanzamos)\b",
        r"\b(?:enviar(?:nos|me)?|mandar(?:nos|me)?|pasar(?:nos|me)?|recibir)\b.{0,40}\b(?:propuesta|presupuesto|oferta|condiciones|precios)\b",
        r"\b(?:plazos|calendario|cronograma)\b",
        r"\bcuanto (?:tiempo )?(?:tarda|llevaria|tardaria|se tarda)",
        r"\bcuando (?:podriamos|podemos) (?:empezar|arrancar)\b",
    ),
    "it": (
        r"\bprossimi? passi\b",
        r"\bcome (?:procediamo|proseguiamo|si procede|andiamo avanti)\b",
        r"\b(?:inviar(?:ci|mi)|mandar(?:ci|mi)|avere|ricevere)\b.{0,40}\b(?:proposta|preventivo|offerta|condizioni|prezzi)\b",
        r"\b(?:tempistiche|tempi di|cronoprogramma|calendario)\b",
        r"\bquanto tempo\b",
        r"\bquando (?:potremmo|possiamo) (?:iniziare|partire)\b",
    ),
    "nl": (
        r"\bvolgende stap(?:pen)?\b",
        r"\bhoe (?:gaan we|nu) verder\b",
        r"\b(?:voorstel|offerte|prijzen|voorwaarden)\b.{0,40}\b(?:sturen|toesturen|ontvangen|krijgen|maken)\b",
        r"\b(?:sturen|stuur)\b.{0,40}\b(?:voorstel|offerte)\b",
        r"\b(?:tijdlijn|tijdpad|planning|doorlooptijd)\b",
        r"\bhoe (?:lang|snel)\b.{0,60}\b(?:duurt|duren|live|starten)",
        r"\bwanneer (?:kunnen|zouden) we (?:starten|beginnen|live)\b",
    ),
    "pt": (
        r"\bproximos? passos?\b",
        r"\bcomo (?:avancamos|procedemos|seguimos|continuamos)\b",
        r"\b(?:enviar(?:-nos|-me)?|mandar|receber)\b.{0,40}\b(?:proposta|orcamento|oferta|condicoes|precos)\b",
        r"\b(?:prazos|calendario|cronograma)\b",
        r"\bquanto tempo\b",
        r"\bquando (?:poderiamos|podemos) (?:comecar|arrancar)\b",
    ),
}
"""Per language the phrases that say it is time for a plan, without accents; all are looked for in every mail."""
DECLINING = re.compile(
    r"\b(?:no|not|never|nicht|kein\w*|pas|sin|nao|niet|geen|non)\b.{0,30}\b(?:next step|proposal|quote|offer|angebot|"
    r"proposition|devis|propuesta|proposta|offerte|voorstel)\b"
)
LONGEST = 160
_ANY = tuple(re.compile(phrase) for phrases in PHRASES.values() for phrase in phrases)


def asks_what_comes_next(text: str) -> str:
    """Return the sentence by which a mail asks what comes next, '' where none does."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n{2,}", text):
        plain = folded(" ".join(sentence.split()))
        if any(phrase.search(plain) for phrase in _ANY) and not DECLINING.search(plain):
            return " ".join(sentence.split())[:LONGEST]
    return ""
