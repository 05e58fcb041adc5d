"""The 120 practices of docs/requirements.md, each with the tests that prove it: `python -m tests.practices`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
ROW = re.compile(r"^\|(\d+)\|([^|]+)\|")


def practices(text: str) -> dict[int, str]:
    """Return the practices by number."""
    return {int(match[1]): match[2].strip() for line in text.splitlines() if (match := ROW.match(line))}


def _numbers(node: ast.AST) -> set[int]:
    calls = (n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    arguments = (argument for call in calls if call.func.attr == "practice" for argument in call.args)  # type: ignore[attr-defined]
    return {a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, int)}


def marked(source: str) -> Iterator[tuple[int, str]]:
    """Yield (practice, test) for every marked test of a module; marks of a class or the module count for all in it."""
    tree = ast.parse(source)
    whole = set().union(*(_numbers(node) for node in tree.body if isinstance(node, ast.Assign)), set[int]())
    yield from _marked(tree.body, whole)


def _marked(body: list[ast.stmt], around: set[int]) -> Iterator[tuple[int, str]]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        numbers = around.union(*(_numbers(decorator) for decorator in node.decorator_list), set[int]())
        if isinstance(node, ast.ClassDef):
            yield from _marked(node.body, numbers)
        elif node.name.startswith("test"):
            yield from ((number, node.name) for number in numbers)


def proofs(folder: Path) -> dict[int, list[str]]:
    """Return the tests of a folder by the practice that they prove."""
    found: dict[int, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for number, name in marked(path.read_text(encoding="utf-8")):
            found.setdefault(number, []).append(f"{path.relative_to(folder)}::{name}")
    return found


def main() -> int:
    rows = practices((TESTS.parent / "docs" / "requirements.md").read_text(encoding="utf-8"))
    found = proofs(TESTS)
    for number, words in rows.items():
        print(f"R{number:<4} {words}")
        for test in found.get(number, ["-"]):
            print(f"      {test}")
    without = [number for number in rows if number not in found]
    print(f"\n{len(rows) - len(without)} of {len(rows)} practices are proved by a test; {len(without)} have none yet.")
    if unknown := sorted(set(found) - set(rows)):
        print(f"Marked, but no such row: {', '.join(map(str, unknown))}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
