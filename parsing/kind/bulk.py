"""Mail to the many is not about the plan: newsletters, lists, offers to strangers, what a filter called spam."""

from parsing.kind.signs import Signs
from parsing.mime.header import fields_of
from parsing.phrases import phrases
from plans.letter import Letter

SPAM = (("X-Spam-Flag", "yes"), ("X-Spam", "yes"), ("X-Spam-Status", "yes"))
SENT_TO_MANY = ("X-Campaign", "X-CampaignId", "X-Mailchimp-Campaign", "X-MC-User", "X-SFMC-Stack", "Feedback-ID",
                "X-CSA-Complaints", "X-Mailgun-Tag", "X-Campaignid", "X-HubSpot-Campaign")  # fmt: skip
REPLIES = ("re:", "aw:", "antw:", "sv:", "rif:", "ref:", "res:", "fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "i:", "r:")


def is_bulk(mail: Signs | Letter) -> bool:
    """Tell mail to the many from mail to us."""
    signs = mail if isinstance(mail, Signs) else _signs(mail)
    if any(signs.value(name).startswith(word) for name, word in SPAM):
        return True
    if signs.answers_mail or signs.subject.startswith(REPLIES):
        return False
    if any(signs.fields.get(name) for name in ("List-Unsubscribe", "List-Id", "List-Post", *SENT_TO_MANY)):
        return True
    if signs.value("Precedence") in ("bulk", "list", "junk") and not signs.fields.get("Auto-Submitted"):
        return not any(phrase in signs.words for phrase in phrases("away", "phrases"))
    return any(phrase in signs.all_words for phrase in phrases("bulk", "phrases"))


def _signs(letter: Letter) -> Signs:
    return Signs(fields_of(letter.headers), letter.sender.email, f"{letter.text}\n{letter.quoted}", letter.text, "")
