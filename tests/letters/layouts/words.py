"""What the people of the layout mails write, and what their mail programs say around it, per language."""
# ruff: noqa: E501  (what people write is kept as it stands)

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """One language: replies, the mail that they answer, its rows with answers, and what programs and firms add."""

    name: str
    title: str
    firm: str
    phone: str
    bodies: tuple[str, ...]
    notice: str
    rows: tuple[str, ...]
    answers: tuple[str, ...]
    gmail: str
    apple: str
    thunderbird: str
    yahoo: str
    labels: tuple[str, str, str, str]
    sent: str
    original: str
    forwarded: str
    ios: str
    mobile: str
    disclaimer: str
    closing: str


def _notice(hello: str, rows: tuple[str, ...], ask: str) -> str:
    return "\n".join([hello, "", *rows, "", ask, "", "Nora Beck, Northgate Systems"])


EN_ROWS = (
    "M2 Security questionnaire - Priya Raman - due Fri, Nov 20 - in progress",
    "M3 Legal review of the order form - Tom Ashby - due Tue, Nov 24 - not started",
    "M4 Pilot in two regions - Lena Ortiz - due Fri, Dec 11 - not started",
)
DE_ROWS = (
    "M2 Sicherheitsprüfung - Priya Raman - fällig Fr, 20.11.2026 - in Arbeit",
    "M3 Vertragsprüfung - Thomas Ahlers - fällig Di, 24.11.2026 - offen",
    "M4 Pilot in zwei Werken - Lena Ortmann - fällig Fr, 11.12.2026 - offen",
)
FR_ROWS = (
    "M2 Revue de sécurité - Priya Raman - échéance ven. 20/11/2026 - en cours",
    "M3 Relecture du contrat - Thomas Aubry - échéance mar. 24/11/2026 - à faire",
    "M4 Pilote sur deux sites - Léna Ortiz - échéance ven. 11/12/2026 - à faire",
)
ES_ROWS = (
    "M2 Revisión de seguridad - Priya Raman - vence vie 20/11/2026 - en curso",
    "M3 Revisión del contrato - Tomás Abril - vence mar 24/11/2026 - pendiente",
    "M4 Piloto en dos plantas - Lena Ortiz - vence vie 11/12/2026 - pendiente",
)
PT_ROWS = (
    "M2 Revisão de segurança - Priya Raman - prazo sex 20/11/2026 - em curso",
    "M3 Revisão do contrato - Tomás Abreu - prazo ter 24/11/2026 - por iniciar",
    "M4 Piloto em duas fábricas - Lena Ortiz - prazo sex 11/12/2026 - por iniciar",
)
NL_ROWS = (
    "M2 Beveiligingsvragenlijst - Priya Raman - uiterlijk vr 20-11-2026 - bezig",
    "M3 Juridische toets - Thomas Aker - uiterlijk di 24-11-2026 - niet gestart",
    "M4 Proef in twee regio's - Lena Ortiz - uiterlijk vr 11-12-2026 - niet gestart",
)
IT_ROWS = (
    "M2 Questionario di sicurezza - Priya Raman - scadenza ven 20/11/2026 - in corso",
    "M3 Verifica del contratto - Tommaso Alberti - scadenza mar 24/11/2026 - da iniziare",
    "M4 Progetto pilota in due sedi - Lena Orti - scadenza ven 11/12/2026 - da iniziare",
)

