"""Replies to some plans as people send them, for the benchmark of the mailbox."""

import random
from collections.abc import Iterator
from email.message import EmailMessage

from plans.plan import Plan
from plans.seal import Addressee, token
from tests.plans.a_plan import a_plan

ENGINE = "plan@milepost.example"
KEY = "k" * 32
PLANS = 20


def plans() -> list[Plan]:
    return [a_plan(slug=f"plan-{number}") for number in range(PLANS)]


def replies(number: int) -> Iterator[bytes]:
    """Yield replies as people send them: two or three kilobytes with the quote, one in twenty with a document."""
    chance = random.Random(6)
    quoted = "".join(f"> {line} of the plan as it was sent, with its owner and its date\n" for line in range(30))
    for at in range(number):
        person = chance.choice(a_plan().people)
        message = EmailMessage()
        message["From"] = f"{person.name} <{person.email}>"
        message["To"] = reply_to(f"plan-{at % PLANS}", person.id)
        message["Subject"] = "Re: [v4] Harborline x Tallyworks"
        message["Message-ID"] = f"<{at}.{chance.random()}@mail.example>"
        message["Date"] = "Thu, 26 Nov 2026 10:00:00 +0000"
        message.set_content(f"The site walk is done, number {at}.\n\nOn Thu, Nate wrote:\n{quoted}")
        if at % 20 == 0:
            message.add_attachment(chance.randbytes(40_000), "application", "octet-stream", filename="plan.docx")
        yield message.as_bytes()


def reply_to(slug: str, person: str) -> str:
    return ENGINE.replace("@", f"+{token(KEY.encode(), Addressee(slug, person))}@")
