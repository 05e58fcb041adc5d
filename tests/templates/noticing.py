"""What the tests of mails share: sample mails of every kind, and their HTML taken apart."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from plans.notice import Ask, Notice, NoticeKind, Refused, Said
from plans.plan import Party, Plan
from plans.portfolio import portfolio
from plans.words import LANGUAGES
from templates.baseline import baseline, instantiate
from templates.notice import say, say_digest
from templates.notice.sample import KINDS
from templates.notice.words import own_tables
from tests.documents.making import EXAMPLES, example
from tests.says.notices import ADDRESS, said

BASELINES = ("saas", "manufacturing", "financial-services", "public-sector", "professional-services", "renewal")
TUESDAY = dt.datetime(2026, 3, 10, 14, tzinfo=dt.UTC)
"""Nine in the morning on the day that the plan us-saas speaks of."""


def notice(kind: NoticeKind, to: str = "priti", plan: Plan | None = None, **told: object) -> Notice:
    """Return a notice of the plan us-saas, or of another."""
    plan = plan or example("us-saas")
    return Notice(f"k/{kind}/{to}", kind, plan.slug, plan.version, to, TUESDAY, **told)  # type: ignore[arg-type]


def mail(
    kind: NoticeKind, to: str = "priti", plan: Plan | None = None, reply_to: str = ADDRESS, **told: object
) -> Said:
    """Return such a notice in words."""
    plan = plan or example("us-saas")
    return say(notice(kind, to, plan, **told), plan, reply_to=reply_to)


def from_baseline(name: str) -> Plan:
    """Return a baseline's plan with somebody in every role."""
    found = baseline(name)
    assert found is not None
    given = "Ada Bea Cleo Dora Eva Fay Gus Hal Ivo Jan Kai Leo".split()  # noqa: SIM905
    people = {
        role: (f"{first} Moor", f"{first.lower()}@{held.side}.example")
        for first, (role, held) in zip(given, found.roles.items(), strict=False)
    }
    sides = Party("Buyer Ltd", ("buyer.example",)), Party("Seller Inc", ("seller.example",))
    plan, _ = instantiate(name, start=dt.date(2026, 3, 10), buyer=sides[0], seller=sides[1], people=people)
    assert plan is not None
    return plan


def every_mail() -> Iterator[tuple[str, Said]]:
    """Yield every kind of mail of every example in its own language, of one in all, and of the baselines."""
    for name in EXAMPLES:
        for kind in KINDS:
            yield f"{name} {kind}", said(kind, example(name))
    for language in LANGUAGES:
        for kind in KINDS:
            yield f"{language} {kind}", said(kind, example("de-manufacturer"), language)
    for name in BASELINES:
        for kind in KINDS:
            yield f"{name} {kind}", said(kind, replace(from_baseline(name), status="active"))


def every_reason() -> Iterator[tuple[str, Said]]:
    """Yield a question for every reason to ask, a refusal for every reason, and a digest, in every language."""
    plan = example("us-saas")
    eli = plan.person("eli")
    assert eli is not None
    for language in LANGUAGES:
        words, reader = own_tables(language), replace(eli, language=language)
        heard = plan.with_person(reader)
        for reason in words["reason"]:
            ask = Ask("M4", "due", reason, "2026-03-27", "M4 may take longer")
            yield f"{language} asked {reason}", mail("question", "eli", heard, asks=(ask,), code="abcd2345")
        for reason in words["refused"]:
            yield f"{language} refused {reason}", mail("refusal", "eli", heard, refused=(Refused(reason, "plan.docx"),))
        held = portfolio([example(name) for name in EXAMPLES], TUESDAY.date())
        yield f"{language} digest of all", say_digest(held, reader, TUESDAY, next_update=TUESDAY.date())


@dataclass
class Taken(HTMLParser):
    """A mail's HTML taken apart: its tags with their attributes, its words without those of the head."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "br", "link", "img", "hr", "input"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "head" not in self.inside and data.strip():
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of this name."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        """Return all that is read, on one line."""
        return " ".join(" ".join(self.words).split())


def taken(html: str) -> Taken:
    """Return a mail's HTML taken apart."""
    found = Taken()
    found.feed(html)
    found.close()
    return found
