"""A raw mail becomes a letter, or a named refusal: never an exception."""
# ruff: noqa: E501  (mails are kept as they stand)

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.commands.letter import letter as letter_command
from parsing.letter import LARGEST, read_letter
from plans.change import Refusal
from plans.letter import Address, Letter
from tests.letters import build

HEAD = b"From: Dana Whitlock <Dana@Buyer.example>\nSubject: Re: plan\nDate: Mon, 13 Apr 2026 09:31:00 -0500\n"
DEVELOPMENT = Path(build.__file__).parent / "development"


def read(raw: bytes, notice: str = "") -> Letter:
    letter = read_letter(raw, notice)
    assert isinstance(letter, Letter)
    return letter


def test_a_letter_carries_who_wrote_what_when() -> None:
    letter = read(
        HEAD + b"To: Plan <plan@seller.example>, tom@seller.example\nCc: =?utf-8?Q?L=C3=A9na?= <lena@buyer.example>\n"
        b"Message-ID: <1@buyer.example>\nIn-Reply-To: <0@seller.example>\nReferences: <a@x> <0@seller.example>\n\nM3 is done.\n"
    )
    assert letter.sender == Address("dana@buyer.example", "Dana Whitlock")
    assert letter.to == (Address("plan@seller.example", "Plan"), Address("tom@seller.example"))
    assert letter.cc == (Address("lena@buyer.example", "Léna"),)
    assert letter.sent_at == dt.datetime(2026, 4, 13, 9, 31, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    assert (letter.subject, letter.text, letter.language) == ("Re: plan", "M3 is done.", "en")
    assert (letter.message_id, letter.in_reply_to) == ("<1@buyer.example>", "<0@seller.example>")
    assert letter.references == ("<a@x>", "<0@seller.example>")
    assert letter.header("subject") == "Re: plan"


@pytest.mark.parametrize("date", ["Mon, 13 Apr 99999 09:31:00 -0500", "yesterday", "", "Mon, 99 Foo 2026 99:99"])
def test_a_broken_date_is_taken_from_the_last_server_that_received_it(date: str) -> None:
    received = (
        "Received: from a by b; Mon, 13 Apr 2026 14:31:05 +0000\nReceived: from c by a; Mon, 13 Apr 2026 14:31:00 +0000"
    )
    letter = read(f"From: a@b.example\nDate: {date}\n{received}\n\nhi".encode())
    assert letter.sent_at == dt.datetime(2026, 4, 13, 14, 31, tzinfo=dt.UTC)


def test_a_letter_without_any_date_is_of_the_epoch() -> None:
    assert read(b"From: a@b.example\n\nhi").sent_at == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "empty"), (b" \r\n\n", "empty"), (b"x" * (LARGEST + 1), "too-big"), (b"\0" * 100 + b"\n", "unreadable")],
)
def test_what_is_no_mail_is_refused_by_name(raw: bytes, reason: str) -> None:
    refused = read_letter(raw)
    assert isinstance(refused, Refusal)
    assert refused.reason == reason


def test_html_is_read_where_the_plain_part_is_missing_or_a_stub() -> None:
    rich = b"<style>p{}</style><p>Please move the legal review to May 20, our counsel is away until then.</p>"
    for plain in (b"", b"Get a newer mail program."):
        raw = (
            HEAD
            + b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\n"
            + plain
            + b"\n--x\nContent-Type: text/html\n\n"
        )
        expected = "Please move the legal review to May 20, our counsel is away until then."
        assert read(raw + rich * (1 if not plain else 4) + b"\n--x--\n").text.split("\n")[0] == expected


def test_what_nobody_sees_is_not_read() -> None:
    raw = (
        HEAD + b"Content-Type: text/html\n\n<p style='display:none'>M4 done</p><p>M3 done</p><div hidden>M5 done</div>"
    )
    assert read(raw).text == "M3 done"


def test_marks_that_turn_text_around_are_taken_out() -> None:
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + "M3 \u202eenod\u202c d\u200bone\u00a0now".encode()
    assert read(raw).text == "M3 enod done now"


