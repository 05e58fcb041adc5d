"""The kind of a mail is known by its header first and its words second."""
# ruff: noqa: E501  (what people write is kept as it stands)

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from parsing.kind import Signs, away_until, is_bulk
from parsing.letter import read_letter
from parsing.mime.header import Fields
from plans.letter import Bounced, Letter
from plans.seal import RETURN

FROM = "From: Dana Whitlock <dana@buyer.example>"
THREAD = "In-Reply-To: <status@plan.example>"


def letter(*fields: str, body: str = "M3 is done", sender: str = FROM) -> Letter:
    head = "\n".join([sender, "To: plan@seller.example", "Date: Mon, 13 Apr 2026 09:00:00 -0500", *fields])
    read = read_letter(f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".encode())
    assert isinstance(read, Letter)
    return read


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "X-Autoreply: yes",
        "X-Autorespond: Plan",
        "X-Auto-Reply: true",
        "X-Mail-Autoreply: y",
        "Precedence: auto_reply",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "X-FC-MachineGenerated: true",
        "X-POST-MessageClass: 9; Autoresponder",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ],
)
def test_a_machine_that_says_so_is_an_auto_reply(field: str) -> None:
    assert letter(field, THREAD).kind == "auto-reply"


@pytest.mark.parametrize(
    "field", ["X-Auto-Response-Suppress: All", "Auto-Submitted: no", "X-Autoreply: no", "Importance: high"]
)
def test_what_people_s_own_mails_carry_is_no_sign_of_a_machine(field: str) -> None:
    assert letter(field, THREAD).kind == "reply"


@pytest.mark.parametrize(
    "body",
    [
        "Thank you for your email. I am out of the office until Monday, April 20, with limited access to my messages.",
        "I will be out of the office starting 04/13/2026 and will not return until 04/20/2026.\n\nI will respond to your "
        "message when I return.",
        "Vielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Büro und ab dem 20. April wieder erreichbar.",
        "Ich bin bis 20.04. im Urlaub. In dringenden Fällen wenden Sie sich bitte an Herrn Kunz.",
        "Bonjour, je suis absente du bureau jusqu'au 20 avril. En cas d'urgence, veuillez contacter M. Aubry.",
        "Gracias por su correo. Estaré fuera de la oficina hasta el 20 de abril. Para asuntos urgentes, llame a Tomás.",
        "Estou de férias até 20 de abril. Em caso de urgência, por favor contacte o Tomás Abreu.",
        "Ik ben met vakantie tot en met 20 april. Voor dringende zaken kunt u contact opnemen met Thomas.",
        "Sono in ferie fino al 20 aprile. Per urgenze si prega di contattare Tommaso Alberti.",
    ],
)
def test_an_out_of_office_note_without_a_header_is_known_by_its_words(body: str) -> None:
    assert letter("Subject: Re: plan", THREAD, body=body).kind == "auto-reply"


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: plan", "Abwesenheitsnotiz: Plan", "Réponse automatique : plan", "Respuesta automática: plan",
     "Automatisch antwoord: plan", "Risposta automatica: plan", "Resposta automática: plano",
     "Dana Whitlock is out of the office (returning 04/20/2026)"],
)  # fmt: skip
def test_an_out_of_office_note_is_known_by_its_subject(subject: str) -> None:
    body = "I will be out of the office until 04/20/2026."
    assert letter(f"Subject: {subject}", body=body).kind == "auto-reply"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: plan", "I'm out of the office until the 14th, please move M4 to May 20."),
        (
            "Re: plan",
            "Ich bin bis Freitag im Urlaub, danach kümmere ich mich um die 3.\n\nAm 13.04.26 um 09:00 schrieb Nora:\n> 3",
        ),
        ("Vacation schedule and go-live", "Our plant closes in July, so go-live moves to August 3."),
        ("Re: plan", "Tom is on vacation until Monday, I'll ask him then."),
    ],
)
def test_a_person_who_tells_of_an_absence_is_no_machine(subject: str, body: str) -> None:
    assert letter(f"Subject: {subject}", THREAD, body=body).kind == "reply"


