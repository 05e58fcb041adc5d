"""What was written today is parted from what is quoted, in the layouts of all major clients."""

import re

import pytest

from parsing.html_text import html_lines
from parsing.letter import read_letter
from parsing.quotes import part, plain_lines
from plans.letter import Letter
from tests.letters.layouts.build import Case, cases

NOTICE = "\n".join(
    [
        "Good morning Priya,",
        "",
        "Done",
        "  M1   Kick-off, Tom Ashby, Nov 3, done",
        "",
        "M2   Site walk, Ray Dominguez, Fri 17 Apr, in progress",
        "M3   Security review, Priya Raman, Fri 24 Apr, not started",
        "M4   Pilot, Lena Ortiz, Fri 8 May, not started",
        "",
        "Is M3 still on track for Fri 24 Apr?",
        "",
        "--",
        "You get this because you are on the plan.",
    ]
)
OUTLOOK = "From: Nora Beck <plan@x.example>\nSent: Monday, April 13, 2026 9:00 AM\nTo: Priya Raman\nSubject: Plan\n\n"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def parted(text: str, notice: str = "", *names: str) -> tuple[str, list[tuple[str, str]]]:
    found = part(plain_lines(text), notice, names)
    return found.text, [(answer.quoted, answer.text) for answer in found.answers]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_layout_gives_the_words_of_the_person(case: Case) -> None:
    letter = read_letter(case.raw, case.notice)
    assert isinstance(letter, Letter)
    assert squeezed(letter.text) == squeezed(case.text)
    assert [(answer.quoted, answer.text) for answer in letter.answers] == list(case.answers)


def test_answers_typed_inside_an_unmarked_quote_are_known_by_the_notice() -> None:
    rows = NOTICE.split("\n")
    rows.insert(rows.index("M4   Pilot, Lena Ortiz, Fri 8 May, not started"), "may 4, sorry")
    text, answers = parted("Hi Nora, see below.\n\n" + OUTLOOK + "\n".join(rows), NOTICE)
    assert text == "Hi Nora, see below.\n\nmay 4, sorry"
    assert answers == [("M3   Security review, Priya Raman, Fri 24 Apr, not started", "may 4, sorry")]


@pytest.mark.parametrize("answer", ["done", "Done", "in progress", "M3", "ok"])
def test_a_one_word_answer_inside_an_unmarked_quote_is_no_line_of_ours(answer: str) -> None:
    rows = NOTICE.split("\n")
    rows.insert(rows.index("Is M3 still on track for Fri 24 Apr?") + 1, answer)
    assert parted("\n" + OUTLOOK + "\n".join(rows), NOTICE)[0] == answer


def test_a_row_changed_inside_an_unmarked_quote_is_an_answer() -> None:
    changed = NOTICE.replace("Fri 8 May, not started", "Fri 22 May, not started")
    assert parted("\n" + OUTLOOK + changed, NOTICE)[0] == "M4   Pilot, Lena Ortiz, Fri 22 May, not started"


def test_an_untouched_unmarked_quote_says_nothing() -> None:
    assert parted("\n" + OUTLOOK + NOTICE, NOTICE) == ("", [])


def test_buttons_and_column_heads_that_only_our_html_has_are_no_answers() -> None:
    page = (
        "<p>Thanks.</p><div id='divRplyFwdMsg'><b>From:</b> Nora Beck<br><b>Sent:</b> Monday<br><b>To:</b> Priya<br>"
        "<b>Subject:</b> Plan<br></div><p>Good morning Priya,</p><p>Done</p><p>M1 Kick-off, Tom Ashby, Nov 3, done</p>"
        "<table><tr><th>#</th><th>Milestone</th><th>Due date</th><th>Status</th></tr>"
        "<tr><td>M2</td><td>Site walk<br>Ray Dominguez</td><td>Fri 17 Apr</td><td>In progress</td></tr>"
        "<tr><td>M3</td><td>Security review<br>Priya Raman</td><td>Fri 24 Apr</td><td>Not started</td></tr>"
        "<tr><td>M4</td><td>Pilot<br>Lena Ortiz</td><td>Fri 8 May</td><td>Not started</td></tr></table>"
        "<p>Is M3 still on track for Fri 24 Apr?</p><p><a href='mailto:a@b.c'>M3 is done</a> "
        "<a href='mailto:a@b.c'>One week later</a></p><p>You get this because you are on the plan.</p>"
    )
    assert part(html_lines(page), NOTICE).text == "Thanks."


