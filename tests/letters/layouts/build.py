"""One mail for every client, language and shape, with what was written today in it; always the same ones.

python -m tests.letters.layouts.build FOLDER        # writes .eml files and expected.jsonl
"""

import html
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from pathlib import Path

from tests.letters.layouts.words import TONGUES, Tongue

SENDER = "priya.raman@calloway.example"
DESK = "plan+k7@northgate.example"
DESK_NAME = "Nora Beck"
SUBJECT = "Calloway x Northgate: plan status"
SHAPES = ("top", "inline", "bottom", "forward")


@dataclass(frozen=True)
class Case:
    """A mail, the notice that it answers, and what is to be found in it."""

    name: str
    raw: bytes
    notice: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Draft:
    """What a person wrote, before a mail program puts it into its layout."""

    tongue: Tongue
    shape: str
    number: int

    @property
    def body(self) -> str:
        return self.tongue.bodies[self.number % len(self.tongue.bodies)]

    @property
    def above(self) -> list[str]:
        return [] if self.shape in ("inline", "bottom") else self.body.split("\n")

    @property
    def below(self) -> list[str]:
        return self.body.split("\n") if self.shape == "bottom" else []

    @property
    def quote(self) -> list[tuple[str, bool]]:
        """The quoted lines, each with whether it is quoted or an answer."""
        lines = [(line, True) for line in self.tongue.notice.split("\n")]
        if self.shape != "inline":
            return lines
        result: list[tuple[str, bool]] = []
        answers = iter(self.tongue.answers)
        for line, _ in lines:
            result.append((line, True))
            if line in self.tongue.rows:
                result += [("", False), (next(answers), False), ("", False)]
        return result

    @property
    def expected(self) -> str:
        return "\n".join(self.tongue.answers) if self.shape == "inline" else self.body

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.tongue.rows, self.tongue.answers, strict=True)) if self.shape == "inline" else ()


def signature(draft: Draft) -> list[str]:
    """One of five signatures under a mark, which people choose by hand."""
    tongue = draft.tongue
    return [
        ["-- ", tongue.name, f"{tongue.title} | {tongue.firm}", tongue.phone],
        [],
        ["--", tongue.name, tongue.firm, "www.calloway.example"],
        ["-- ", f"{tongue.name}, {tongue.title}"],
        [],
    ][draft.number % 5]


def block(draft: Draft) -> list[str]:
    """One of four signature blocks without a mark, the way firms roll them out."""
    tongue = draft.tongue
    card = [tongue.name, tongue.title, tongue.firm, tongue.phone]
    return [
        card,
        [f"{tongue.name} | {tongue.title} | {tongue.firm}", f"{tongue.phone} | {SENDER}", "", tongue.disclaimer],
        [tongue.closing, "", *card, "www.calloway.example"],
        [*card, "", tongue.disclaimer],
    ][draft.number % 4]


def kept_closing(draft: Draft) -> str:
    """The sign-off stays; only the card below it goes."""
    return draft.tongue.closing if draft.number % 4 == 2 else ""


def said(template: str) -> str:
    return template.format(name=DESK_NAME, mail=DESK)


def headers(draft: Draft, colon: str = ":") -> list[str]:
    values = (f"{DESK_NAME} <{DESK}>", draft.tongue.sent, f"{draft.tongue.name}; Tom Ashby", SUBJECT)
    return [f"{label}{colon} {value}" for label, value in zip(draft.tongue.labels, values, strict=True)]


def marked(draft: Draft) -> list[str]:
    return [f"> {line}".rstrip() if old else line for line, old in draft.quote]


def unmarked(draft: Draft) -> list[str]:
    return [line for line, _ in draft.quote]


def wrapped(lines: list[str], width: int = 76) -> list[str]:
    return [part for line in lines for part in (textwrap.wrap(line, width, break_long_words=False) or [""])]