TONGUES: dict[str, Tongue] = {
    "en": Tongue(
        name="Priya Raman",
        title="Head of Information Security",
        firm="Calloway Freight Ltd",
        phone="Tel. +44 20 7946 0511",
        bodies=(
            "Hi Nora,\n\nthe questionnaire is with our auditor and will be back on the 19th. Please move the legal review to "
            "December 1, Tom is travelling until then and nobody else may sign it off.\n\nThanks\nPriya",
            "Done.",
            "2 is fine, 3 -> Dec 1\n\nfrom my side nothing else. See you on the call.",
            "Two things:\n\n- the pilot starts a week later\n- Lena needs the test accounts by Friday, otherwise the team in Leeds "
            "cannot begin, and that would cost us the slot before the freeze\n\nBest regards,\nPriya Raman",
            "👍",
        ),
        notice=_notice("Hello all,\nhere is where our plan stands.", EN_ROWS, "Do these dates still work for you?"),
        rows=EN_ROWS,
        answers=("still on track", "Tom says December 1, please", "one week later, see my other mail"),
        gmail="On Tue, Nov 10, 2026 at 9:12\u202fAM {name} <{mail}> wrote:",
        apple="On Nov 10, 2026, at 9:12\u202fAM, {name} <{mail}> wrote:",
        thunderbird="On 11/10/26 09:12, {name} wrote:",
        yahoo="On Tuesday, November 10, 2026 at 09:12:33 AM GMT, {name} <{mail}> wrote:",
        labels=("From", "Sent", "To", "Subject"),
        sent="Tuesday, November 10, 2026 9:12 AM",
        original="-----Original Message-----",
        forwarded="---------- Forwarded message ---------",
        ios="Sent from my iPhone",
        mobile="Get Outlook for Android",
        disclaimer="This email and any files transmitted with it are confidential and intended solely for the use of the "
        "individual to whom they are addressed. If you have received it in error please tell the sender.",
        closing="Kind regards,",
    ),
    "de": Tongue(
        name="Priya Raman",
        title="Leiterin Informationssicherheit",
        firm="Callweit Spedition GmbH",
        phone="Telefon: +49 711 5550117",
        bodies=(
            "Hallo Frau Beck,\n\nder Fragebogen liegt beim Prüfer und kommt am 19. zurück. Bitte die Vertragsprüfung auf den "
            "1. Dezember schieben, Herr Ahlers ist bis dahin auf Reisen und niemand sonst darf zeichnen.\n\nGruß\nPriya Raman",
            "Erledigt.",
            "2 passt, 3 bitte auf 01.12.\n\nSonst von mir nichts. Bis Donnerstag.",
            "Zwei Punkte:\n\n- der Pilot beginnt eine Woche später\n- Frau Ortmann braucht die Testzugänge bis Freitag, sonst kann "
            "das Werk in Leer nicht anfangen, und dann ist das Fenster vor dem Stopp verloren\n\nViele Grüße\nPriya Raman",
            "ok 👍",
        ),
        notice=_notice("Guten Morgen zusammen,\nso steht unser Plan.", DE_ROWS, "Passen diese Termine noch?"),
        rows=DE_ROWS,
        answers=("läuft nach Plan", "laut Herrn Ahlers lieber der 1. Dezember", "eine Woche später"),
        gmail="Am Di., 10. Nov. 2026 um 09:12 Uhr schrieb {name} <{mail}>:",
        apple="Am 10.11.2026 um 09:12 schrieb {name} <{mail}>:",
        thunderbird="Am 10.11.26 um 09:12 schrieb {name}:",
        yahoo="Am Dienstag, 10. November 2026 um 09:12:33 MEZ hat {name} <{mail}> Folgendes geschrieben:",
        labels=("Von", "Gesendet", "An", "Betreff"),
        sent="Dienstag, 10. November 2026 09:12",
        original="-----Ursprüngliche Nachricht-----",
        forwarded="---------- Weitergeleitete Nachricht ---------",
        ios="Von meinem iPhone gesendet",
        mobile="Gesendet von Outlook für Android",
        disclaimer="Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen. Sollten Sie nicht der richtige "
        "Empfänger sein, informieren Sie bitte den Absender und vernichten Sie diese Mail.",
        closing="Mit freundlichen Grüßen",
    ),
    "fr": Tongue(
        name="Priya Raman",
        title="Responsable sécurité des systèmes d'information",
        firm="Callois Transports SA",
        phone="Tél. : +33 4 78 55 01 17",
        bodies=(
            "Bonjour Nora,\n\nle questionnaire est chez notre auditeur et revient le 19. Merci de décaler la relecture du contrat "
            "au 1er décembre, Thomas est en déplacement jusque-là et personne d'autre ne peut la valider.\n\nMerci\nPriya",
            "C'est fait.",
            "2 c'est bon, 3 -> 01/12\n\nrien d'autre de mon côté. À jeudi.",
            "Deux points :\n\n- le pilote commence une semaine plus tard\n- Léna a besoin des comptes de test avant vendredi, sinon "
            "l'équipe de Lyon ne peut pas commencer et le créneau d'avant le gel est perdu\n\nBien cordialement,\nPriya Raman",
            "OK 👍",
        ),
        notice=_notice(
            "Bonjour à tous,\nvoici où en est notre plan.", FR_ROWS, "Ces dates vous conviennent-elles encore ?"
        ),
        rows=FR_ROWS,
        answers=("toujours dans les temps", "Thomas préfère le 1er décembre", "une semaine plus tard"),
        gmail="Le mar. 10 nov. 2026 à 09:12, {name} <{mail}> a écrit :",
        apple="Le 10 nov. 2026 à 09:12, {name} <{mail}> a écrit :",
        thunderbird="Le 10/11/2026 à 09:12, {name} a écrit\u00a0:",
        yahoo="Le mardi 10 novembre 2026 à 09:12:33 UTC+1, {name} <{mail}> a écrit :",
        labels=("De\u00a0", "Envoyé\u00a0", "À\u00a0", "Objet\u00a0"),
        sent="mardi 10 novembre 2026 09:12",
        original="-----Message d'origine-----",
        forwarded="---------- Message transféré ---------",
        ios="Envoyé de mon iPhone",
        mobile="Télécharger Outlook pour Android",
        disclaimer="Ce message et toutes les pièces jointes sont établis à l'intention exclusive de ses destinataires et sont "
        "confidentiels. Si vous recevez ce message par erreur, merci de le détruire.",
        closing="Cordialement,",
    ),
    "es": Tongue(
        name="Priya Raman",
        title="Responsable de Seguridad de la Información",
        firm="Calleja Logística S.A.",
        phone="Tfno.: +34 91 555 01 17",
        bodies=(
            "Hola Nora:\n\nel cuestionario lo tiene el auditor y vuelve el día 19. Por favor, pasad la revisión del contrato al "
            "1 de diciembre, Tomás está de viaje hasta entonces y nadie más puede firmarla.\n\nGracias\nPriya",
            "Hecho.",
            "La 2 bien, la 3 al 01/12\n\npor mi parte nada más. Nos vemos el jueves.",
            "Dos cosas:\n\n- el piloto empieza una semana más tarde\n- Lena necesita las cuentas de prueba antes del viernes, si no "
            "el equipo de León no puede empezar y perdemos el hueco antes del cierre\n\nUn saludo,\nPriya Raman",
            "vale 👍",
        ),
        notice=_notice("Buenos días:\nasí está nuestro plan.", ES_ROWS, "¿Siguen valiendo estas fechas?"),
        rows=ES_ROWS,
        answers=("sigue según lo previsto", "Tomás prefiere el 1 de diciembre", "una semana más tarde"),
        gmail="El mar, 10 nov 2026 a las 9:12, {name} (<{mail}>) escribió:",
        apple="El 10 nov 2026, a las 9:12, {name} <{mail}> escribió:",
        thunderbird="El 10/11/26 a las 09:12, {name} escribió:",
        yahoo="En martes, 10 de noviembre de 2026, 09:12:33 CET, {name} <{mail}> escribió:",
        labels=("De", "Enviado", "Para", "Asunto"),
        sent="martes, 10 de noviembre de 2026 9:12",
        original="-----Mensaje original-----",
        forwarded="---------- Mensaje reenviado ---------",
        ios="Enviado desde mi iPhone",
        mobile="Enviado desde Outlook para Android",
        disclaimer="Este mensaje y sus adjuntos se dirigen exclusivamente a su destinatario y pueden contener información "
        "confidencial. Si ha recibido este mensaje por error, le rogamos que lo destruya.",
        closing="Un cordial saludo,",
    ),
    "pt": Tongue(
        name="Priya Raman",
        title="Responsável de Segurança da Informação",
        firm="Calheiros Logística Lda",
        phone="Telefone: +351 21 555 0117",
        bodies=(
            "Olá Nora,\n\no questionário está com o auditor e volta no dia 19. Por favor passe a revisão do contrato para "
            "1 de dezembro, o Tomás está em viagem até lá e mais ninguém a pode assinar.\n\nObrigada\nPriya",
            "Feito.",
            "2 está bem, 3 -> 01/12\n\nda minha parte mais nada. Até quinta.",
            "Dois pontos:\n\n- o piloto começa uma semana mais tarde\n- a Lena precisa das contas de teste até sexta, senão a equipa "
            "de Leiria não pode começar e perdemos a janela antes da paragem\n\nCumprimentos,\nPriya Raman",
            "ok 👍",
        ),
        notice=_notice("Bom dia a todos,\neis o estado do nosso plano.", PT_ROWS, "Estas datas ainda servem?"),
        rows=PT_ROWS,
        answers=("continua dentro do prazo", "o Tomás prefere 1 de dezembro", "uma semana mais tarde"),
        gmail="Em ter., 10 de nov. de 2026 às 09:12, {name} <{mail}> escreveu:",
        apple="Em 10 de nov. de 2026, à(s) 09:12, {name} <{mail}> escreveu:",
        thunderbird="Em 10/11/2026 09:12, {name} escreveu:",
        yahoo="Em terça-feira, 10 de novembro de 2026 09:12:33 WET, {name} <{mail}> escreveu:",
        labels=("De", "Enviada em", "Para", "Assunto"),
        sent="terça-feira, 10 de novembro de 2026 09:12",
        original="-----Mensagem original-----",
        forwarded="---------- Mensagem encaminhada ---------",
        ios="Enviado do meu iPhone",
        mobile="Obter o Outlook para Android",
        disclaimer="Esta mensagem e os ficheiros anexos são confidenciais e destinam-se apenas ao destinatário indicado. Se a "
        "recebeu por engano, agradecemos que a elimine.",
        closing="Com os melhores cumprimentos,",
    ),
    "nl": Tongue(
        name="Priya Raman",
        title="Hoofd Informatiebeveiliging",
        firm="Calveen Transport B.V.",
        phone="T +31 20 555 01 17",
        bodies=(
            "Dag Nora,\n\nde vragenlijst ligt bij onze auditor en komt de 19e terug. Wil je de juridische toets naar 1 december "
            "verschuiven? Thomas is tot dan op reis en niemand anders mag tekenen.\n\nDank\nPriya",
            "Klaar.",
            "2 is prima, 3 -> 1 dec\n\nverder niets van mijn kant. Tot donderdag.",
            "Twee punten:\n\n- de proef begint een week later\n- Lena heeft de testaccounts voor vrijdag nodig, anders kan het team "
            "in Leiden niet beginnen en zijn we het venster voor de stop kwijt\n\nGroet,\nPriya Raman",
            "prima 👍",
        ),
        notice=_notice("Goedemorgen,\nzo staat ons plan ervoor.", NL_ROWS, "Kloppen deze data nog?"),
        rows=NL_ROWS,
        answers=("ligt op schema", "Thomas zegt liever 1 december", "een week later"),
        gmail="Op di 10 nov 2026 om 09:12 schreef {name} <{mail}>:",
        apple="Op 10 nov. 2026 om 09:12 heeft {name} <{mail}> het volgende geschreven:",
        thunderbird="Op 10-11-2026 om 09:12 schreef {name}:",
        yahoo="Op dinsdag 10 november 2026 om 09:12:33 CET schreef {name} <{mail}>:",
        labels=("Van", "Verzonden", "Aan", "Onderwerp"),
        sent="dinsdag 10 november 2026 09:12",
        original="-----Oorspronkelijk bericht-----",
        forwarded="---------- Doorgestuurd bericht ---------",
        ios="Verstuurd vanaf mijn iPhone",
        mobile="Verzonden vanuit Outlook voor Android",
        disclaimer="De informatie in dit bericht is uitsluitend bestemd voor de geadresseerde. Hebt u dit bericht ten onrechte "
        "ontvangen, wilt u het dan vernietigen en de afzender inlichten.",
        closing="Met vriendelijke groet,",
    ),
    "it": Tongue(
        name="Priya Raman",
        title="Responsabile Sicurezza delle Informazioni",
        firm="Callegari Trasporti S.p.A.",
        phone="Tel.: +39 02 5550117",
        bodies=(
            "Ciao Nora,\n\nil questionario è dal revisore e torna il 19. Per favore sposta la verifica del contratto al "
            "1 dicembre, Tommaso è in viaggio fino ad allora e nessun altro può firmarla.\n\nGrazie\nPriya",
            "Fatto.",
            "2 va bene, 3 -> 01/12\n\nda parte mia nient'altro. A giovedì.",
            "Due cose:\n\n- il progetto pilota parte una settimana dopo\n- a Lena servono gli account di prova entro venerdì, "
            "altrimenti la squadra di Lecco non può iniziare e perdiamo la finestra prima del blocco\n\nSaluti,\nPriya Raman",
            "ok 👍",
        ),
        notice=_notice("Buongiorno a tutti,\necco a che punto è il piano.", IT_ROWS, "Queste date vanno ancora bene?"),
        rows=IT_ROWS,
        answers=("procede come previsto", "Tommaso preferisce il 1 dicembre", "una settimana dopo"),
        gmail="Il giorno mar 10 nov 2026 alle ore 09:12 {name} <{mail}> ha scritto:",
        apple="Il giorno 10 nov 2026, alle ore 09:12, {name} <{mail}> ha scritto:",
        thunderbird="Il 10/11/2026 09:12, {name} ha scritto:",
        yahoo="Il martedì 10 novembre 2026 alle ore 09:12:33 CET, {name} <{mail}> ha scritto:",
        labels=("Da", "Inviato", "A", "Oggetto"),
        sent="martedì 10 novembre 2026 09:12",
        original="-----Messaggio originale-----",
        forwarded="---------- Messaggio inoltrato ---------",
        ios="Inviato da iPhone",
        mobile="Scarica Outlook per Android",
        disclaimer="Questa e-mail e gli eventuali allegati sono riservati e destinati esclusivamente al destinatario. Chi l'avesse "
        "ricevuta per errore è pregato di cancellarla.",
        closing="Cordiali saluti",
    ),
}
