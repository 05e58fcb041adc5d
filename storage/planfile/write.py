"""Writing gives a plan back as the file that loads into it again, in the order and look of the examples."""

import io
import re
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from plans.plan import Action, External, Milestone, Plan
from storage.planfile.shape import RENAMED

ORDER: tuple[str, ...] = (
    "slug", "title", "plan_name", "follows", "status", "version", "as_of", "language", "timezone", "locale", "deal",
    "buyer", "seller", "people", "goals", "events", "readiness", "vocabulary", "externals", "milestones",
    "communication",
)  # fmt: skip
BLOCK = frozenset({"milestones"})
"""Lists whose entries are written over several lines; every other entry stands on one."""
ALWAYS: dict[type, frozenset[str]] = {
    Plan: frozenset({"version", "language"}),
    Milestone: frozenset({"deadline", "status"}),
    Action: frozenset({"status"}),
    External: frozenset({"status"}),
}
"""Written although they say what would hold anyway: people look for them."""


BARE = re.compile(r"[^\W\d_](?:[\w .@/&()'+-]*[\w.)])?")
"""Text that needs no quotes anywhere in YAML; what only looks like a date or a truth is quoted by the writer itself."""
OLD_TRUTHS = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Truth values of YAML 1.1: quoted, so that other programs too read Norway's NO as text."""


def dumps(plan: Plan) -> str:
    """Return the plan file's text; what says nothing is left out."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_mapping(plan, flow=False), stream)
    return stream.getvalue()


def _mapping(thing: Any, flow: bool) -> Any:
    from ruamel.yaml.comments import CommentedMap

    mapping = CommentedMap()
    ordered = sorted(fields(thing), key=_rank) if isinstance(thing, Plan) else fields(thing)
    for item in ordered:
        value = getattr(thing, item.name)
        if item.default is MISSING or value != item.default or item.name in ALWAYS.get(type(thing), ()):
            mapping[RENAMED.get(item.name, item.name)] = _plain(value, item.name, flow)
    if flow:
        mapping.fa.set_flow_style()
    return mapping


def _rank(item: Field[Any]) -> int:
    return ORDER.index(item.name) if item.name in ORDER else len(ORDER)


def _plain(value: Any, name: str, flow: bool) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, str):
        return _quoted(value)
    if is_dataclass(value):
        return _mapping(value, flow=name not in BLOCK)
    if isinstance(value, dict):
        mapping = CommentedMap((_quoted(key), _plain(held, name, flow)) for key, held in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, tuple):
        items = CommentedSeq(_plain(entry, name, flow) for entry in value)
        if flow or not value or not is_dataclass(value[0]):
            items.fa.set_flow_style()
        return items
    return value


def _quoted(text: str) -> str:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    bare = BARE.fullmatch(text) and text.casefold() not in OLD_TRUTHS
    return text if bare else DoubleQuotedScalarString(text)
