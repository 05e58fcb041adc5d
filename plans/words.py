"""The words that both the rooms that say and the room that understands use, per language; the first is what we say."""

import re
from collections.abc import Mapping
from functools import lru_cache

from plans.accents import plain
from plans.plan import Deadline, Side, Status
from plans.sheet import Column

LANGUAGES: tuple[str, ...] = ("en", "de", "fr", "es", "pt", "nl", "it")

STATUS_WORDS: Mapping[str, Mapping[Status, tuple[str, ...]]] = {
    "en": {
        "not-started": ("Not started", "open", "to do", "todo", "pending", "new"),
        "in-progress": ("In progress", "ongoing", "started", "underway", "under way", "working on it", "wip"),
        "blocked": ("Blocked", "stuck", "on hold", "waiting", "stalled"),
        "done": ("Done", "complete", "completed", "finished", "closed", "signed", "approved"),
        "skipped": ("Skipped", "not needed", "n/a", "not applicable", "dropped", "cancelled", "canceled"),
    },
    "de": {
        "not-started": ("Offen", "nicht begonnen", "noch nicht begonnen", "ausstehend", "geplant"),
        "in-progress": ("In Arbeit", "läuft", "begonnen", "in bearbeitung", "angefangen"),
        "blocked": ("Blockiert", "hängt", "gesperrt", "wartet", "gestoppt"),
        "done": ("Erledigt", "fertig", "abgeschlossen", "unterschrieben", "freigegeben"),
        "skipped": ("Entfällt", "nicht nötig", "entfallen", "gestrichen", "nicht erforderlich"),
    },
    "fr": {
        "not-started": ("À faire", "non commencé", "pas commencé", "à venir"),
        "in-progress": ("En cours", "commencé", "démarré"),
        "blocked": ("Bloqué", "en attente", "suspendu"),
        "done": ("Terminé", "fait", "fini", "achevé", "signé", "validé"),
        "skipped": ("Sans objet", "non requis", "annulé", "supprimé", "pas nécessaire"),
    },
    "es": {
        "not-started": ("Sin empezar", "pendiente", "no iniciado", "por hacer"),
        "in-progress": ("En curso", "en progreso", "en marcha", "empezado"),
        "blocked": ("Bloqueado", "parado", "en espera", "detenido"),
        "done": ("Hecho", "terminado", "completado", "finalizado", "firmado", "listo"),
        "skipped": ("Omitido", "no necesario", "no aplica", "cancelado"),
    },
    "pt": {
        "not-started": ("Por iniciar", "não iniciado", "pendente", "a fazer"),
        "in-progress": ("Em curso", "em andamento", "em progresso", "iniciado"),
        "blocked": ("Bloqueado", "parado", "em espera", "suspenso"),
        "done": ("Concluído", "feito", "terminado", "finalizado", "assinado"),
        "skipped": ("Dispensado", "não necessário", "não se aplica", "cancelado"),
    },
    "nl": {
        "not-started": ("Niet gestart", "open", "te doen", "nog niet begonnen"),
        "in-progress": ("In uitvoering", "bezig", "loopt", "begonnen", "gestart"),
        "blocked": ("Geblokkeerd", "vast", "wacht", "in de wacht"),
        "done": ("Gereed", "klaar", "afgerond", "voltooid", "getekend"),
        "skipped": ("Vervallen", "niet nodig", "n.v.t.", "geannuleerd"),
    },
    "it": {
        "not-started": ("Da iniziare", "non iniziato", "da fare", "in sospeso"),
        "in-progress": ("In corso", "iniziato", "in lavorazione", "avviato"),
        "blocked": ("Bloccato", "fermo", "in attesa", "sospeso"),
        "done": ("Completato", "fatto", "finito", "concluso", "firmato"),
        "skipped": ("Non necessario", "non applicabile", "annullato", "saltato"),
    },
}