def test_our_table_as_outlook_writes_it_into_plain_text_is_no_answer() -> None:
    cells = [
        "Good morning Priya,", "Done", "M1 Kick-off, Tom Ashby, Nov 3, done", "#", "Milestone", "Due date", "Status",
        "M2", "Site walk", "Ray Dominguez", "Fri 17 Apr", "In progress", "M3", "Security review", "Priya Raman",
        "Fri 24 Apr", "Not started", "M4", "Pilot", "Lena Ortiz", "Fri 8 May", "Not started",
        "Is M3 still on track for Fri 24 Apr?", "M3 is done<mailto:a@b.c?subject=x> Later<mailto:a@b.c?subject=y>",
        "You get this because you are on the plan.",
    ]  # fmt: skip
    assert parted("Thanks.\n\n" + OUTLOOK + "\n\n".join(cells), NOTICE)[0] == "Thanks."


def test_a_quote_of_another_mail_is_not_compared() -> None:
    assert parted("ok\n\n" + OUTLOOK + "Hello Priya,\nlunch on Friday?\nTom", NOTICE) == ("ok", [])


def test_an_answer_below_a_wrapped_row_is_bound_to_the_whole_row() -> None:
    head = "On 4/13/26 09:00, Nora wrote:\n"
    text = f"{head}> M3 Security review of the new warehouse system - Priya Raman - due\n> Fri, Apr 24\n\nMay 4"
    row = "M3 Security review of the new warehouse system - Priya Raman - due Fri, Apr 24"
    assert parted(text) == ("May 4", [(row, "May 4")])


def test_words_below_a_whole_quote_answer_the_mail_and_no_line_of_it() -> None:
    quoted = "\n".join(f"> {line}" for line in NOTICE.split("\n"))
    assert parted(f"On Mon, Apr 13, 2026 at 9:00 AM Nora <p@x.example> wrote:\n{quoted}\n\nall good", NOTICE) == (
        "all good",
        [],
    )


@pytest.mark.parametrize(
    "head",
    [
        "On Mon, Apr 13, 2026 at 9:00 AM Nora Beck from the plan desk of Northgate\n<plan+k7@northgate.example> wrote:",
        "Am Mo., 13. Apr. 2026 um 09:00 Uhr schrieb Nora Beck\n<plan+k7@northgate.example\n>:",
        "Le lun. 13 avr. 2026 à 09:00, Nora Beck\n<plan+k7@northgate.example> a\nécrit :",
        "Nora Beck <plan+k7@northgate.example> schrieb am Mo., 13. Apr. 2026\num 09:00:",
        "2026-04-13 9:00 GMT+02:00 Nora Beck <plan+k7@northgate.example>:",
        "Nora Beck wrote:",
    ],
)
def test_attribution_lines_are_known_however_they_are_wrapped(head: str) -> None:
    assert parted(f"Works for me.\n\n{head}\n> M3 security\n> M4 pilot")[0] == "Works for me."


@pytest.mark.parametrize(
    "own",
    [
        "On Friday Tom wrote: we can do it.",
        "As Tom wrote on 12 May:\nthe pilot moves to June 3",
        "Here is what legal wrote:\n- clause 4 is open",
        "From: my side nothing\nTo: do the review\nby Friday",
        "On this day\n\nI wrote something",
    ],
)
def test_own_words_that_look_like_a_quote_s_head_stay(own: str) -> None:
    assert squeezed(parted(own)[0]) == squeezed(own)


@pytest.mark.parametrize(
    ("own", "cut"),
    [
        ("3 done", "-- \nPriya Raman\nHead of InfoSec"),
        ("3 done\n\nThanks,\nPriya", "\nPriya Raman\nHead of Information Security\nCalloway Freight\n+44 20 7946 0511"),
        ("3 done", "\nPriya Raman | Head of InfoSec | Calloway\nT +44 20 7946 0511"),
        ("3 done", "\nSent from my iPhone"),
        ("3 fertig", "\nDiese E-Mail enthält vertrauliche Informationen und ist nur für den Empfänger bestimmt."),
        (
            "3 done",
            "_______________________________________________\nplan mailing list\nhttps://x.example/listinfo/plan",
        ),
    ],
)
def test_signatures_footers_and_disclaimers_are_cut(own: str, cut: str) -> None:
    assert parted(f"{own}\n{cut}", "", "Priya Raman")[0] == own


