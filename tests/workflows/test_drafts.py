"""What sellers mail becomes a draft, a correction or a plan; whoever else writes gets nothing; nothing comes twice."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from mail.outbox import Delivery
from milepost.commands.document import Wanted, render
from plans.plan import Plan
from storage.planfile import dumps, load, loads
from storage.store import Store
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, Postbox
from workflows.draft_answers import answer_draft
from workflows.drafts import take
from workflows.mailroom import keep
from workflows.messages import Drafted
from workflows.parts import Identity, Parts, TrustRules

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
NATE = "Nate Brook <nate@northbeam.example>"
ASK = "Start a plan for Acme Ltd from saas"
CHAMPION = "champion: Dana Whitlock <dana@acme.example>; Product Lead"


class Office:
    """The mail room with a seller's letters handed in, as the mailbox and the workflow of a letter do."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @property
    def postbox(self) -> Postbox:
        assert isinstance(self.parts.outbox, Postbox)
        return self.parts.outbox

    def gets(self, raw: bytes) -> Drafted | None:
        kept = keep(self.parts, raw)
        if kept.plan is None or not kept.plan.startswith("draft/"):
            return None
        drafted = take(self.parts, kept.letter)
        answer_draft(self.parts, drafted)
        return drafted

    def last(self) -> EmailMessage:
        return message_from_bytes(self.postbox.sent[-1].as_bytes(), policy=policy.default)

    def said(self) -> str:
        body = self.last().get_body(("plain",))
        assert body
        return " ".join(body.get_content().split())

    def plan(self, ref: str) -> Plan:
        draft = self.parts.store.draft(ref)
        assert draft
        found = loads(draft.content).plan
        assert found
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{tmp_path}/milepost.db")
    store.migrate()
    rules = TrustRules(local=True)
    listed = frozenset({"northbeam.example"})
    yield Office(
        Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOW, rules, sellers=listed)
    )
    store.close()