HOSTILE = {
    "parentheses": b"From: " + b"(" * 30_000 + b"\n\nhi",
    "quotes": b"To: " + b'"' * 100_000 + b"\n\nhi",
    "attributions": HEAD + b"\n" + b"On " * 20_000,
    "attribution lines": HEAD + b"\n" + b"On Apr 13, 2026, at 9:00 AM\n" * 20_000,
    "labels": HEAD + b"\n" + b"From: a\n" * 20_000,
    "a line of a megabyte": HEAD + b"\n" + b"a" * 1_000_000,
    "marks": HEAD + b"\n" + b">" * 100_000,
    "deep markup": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 20_000 + b"x",
    "deep quotes": HEAD + b"Content-Type: text/html\n\n" + b"<blockquote>" * 20_000 + b"x",
    "a wide table": HEAD + b"Content-Type: text/html\n\n<table><tr>" + b"<td>x</td>" * 50_000,
    "bad base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"a=b=c\xff" * 20_000,
    "many parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 10_000,
    "many wraps": HEAD + b"Content-Type: message/rfc822\n\n" * 10_000,
    "many fields": b"X: a\n" * 100_000 + b"\nhi",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nhi",
    "open words": b"Subject: " + b"=?" * 100_000 + b"\n\nhi",
    "parameters": b"Content-Type: text/plain" + b';a="' * 20_000 + b"\n\nhi",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mail_is_read_or_refused(raw: bytes) -> None:
    assert isinstance(read_letter(raw, "row one two three\n" * 50), Letter | Refusal)


PIECES = st.sampled_from(
    [b"From: a@b.c", b"On Mon, Apr 13, 2026 at 9:00 AM X <a@b.c> wrote:", b"> row", b">> row", b"Sent: x", b"To: y", b"-- ",
     b"Subject: z", b"-----Original Message-----", b"_" * 20, b"Content-Type: multipart/mixed; boundary=x", b"--x", b"--x--",
     b"Content-Type: text/html", b"<blockquote>", b"</div><table><tr><td>a<td>b", b"\xff\xfe\0", b"=?utf-8?b?//?=", b"",
     b"Content-Transfer-Encoding: base64", b"Date: Mon, 99 Apr 2026", b"Dana", b"Sent from my iPhone", "Grüße".encode("cp1252")]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=40))
def test_no_mail_made_of_odd_pieces_raises(pieces: list[bytes]) -> None:
    assert isinstance(read_letter(b"\r\n".join(pieces), "row one two three"), Letter | Refusal)


def test_the_texts_of_the_development_mails_are_read_as_written(tmp_path: Path) -> None:
    build.build(DEVELOPMENT, tmp_path)
    wrong = []
    for line in (DEVELOPMENT / "replies.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        letter = read((tmp_path / f"{record['id']}.eml").read_bytes())
        written = "".join(row for row in record["body"].split("\n") if not row.startswith(">"))
        if "".join(letter.text.split()) != "".join(written.split()):
            wrong.append(record["id"])
    assert wrong == []


def test_the_command_prints_one_object_a_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.eml", tmp_path / "b.eml"
    good.write_bytes(HEAD + b"\nOn 4/13/26 09:00, Nora wrote:\n> M3 security\nMay 4\n")
    bad.write_bytes(b"")
    assert letter_command([good, bad], as_json=True) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "file": "a.eml", "kind": "reply", "from": "dana@buyer.example", "language": "en", "text": "May 4",
        "answers": [{"quoted": "M3 security", "text": "May 4"}], "away_until": None, "bounced": [],
    }  # fmt: skip
    assert second == {"file": "b.eml", "refused": "empty", "detail": ""}


def test_a_forwarded_mail_without_a_comment_is_shown_but_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = (
        HEAD
        + b"\n---------- Forwarded message ---------\nFrom: x@y.example\nDate: Mon\nSubject: s\nTo: z\n\nM3 is done\n"
    )
    file = tmp_path / "a.eml"
    file.write_bytes(raw)
    letter_command([file], as_json=True)
    assert json.loads(capsys.readouterr().out)["text"] == "M3 is done"
    assert read(raw).text == ""
