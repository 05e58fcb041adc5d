"""Word lists tell vague wording, titles, verbs and stages, folded (no accents, no case), in all our languages."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip())


PLACEHOLDERS: tuple[str, ...] = _phrases(
    """
    tbd, tbc, tba, todo, xxx, n/a, to be decided, to be defined, to be confirmed, to be agreed, to do, offen,
    unklar, noch offen, wird noch festgelegt, a definir, a preciser, por definir, por confirmar, nog te bepalen,
    da definire, da confermare, n.n, nn, unknown, unbekannt, somebody, someone, nobody, jemand, wer
    """
)
"""Texts that stand where somebody still has to say something."""

VAGUE_STARTS: frozenset[str] = _words(
    """
    discuss align sync explore continue brainstorm socialize socialise revisit circle consider besprechen
    diskutieren abstimmen klaren discuter echanger aligner explorer reflechir discutir alinear alinhar explorar
    bespreken afstemmen overleggen verkennen discutere allineare esplorare
    """
)
"""First words that say nobody what will be there when it is done."""
VAGUE_OPENINGS: tuple[str, ...] = _phrases(
    """
    follow up, touch base, look into, look at, work on, think about, talk about, talk to, catch up, check in,
    keep in touch, get back, reach out, move forward, push forward, deal with, figure out, faire le point,
    voir avec, dar seguimiento, hablar de, fare il punto
    """
)
"""Openings of more than one word that say no more."""
SOFT_STARTS: frozenset[str] = _words(
    """
    review check evaluate assess examine investigate analyse analyze monitor help understand prufen bewerten
    ansehen revoir evaluer examiner etudier revisar evaluar analizar avaliar analisar bekijken beoordelen valutare
    esaminare rivedere
    """
)
"""First words that are clearer with what comes out of it."""
VAGUE_WORDS: frozenset[str] = _words(
    """
    review discussion discussions alignment aligned sync meeting meetings call conversation conversations progress
    understanding feedback follow-up followup happy comfortable good better great satisfied smooth improved
    improvement successful success involvement engagement collaboration relationship momentum buy-in
    evaluation assessment besprechung austausch abstimmung fortschritt gesprach zufrieden erfolgreich verstandnis
    zusammenarbeit echange reunion avancement satisfait ameliore comprehension avance satisfecho mejor mejora
    reuniao alinhamento progresso satisfeito melhor overleg afstemming voortgang tevreden beter riunione
    allineamento avanzamento soddisfatto migliore
    discussed talked reviewed evaluated assessed explored considered looked addressed engaged informed involved
    aware clear clarity stuff things something soon asap ok okay fine nice done
    besprochen diskutiert abgestimmt gepruft geklart erledigt discute echange revu etudie discutido revisado hablado
    avaliado besproken bekeken discusso esaminato rivisto
    """
)
"""Words of an outcome that two people would measure differently."""
EVIDENCE: tuple[str, ...] = _phrases(
    """
    agree, accept, approv, sign, confirm, issue, receiv, clos, complet, validat, deliver, live, named, names,
    schedul, written, writ, merge, pass, record, consolidat, assign, feasib, held, mapped, sent, works, working,
    met, open, found, finds, installed, loaded, releas, cleared, committed, final, arrive, post, run, meets, shows,
    lifted, paid, published, submitted, unterschr, unterzeichn, gezeichnet, genehmig, freigegeb, erteilt, bestatig,
    abgenommen, vereinbart, verhandelt, abgeschlossen, steht, stehen, liegt, liegen, vorliegt, benannt,
    eingegangen, beauftragt, valide, approuv, accepte, recu, emis, rendu, nomme, remis, atteint, favorable,
    enregistr, firmad, aprobad, aceptad, emitid, recibid, validad, entregad, nombrad, acordad, cerrad, assinad,
    aprovad, aceit, recebid, nomead, fechad, getekend, goedgekeurd, akkoord, bevestigd, ontvangen, afgegeven,
    opgeleverd, vastgelegd, firmat, approvat, accettat, confermat, ricevut, emess, consegnat, nominat, concordat
    """
)
"""Beginnings of words by which one can tell that it is done."""

NUMBERS: frozenset[str] = _words(
    """
    one two three four five six seven eight nine ten twelve no none zwei drei vier funf sechs sieben acht zehn
    kein keine deux trois quatre cinq aucun aucune dos tres cuatro cinco ningun ninguna dois quatro nenhum nenhuma
    twee drie vijf geen due tre quattro cinque nessun nessuna
    """
)
"""Numbers in words, and none at all: both can be counted."""

VERBS: frozenset[str] = _words(
    """
    accept add adjust agree announce answer anonymise anonymize appoint approve arrange ask assemble assign attach
    attend back book bring build buy calculate call cancel capture check choose clarify clean clear close collect
    commit compare compile complete compose conduct configure confirm connect consolidate consult contact contribute
    convert copy correct cover create cut decide define deliver demonstrate deploy describe design determine develop
    disclose document download draft draw edit enable endorse ensure enter escalate establish estimate evaluate
    examine execute export extend extract file fill finalise finalize find finish fix forward freeze gather get give
    go grant hand hire hold identify implement import include inform initiate insert install instruct integrate
    interview introduce invite invoice issue join keep label launch lead let license list load lock log make map
    mark measure meet merge migrate mount move name negotiate nominate note notify obtain offer open order organise
    organize pack pay perform pick place plan post prepare present price print prioritise prioritize process
    procure produce propose prove provide provision publish purchase put quantify quote raise read reboot receive
    recommend reconcile record recruit redline reduce refine refresh register reject release remove renew replace
    reply report request reserve reset resolve respond restore return reuse review rewrite ring roll run sample save
    scan schedule score secure select send separate serve set settle set-up share ship show sign simulate size sort
    specify split staff start state stop store submit summarise summarize supply switch tag take tell test trace
    track train transfer translate try turn unblock update upgrade upload validate verify visit vote walk write
    """
)
"""Verbs that a task may begin with; in other languages the ending of the infinitive tells."""
DETERMINERS: frozenset[str] = _words(
    """
    the a an our your their his her its this these that all every each both any up out one two three
    four five six seven eight nine ten
    """
)
"""Words before which the first word of an English task is a verb, whichever it is."""
INFINITIVES: dict[str, tuple[str, ...]] = {
    "fr": ("er", "ir", "re"),
    "es": ("ar", "er", "ir"),
    "pt": ("ar", "er", "ir", "or"),
    "it": ("are", "ere", "ire", "rre"),
}
"""Endings of a first word that is a verb."""
LAST_INFINITIVES: dict[str, tuple[str, ...]] = {"de": ("en", "ern", "eln"), "nl": ("en",)}
"""Endings of a last word that is a verb, where the verb stands at the end."""

TITLE_WORDS: frozenset[str] = _words(
    """
    account accounting accounts administrator admin advisor agent analyst architect assistant associate board business
    buyer
    ceo cfo chair champion chief ciso cio cmo coo commercial committee compliance consultant contact controller
    controlling coordinator counsel cpo cro cto customer data delivery department dept desk developer development
    director division dpo engineer engineering evp executive expert finance financial general group hr head human
    infosec infrastructure innovation it key lead leader legal logistics maintenance manager management managing
    marketing member network office officer operations ops organisation organization owner partner pilot planner
    principal privacy procurement product production programme program project protection purchasing quality
    regional rep representative research resources responsible risk sales secretary security senior service services
    solution solutions specialist sponsor staff strategic strategy success supervisor supply chain support svp team
    tech technical technician technology treasurer user users vendor vice president vp works council abteilung
    betriebsrat datenschutz datenschutzbeauftragter einkauf entwicklung fachbereich finanzen geschaftsfuhrer
    geschaftsfuhrung geschaftsleitung instandhaltung leiter leiterin leitung personal personalabteilung produktion
    rechtsabteilung sicherheit technik vertrieb vorstand werkleiter achats acheteur acheteuse chef cheffe comite
    directeur directrice direction dsi equipe financier juridique responsable rssi securite compras directora
    direccion equipo gerente jefe jefa juridico responsavel seguranca seguridad diretor diretora juridica financeiro
    afdeling inkoop juridisch beveiliging financien ufficio acquisti direttore direttrice responsabile sicurezza
    legale finanza
    unit tbd md qa pmo pm po ae se csm sdr bdr ao dsb rssi dpd daf
    """
)
"""Words of jobs and departments; a name made of them alone is nobody's."""
NAME_LINKS: frozenset[str] = _words(
    """
    of for and & the von der die das und fur de du des la le les et del della
    """
)
"""Words that join the words of a title."""