def order(draft: Draft, own: list[str], quote: list[str], own_below: list[str]) -> str:
    """Own words above and below the quote, parted by blank lines."""
    parts = [own, quote, own_below]
    return "\n".join("\n".join(part) for part in parts if part).replace("\n\n\n\n", "\n\n\n") + "\n"


def divs(lines: list[str]) -> str:
    return "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in lines)


def outlook_paragraphs(lines: list[str], style: str = "") -> str:
    inner = [
        f'<span style="{style}">{html.escape(line, quote=False)}</span>' if style and line else html.escape(line)
        for line in lines
    ]
    return "".join(f"<p class=MsoNormal>{line or '&nbsp;'}<o:p></o:p></p>" for line in inner)


# Clients: each returns the plain part, the HTML part (either may be missing) and what is kept of the sign-off.

Made = tuple[str, str, str]


def gmail(draft: Draft) -> Made:
    intro = said(draft.tongue.gmail)
    own = wrapped(draft.above)
    plain = order(
        draft,
        [*own, ""] if own else [],
        [*wrapped([intro]), "", *marked(draft)],
        ["", *wrapped(draft.below), *signature(draft)],
    )
    quote = "".join(
        f"<blockquote class='gmail_quote' style='margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex'>"
        f"{divs([line])}</blockquote>"
        if old
        else divs([line])
        for line, old in draft.quote
    )
    rich = (
        f"<div dir='ltr'>{divs(draft.above)}</div><br><div class='gmail_quote'><div dir='ltr' class='gmail_attr'>"
        f"{html.escape(intro, quote=False)}<br></div>{quote}</div>{divs(draft.below)}"
        f"<div class='gmail_signature'>{divs(signature(draft))}</div>"
    )
    return plain, rich, ""


def gmail_html(draft: Draft) -> Made:
    return "", gmail(draft)[1], ""


def apple(draft: Draft) -> Made:
    own = [*draft.above, ""] if draft.above else []
    return order(draft, own, [said(draft.tongue.apple), "", *marked(draft)], ["", *draft.below]), "", ""


def iphone(draft: Draft) -> Made:
    """The footer stands between the own words and the quote; the attribution is quoted with the rest."""
    quote = [said(draft.tongue.apple), "", *unmarked(draft)]
    if draft.shape == "inline":
        return order(draft, [draft.tongue.ios, ""], [said(draft.tongue.apple), "", *marked(draft)], []), "", ""
    own = [*draft.above, "", draft.tongue.ios, ""]
    return order(draft, own, [f"> {line}".rstrip() for line in quote], ["", *draft.below]), "", ""


def thunderbird(draft: Draft) -> Made:
    own = [line for text in draft.above for line in _flowed(text)]
    below = [line for text in draft.below for line in _flowed(text)]
    quote = [said(draft.tongue.thunderbird), *marked(draft)]
    return order(draft, [*own, ""] if own else [], quote, ["", *below, "", *signature(draft)]), "", ""


def _flowed(text: str) -> list[str]:
    parts = textwrap.wrap(text, 72, break_long_words=False) or [""]
    return [f"{part} " for part in parts[:-1]] + parts[-1:]


def yahoo(draft: Draft) -> Made:
    own = [*wrapped(draft.above), ""] if draft.above else []
    return (
        order(draft, own, [f"    {said(draft.tongue.yahoo)}  ", " ", *marked(draft)], ["", *wrapped(draft.below)]),
        "",
        "",
    )


def outlook(draft: Draft) -> Made:
    """Classic Outlook: a title or none, the header block, nothing marked."""
    own = [*draft.above, "", *block(draft), ""]
    title = [draft.tongue.original] if draft.number % 2 else []
    return order(draft, own, [*title, *headers(draft), "", *unmarked(draft)], []), "", kept_closing(draft)


