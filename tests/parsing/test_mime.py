"""Raw mails are taken apart whatever state their bytes are in."""
# ruff: noqa: E501  (mails are kept as they stand)

import base64
import struct

import pytest

from parsing.mime.charset import decode
from parsing.mime.contents import contents
from parsing.mime.header import decode_words, parameters, parse_fields
from parsing.mime.parts import split_mail


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("cp1252"), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße aus Aalen".encode("cp1252"), "utf-8", "Grüße aus Aalen"),
        ("Grüße".encode("cp1252"), "us-ascii", "Grüße"),
        ("“M3” – done".encode("cp1252"), "iso-8859-1", "“M3” – done"),
        ("déjà signé".encode("cp1252"), "no-such-charset", "déjà signé"),
        ("done".encode("utf-16"), "utf-16", "done"),
        (b"done", "hex", "done"),
        (b"d\0one\0", "", "done"),
    ],
)
def test_text_is_decoded_though_its_charset_lies(data: bytes, declared: str, text: str) -> None:
    assert decode(data, declared) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?utf-8?B?IEFhbGVu?=", "Grüße aus Aalen"),
        ("=?utf-8?B?w6k=?= and =?iso-8859-1?q?=E9?=", "é and é"),
        ("=?utf-8?Q?split_=C3?= =?utf-8?Q?=A9_character?=", "split é character"),
        ("=?utf-8*en?Q?with_language?=", "with language"),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("=?no-such?Q?=E9?=", "é"),
    ],
)
def test_encoded_words_are_decoded(value: str, text: str) -> None:
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="plan v3.docx"', "plan v3.docx"),
        ("attachment; filename*=utf-8''Ma%C3%9Fnahmen.docx", "Maßnahmen.docx"),
        ('attachment; filename*0="plan "; filename*1="v3.docx"', "plan v3.docx"),
        ('attachment; filename="=?utf-8?Q?Ma=C3=9Fnahmen.docx?="', "Maßnahmen.docx"),
    ],
)
def test_names_of_files_are_read_however_they_were_written(value: str, name: str) -> None:
    assert parameters(value)["filename"] == name


def test_repeated_and_folded_fields_keep_their_order() -> None:
    fields = parse_fields(b"Received: one\n two\nSubject: a\nreceived: three\nno field\n")
    assert fields.all("Received") == ["one two", "three"]
    assert (fields.get("SUBJECT"), fields.get("X-None")) == ("a", "")


NESTED = b"""\
From: a@b.example
Content-Type: multipart/mixed; boundary=outer

preamble
--outer
Content-Type: multipart/alternative; boundary="outer-inner"

--outer-inner
Content-Type: text/plain

plain
--outer-inner
Content-Type: text/html

<p>rich</p>
--outer-inner--
--outer
Content-Type: text/calendar; method=REPLY

BEGIN:VCALENDAR
--outer
Content-Type: image/png; name=logo.png
Content-ID: <logo>

x
--outer
Content-Type: application/octet-stream; name="..\\\\up/plan.docx"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

UEsDB!BQ=
--outer--
epilogue
"""


def test_parts_are_sorted_into_bodies_calendars_and_files() -> None:
    found = contents(NESTED)
    assert [(body.plain.strip(), body.html.strip()) for body in found.bodies] == [("plain", "<p>rich</p>")]
    assert [data.strip() for data in found.calendars] == [b"BEGIN:VCALENDAR"]
    assert [(file.filename, file.data[:2]) for file in found.attachments] == [("plan.docx", b"PK")]


def test_a_missing_boundary_is_taken_from_the_first_dashed_line() -> None:
    raw = b"From: a@b.example\nContent-Type: multipart/mixed\n\n--lost-mark\nContent-Type: text/plain\n\nhello\n--lost-mark--\n"
    assert [body.plain.strip() for body in contents(raw).bodies] == ["hello"]


def test_a_part_that_is_never_closed_is_read_to_its_end() -> None:
    raw = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello"
    assert [body.plain for body in contents(raw).bodies] == ["hello"]


def test_ten_thousand_nested_parts_end_in_a_bounded_number() -> None:
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000))
    assert len(split_mail(b"From: a@b.example\n" + head)[1]) <= 500


def test_a_forwarded_mail_s_text_is_kept_apart_from_the_own() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\n"
        b"Content-Type: message/rfc822\n\nFrom: c@d.example\nSubject: old\n\nold words\n--x--\n"
    )
    found = contents(raw)
    assert [body.plain.strip() for body in found.bodies] == ["see below"]
    assert [body.plain.strip() for body in found.wrapped] == ["old words"]


def tnef(body: bytes) -> bytes:
    """The smallest winmail.dat that holds a plain body."""
    data = body + b"\0"
    attribute = struct.pack("<BHHI", 1, 0x800C, 2, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    return struct.pack("<IH", 0x223E9F78, 1) + attribute


def test_the_body_of_a_winmail_dat_is_read() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(tnef(b"M3 is done"))
    )
    assert [body.plain for body in contents(raw).bodies] == ["M3 is done"]


def test_a_broken_winmail_dat_is_nothing() -> None:
    raw = b'From: a@b.example\nContent-Type: application/ms-tnef\n\nx\x9f>"garbage'
    assert contents(raw).bodies == []