SELLER_STAGES: tuple[str, ...] = _phrases(
    """
    commit, best case, closed won, closed lost, closed-won, upside, pipeline, forecast, qualification, prospecting,
    negotiation, opportunity, sql, mql, sal, verbal, verbal commit, close deal, close the deal, deal won, booking,
    demo done, qualified, proposal sent
    """
)
"""Names that are the seller's pipeline, not a decision of the buyer."""
SELLER_TASKS: tuple[str, ...] = _phrases(
    """
    crm, salesforce, hubspot, forecast, deal desk, discount approval, internal approval, pipeline, commission,
    battlecard, win plan, close plan, champion test, sales kickoff, deal review, quota
    """
)
"""What only the seller's own people need to see."""
BUYER_LABELS: dict[str, str] = {
    "complete vendor questionnaire": "Security sign-off",
    "vendor questionnaire": "Security sign-off",
    "send proposal": "Proposal accepted",
    "send quote": "Terms agreed",
    "demo": "Use cases shown to work",
    "product demo": "Use cases shown to work",
    "send contract": "Terms agreed",
    "get signature": "Contract signed",
    "legal": "Terms agreed",
    "security": "Security sign-off",
    "procurement": "Purchase order issued",
}
"""Names in the seller's language → what the buyer would call it (R76)."""
