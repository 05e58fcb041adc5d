"""Bounces: how many of a folder of real ones are recognised, and how many labelled letters of people pass for one.

python -m benchmarks.bounces FOLDER [--not NAME ...]

FOLDER holds mails, one a .txt file, all of them bounces but those named by --not. Public collections serve, such as the
test data of flufl.bounce's source package; they are not ours to copy here.
"""

import argparse
from pathlib import Path

from benchmarks.labelled import HELD_OUT, labelled
from parsing.letter import read_letter
from tests.letters import OPEN

RETURNED = b"Delivered-To: plan+verp-aaaaaaaa-bbbbbbbb-cccccccccccccccc@milepost.example\r\n"
"""How our own mails' bounces arrive, and out-of-office notes too: at the return address (VERP)."""


def kind(raw: bytes) -> str:
    return getattr(read_letter(raw), "kind", "")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--not", nargs="*", default=(), dest="others")
    options = parser.parse_args()
    files = [path for path in sorted(options.folder.glob("*.txt")) if path.name not in options.others]
    for name, head in (("as they are", b""), ("at our return address", RETURNED)):
        missed = [path.name for path in files if kind(head + path.read_bytes()) != "bounce"]
        print(f"{len(files)} bounces {name}: {1 - len(missed) / len(files):.3f} recognised; missed {missed}")
    others = [one for part in (*OPEN, HELD_OUT) for one in labelled(part) if one.gold["kind"] != "bounce"]
    alarms = [one.id for one in others if kind(one.raw) == "bounce"]
    print(f"{len(others)} other letters: {len(alarms) / len(others):.4f} taken for bounces {alarms[:10]}")
    away = [one for one in others if one.gold["kind"] == "auto-reply"]
    alarms = [one.id for one in away if kind(RETURNED + one.raw) == "bounce"]
    print(f"{len(away)} absences at our return address: {len(alarms)} taken for bounces {alarms[:10]}")


if __name__ == "__main__":
    main()
