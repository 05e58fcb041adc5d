"""Signs are everything about a mail that tells its kind, before and after its text was parted."""

from dataclasses import dataclass
from functools import cached_property

from parsing.mime.header import Fields
from parsing.phrases import fold

MOST_BODY = 20_000


@dataclass(frozen=True)
class Signs:
    """A mail's header, reports and words. `body` is the whole text, `text` what was written today, `old` the rest."""

    fields: Fields
    sender: str
    body: str
    text: str
    old: str
    report_type: str = ""
    reports: tuple[Fields, ...] = ()
    returned: tuple[Fields, ...] = ()
    invites: tuple[bytes, ...] = ()

    @cached_property
    def subject(self) -> str:
        """Return the folded subject."""
        return fold(self.fields.get("Subject")[:500])

    @cached_property
    def words(self) -> str:
        """Return the folded text that was written today."""
        return fold(self.text[:MOST_BODY])

    @cached_property
    def all_words(self) -> str:
        """Return the folded body, quotes included."""
        return fold(self.body[:MOST_BODY])

    @property
    def answers_mail(self) -> bool:
        """Tell whether it says which mail it answers."""
        return bool(self.fields.get("In-Reply-To") or self.fields.get("References"))

    def value(self, name: str) -> str:
        """Return a header field, in small letters."""
        return self.fields.get(name).strip().casefold()
