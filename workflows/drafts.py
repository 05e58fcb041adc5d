"""Drafts are taken from the letters of sellers: what a letter begins, corrects or starts, decided and kept."""

import datetime as dt
import re
from dataclasses import replace

from mail.envelope import message_id, route
from mail.trust import Rules, judge
from parsing.beginning import page_in, plan_file_in, says_go, wish_in
from parsing.letter import read_letter
from parsing.word import read_document
from plans.beginning import Wish, company_of, free_slug, is_listed, stand_in, with_page
from plans.change import Refusal
from plans.letter import Attachment, Letter, Trust
from plans.plan import Party, Plan
from plans.seal import Addressee, read_token
from plans.speak import code_of
from plans.state import UNDO_WINDOW
from plans.workdays import Calendar
from storage.drafts import DRAFT, Draft
from storage.letters import LetterRecord
from storage.planfile import PlanFile, dumps, loads
from templates.baseline import NAMES, baseline, instantiate
from templates.draft import remark
from workflows.calendars import calendar_for
from workflows.draft_file import file_text
from workflows.messages import Drafted
from workflows.parts import Parts
from workflows.reader import LetterLostError

USUAL = "saas"
"""The baseline that is taken where none is named."""
LARGEST = 200_000
"""Characters of a plan file that is mailed."""
YEARS = 5
"""How many years of holidays are looked up at most, whatever dates a file holds."""


def key_of(ref: str, round_: int) -> str:
    """Return the key of the notice that tells of a round: its Message-ID and single-use code follow from it."""
    return f"{DRAFT}{ref}/{round_}"


def draft_named(parts: Parts, tokens: tuple[str, ...]) -> str:
    """Return the draft that an address of ours was made for, with its prefix; '' where it is none."""
    if not (parts.sellers and tokens):
        return ""
    owners = [(f"{DRAFT}{ref}", by) for ref, by in parts.store.draft_owners()]
    read = (read_token(parts.identity.keys, token, owners) for token in tokens)
    return next((found.plan for found in read if found), "")


def begins(raw: bytes) -> bool:
    """Tell whether a mail asks for a plan of its own: in words, or by a plan file."""
    letter = read_letter(raw)
    return not isinstance(letter, Refusal) and bool(plan_file_in(letter) or wish_in(letter))


def loaded(parts: Parts, draft: Draft) -> PlanFile:
    """Return a draft's plan and all that is found in it."""
    today = parts.clock().date()

    def calendar_of(plan: Plan) -> Calendar:
        days = [line.due for line in plan.lines() if line.due] or [today]
        return calendar_for(plan, min(days).year, min(max(days).year, min(days).year + YEARS))

    return loads(draft.content, f"{draft.slug}.yaml", calendar_of, today)


def take(parts: Parts, letter_id: str) -> Drafted:
    """Return what a letter has come to; the same letter always comes to the same."""
    record = parts.store.letter(letter_id)
    raw = parts.store.blob(record.blob) if record else None
    if record is None or raw is None or not record.plan:
        raise LetterLostError(f"letter {letter_id[:8]} is not kept")
    ref = record.plan.removeprefix(DRAFT)
    if made := parts.store.draft_of_letter(letter_id):
        return Drafted(letter_id, made.ref, made.round, "checked")
    known = parts.store.draft(ref)
    letter = read_letter(raw, _answered_text(parts, raw))
    if isinstance(letter, Refusal) or letter.kind in ("auto-reply", "bounce"):
        return Drafted(letter_id, ref, 0, "ignored", "no letter")
    trust = _trust(parts, raw, letter)
    if trust.verdict == "forged" or not is_listed(record.sender, parts.sellers):
        return Drafted(letter_id, ref, 0, "ignored", "not a seller's")
    if trust.verdict != "trusted":
        return Drafted(letter_id, ref, 0, "refused", "unproven")
    if known and known.by != record.sender.casefold():
        return Drafted(letter_id, ref, known.round, "refused", "not-yours")
    if known and known.started_by and known.started_by != letter_id:
        return Drafted(letter_id, ref, known.round, "refused", "runs")
    if known and says_go(letter):
        return _started(parts, record, raw, known)
    return _kept(parts, record, letter, known)


def _trust(parts: Parts, raw: bytes, letter: Letter) -> Trust:
    """Return whether the sender is who they say; on the embedded stack the domains of sellers are believed."""
    rules, who = parts.trust, letter.sender
    local = frozenset({who.email.rpartition("@")[2].casefold()}) if rules.local else frozenset()
    believed = Rules(rules.authserv_id, rules.unauthenticated | local, rules.resolver, parts.identity.address)
    return judge(raw, letter, stand_in(who.email, who.name), addressee=None, rules=believed)


def _answered_text(parts: Parts, raw: bytes) -> str:
    notice = parts.store.notice_by_message_id(route(raw).in_reply_to)
    return notice.text if notice else ""


def _started(parts: Parts, record: LetterRecord, raw: bytes, draft: Draft) -> Drafted:
    """Return that a draft is to start, or why it cannot: the word needs the code of its latest round, and no faults."""
    refused = Drafted(record.id, draft.ref, draft.round, "refused", "old-code")
    key = key_of(draft.ref, draft.round)
    notice = parts.store.notice_by_message_id(message_id(key, parts.identity.domain))
    if notice is None or _code(parts, raw, draft) != code_of(key) or parts.clock() - notice.at > UNDO_WINDOW:
        return refused
    file = loaded(parts, draft)
    if file.plan is None or file.errors:
        return replace(refused, reason="faults")
    if parts.store.plan(draft.slug) and not draft.started_by:
        return replace(refused, reason="runs")
    holds = parts.store.start_draft(draft.ref, record.id)
    return replace(refused, step="started", reason="") if holds == record.id else replace(refused, reason="runs")