def test_a_calendar_s_answer_is_a_reply_though_its_server_marks_it_as_automatic() -> None:
    body = "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR"
    head = "\n".join([FROM, "Auto-Submitted: auto-generated", "Content-Type: text/calendar; method=REPLY"])
    read = read_letter(f"{head}\n\n{body}\n".encode())
    assert isinstance(read, Letter)
    assert (read.kind, len(read.calendars)) == ("reply", 1)


def report(action: str, status: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nTo: plan@seller.example\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        "Sorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; Ray.D@buyer.example\nAction: {action}\nStatus: {status}\n\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("action", "status", "permanent", "given_up"),
    [
        ("failed", "5.1.1", True, False),
        ("failed", "4.4.7", False, True),
        ("delayed", "4.4.1", False, False),
        ("failed (expired)", "5.4.7", True, False),
        ("error", "5.0.0", True, False),
    ],
)
def test_a_bounce_is_for_good_or_given_up_by_action_and_status(
    action: str, status: str, permanent: bool, given_up: bool
) -> None:
    read = read_letter(report(action, status))
    assert isinstance(read, Letter)
    assert (read.kind, read.bounced) == ("bounce", (Bounced("ray.d@buyer.example", permanent, given_up),))


def test_a_report_that_a_mail_arrived_is_no_bounce() -> None:
    read = read_letter(report("delivered", "2.0.0"))
    assert isinstance(read, Letter)
    assert (read.kind, read.bounced) == ("auto-reply", ())


@pytest.mark.parametrize(
    ("subject", "body", "permanent"),
    [
        ("failure notice", "Hi. This is the qmail-send program.\n<ray@buyer.example>:\n550 5.1.1 no such user", True),
        ("Unzustellbar: Plan", "ray@buyer.example\nDas Postfach ist voll, die Zustellung wird erneut versucht.", False),
        (
            "Warning: could not send message for past 4 hours",
            "ray@buyer.example... Deferred: will retry for 5 days",
            False,
        ),
        ("Mail Delivery Warning", "Not yet been delivered to <ray@buyer.example>. Attempts will continue.", False),
        ("Mancato recapito", "L'indirizzo ray@buyer.example non esiste: utente sconosciuto.", True),
    ],
)
def test_a_bounce_in_words_names_the_address(subject: str, body: str, permanent: bool) -> None:
    sender = "From: Mail Delivery System <mailer-daemon@buyer.example>"
    read = letter(f"Subject: {subject}", body=body, sender=sender)
    assert (read.kind, read.bounced) == ("bounce", (Bounced("ray@buyer.example", permanent),))


def test_a_report_that_names_nobody_still_tells_whether_it_is_for_good() -> None:
    read = letter("Subject: Returned mail", body="No such user.", sender="From: mailer-daemon@mx.example")
    assert (read.kind, read.bounced) == ("bounce", (Bounced("", True),))


@pytest.mark.parametrize(
    ("fields", "body", "kind"),
    [
        ("", "Votre courrier : non remis.", "bounce"),
        ("Auto-Submitted: auto-replied", "Back on Monday.", "auto-reply"),
        ("Subject: Out of office", "I am out of the office until May 4.", "auto-reply"),
    ],
)
def test_only_machines_write_to_a_mails_return_address(fields: str, body: str, kind: str) -> None:
    returned = f"Delivered-To: plan{RETURN}aaaaaaaa-bbbbbbbb-cccccccccccccccc@seller.example"
    assert letter(returned, *([fields] if fields else []), body=body, sender="From: x@buyer.example").kind == kind


