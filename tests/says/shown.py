"""Mails as Chromium shows them: measured on a telephone and in the dark, and photographed for the documentation.

`python -m tests.says.shown` takes the pictures of docs/pictures anew.
"""

import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from plans.notice import NoticeKind
from templates.notice.sample import KINDS
from tests.documents.making import example
from tests.says.notices import said

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TAKEN: tuple[tuple[NoticeKind, int, bool], ...] = (("status", 360, False), ("escalation", 360, False))
"""What is photographed by itself: the kind, the width in pixels, and whether in the dark."""
TALLEST = 2400
SHEETS = PICTURES / "notices"
WIDTHS = {360: 5, 800: 4}
"""The widths at which every kind is photographed, and how many mails stand side by side on that sheet."""
GAP, HEAD, COLOURS = 24, 24, 128
NEUTRAL = "background:#8a8f98;font:15px sans-serif"
MEASURE = """
const look = page => { const seen = [];
const lightness = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
  .map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = element => { for (let e = element; e; e = e.parentElement) {
  const colour = e.ownerDocument.defaultView.getComputedStyle(e).backgroundColor;
  if (!/, 0\\)$/.test(colour)) return colour; } return 'rgb(255, 255, 255)'; };
for (const element of page.body.querySelectorAll('*')) {
  const words = [...element.childNodes].filter(n => n.nodeType == 3).map(n => n.data.trim()).join(' ').trim();
  if (!words) continue;
  const one = lightness(page.defaultView.getComputedStyle(element).color), two = lightness(behind(element));
  seen.push([(Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05), words.slice(0, 40)]);
}
const buttons = [...page.querySelectorAll('a.button')].map(b => b.getBoundingClientRect().height);
const width = page.documentElement.scrollWidth, height = page.querySelector('table.page').offsetHeight;
return {width, height, seen, buttons}; };
document.querySelector('pre').textContent =
  JSON.stringify([...document.querySelectorAll('iframe')].map(frame => look(frame.contentDocument)));
"""


def measured(mails: Sequence[str], width: int, dark: bool = False) -> list[dict[str, Any]]:
    """Return what Chromium makes of mails at a width: each one's size, its words' contrast, its buttons' heights."""
    frames = "".join(_frame(mail, width, TALLEST) for mail in mails)
    page = f"{_page(frames)}<pre></pre><script>onload = () => {{ {MEASURE} }}</script>"
    dom = _run(page, dark, "--virtual-time-budget=4000", "--dump-dom")
    found = re.search(r"<pre>(\[.*\])</pre>", dom, re.DOTALL)
    assert found is not None, dom[-500:]
    return list(json.loads(html.unescape(found[1])))


def photograph(mail: str, width: int, dark: bool, path: Path) -> None:
    """Write a picture of a mail, as high as the mail is, in few colours."""
    [shown] = measured([mail], width, dark)
    height = min(shown["height"], TALLEST)
    _shoot(_page(_frame(mail, width, height)), dark, width, height, path)


def sheet(mails: Mapping[str, str], width: int, dark: bool, columns: int, path: Path) -> None:
    """Write one picture of many mails, each under its name in the column that is shortest so far."""
    heights = [min(shown["height"], TALLEST) for shown in measured(list(mails.values()), width, dark)]
    filled, placed = [GAP] * columns, []
    for (name, mail), height in zip(mails.items(), heights, strict=True):
        column = filled.index(min(filled))
        place = f"position:absolute;left:{GAP + column * (width + GAP)}px;top:{filled[column]}px"
        placed.append(f'<div style="{place}"><b>{name}</b><br>{_frame(mail, width, height)}</div>')
        filled[column] += HEAD + height + GAP
    _shoot(_page("".join(placed), NEUTRAL), dark, GAP + columns * (width + GAP), max(filled), path)


def _shoot(page: str, dark: bool, width: int, height: int, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        _run(page, dark, f"--screenshot={shot}", f"--window-size={max(width, 500)},{height}")
        with Image.open(shot) as picture:
            few = picture.convert("RGB").crop((0, 0, width, height)).quantize(COLOURS)
            few.save(path, optimize=True)


def _frame(mail: str, width: int, height: int) -> str:
    """Return a frame with the mail: a window of Chromium's is never as narrow as a telephone."""
    return f'<iframe srcdoc="{html.escape(mail)}" style="border:0;width:{width}px;height:{height}px"></iframe>'


def _page(frames: str, style: str = "") -> str:
    return f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0;{style}">{frames}'


def _run(page: str, dark: bool, *wanted: str) -> str:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *scheme, *wanted]
        command += [f"--user-data-dir={folder}/profile", source.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def main() -> None:
    """Take the pictures of the documentation anew."""
    PICTURES.mkdir(exist_ok=True)
    for kind, width, dark in TAKEN:
        name = f"notice-{kind}-{width}{'-dark' if dark else ''}.png"
        photograph(said(kind, example("us-saas")).html, width, dark, PICTURES / name)
    SHEETS.mkdir(exist_ok=True)
    mails: dict[str, str] = {kind: said(kind, example("us-saas")).html for kind in KINDS}
    for width, columns in WIDTHS.items():
        for dark in (False, True):
            sheet(mails, width, dark, columns, SHEETS / f"{width}-{'dark' if dark else 'light'}.png")


if __name__ == "__main__":
    main()
