"""A line of a body knows how deep it is quoted and what its layout says it is, whether it came as text or HTML."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["", "attribution", "quote-start", "signature", "coloured", "link"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, how deep it is quoted (0: not), and its role where the layout marks one.

    `whole` is set where the line surely ends where its writer ended it (HTML, flowed text), not where a program did.

    `quote-start` opens a quote that runs to the end without marks (Outlook); `coloured` is a line that stands in
    another colour than those around it, `link` one that is nothing but links, as buttons are.
    """

    text: str
    depth: int = 0
    role: Role = ""
    whole: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nothing is written here."""
        return not self.text.strip()