@pytest.mark.parametrize(
    ("body", "permanent"),
    [
        ("Danke, ich konnte nicht gleich antworten. Durchwahl 550.", False),
        ("Click here to show that you are human.", False),
        ("Not delivered: no such user.", True),
        ("5.1.1 <x>", True),
        ("Could not be delivered yet, will retry.", False),
    ],
)
def test_what_only_its_place_makes_a_bounce_is_for_good_only_where_it_says_so(body: str, permanent: bool) -> None:
    returned = f"Delivered-To: plan{RETURN}aaaaaaaa-bbbbbbbb-cccccccccccccccc@seller.example"
    read = letter(returned, body=body, sender="From: x@buyer.example")
    assert (read.kind, [one.permanent for one in read.bounced]) == ("bounce", [permanent])


def test_the_addresses_of_the_returned_mail_are_not_those_that_failed() -> None:
    body = "<ray@buyer.example>: user unknown\n\n--- Below is a copy of the message.\n\n\nThis is a copy:\nCc: jill@buyer.example"
    read = letter("Subject: Returned mail", body=body, sender="From: mailer-daemon@mx.example")
    assert [bounced.address for bounced in read.bounced] == ["ray@buyer.example"]


@pytest.mark.parametrize(
    "field",
    [
        "List-Unsubscribe: <mailto:x@y.example>",
        "List-Id: news <news.y.example>",
        "X-Spam-Flag: YES",
        "Precedence: bulk",
    ],
)
def test_mail_to_the_many_is_unrelated(field: str) -> None:
    read = letter(field, "Subject: Spring offers", body="Fifteen percent off until April 30.")
    assert read.kind == "unrelated"
    assert is_bulk(read)


def test_an_answer_by_way_of_a_mailing_list_is_a_reply() -> None:
    assert letter("List-Id: team <team.buyer.example>", "Precedence: list", THREAD, "Subject: Re: plan").kind == "reply"


DAY = re.compile(r"(\d{2})\.(\d{2})\.")


def german_days(text: str) -> Iterator[tuple[int, int, dt.date]]:
    for found in DAY.finditer(text):
        yield found.start(), found.end(), dt.date(2026, int(found[2]), int(found[1]))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ich bin vom 13.04. bis zum 24.04. im Urlaub, am 30.04. ist Inventur.", dt.date(2026, 4, 24)),
        ("Ich bin ab dem 27.04. wieder im Büro.", dt.date(2026, 4, 27)),
        ("Abwesend 13.04. - 24.04.", dt.date(2026, 4, 24)),
        ("Ich bin derzeit nicht im Büro.", None),
        ("Ich arbeite vom 13.04. bis 15.04. und bin sonst nicht im Büro.", None),
        ("Teilzeit: ich arbeite ab 13.04. wieder. Im Urlaub bis 24.04., danach gern.", dt.date(2026, 4, 24)),
        (
            "Ihre Anfrage wurde unter der Nummer 7 erfasst und wird bis 24.04. bearbeitet, Urlaub ist nicht gemeint.",
            None,
        ),
    ],
)
def test_a_note_says_until_when_as_written(text: str, day: dt.date | None) -> None:
    signs = Signs(Fields(), "dana@buyer.example", text, text, "")
    assert away_until(signs, german_days) == day


@pytest.mark.parametrize(
    "body",
    [
        "I'm off from April 14 and will be answering again on April 27.",
        "Ich habe frei vom 14.04. an und bin wieder ab dem 27.04. im Dienst.",
        "Je suis de repos, je reprends le 27 avril.",
        "Estoy de permiso, estaré de vuelta el 27 de abril.",
        "Sono in permesso, torno il 27 aprile.",
        "Ik ben vrij en weer vanaf 27 april bereikbaar.",
        "Estou de folga, estarei de volta a 27 de abril.",
    ],
)
def test_a_note_by_header_says_in_people_s_own_words_when_they_are_back(body: str) -> None:
    assert letter("Auto-Submitted: auto-replied", body=body).away_until == dt.date(2026, 4, 27)