def exchange(draft: Draft) -> Made:
    """HTML only; answers inside the quote stand in another colour."""
    rows = "<br>".join(
        f"<b>{html.escape(line.partition(':')[0])}:</b>{html.escape(line.partition(':')[2])}" for line in headers(draft)
    )
    quote = "".join(outlook_paragraphs([line], "" if old else "color:#1F497D") for line, old in draft.quote)
    rich = (
        "<html><head><style>p.MsoNormal{margin:0}</style></head><body><div class=WordSection1>"
        f"{outlook_paragraphs(draft.above)}{outlook_paragraphs(['', *block(draft)])}"
        f"<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
        f"<p class=MsoNormal>{rows}</p></div>"
        f"{quote}</div></body></html>"
    )
    return "", rich, kept_closing(draft)


def outlook_web(draft: Draft) -> Made:
    rows = "<br>".join(
        f"<b>{html.escape(line.partition(':')[0])}:</b>{html.escape(line.partition(':')[2])}" for line in headers(draft)
    )
    quote = "".join(
        f"<div style='color:{'black' if old else 'rgb(192,0,0)'}'>{html.escape(line) or '<br>'}</div>"
        for line, old in draft.quote
    )
    rich = (
        f"<div>{divs(draft.above)}</div><div id='Signature'>{divs(block(draft))}</div><div id='appendonsend'></div>"
        f"<hr style='display:inline-block;width:98%'><div id='divRplyFwdMsg' dir='ltr'><font>{rows}</font></div>"
        f"<div><div>{quote}</div></div>"
    )
    return "", rich, kept_closing(draft)


def outlook_mobile(draft: Draft) -> Made:
    own = [*draft.above, "", draft.tongue.mobile]
    return order(draft, own, ["_" * 32, *headers(draft), "", *unmarked(draft)], []), "", ""


def notes(draft: Draft) -> Made:
    """Notes puts its header block in with tabs, and double blanks around."""
    own = [*draft.above, "", *block(draft), "", ""]
    return order(draft, own, [*headers(draft, ":\t"), "", "", "", *unmarked(draft)], []), "", kept_closing(draft)


def proton(draft: Draft) -> Made:
    title = ["------- Original Message -------"] if draft.number % 2 else []
    intro = said("On Tuesday, November 10th, 2026 at 09:12, {name} <{mail}> wrote:")
    own = [*wrapped(draft.above), ""] if draft.above else []
    return order(draft, own, [*title, intro, "", *marked(draft)], ["", *wrapped(draft.below)]), "", ""


def zimbra(draft: Draft) -> Made:
    """Zimbra names the sender first and quotes with marks, or without under its title."""
    own = [*draft.above, "", *signature(draft), ""]
    return (
        order(
            draft, own, [draft.tongue.original.replace("-----", "----- ", 1), *headers(draft), "", *unmarked(draft)], []
        ),
        "",
        "",
    )


def gmx(draft: Draft) -> Made:
    """GMX and web.de: HTML with a drawn line, the sent date first."""
    names = headers(draft)
    rows = "<br>".join(
        f"<b>{html.escape(line.partition(':')[0])}:</b>&nbsp;{html.escape(line.partition(':')[2])}"
        for line in (names[1], names[0], *names[2:])
    )
    quote = "".join(f"<div>{html.escape(line) or '&nbsp;'}</div>" for line in draft.tongue.notice.split("\n"))
    rich = (
        f"<div style='font-family:Verdana'>{divs(draft.above)}<div>&nbsp;</div>"
        "<div name='quote' style='margin:10px 5px 5px 10px; "
        f"padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;'><div style='margin:0 0 10px 0;'>{rows}</div>"
        f"<div name='quoted-content'>{quote}</div></div>{divs(draft.below)}</div>"
    )
    return "", rich, ""


def mailman(draft: Draft) -> Made:
    plain, _, kept = apple(draft)
    foot = [
        "_" * 47,
        "Plan-team mailing list -- plan-team@lists.calloway.example",
        "https://lists.calloway.example/mailman/listinfo/plan-team",
    ]
    return plain + "\n" + "\n".join(foot) + "\n", "", kept


