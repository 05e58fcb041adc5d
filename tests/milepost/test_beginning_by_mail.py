"""A seller starts a plan by mail on the real embedded stack: mail in, the check back, "start", and the plan runs."""

import asyncio
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest

from milepost.demo.desk import Desk, document_of, text_of
from milepost.embedded import Stack, running
from milepost.running_plans import state_of
from milepost.settings import settings_for
from milepost.wiring import now
from storage.planfile import loads

PATIENCE = 40.0
ENGINE = "plan@milepost.example"
WORDS = """Start a plan for Harbor & Sons Ltd from saas, please.

champion: Dana Whitlock <dana@harbor.example>; Product Lead
it: Ray Ortiz <ray@harbor.example>
"""


@pytest.fixture
def _sellers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_SELLERS", "northbeam.example, sam@partner.example")


def desk(stack: Stack, name: str, address: str) -> Desk:
    password = (stack.data_dir / "mail-password").read_text().strip()
    return Desk(name, address, password, stack.ports.smtp, stack.ports.imap, now)


def new_mail(of: Desk, subject: str, text: str, file: tuple[str, bytes] | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{of.name} <{of.address}>"
    message["To"], message["Subject"] = ENGINE, subject
    message["Date"] = now().astimezone().strftime("%a, %d %b %Y %H:%M:%S %z")
    message["Message-ID"] = make_msgid(domain=of.address.partition("@")[2])
    message.set_content(text)
    if file:
        message.add_attachment(file[1], "application", "octet-stream", filename=file[0])
    return message


def plan_file_of(mail: EmailMessage) -> str:
    [found] = [part for part in mail.iter_attachments() if (part.get_filename() or "").endswith(".yaml")]
    data = found.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode()


@pytest.mark.usefixtures("_sellers")
def test_a_seller_mails_words_gets_the_check_back_corrects_it_and_starts_it_with_one_word(tmp_path: Path) -> None:
    async def walk() -> None:
        async with running(settings_for(tmp_path)) as stack:
            nate, store = desk(stack, "Nate Brook", "nate@northbeam.example"), stack.parts.store
            eve = desk(stack, "Eve", "eve@elsewhere.example")
            eve.send(new_mail(eve, "Plan", WORDS))
            asked = new_mail(nate, "New deal", WORDS)
            nate.send(asked)
            nate.send(asked)  # The same mail by a second way.
            checked = await nate.answer_to(asked, PATIENCE)
            assert checked, "the check never came"
            said = text_of(checked)
            assert "one word start" in said
            assert "Harbor & Sons Ltd x Northbeam (harbor-sons-ltd-saas), draft: 8 milestones" in said
            assert "Dana Whitlock <dana@harbor.example>, buyer" in said
            assert "warning, line" in said
            assert 'M6 "Executive sign-off" has no owner.' in said
            assert "Do: " in said
            assert "Who gives the final yes" in said
            assert document_of(checked)
            content = plan_file_of(checked)
            assert loads(content).plan

            mended = content.replace("Harbor & Sons Ltd x Northbeam", "Harbor goes live")
            again = nate.reply(checked, "Here it is, mended.")
            again.add_attachment(mended.encode(), "application", "yaml", filename="plan.yaml")
            nate.send(again)
            second = await nate.answer_to(again, PATIENCE)
            assert second
            assert "Harbor goes live" in str(second["Subject"])

            early = nate.reply(checked, "start")
            nate.send(early)
            refused = await nate.answer_to(early, PATIENCE)
            assert refused
            assert "older draft" in text_of(refused)
            assert await state_of(stack.client, "harbor-sons-ltd-saas") is None

            pretended = nate.reply(second, "start")
            pretended.replace_header("From", "Sam Lee <sam@partner.example>")
            nate.send(pretended, "sam@partner.example")
            sam = desk(stack, "Sam Lee", "sam@partner.example")
            assert "somebody else" in text_of(await sam.answer_to(pretended, PATIENCE) or EmailMessage())

            go = nate.reply(second, "Start")
            nate.send(go)
            begun = await nate.answer_to(go, PATIENCE)
            assert begun
            assert "has started" in text_of(begun)
            state = await state_of(stack.client, "harbor-sons-ltd-saas")
            assert state
            assert state.plan.title == "Harbor goes live"

            dana, ray = desk(stack, "Dana Whitlock", "dana@harbor.example"), desk(stack, "Ray", "ray@harbor.example")
            first = await dana.next_mail(PATIENCE)
            assert first, "the endorser is never asked"
            assert "You see it first, and alone" in text_of(first)
            assert ray.mails() == []
            dana.send(dana.reply(first, "Yes"))
            welcome = await ray.next_mail(PATIENCE)
            assert welcome, "the others are never welcomed"
            state = await state_of(stack.client, "harbor-sons-ltd-saas")
            assert state
            assert state.plan.status == "active"

            once_more = nate.reply(second, "start")
            nate.send(once_more)
            kindly = await nate.answer_to(once_more, PATIENCE)
            assert kindly
            assert "runs already" in text_of(kindly)

            assert len([mail for mail in nate.mails() if mail["In-Reply-To"] == asked["Message-ID"]]) == 1
            assert eve.mails() == []
            assert [letter.note for letter in store.letters(state="quarantined")] == ["no plan"]

    asyncio.run(walk())
