"""What each mail says: short, framed as help, one ask at the end, the next update named, nothing internal."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from plans.change import NewLine, NewPerson
from plans.notice import Applied, Ask, NoticeKind, Nudged, Proposed, Refused, Said
from plans.plan import Doc
from plans.words import LANGUAGES
from templates.notice.sample import KINDS
from templates.notice.words import own_tables
from tests.documents.making import EXAMPLES, example
from tests.says.notices import ADDRESS, HERE, accepted, said
from tests.templates.noticing import every_mail, mail, taken

CODE = "abcd2345"
OF_ONE_PLAN = tuple(kind for kind in KINDS if kind != "digest")
MOVED = Applied("M4", "due", "2026-03-20", "2026-03-27", "Legal needs another week")


def words_of(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])


def beside_the_table(found: Said) -> str:
    """Return a mail's text without its table: the bar's line and the rows below it, up to the next empty line."""
    kept, inside = [], False
    bar = re.sub(r"\{\w+\}", r"\\d+", own_tables(found.language)["standing"]["bar"])
    for line in found.text.split("\n"):
        inside = bool(line) and (inside or re.fullmatch(bar, line) is not None)
        kept += [] if inside else [line]
    return "\n".join(kept)


def last_block(text: str) -> str:
    """Return what stands last above the footer."""
    return text.split("\n--\n")[0].strip().split("\n\n")[-1]


def test_every_accepted_mail_reads_as_it_was_accepted() -> None:
    rendered = dict(accepted())
    kept = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.txt")}
    assert rendered.keys() == kept.keys(), "python -m tests.says.notices writes them anew, to be read again"
    for name, text in rendered.items():
        assert text == kept[name], f"{name} reads otherwise; python -m tests.says.notices, and read the difference"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_has_at_most_150_words_beside_its_table(name: str, language: str) -> None:
    assert words_of(beside_the_table(said("status", example(name), language))) <= 150


@pytest.mark.practice(114)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snapshot_has_at_most_120_words_beside_its_table(name: str, language: str) -> None:
    assert words_of(beside_the_table(said("snapshot", example(name), language))) <= 120


@pytest.mark.practice(91)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_status_has_its_five_parts_in_their_order_even_when_empty(name: str) -> None:
    plan = example(name)
    bare = replace(plan, milestones=(replace(plan.milestones[0], actions=()),), externals=())
    for each in (plan, bare):
        lines = said("status", each, "en").text.split("\n")
        heads = ["Status", "Progress", "Blockers", "Next actions", "Owner"]
        places = [lines.index(head) for head in heads]
        assert places == sorted(places)
        assert all(lines[place + 1].startswith("  ") for place in places)


@pytest.mark.practice(45)
def test_every_mail_ends_with_one_ask_or_says_that_nothing_is_needed() -> None:
    for language in LANGUAGES:
        for kind in KINDS:
            block = last_block(said(kind, example("us-saas"), language).text)
            assert "\n" not in block, (language, kind)
            assert block.count("?") <= 1, (language, kind, block)
    assert last_block(said("snapshot", example("us-saas")).text) == "Nothing is needed from you."


@pytest.mark.practice(45)
def test_the_ask_names_the_line_and_its_date() -> None:
    block = last_block(mail("reminder", nudged=(Nudged("M4", "reminder", -3),)).text)
    assert "M4 Terms agreed" in block
    assert "Friday, Mar 20, 2026" in block


@pytest.mark.practice(105)
def test_every_mail_names_the_day_of_the_next_update_and_from_whom() -> None:
    for kind in KINDS:
        text = said(kind, example("us-saas")).text
        expected = kind != "closing"
        assert ("Tuesday, Mar 17, 2026" in text) == expected, kind
    assert "from Eli Nakamura" in said("status", example("us-saas")).text


@pytest.mark.practice(68)
def test_no_mail_gives_orders() -> None:
    for name, found in every_mail():
        if name.startswith(("us-saas", "en ")):
            lowered = found.text.casefold()
            for word in ("must", "our process", "need to", "required", "failure", "failed to", "immediately", "asap"):
                assert word not in lowered, (name, word)


@pytest.mark.practice(90)
@pytest.mark.practice(4)
def test_every_mail_carries_the_plans_own_name_its_version_and_its_day() -> None:
    plan = replace(example("us-saas"), plan_name="Joint execution plan")
    for kind in OF_ONE_PLAN:
        assert "Joint execution plan, version 4, Mar 10, 2026" in said(kind, plan).text, kind


@pytest.mark.practice(89)
def test_the_version_stands_in_brackets_before_one_stable_subject() -> None:
    plan = example("us-saas")
    assert {said(kind, plan).subject for kind in OF_ONE_PLAN} == {f"[v4] {plan.title}"}


@pytest.mark.practice(9)
def test_what_is_internal_is_in_no_mail_to_the_buyer() -> None:
    plan = example("us-saas")
    hidden = replace(
        plan.milestones[4], name="Discount desk", internal=True, depends_on=(), note="walk-away price",
        actions=(replace(plan.milestones[4].actions[0], task="Ask the discount desk", internal=True),),
    )  # fmt: skip
    spied = replace(plan, milestones=(*plan.milestones[:4], hidden, *plan.milestones[5:]))
    told: dict[str, Any] = {
        "applied": (Applied("M5", "note", None, "walk-away price", "x"),),
        "undone": (Applied("M5.1", "due", "2026-03-18", None, "x"),),
        "asks": (Ask("M5", "due", "no-date"),),
        "nudged": (Nudged("M5", "overdue", 1),),
        "proposals": (Proposed("1", "M5", "due", None, "2026-03-27", "eli", ("dana",)),),
        "refused": (Refused("declined", "M5"),),
    }
    for kind in KINDS:
        for text in (said(kind, spied, to="dana").text, mail(kind, "dana", spied, **told).text):
            assert "iscount desk" not in text, kind
            assert "walk-away" not in text, kind
    assert "Discount desk" in said("status", spied, to="eli").text


@pytest.mark.practice(82)
def test_the_buyers_own_terms_stand_in_the_mails() -> None:
    assert "M6 Coupa PO" not in said("status", example("us-saas")).text
    named = example("us-saas")
    renamed = replace(named, milestones=tuple(
        replace(m, name="Purchase order") if m.id == "M6" else m for m in named.milestones
    ))  # fmt: skip
    assert "Coupa PO" in said("status", renamed).text
    assert "AVV unterschrieben" in said("status", example("de-manufacturer")).text


@pytest.mark.practice(3)
def test_a_status_shows_what_both_sides_do() -> None:
    text = said("status", example("us-saas")).text
    assert "Priti Shah" in text
    assert "Inés Castellano" in text


@pytest.mark.practice(25)
@pytest.mark.practice(34)
def test_an_escalation_says_whom_to_call_who_stands_in_what_waits_and_what_helps() -> None:
    text = mail("escalation", "tom", nudged=(Nudged("M5", "escalation", 2),), lines=("M5",)).text
    assert "Whom to call: Marcus Oyelaran, CFO" in text
    assert "Backup: June Abernathy" in text
    assert "Waits for it: M6 Coupa PO" in text or "Waits for it: M6 Purchase order issued" in text
    assert "If it cannot be helped: Book against the Q2 budget from April 1" in text
    assert last_block(text).startswith("Can you help Marcus Oyelaran?")


@pytest.mark.practice(81)
def test_somebody_outside_is_asked_about_through_their_owner_in_the_plan() -> None:
    text = mail("overdue", "dana", nudged=(Nudged("X1", "overdue", 1),)).text
    assert "X1 HRIS vendor opens the SCIM connector: was due on Friday, Mar 27, 2026, one working day ago" in text


@pytest.mark.practice(20)
def test_whoever_stands_in_is_told_for_whom() -> None:
    text = mail("reminder", "june", nudged=(Nudged("M5", "reminder", -3),)).text
    assert "You stand in for Marcus Oyelaran" in text
    assert "Owner: Marcus Oyelaran" in text


def test_several_lines_are_one_mail_with_one_ask() -> None:
    nudges = tuple(Nudged(line, "due", 0) for line in ("M3", "M4", "M5"))
    found = mail("due", "dana", nudged=nudges)
    assert "Some dates of yours need a word, one of them today." in found.text
    assert last_block(found.text).startswith("How do they stand?")
    assert [line for line in found.text.split("\n") if re.match(r"  M\d ", line)].__len__() == 3


def test_an_acknowledgement_shows_old_and_new_the_words_and_how_to_undo() -> None:
    text = mail("acknowledgement", applied=(MOVED,), letter="l", code=CODE).text
    assert "M4 Terms agreed, due date: Mar 20, 2026 → Mar 27, 2026" in text
    assert "“Legal needs another week”" in text
    assert "reply “undo” within seven days" in last_block(text)


def test_beside_a_question_the_undo_is_still_named() -> None:
    ask = Ask("M3", "due", "weekday-mismatch", "2026-03-18", "Friday the 18th")
    text = mail("acknowledgement", applied=(MOVED,), asks=(ask,), letter="l", code=CODE).text
    assert "If a change is wrong, reply “undo” within seven days." in text
    assert last_block(text) == "Please reply yes or no, or with what is right."


def test_a_change_taken_back_is_told_as_such() -> None:
    text = mail("acknowledgement", undone=(Applied("M4", "due", "2026-03-27", "2026-03-20"),), letter="l").text
    assert "it has been taken back" in text
    assert "Taken back\n  M4 Terms agreed, due date: Mar 27, 2026 → Mar 20, 2026" in text


def test_a_question_shows_what_was_meant_what_stands_and_why_it_is_asked() -> None:
    ask = Ask("M4", "due", "conflict", "2026-03-27", "27 March")
    text = mail("question", asks=(ask,), letter="l", code=CODE).text
    assert "Shall M4 Terms agreed move to Mar 27, 2026?" in text
    assert "The plan says: Mar 20, 2026" in text
    assert "It was changed on both sides." in text


@pytest.mark.practice(86, 87)
@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (Ask("M4", "owner", "unknown-person", NewPerson("Kim Lee", "kim@q.example")), "Shall Kim Lee (kim@q.example)"),
        (Ask("M4", "status", "deleted-row", "skipped"), "Shall M4 Terms agreed be taken out of the plan?"),
        (Ask("M4", "status", "approver", "done"), "Is M4 Terms agreed done?"),
        (Ask("new", "milestone", "new-line", NewLine("Pen test", None, "priti")), "Shall “Pen test, Priti Shah”"),
        (Ask("M4", "due", "no-date"), "M4 Terms agreed: due date?"),
        (Ask("plan", "status", "plan-status", "lost"), "Shall the whole plan be ended?"),
        (Ask("M4", "owner", "commitment", "dana"), "Can you confirm that Dana Whitfield owns M4 Terms agreed, due"),
        (Ask("M4", "owner", "owner-missing"), "Who owns this, and is the date realistic?"),
        (Ask("M4", "confirmed", "still-true", True), "Does M4 Terms agreed stand as it is?"),
        (Ask("M4", "due", "asks_whether", "2026-03-27"), "You asked whether this can be changed."),
        (Ask("M4", "due", "never-heard-of", "2026-03-27"), "I am not sure that I read this right."),
    ],
)  # fmt: skip
def test_each_question_has_its_own_sentence(ask: Ask, expected: str) -> None:
    assert expected in mail("question", asks=(ask,), letter="l", code=CODE, about="dana").text


def test_several_questions_can_be_answered_line_by_line() -> None:
    asks = tuple(Ask(line, "due", "hedged", "2026-03-27", "maybe") for line in ("M4", "M5"))
    assert "such as “yes M4”" in last_block(mail("question", asks=asks, letter="l", code=CODE).text)


def test_a_proposal_names_who_wants_it_and_changes_nothing_by_itself() -> None:
    wish = Proposed("1", "M3", "due", "2026-03-13", "2026-03-20", "priti", ("danak",), "could we have a week more?")
    text = mail("proposal", "danak", proposals=(wish,), about="priti", code=CODE).text
    assert "Priti Shah would like to change the plan. Nothing changes without your yes." in text
    assert "M3 Security review (VRM green light), due date: Mar 13, 2026 → Mar 20, 2026" in text
    waiting = mail("acknowledgement", "priti", proposals=(wish,), letter="l").text
    assert "It waits for Dana Kowalczyk." in waiting
    assert "Your wish has been passed on." in waiting


def test_a_refusal_has_kind_words_and_an_unknown_one_the_usual_ones() -> None:
    refused = (Refused("protected-file", "plan.docx"), Refused("never-heard-of"))
    text = mail("refusal", refused=refused, letter="l").text
    assert "The file is protected. Please send it without a password." in text
    assert "It could not be taken over (never-heard-of)." in text


def test_a_stranger_learns_nothing_of_the_plan() -> None:
    found = mail("refusal", "stranger@else.example", refused=(Refused("declined", "M4"),), letter="l")
    for secret in ("Quillpoint", "Northgate", "Terms agreed", "Mar 10", "version"):
        assert secret not in found.subject + found.text + found.html, secret
    assert found.subject == "Your mail"


def test_a_mail_put_aside_is_dropped_or_released_by_one_word() -> None:
    ask = Ask("plan", None, "quarantined", "evil@else.example", "the signature is broken")
    found = mail("question", "eli", asks=(ask,), code=CODE)
    assert "evil@else.example did not look genuine" in found.text
    assert last_block(found.text).startswith("Please reply “drop”")
    bodies = [parse_qs(urlsplit(a["href"]).query)["body"] for a in taken(found.html).all("a")]
    assert bodies == [["drop"], ["release"]]


@pytest.mark.practice(28)
def test_a_reminder_links_the_documents_that_help_and_nothing_but_the_web() -> None:
    plan = example("us-saas")
    documents = (
        Doc("MSA", "https://docs.example/msa"),
        Doc("Trap", "javascript:alert(1)"),
        Doc("Line", "https://x\r\ny"),
    )
    changed = plan.with_line(replace(plan.milestones[3], docs=documents))
    found = mail("reminder", plan=changed, nudged=(Nudged("M4", "reminder", -3),))
    links = [a["href"] for a in taken(found.html).all("a") if not a["href"].startswith("mailto:")]
    assert links == ["https://docs.example/msa"]
    assert "MSA: https://docs.example/msa" in found.text
    assert "  Trap\n" in found.text


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("priti", "because of your part in M4."),
        ("eli", "because you keep this plan."),
        ("tom", "because you receive the summary of this plan."),
        ("marcus", "because of your part in M5."),
    ],
)
def test_the_footer_says_why_one_gets_the_mail_and_how_to_change_and_stop(to: str, expected: str) -> None:
    foot = mail("status", to).text.split("\n--\n")[1]
    assert expected in foot
    assert "To change anything, reply in your own words." in foot
    assert "To stop these mails, reply “stop mailing me”." in foot


def test_a_line_that_slipped_is_asked_for_its_new_date_and_what_helps() -> None:
    late = mail("overdue", nudged=(Nudged("M4", "overdue", 1),))
    assert last_block(late.text).startswith("Which date works for M4 Terms agreed?")
    assert "what helps meanwhile" in last_block(late.text)


def test_a_late_action_keeps_the_status_from_saying_on_track() -> None:
    plan = example("us-saas")
    day = dt.date(2026, 3, 30)
    milestones = tuple(replace(m, due=max(m.due or day, day)) if not m.settled else m for m in plan.milestones)
    text = mail("status", plan=replace(plan, milestones=milestones)).text
    assert "M2.3 Fix the NetSuite attribute mapping (Mar 6) is late." in text


def test_a_blocked_line_keeps_the_status_from_saying_on_track() -> None:
    plan = example("us-saas")
    day = dt.date(2026, 3, 30)
    milestones = tuple(
        replace(m, due=day, status="blocked" if m.id == "M5" else m.status, note="budget froze", actions=())
        for m in plan.milestones if not m.settled
    )  # fmt: skip
    text = mail("status", plan=replace(plan, milestones=milestones)).text
    assert "Nothing is late; what is blocked stands below." in text
    assert "  M5 CFO approval: budget froze" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_with_nothing_in_it_can_still_be_spoken_of(kind: NoticeKind) -> None:
    plan = replace(example("us-saas"), milestones=(), externals=(), goals=(), status="draft")
    assert mail(kind, plan=plan, lines=("M9",), nudged=(Nudged("M9", "due", 0),), reply_to=ADDRESS).text