def forwarded(draft: Draft) -> Made:
    """The comment stands above, the forwarded mail below, unmarked."""
    names = [
        f"{label}: {value}"
        for label, value in zip(
            ("From", "Date", "Subject", "To"),
            (f"{DESK_NAME} <{DESK}>", draft.tongue.sent, SUBJECT, SENDER),
            strict=True,
        )
    ]
    return order(draft, [*wrapped(draft.above), ""], [draft.tongue.forwarded, *names, "", *unmarked(draft)], []), "", ""


CLIENTS: dict[str, tuple[Callable[[Draft], Made], tuple[str, ...], str]] = {
    "gmail": (gmail, ("top", "inline", "bottom"), ""),
    "gmail-html": (gmail_html, ("top", "inline", "bottom"), ""),
    "gmail-forward": (forwarded, ("forward",), ""),
    "apple-mail": (apple, ("top", "inline", "bottom"), ""),
    "iphone": (iphone, ("top", "inline", "bottom"), ""),
    "thunderbird": (thunderbird, ("top", "inline", "bottom"), "flowed"),
    "yahoo": (yahoo, ("top", "inline", "bottom"), ""),
    "outlook": (outlook, ("top", "inline"), ""),
    "exchange": (exchange, ("top", "inline"), ""),
    "outlook-web": (outlook_web, ("top", "inline"), ""),
    "outlook-mobile": (outlook_mobile, ("top", "inline"), ""),
    "notes": (notes, ("top",), ""),
    "proton": (proton, ("top", "inline", "bottom"), ""),
    "zimbra": (zimbra, ("top",), ""),
    "gmx": (gmx, ("top", "bottom"), ""),
    "mailman": (mailman, ("top", "inline"), ""),
}
ENCODINGS = (("utf-8", "quoted-printable"), ("utf-8", "base64"), ("utf-8", "8bit"))


def cases() -> Iterator[Case]:
    """Yield every case, in a fixed order."""
    numbers = count()
    for client, (layout, shapes, flowed) in CLIENTS.items():
        for language, tongue in TONGUES.items():
            for shape in shapes:
                draft = Draft(tongue, shape, next(numbers))
                plain, rich, kept = layout(draft)
                raw = _message(draft, plain, rich, flowed)
                text = f"{kept}\n{draft.expected}" if shape == "inline" else f"{draft.expected}\n{kept}"
                yield Case(f"{client}-{language}-{shape}", raw, tongue.notice, text.strip("\n"), draft.answers)


def _message(draft: Draft, plain: str, rich: str, flowed: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    charset, transfer = ENCODINGS[draft.number % len(ENCODINGS)]
    if plain:
        parameters = {"format": flowed} if flowed else {}
        message.set_content(plain, charset=charset, cte=transfer, params=parameters)
        if rich:
            message.add_alternative(rich, subtype="html", charset=charset, cte="base64")
            message.set_boundary(f"=_layout_{draft.number}")
    else:
        message.set_content(rich, subtype="html", charset=charset, cte=transfer)
    message["From"] = f"{draft.tongue.name} <{SENDER}>"
    message["To"] = DESK
    message["Date"] = "Tue, 10 Nov 2026 11:40:00 +0100"
    message["Subject"] = f"Re: {SUBJECT}"
    message["Message-ID"] = f"<layout.{draft.number}@calloway.example>"
    message["In-Reply-To"] = "<status.k7@northgate.example>"
    return message.as_bytes()


def main(folder: Path) -> None:
    """Write every mail, and what is expected of it beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for case in cases():
        (folder / f"{case.name}.eml").write_bytes(case.raw)
        lines.append(
            json.dumps({"file": f"{case.name}.eml", "text": case.text, "answers": case.answers}, ensure_ascii=False)
        )
    (folder / "expected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} mails in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
