"""JSON and YAML text: read strictly, no key twice, and with lines for what is wrong.

YAML as of version 1.2: only `true`, `false`, `null` and numbers are no text, so
that `on`, `NO` and `08:30` stay what they look like.
"""

import json
import re
from collections.abc import Hashable, Sequence

import yaml

from server.translate.proto_json import Place

_RESOLVED: Sequence[tuple[str, str, str]] = (
    ("tag:yaml.org,2002:null", r"~|null|", "~n"),
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?",
        "-+0123456789",
    ),
)


class RepeatedKeyError(ValueError):
    """A key that comes twice in one mapping."""


class _Loader(yaml.CSafeLoader):
    """Reads YAML 1.2 without its rarer forms; refuses keys that come twice."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - yaml's own way to start afresh

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                raise RepeatedKeyError(f"line {line}: {name!r} is there twice. Maybe a copy.")
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


class _Dumper(yaml.CSafeDumper):
    """Quotes what this reader or one of YAML 1.1 would take for something else than text."""


for _tag, _pattern, _first in _RESOLVED:
    for _kind in (_Loader, _Dumper):
        _kind.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), [*_first])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def read_yaml(text: str) -> object:
    """The value of a YAML text; raises YAMLError or RepeatedKeyError."""
    value: object = yaml.load(text, Loader=_Loader)
    return value


def write_yaml(value: object) -> str:
    """The value as YAML, in its own order."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    return text


def read_json(text: str) -> object:
    """The value of a JSON text; raises JSONDecodeError or RepeatedKeyError."""
    value: object = json.loads(text, object_pairs_hook=_once)
    return value


def write_json(value: object) -> str:
    """The value as JSON, in its own order."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise RepeatedKeyError(f"{key!r} is there twice. Maybe a copy.")
        result[key] = value
    return result


def lines_of(text: str, places: Sequence[Place]) -> list[int | None]:
    """The line of each place in a JSON or YAML text, from 1; None where it cannot be told."""
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        root = None
    return [_line(root, place) for place in places]


def _line(node: yaml.Node | None, place: Place) -> int | None:
    line = None
    for step in place:
        node, found = _enter(node, step)
        line = line if found is None else found
    return line


def _enter(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, int | None]:
    """The node behind one step, and the line where it stands."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None, None
