"""Tracked changes as Word writes them, in every nesting, built piece by piece."""

import random
from collections.abc import Callable

from lxml import etree

from tests.documents.making import NS

INS = '<w:ins w:id="9001" w:author="Pat Buyer" w:date="2026-03-11T09:00:00Z">{}</w:ins>'
DEL = '<w:del w:id="9002" w:author="Pat Buyer" w:date="2026-03-11T09:00:00Z">{}</w:del>'
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
GONE = '<w:r><w:delText xml:space="preserve">{}</w:delText></w:r>'
MARK_GONE = "<w:pPr><w:rPr><w:del w:id='1' w:author='P' w:date='2026-03-11T09:00:00Z'/></w:rPr></w:pPr>"
MC = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
WHEN = "w:author='P' w:date='2026-03-11T09:00:00Z'"
BEGIN, SEPARATE, END = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end"))
CODE = "<w:r><w:instrText xml:space='preserve'> HYPERLINK \\l x </w:instrText></w:r>"


def run(text: str) -> str:
    return RUN.format(text)


def ins(text: str) -> str:
    return INS.format(run(text))


def gone(text: str) -> str:
    return DEL.format(GONE.format(text))


def control(inner: str, kind: str = "<w:date/>") -> str:
    return f"<w:sdt><w:sdtPr><w:tag w:val='mp:M3:due'/>{kind}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


NESTINGS = (
    f"<w:p>{run('Mar ')}{gone('13')}{ins('20')}{run(', 2026')}</w:p>",
    f"<w:p>{INS.format(DEL.format(GONE.format('Apr 1')) + run('Mar 20, 2026'))}</w:p>",
    f"<w:p>{control(gone('Mar 13, 2026') + ins('Mar 20'))}{ins(', 2026')}</w:p>",
    f"<w:p>{MARK_GONE}{ins('Mar 20')}</w:p><w:p>{ins(', 2026')}</w:p>",
    f"<w:p>{MARK_GONE}{gone('Mar 13, 2026')}</w:p><w:p>{ins('Mar 20, 2026')}</w:p>",
    f"<w:p><w:moveFrom w:id='3' {WHEN}>{run('Mar 13, 2026')}</w:moveFrom>"
    f"<w:moveTo w:id='4' {WHEN}>{run('Mar 20, 2026')}</w:moveTo></w:p>",
    f"<w:p><w:smartTag w:element='date'>{run('Mar 20,')}</w:smartTag>{run(' 2026')}</w:p>",
    f"<w:p>{BEGIN}{CODE}{SEPARATE}{run('Mar 20, 2026')}{END}</w:p>",
    f"<w:p><w:fldSimple w:instr='DATE'>{run('Mar 20, 2026')}</w:fldSimple></w:p>",
    f"<w:p><w:hyperlink w:anchor='x'>{gone('Mar 13')}{ins('Mar 20')}</w:hyperlink>{run(', 2026')}</w:p>",
    f"<w:p>{run('Mar 20, 2026')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>",
    control(f"<w:p>{run('Mar 20, 2026')}</w:p>"),
    f"<w:customXml w:element='x'><w:p>{run('Mar 20, 2026')}</w:p></w:customXml>",
    f"<w:p><mc:AlternateContent {MC}><mc:Choice Requires='w'>{run('Mar 20, 2026')}</mc:Choice>"
    f"<mc:Fallback>{run('Mar 20, 2026')}</mc:Fallback></mc:AlternateContent></w:p>",
    f"<w:p>{INS.format(control(run('Mar 20, 2026')))}</w:p>",
)
"""Cells that all read "Mar 20, 2026" once every change is accepted."""

PIECES: dict[str, Callable[[str, str], str]] = {
    "plain": lambda new, old: run(new),
    "inserted": lambda new, old: ins(new),
    "replaced": lambda new, old: gone(old) + ins(new),
    "deleted": lambda new, old: gone(old),
    "deleted in an insertion": lambda new, old: INS.format(DEL.format(GONE.format(old)) + run(new)),
    "moved away": lambda new, old: f"<w:moveFrom w:id='3' {WHEN}>{run(old)}</w:moveFrom>",
    "moved here": lambda new, old: f"<w:moveTo w:id='4' {WHEN}>{run(new)}</w:moveTo>",
    "control": lambda new, old: control(run(new)),
    "control with a replacement": lambda new, old: control(gone(old) + ins(new)),
    "control with a drop-down": lambda new, old: control(gone(old) + ins(new), "<w:comboBox/>"),
    "inserted control": lambda new, old: INS.format(control(run(new))),
    "link with a replacement": lambda new, old: f"<w:hyperlink w:anchor='x'>{gone(old)}{ins(new)}</w:hyperlink>",
    "field with a replacement": lambda new, old: f"{BEGIN}{CODE}{SEPARATE}{gone(old)}{ins(new)}{END}",
    "smart tag": lambda new, old: f"<w:smartTag w:element='date'>{run(new)}</w:smartTag>",
    "reformatted": lambda new, old: (
        f"<w:r><w:rPr><w:b/><w:rPrChange w:id='8' {WHEN}><w:rPr/></w:rPrChange></w:rPr><w:t>{new}</w:t></w:r>"
    ),
    "bookmarked": lambda new, old: f"<w:bookmarkStart w:id='70' w:name='b'/>{ins(new)}<w:bookmarkEnd w:id='70'/>",
    "in two runs": lambda new, old: run(new[:2]) + ins(new[2:]) + gone(old),
    "with a comment": lambda new, old: f"<w:commentRangeStart w:id='0'/>{ins(new)}<w:commentRangeEnd w:id='0'/>",
}


def cells(number: int, seed: int) -> list[tuple[str, str]]:
    """Return cells as (names of the pieces, XML), each of one to four pieces in one or two paragraphs."""
    chance = random.Random(seed)
    made = []
    for at in range(number):
        names = chance.choices(list(PIECES), k=chance.randint(1, 4))
        words = [PIECES[name](f"n{at}w{nth}", f"o{at}w{nth}") for nth, name in enumerate(names)]
        cut = chance.randint(0, len(words))
        joined = MARK_GONE if chance.random() < 0.4 else ""
        made.append((", ".join(names), f"<w:p>{joined}{''.join(words[:cut])}</w:p><w:p>{''.join(words[cut:])}</w:p>"))
    return made


def table(number: int, seed: int) -> tuple[list[str], str]:
    """Return the cells' pieces, and a body with a table of these cells, some rows put in or taken out."""
    made = cells(number, seed)
    body, names = [], []
    for at in range(0, len(made), 4):
        kind = ("", "", "ins", "")[at // 4 % 4]
        properties = f"<w:trPr><w:{kind} w:id='{at}' {WHEN}/></w:trPr>" if kind else ""
        row = made[at : at + 4]
        names += [name for name, _ in row]
        body.append(f"<w:tr>{properties}{''.join(f'<w:tc><w:tcPr/>{xml}</w:tc>' for _, xml in row)}</w:tr>")
    grid = "<w:tblGrid>" + "<w:gridCol w:w='2000'/>" * 4 + "</w:tblGrid>"
    inner = f"<w:tbl><w:tblPr/>{grid}{''.join(body)}</w:tbl><w:p/>"
    document = f"<w:document {NS}><w:body>{inner}</w:body></w:document>"
    etree.fromstring(document)
    return names, document
