"""Mails as Chromium shows them: measured on a telephone and in the dark, and photographed for the documentation.

`python -m tests.says.shown` takes the pictures of docs/pictures anew.
"""

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from plans.notice import NoticeKind
from tests.documents.making import example
from tests.says.notices import said

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TAKEN: tuple[tuple[NoticeKind, int, bool], ...] = (
    ("status", 360, False), ("status", 800, True), ("acknowledgement", 360, True), ("escalation", 360, False),
    ("question", 800, False),
)  # fmt: skip
"""What is photographed: the kind, the width in pixels, and whether in the dark."""
TALLEST = 2400
MEASURE = """
const page = document.querySelector('iframe').contentDocument, seen = [];
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
document.querySelector('pre').textContent = JSON.stringify({width, height, seen, buttons});
"""


def measured(mail: str, width: int, dark: bool = False) -> dict[str, Any]:
    """Return what Chromium makes of a mail at a width: its size, the contrast of its words, its buttons' heights."""
    page = _framed(mail, width) + f"<pre></pre><script>onload = () => {{ {MEASURE} }}</script>"
    dom = _run(page, dark, "--virtual-time-budget=2000", "--dump-dom")
    found = re.search(r"<pre>(\{.*\})</pre>", dom, re.DOTALL)
    assert found is not None, dom[-500:]
    return dict(json.loads(html.unescape(found[1])))


def photograph(mail: str, width: int, dark: bool, path: Path) -> None:
    """Write a picture of a mail, as high as the mail is, in few colours."""
    height = min(measured(mail, width, dark)["height"], TALLEST)
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        size = f"--window-size={max(width, 500)},{height}"
        _run(_framed(mail, width, height), dark, f"--screenshot={shot}", size)
        with Image.open(shot) as picture:
            few = picture.convert("RGB").crop((0, 0, width, height)).quantize(64)
            few.save(path, optimize=True)


def _framed(mail: str, width: int, height: int = TALLEST) -> str:
    """Return a page with the mail in a frame: a window of Chromium's is never as narrow as a telephone."""
    frame = f'<iframe srcdoc="{html.escape(mail)}" style="border:0;width:{width}px;height:{height}px"></iframe>'
    return f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{frame}'


def _run(page: str, dark: bool, *wanted: str) -> str:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *scheme, *wanted]
        command += [f"--user-data-dir={folder}/profile", source.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def main() -> None:
    """Take the pictures of the documentation anew."""
    PICTURES.mkdir(exist_ok=True)
    for kind, width, dark in TAKEN:
        name = f"notice-{kind}-{width}{'-dark' if dark else ''}.png"
        photograph(said(kind, example("us-saas")).html, width, dark, PICTURES / name)


if __name__ == "__main__":
    main()