COLUMN_HEADS: Mapping[str, Mapping[Column, tuple[str, ...]]] = {
    "en": {
        "id": ("#", "id", "no.", "nr", "number", "line"),
        "milestone": ("Milestone", "step", "task", "activity"),
        "outcome": ("Outcome (what done looks like)", "outcome", "result", "definition of done"),
        "owner": ("Owner", "who", "responsible", "owner (buyer/seller)"),
        "depends_on": ("Depends on", "dependencies", "dependency"),
        "due": ("Due date", "due", "date", "by when", "deadline", "when"),
        "status": ("Status", "state"),
        "notes": ("Notes / Docs", "notes", "docs", "comments", "notes/docs", "links"),
    },
    "de": {
        "id": ("#", "nr.", "nummer", "zeile"),
        "milestone": ("Meilenstein", "schritt", "aufgabe"),
        "outcome": ("Ergebnis (woran man es erkennt)", "ergebnis", "resultat"),
        "owner": ("Verantwortlich", "zuständig", "wer", "verantwortliche"),
        "depends_on": ("Hängt ab von", "abhängigkeiten", "abhängig von"),
        "due": ("Termin", "fällig", "fällig am", "datum", "bis wann"),
        "status": ("Status", "stand"),
        "notes": ("Notizen / Unterlagen", "notizen", "unterlagen", "bemerkungen", "anmerkungen"),
    },
    "fr": {
        "id": ("#", "n°", "numéro", "ligne"),
        "milestone": ("Jalon", "étape", "tâche"),
        "outcome": ("Résultat attendu", "résultat", "livrable"),
        "owner": ("Responsable", "qui", "porteur"),
        "depends_on": ("Dépend de", "dépendances"),
        "due": ("Échéance", "date", "pour le", "date limite"),
        "status": ("Statut", "état"),
        "notes": ("Notes / Documents", "notes", "documents", "commentaires", "remarques"),
    },
    "es": {
        "id": ("#", "n.º", "número", "línea"),
        "milestone": ("Hito", "paso", "tarea"),
        "outcome": ("Resultado esperado", "resultado"),
        "owner": ("Responsable", "quién"),
        "depends_on": ("Depende de", "dependencias"),
        "due": ("Fecha límite", "fecha", "plazo", "vencimiento"),
        "status": ("Estado", "situación"),
        "notes": ("Notas / Documentos", "notas", "documentos", "comentarios"),
    },
    "pt": {
        "id": ("#", "n.º", "número", "linha"),
        "milestone": ("Marco", "etapa", "tarefa"),
        "outcome": ("Resultado esperado", "resultado"),
        "owner": ("Responsável", "quem"),
        "depends_on": ("Depende de", "dependências"),
        "due": ("Prazo", "data", "data limite"),
        "status": ("Estado", "situação", "status"),
        "notes": ("Notas / Documentos", "notas", "documentos", "comentários"),
    },
    "nl": {
        "id": ("#", "nr.", "nummer", "regel"),
        "milestone": ("Mijlpaal", "stap", "taak"),
        "outcome": ("Resultaat (wanneer is het klaar)", "resultaat", "uitkomst"),
        "owner": ("Eigenaar", "wie", "verantwoordelijke"),
        "depends_on": ("Hangt af van", "afhankelijk van", "afhankelijkheden"),
        "due": ("Einddatum", "datum", "deadline", "uiterlijk"),
        "status": ("Status", "stand"),
        "notes": ("Notities / Documenten", "notities", "documenten", "opmerkingen"),
    },
    "it": {
        "id": ("#", "n.", "numero", "riga"),
        "milestone": ("Tappa", "passo", "attività", "milestone"),
        "outcome": ("Risultato atteso", "risultato", "esito"),
        "owner": ("Responsabile", "chi"),
        "depends_on": ("Dipende da", "dipendenze"),
        "due": ("Scadenza", "data", "entro"),
        "status": ("Stato", "situazione"),
        "notes": ("Note / Documenti", "note", "documenti", "commenti"),
    },
}

FIELD_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"due": "due date", "owner": "owner", "backup": "backup", "approver": "approver", "status": "status", "confirmed": "confirmed", "note": "note", "name": "name", "outcome": "outcome", "deadline": "deadline", "depends_on": "depends on", "milestone": "new milestone", "action": "new action", "mail": "mail", "away": "away until", "evidence": "evidence", "invites": "calendar invitations"},
    "de": {"due": "Termin", "owner": "Verantwortlich", "backup": "Vertretung", "approver": "Freigabe durch", "status": "Status", "confirmed": "bestätigt", "note": "Notiz", "name": "Name", "outcome": "Ergebnis", "deadline": "Frist", "depends_on": "hängt ab von", "milestone": "neuer Meilenstein", "action": "neue Aufgabe", "mail": "Mail", "away": "abwesend bis", "evidence": "Nachweis", "invites": "Kalendereinladungen"},
    "fr": {"due": "échéance", "owner": "responsable", "backup": "suppléant", "approver": "approbateur", "status": "statut", "confirmed": "confirmé", "note": "note", "name": "nom", "outcome": "résultat", "deadline": "délai", "depends_on": "dépend de", "milestone": "nouveau jalon", "action": "nouvelle action", "mail": "e-mail", "away": "absent jusqu'au", "evidence": "preuve", "invites": "invitations d'agenda"},
    "es": {"due": "fecha límite", "owner": "responsable", "backup": "suplente", "approver": "aprobador", "status": "estado", "confirmed": "confirmado", "note": "nota", "name": "nombre", "outcome": "resultado", "deadline": "plazo", "depends_on": "depende de", "milestone": "nuevo hito", "action": "nueva acción", "mail": "correo", "away": "ausente hasta", "evidence": "prueba", "invites": "invitaciones de calendario"},
    "pt": {"due": "prazo", "owner": "responsável", "backup": "suplente", "approver": "aprovador", "status": "estado", "confirmed": "confirmado", "note": "nota", "name": "nome", "outcome": "resultado", "deadline": "prazo final", "depends_on": "depende de", "milestone": "novo marco", "action": "nova ação", "mail": "e-mail", "away": "ausente até", "evidence": "comprovação", "invites": "convites de calendário"},
    "nl": {"due": "einddatum", "owner": "eigenaar", "backup": "vervanger", "approver": "goedkeurder", "status": "status", "confirmed": "bevestigd", "note": "notitie", "name": "naam", "outcome": "resultaat", "deadline": "deadline", "depends_on": "hangt af van", "milestone": "nieuwe mijlpaal", "action": "nieuwe actie", "mail": "mail", "away": "afwezig tot", "evidence": "bewijs", "invites": "agenda-uitnodigingen"},
    "it": {"due": "scadenza", "owner": "responsabile", "backup": "sostituto", "approver": "approvatore", "status": "stato", "confirmed": "confermato", "note": "nota", "name": "nome", "outcome": "risultato", "deadline": "termine", "depends_on": "dipende da", "milestone": "nuova tappa", "action": "nuova azione", "mail": "e-mail", "away": "assente fino al", "evidence": "prova", "invites": "inviti di calendario"},
}  # fmt: skip