@pytest.mark.parametrize(
    "around",
    [
        "CAUTION: This email originated from outside of the organization.\nDo not click links.\n\n{}",
        "Sie erhalten nicht häufig E-Mails von dana@x.example. Erfahren Sie, warum dies wichtig ist\n\n{}",
        "{}\n\n[cid:image001.png@01DC]\n[A blue sign Description automatically generated]<https://x.example>",
        "{}\n\ni. A. Priya Raman\nAbteilung Einkauf\nCallweit GmbH",
        "{}\n\nDr. Priya Raman\nT +44 20 7946 0511",
    ],
)
def test_what_gateways_and_letterheads_put_around_is_cut(around: str) -> None:
    assert parted(around.format("3 is done."), "", "Priya Raman")[0] == "3 is done."


@pytest.mark.parametrize(
    "own",
    [
        "Priya Raman\nwill own the review from now on, please put her down.",
        "Owners:\n\nPriya Raman: M3\nTom Ashby: M4",
        "3 done\n\nPriya Raman",
        "Please call the desk:\n+44 20 7946 0511",
        "👍",
        "- M3 done\n-----\n- M4 next week",
    ],
)
def test_own_words_that_look_like_a_signature_stay(own: str) -> None:
    assert parted(own, "", "Priya Raman")[0] == own


def test_a_postscript_below_the_signature_is_kept() -> None:
    text = "3 done\n\nPriya Raman\nHead of InfoSec\n+44 20 7946 0511\n\nPS: 4 moves to May 15"
    assert parted(text, "", "Priya Raman")[0] == "3 done\n\nPS: 4 moves to May 15"


def test_a_flowed_paragraph_is_one_line_and_a_signature_mark_ends_it() -> None:
    lines = plain_lines("please move \nthe pilot \nto May 8\n-- \nPriya", "flowed")
    assert [line.text for line in lines] == ["please move the pilot to May 8", "--", "Priya"]


def test_a_pasted_table_stays_rows() -> None:
    page = "<p>Updated:</p><table><tr><td><p>M3</p></td><td><p>Security</p></td><td><p>May 4</p></td></tr></table>"
    assert part(html_lines(page)).text == "Updated:\nM3\tSecurity\tMay 4"


OWN_WORDS = [
    "On Monday Tom wrote:\nlet's do the 12th.\nI agree with him.",
    "Am Montag schrieb Tom, dass M3 sich verschiebt.\nBitte auf den 12.5. legen.",
    "From: my side all good.\nTo: be honest, M3 slips to May 12.\nSubject: to legal approval.",
    "De: mi parte todo bien\nPara: el 12 de mayo\nAsunto: cerrado",
    "Hi Nora,\n\n--\n\nM3 May 12\n\n--\n\nM4 May 19\n\nPriya",
    "M3 done\n---\nM4 May 19\n---\nM5 Tom",
    "New owner for M3:\n\nTom Ashby\ntom@calloway.example",
    "The new owner is\n\nTom Ashby\nHead of IT\ntom@calloway.example\n+1 312 555 0188\n\nfrom now on.",
    "Thanks,\nPriya\n\nPS: M4 moves to May 19.",
    "Sent from the airport: M3 is done.",
    "Confidential: legal wants two more weeks.",
    "Tom Ashby\nDana Whitlock\nM4 and both of them sign by May 12",
    "Kind regards from Chicago, where M3 is done,\nPriya",
]


@pytest.mark.parametrize("text", OWN_WORDS)
def test_own_words_that_look_like_a_quote_or_a_signature_stay(text: str) -> None:
    assert squeezed(parted(text, "", "Priya Raman")[0]) == squeezed(text)


@pytest.mark.parametrize(
    "signature",
    [
        "--\nPriya Raman\nVP Ops, Calloway Inc.",
        "-- \nPriya Raman\nVP Ops\n--\nYou received this message because you are subscribed to the Google Groups.",
        "---\nPriya Raman\nwww.calloway.example",
        "Lena Ortiz\nHead of IT\nCalloway Inc.\nlena@calloway.example",
        "Priya Raman | VP Operations | Calloway Inc. | +1 312 555 0188",
        "Priya Raman\nDirectora de RR. HH., Frutas del Norte S.A.\nm: 555-0185\n1200 Harbor Rd, Suite 310",
        "Priya Raman\nHead of Purchasing, Raman and Sons Ltd.\n+44 20 5550 0188",
    ],
)
def test_a_signature_goes_whoever_drew_it(signature: str) -> None:
    assert parted(f"Works for us.\nM3 by Friday please.\n\n{signature}", "", "Priya Raman")[0] == (
        "Works for us.\nM3 by Friday please."
    )