def _code(parts: Parts, raw: bytes, draft: Draft) -> str:
    """Return the code that a letter brings back: in its address, else that of the very notice it answers."""
    found = route(raw)
    own = [(f"{DRAFT}{draft.ref}", draft.by)]
    read = (read_token(parts.identity.keys, token, own) for token in found.tokens)
    addressee: Addressee | None = next((one for one in read if one), None)
    if parts.identity.plus:
        return addressee.code if addressee else ""
    notice = parts.store.notice_by_message_id(found.in_reply_to)
    return notice.code if notice else ""


# --- a file, a page or words become a draft ---


def _kept(parts: Parts, record: LetterRecord, letter: Letter, known: Draft | None) -> Drafted:
    """Keep what a letter brings as the draft's next round, or return why it brings none."""
    ref, today = (record.plan or "").removeprefix(DRAFT), parts.clock().date()
    wish, file, page = wish_in(letter), plan_file_in(letter), page_in(letter)
    round_ = known.round + 1 if known else 1
    nothing = Drafted(record.id, ref, known.round if known else 0, "refused", "nothing")
    if file:
        made: tuple[str, tuple[str, ...]] | str = _from_file(file)
    elif page:
        made = _from_page(parts, page, letter, wish, known, today)
    elif wish:
        made = _from_words(letter, wish, today)
    else:
        return nothing
    if isinstance(made, str):
        return replace(nothing, reason=made)
    content, remarks = made
    content, slug, renamed = _named(parts, ref, content)
    draft = Draft(
        ref, round_, record.id, record.sender.casefold(), letter.sender.name, slug, content, (*remarks, *renamed),
        parts.clock(),
    )  # fmt: skip
    kept = parts.store.keep_draft(draft)
    return Drafted(record.id, ref, kept.round, "checked")


def _named(parts: Parts, ref: str, content: str) -> tuple[str, str, tuple[str, ...]]:
    """Return a plan file under a name that nothing else has, that name, and what is to be said about it."""
    plan = loads(content).plan
    wanted = plan.slug if plan else f"draft-{ref}"
    slug = free_slug(wanted, parts.store.taken_slugs(ref))
    if slug == wanted or plan is None:
        return content, slug, ()
    renamed = re.sub(r"(?m)^plan:.*$", f"plan: {slug}", content, count=1)
    return renamed, slug, (remark("renamed", wanted=wanted, slug=slug),)


def _from_file(file: Attachment) -> tuple[str, tuple[str, ...]] | str:
    text = file.data[: LARGEST + 1].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return "too-large" if len(text) > LARGEST else (text, ())


def _from_words(letter: Letter, wish: Wish, today: dt.date) -> tuple[str, tuple[str, ...]] | str:
    """Return the plan file of a baseline with the seller and whoever is named in it."""
    name = wish.baseline or USUAL
    found = baseline(name)
    if found is None:
        return "no-baseline"
    seller = company_of(letter.sender.email.rpartition("@")[2])
    people = {"ae": (letter.sender.name or letter.sender.email, letter.sender.email), **wish.people}
    strangers = sorted(set(people) - set(found.roles))
    people = {role: who for role, who in people.items() if role in found.roles}
    plan, problems = instantiate(
        name,
        start=today,
        buyer=Party(wish.buyer, _domains(people, [r for r, role in found.roles.items() if role.side == "buyer"])),
        seller=Party(seller, (letter.sender.email.rpartition("@")[2].casefold(),)),
        people=people,
    )
    if plan is None:
        return "no-baseline"
    remarks = [remark("seller", seller=seller)]
    if not wish.baseline:
        remarks.append(remark("usual", usual=USUAL))
    remarks += [remark("no-role", baseline=name, role=role, roles=", ".join(found.roles)) for role in strangers]
    return file_text(plan, found, problems, people), tuple(remarks)


def _domains(people: dict[str, tuple[str, ...]], roles: list[str]) -> tuple[str, ...]:
    found = (people[role][1].rpartition("@")[2].casefold() for role in roles if role in people)
    return tuple(dict.fromkeys(found))


def _from_page(
    parts: Parts, page: Attachment, letter: Letter, wish: Wish | None, known: Draft | None, today: dt.date
) -> tuple[str, tuple[str, ...]] | str:
    """Return the plan file of a filled Word page: the draft's own with its changes, else its baseline's."""
    base = loaded(parts, known).plan if known else None
    remarks: tuple[str, ...] = ()
    if base is None:
        seen = read_document(page.data, page.filename)
        if isinstance(seen, Refusal):
            return "unreadable-page"
        meant = wish or _meant_by(seen.plan)
        made = _from_words(letter, meant, today)
        if isinstance(made, str):
            return made
        remarks = (*made[1], remark("buyer", buyer=meant.buyer))
        base = loads(made[0]).plan
        base = replace(base, slug=seen.plan) if base and seen.plan else base
    returned = read_document(page.data, page.filename, base)
    if isinstance(returned, Refusal) or base is None:
        return "unreadable-page"
    return dumps(with_page(base, returned.sheet)), remarks


def _meant_by(slug: str) -> Wish:
    """Return what a page is of, by the name that `milepost new` gave its plan: the company, then the baseline."""
    name = next((name for name in NAMES if slug.endswith(f"-{name}")), "")
    company = " ".join(word.capitalize() for word in slug.removesuffix(f"-{name}").split("-") if word)
    return Wish(company or "The buyer", name)