DEADLINE_WORDS: Mapping[str, Mapping[Deadline, str]] = {
    "en": {"hard": "fixed date", "soft": "target date"},
    "de": {"hard": "fester Termin", "soft": "Zieltermin"},
    "fr": {"hard": "date ferme", "soft": "date visée"},
    "es": {"hard": "fecha fija", "soft": "fecha objetivo"},
    "pt": {"hard": "data fixa", "soft": "data prevista"},
    "nl": {"hard": "vaste datum", "soft": "streefdatum"},
    "it": {"hard": "data fissa", "soft": "data prevista"},
}


KICKOFF_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"title": "Kickoff: {title}", "kickoff": "Kickoff", "held": "Everybody knows their part and the first dates stand", "review": "Goals reviewed", "met": "Both sides have seen whether the goals are met"},
    "de": {"title": "Projektstart: {title}", "kickoff": "Projektstart", "held": "Alle kennen ihre Aufgabe, und die ersten Termine stehen", "review": "Ziele überprüft", "met": "Beide Seiten haben gesehen, ob die Ziele erreicht sind"},
    "fr": {"title": "Démarrage : {title}", "kickoff": "Réunion de démarrage", "held": "Chaque personne connaît son rôle et les premières dates sont fixées", "review": "Objectifs vérifiés", "met": "Les deux parties ont constaté si les objectifs sont atteints"},
    "es": {"title": "Arranque: {title}", "kickoff": "Reunión de arranque", "held": "Cada persona conoce su parte y las primeras fechas están fijadas", "review": "Objetivos revisados", "met": "Ambas partes han visto si se cumplen los objetivos"},
    "pt": {"title": "Arranque: {title}", "kickoff": "Reunião de arranque", "held": "Cada pessoa conhece a sua parte e as primeiras datas estão marcadas", "review": "Objetivos revistos", "met": "Ambas as partes viram se os objetivos foram cumpridos"},
    "nl": {"title": "Start: {title}", "kickoff": "Startbijeenkomst", "held": "Iedereen kent zijn deel en de eerste datums staan vast", "review": "Doelen getoetst", "met": "Beide kanten hebben gezien of de doelen zijn gehaald"},
    "it": {"title": "Avvio: {title}", "kickoff": "Riunione di avvio", "held": "Ogni persona conosce la sua parte e le prime date sono fissate", "review": "Obiettivi verificati", "met": "Entrambe le parti hanno visto se gli obiettivi sono raggiunti"},
}  # fmt: skip
"""What the two lines that every kickoff has are called, per language."""


def language_of(tag: str | None) -> str:
    """Return the language we speak for a language or locale tag ("de-DE" → "de"); English for any other."""
    primary = (tag or "").casefold().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else "en"


def folded(text: str) -> str:
    """Return text without accents, case, marks of status and surplus white space: the form in which words compare."""
    return _folded(text) if len(text) < SHORT else _folded.__wrapped__(text)


SHORT = 100
"""Characters up to which a text is remembered with its folded form: the same words come in every document."""


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return plain(re.sub(r"[●○■►◐–—✓✔☑]", " ", text)).strip(" .!")


STATUS_BY_WORD: Mapping[str, Status] = {
    folded(word): status for table in STATUS_WORDS.values() for status, words in table.items() for word in words
}
COLUMN_BY_HEAD: Mapping[str, Column] = {
    folded(word): column for table in COLUMN_HEADS.values() for column, words in table.items() for word in words
}

FORMER: Mapping[str, Mapping[Side, str]] = {
    "en": {"buyer": "a former colleague (buyer)", "seller": "a former colleague (seller)"},
    "de": {"buyer": "ein früheres Mitglied (Käufer)", "seller": "ein früheres Mitglied (Verkäufer)"},
    "fr": {"buyer": "un ancien membre (acheteur)", "seller": "un ancien membre (vendeur)"},
    "es": {"buyer": "un antiguo miembro (comprador)", "seller": "un antiguo miembro (vendedor)"},
    "it": {"buyer": "un ex membro (acquirente)", "seller": "un ex membro (venditore)"},
    "nl": {"buyer": "een voormalig lid (koper)", "seller": "een voormalig lid (verkoper)"},
    "pt": {"buyer": "um antigo membro (comprador)", "seller": "um antigo membro (vendedor)"},
}
"""What the plan says in place of a name, by its language and the person's side."""
