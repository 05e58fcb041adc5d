"""Who asks for calendar invitations, or for none, is understood in seven languages."""

import pytest

from parsing.reading import letter_in, understood
from plans.letter import Context
from tests.plans.a_plan import a_plan

WANTED = [
    ("en", "Please send me invites."), ("en", "I would like calendar invitations."),
    ("de", "Bitte schicken Sie mir Kalendereinladungen."), ("fr", "Envoyez-moi aussi les invitations s'il vous plaît."),
    ("es", "Envíeme invitaciones, por favor."), ("it", "Vorrei ricevere inviti."),
    ("nl", "Stuur me graag uitnodigingen."), ("pt", "Quero receber convites, obrigado."),
]  # fmt: skip
NONE = [
    ("en", "Please stop sending me invites."), ("de", "Bitte keine Einladungen mehr."),
    ("fr", "Plus d'invitations, merci."), ("es", "No me envíen más invitaciones."),
    ("it", "Niente più inviti, grazie."),
    ("nl", "Geen agenda-uitnodigingen meer."), ("pt", "Não me envie mais convites."),
]  # fmt: skip
OTHERS = ["The invite for M1 went out.", "Please send me the invitations for the M1 workshop.", "Dana sent us invites."]


def said(text: str) -> list[tuple[str, str, object, str]]:
    head = "From: ray@harborline.example\r\nSubject: Re: plan\r\nIn-Reply-To: <1@x>\r\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    context = Context(a_plan())
    letter = letter_in(raw.encode(), context)
    return [(c.target, c.field, c.value, c.decision) for c in understood(letter, context).changes]  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "text"), WANTED)
def test_invitations_are_asked_for_in_a_reply(language: str, text: str) -> None:
    assert said(text) == [("person:ray", "invites", "on", "apply")], language


@pytest.mark.parametrize(("language", "text"), NONE)
def test_invitations_are_declined_in_a_reply_and_mails_go_on(language: str, text: str) -> None:
    assert said(text) == [("person:ray", "invites", "off", "apply")], language


@pytest.mark.parametrize("text", OTHERS)
def test_a_meetings_invitation_is_no_wish_for_invitations(text: str) -> None:
    assert all(field != "invites" for _, field, _, _ in said(text))
