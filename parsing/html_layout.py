"""What an HTML element is, by its tag, style and class: hidden, a quote, an attribution, a signature, coloured."""

import re

from lxml import html

from parsing.quotes.line import Role

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"}
)
DROPPED = frozenset(
    {"head", "script", "style", "title", "template", "noscript", "object", "svg", "math", "select", "textarea"}
)
LONGEST_STYLE = 2_000
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0[a-z]{0,2}\s*(;|$)"
)
INDENTED = re.compile(r"margin\s*:\s*0(px)?\s+0(px)?\s+0(px)?\s+40px")
BORDERED = re.compile(r"border-left\s*:[^;]*(solid|\dpx|\dpt)")
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)")
RGB = re.compile(r"rgb\((\d{1,3}),(\d{1,3}),(\d{1,3})\)")
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
USUAL_COLOURS = frozenset({"black", "windowtext", "auto", "inherit", "initial", "unset", "currentcolor", "text", ""})
QUOTE_CLASSES = ("yahoo_quoted", "protonmail_quote", "tutanota_quote")
STARTS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-reference")
ATTRIBUTIONS = ("gmail_attr", "moz-cite-prefix", "gmail_default_attr")
SIGNATURES = (
    "gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "applemailsignature", "protonmail_signature",
    "yahoo-signature", "yahoo_signature", "zimbra-signature", "data-signature",
)  # fmt: skip
GREYEST = 40
"""Colours whose parts lie this close together are shades of grey, which nobody answers in."""


def marks(element: html.HtmlElement) -> list[str]:
    """Return an element's classes and ids, in small letters, without the prefix that Outlook on the web puts before."""
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-smartmail', '')}".casefold().split()
    return [re.sub(r"^(x_)+", "", name) for name in names[:20]]


def is_hidden(element: html.HtmlElement) -> bool:
    """Tell what nobody sees."""
    return element.get("hidden") is not None or bool(HIDDEN.search(_style(element)))


def is_quote(element: html.HtmlElement, tag: str, names: list[str]) -> bool:
    """Tell a quote from an indented paragraph."""
    style = _style(element)
    if tag == "blockquote":
        plain = not element.get("type") and not element.get("cite") and not any("quote" in name for name in names)
        return not (plain and INDENTED.search(style))
    if tag != "div":
        return False
    drawn = bool(BORDERED.search(style)) and "padding" in style
    return (drawn or any(name in QUOTE_CLASSES for name in names)) and element.find(".//blockquote") is None


def starts_quote(names: list[str]) -> bool:
    """Tell the mark that Outlook puts above everything it quotes."""
    return any(name in STARTS for name in names)


def role_of(names: list[str], inherited: Role) -> Role:
    """Return the role that an element's names give its text."""
    if any(name in ATTRIBUTIONS for name in names):
        return "attribution"
    if any(name.startswith(SIGNATURES) for name in names) and not inherited:
        return "signature"
    return inherited


def is_coloured(element: html.HtmlElement, inherited: bool) -> bool:
    """Tell text in a colour of its own from black and grey text."""
    found = COLOUR.search(_style(element))
    named = found[1] if found else element.get("color", "").casefold() if element.tag == "font" else None
    return inherited if named is None else _is_colour("".join(named.split()))


def _is_colour(name: str) -> bool:
    if name in USUAL_COLOURS:
        return False
    parts = _rgb(name)
    return not parts or max(parts) - min(parts) > GREYEST


def _rgb(name: str) -> list[int]:
    found = RGB.match(name)
    if found:
        return [int(part) for part in found.groups()]
    hexed = HEX.fullmatch(name)
    if not hexed:
        return []
    digits = hexed[1] if len(hexed[1]) == 6 else "".join(digit * 2 for digit in hexed[1])
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def _style(element: html.HtmlElement) -> str:
    return str(element.get("style", ""))[:LONGEST_STYLE].casefold()