def a_mail(
    text: str,
    *files: tuple[str, bytes],
    sender: str = NATE,
    to: EmailMessage | None = None,
    subject: str = "A deal",
    **headers: str,
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = sender, str(to["Reply-To"]) if to else ENGINE
    message["Subject"], message["Date"] = f"Re: {to['Subject']}" if to else subject, format_datetime(NOW)
    names = repr((text, sender, subject, [name for name, _ in files], str(to)))
    message["Message-ID"] = f"<{hashlib.sha256(names.encode()).hexdigest()[:20]}@mail.example>"
    if to:
        message["In-Reply-To"] = str(to["Message-ID"])
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message.as_bytes()


def begun(office: Office, text: str = f"{ASK}\n\n{CHAMPION}") -> Drafted:
    drafted = office.gets(a_mail(text))
    assert drafted
    return drafted


def test_words_make_a_draft_from_a_baseline_with_the_people_that_stand_below_them(office: Office) -> None:
    plan = office.plan(begun(office).ref)
    assert (plan.slug, plan.title, plan.status) == ("acme-ltd-saas", "Acme Ltd x Northbeam", "draft")
    assert plan.reporter
    assert plan.reporter.email == "nate@northbeam.example"
    assert plan.champion
    assert (plan.champion.name, plan.champion.title) == ("Dana Whitlock", "Product Lead")
    assert plan.buyer.domains == ("acme.example",)
    assert "one word start" in office.said()


@pytest.mark.practice(78)
def test_the_check_comes_back_with_lines_reasons_suggestions_questions_and_both_files(office: Office) -> None:
    begun(office)
    said = office.said()
    finding = re.search(r'warning, line (\d+): M6 "Executive sign-off" has no owner\. Why: (.+?) Do: (.+?) - ', said)
    assert finding
    names = [part.get_filename() or "" for part in office.last().iter_attachments()]
    assert [name.rpartition(".")[2] for name in names] == ["yaml", "docx"]
    [file] = [part for part in office.last().iter_attachments() if (part.get_filename() or "").endswith("yaml")]
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert "M6" in data.decode().splitlines()[int(finding[1]) - 1]
    assert "Who gives the final yes, and who has to agree before?" in said


def test_without_a_baseline_one_is_taken_and_said_and_an_unknown_one_is_told_with_the_list(office: Office) -> None:
    office.gets(a_mail("Start a plan for Acme Ltd"))
    assert "No baseline was named, so saas was taken" in office.said()
    refused = office.gets(a_mail("Start a plan for Acme Ltd from moonshine"))
    assert refused
    assert refused.reason == "no-baseline"
    assert "public-sector" in office.said()


def test_a_draft_of_which_only_the_seller_has_lines_is_told_that_it_cannot_start(office: Office) -> None:
    begun(office, ASK)
    assert "It cannot start yet: 1 error stands below" in office.said()
    drafted = office.gets(a_mail("start", to=office.last()))
    assert drafted
    assert (drafted.step, drafted.reason) == ("refused", "faults")


def test_a_plan_file_is_taken_as_it_is_and_a_corrected_one_takes_its_place(office: Office, root: Path) -> None:
    text = (root / "examples" / "us-saas.yaml").read_text("utf-8")
    drafted = office.gets(a_mail("Please look", ("plan.yaml", text.encode())))
    assert drafted
    assert office.plan(drafted.ref) == load(root / "examples" / "us-saas.yaml").plan
    first = office.last()
    mended = dumps(replace(office.plan(drafted.ref), title="Goes live"))
    second = office.gets(a_mail("Mended", ("plan.yaml", mended.encode()), to=first))
    assert second
    assert (second.ref, second.round) == (drafted.ref, 2)
    assert office.plan(drafted.ref).title == "Goes live"


def test_a_file_that_gives_no_plan_is_told_line_by_line_and_mended_in_the_thread(office: Office) -> None:
    broken = office.gets(a_mail("Look", ("plan.yaml", b"plan: acme\ntitle: Acme\nmilestones: 3\n")))
    assert broken
    assert "gives no plan yet" in office.said()
    assert "error, line 3" in office.said()
    mended = office.gets(a_mail("So?", ("plan.yaml", dumps(a_plan()).encode()), to=office.last()))
    assert mended
    assert (mended.ref, mended.round) == (broken.ref, 2)


def test_the_word_start_starts_the_newest_draft_once(office: Office) -> None:
    drafted = begun(office)
    go = a_mail("Start!", to=office.last())
    started = office.gets(go)
    assert started
    assert (started.ref, started.step) == (drafted.ref, "started")
    assert office.gets(go) == started, "the same letter comes to the same"
    newest = office.postbox.sent[0]
    again = office.gets(a_mail("start please", to=newest))
    assert again
    assert again.reason == "runs"
    assert "runs already" in office.said()


def test_the_word_needs_the_code_of_the_newest_draft_within_seven_days(office: Office) -> None:
    begun(office)
    first = office.last()
    office.gets(a_mail("Mended", ("plan.yaml", dumps(a_plan(status="draft")).encode()), to=first))
    for answered in (a_mail("start", to=first), a_mail("start", To_=ENGINE, sender=NATE, In_Reply_To="<x@y>")):
        drafted = office.gets(answered)
        assert drafted is None or drafted.step == "refused"
    newest = office.postbox.sent[1]
    late = Office(replace(office.parts, clock=lambda: NOW + dt.timedelta(days=8)))
    too_late = late.gets(a_mail("start", to=newest))
    assert too_late
    assert too_late.reason == "old-code"


def test_only_who_began_a_draft_starts_it(office: Office) -> None:
    begun(office)
    other = office.gets(a_mail("start", to=office.last(), sender="Sam Lee <sam@northbeam.example>"))
    assert other
    assert other.reason == "not-yours"


def test_the_same_mail_by_two_ways_makes_one_draft_and_one_answer(office: Office) -> None:
    raw = a_mail(ASK)
    assert office.gets(raw) == office.gets(b"Received: from elsewhere\r\n" + raw)
    assert len(office.parts.store.draft_owners()) == 1
    assert len(office.postbox.sent) == 1


def test_an_answer_that_no_server_takes_is_sent_later_and_once(office: Office) -> None:
    office.postbox.refuses["nate@northbeam.example"] = Delivery("later", "busy")
    drafted = begun(office)
    assert office.postbox.sent == []
    office.postbox.refuses.clear()
    assert answer_draft(office.parts, drafted).result == "sent"
    assert answer_draft(office.parts, drafted).result == "sent-before"
    assert len(office.postbox.sent) == 1


def test_a_name_is_never_taken_twice(office: Office) -> None:
    office.parts.store.keep_version(replace(a_plan(), slug="acme-ltd-saas"), (), NOW)
    first = office.gets(a_mail(ASK))
    second = office.gets(a_mail(ASK, subject="Another deal"))
    assert first
    assert second
    assert [office.plan(one.ref).slug for one in (first, second)] == ["acme-ltd-saas-2", "acme-ltd-saas-3"]
    assert "There is a plan or draft acme-ltd-saas already" in office.said()


@pytest.mark.parametrize(
    "raw",
    [
        a_mail(ASK, sender="eve@elsewhere.example"),
        a_mail(ASK, sender="eve@northbeam.example.evil.example"),
        a_mail(ASK, sender='"nate@northbeam.example" <eve@evil.example>'),
    ],
)
def test_whoever_is_not_on_the_list_gets_no_draft_and_no_answer(office: Office, raw: bytes) -> None:
    assert office.gets(raw) is None
    assert office.postbox.sent == []
    assert [letter.state for letter in office.parts.store.letters()] == ["quarantined"]


def test_on_an_empty_list_is_nobody(office: Office) -> None:
    assert Office(replace(office.parts, sellers=frozenset())).gets(a_mail(ASK)) is None


def test_a_seller_who_cannot_be_shown_is_told_so_once_a_day_and_nothing_is_kept(office: Office) -> None:
    strict = Office(replace(office.parts, trust=TrustRules()))
    for number in range(3):
        drafted = strict.gets(a_mail(ASK, subject=f"Deal {number}"))
        assert drafted
        assert drafted.reason == "unproven"
    assert len(office.postbox.sent) == 1
    assert office.parts.store.draft_owners() == ()
    assert {letter.state for letter in office.parts.store.letters()} == {"quarantined"}


def test_a_seller_whose_mail_begins_nothing_is_told_how_once_a_day(office: Office) -> None:
    for number in range(2):
        office.gets(a_mail(f"Lunch at {number}?"))
    assert len(office.postbox.sent) == 1
    assert "start a plan for Acme Ltd from saas" in office.said()


def test_machines_are_never_answered(office: Office) -> None:
    drafted = office.gets(a_mail(ASK, Auto_Submitted="auto-replied", subject="Out of office"))
    assert drafted
    assert drafted.step == "ignored"
    assert office.postbox.sent == []


def test_a_seller_on_one_plan_begins_another_and_otherwise_writes_to_the_one(office: Office) -> None:
    plan = a_plan()
    listed = frozenset({plan.reporter.email if plan.reporter else ""})
    office = Office(replace(office.parts, sellers=listed))
    office.parts.store.keep_version(plan, (), NOW)
    sender = f"Nate <{next(iter(listed))}>"
    assert keep(office.parts, a_mail("M1 is done", sender=sender)).plan == plan.slug
    assert (keep(office.parts, a_mail(ASK, sender=sender)).plan or "").startswith("draft/")


def test_without_plus_addresses_the_word_counts_in_answer_to_the_newest_mail(office: Office) -> None:
    parts = replace(office.parts, identity=replace(office.parts.identity, plus=False))
    bare = Office(parts)
    begun(bare)
    started = bare.gets(a_mail("start", to=bare.last()))
    assert started
    assert started.step == "started"


def test_a_filled_word_page_of_a_baseline_becomes_a_draft_with_its_owners(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from milepost.commands.new import new

    monkeypatch.chdir(tmp_path)
    new("saas", buyer="Acme Ltd", seller="Northbeam", output=tmp_path / "plan.yaml", start=dt.date(2026, 11, 2))
    render(str(tmp_path / "plan.yaml"), tmp_path / "plan.docx", None, Wanted("seller"), tmp_path)
    page = filled_page(tmp_path / "plan.docx")
    drafted = office.gets(a_mail("Please have a look.", ("plan.docx", page)))
    assert drafted
    plan = office.plan(drafted.ref)
    assert (plan.slug, plan.buyer.name) == ("acme-ltd-saas", "Acme Ltd")
    assert [line.id for line in plan.milestones] == ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"]
    assert plan.champion
    assert (plan.champion.email, plan.champion.title) == ("dana@acme.example", "Product Lead")
    first = plan.milestone("M1")
    assert first
    assert (first.owner, first.due) == (plan.champion.id, dt.date(2026, 11, 12))
    assert first.actions
    assert "one word start" in office.said()


def filled_page(path: Path) -> bytes:
    """Return the page with an owner and another date in its first row, as somebody fills it in."""
    import io

    import docx

    page = docx.Document(str(path))
    row = page.tables[0].rows[1]
    row.cells[3].text = "Dana Whitlock, Product Lead <dana@acme.example>"
    row.cells[5].text = "12 November 2026"
    made = io.BytesIO()
    page.save(made)
    return made.getvalue()
