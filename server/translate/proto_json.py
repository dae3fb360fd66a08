"""Mistakes in the proto-JSON form of a message: all at once, each with its place.

`google.protobuf.json_format` stops at the first one; this looks at all of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias, cast

from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass

from server.violations import text_of

Place: TypeAlias = tuple[str | int, ...]
MOST_FLOAT32 = 3e38
WELL_KNOWN = "google.protobuf"
EXAMPLES: Mapping[str, str] = {
    "google.protobuf.Duration": "10800s for three hours",
    "google.protobuf.Timestamp": "2026-03-14T09:00:00Z",
}
NEEDED: Mapping[int, str] = {
    FieldDescriptor.CPPTYPE_BOOL: "true or false",
    FieldDescriptor.CPPTYPE_INT32: "a whole number of 32 bits",
    FieldDescriptor.CPPTYPE_DOUBLE: "a number",
    FieldDescriptor.CPPTYPE_FLOAT: "a number",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it is, as keys and positions, and what it is."""

    place: Place
    message: str


def path_of(place: Place) -> str:
    """The place as a field path, such as `queues[2].filter`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(parts).removeprefix(".")


def place_of(path: str) -> Place:
    """The place that a field path names."""
    steps = re.findall(r"[^.\[\]]+", path)
    return tuple(int(step) if step.isdigit() else step for step in steps)


def mistakes(descriptor: Descriptor, value: object, place: Place = ()) -> Iterator[Mistake]:
    """All mistakes of a value that ought to be the proto-JSON form of the message."""
    if not isinstance(value, dict):
        yield Mistake(place, f"{_shown(value)} must be fields of {descriptor.name}.")
        return
    known = {**descriptor.fields_by_camelcase_name, **descriptor.fields_by_name}
    given: dict[str, object] = {}
    for key, inner in value.items():
        field = known.get(key) if isinstance(key, str) else None
        if field is None:
            yield Mistake((*place, str(key)), _unknown_field(descriptor, str(key)))
            continue
        if given.setdefault(field.name, key) != key:
            yield Mistake((*place, key), f"{key} is there already as {given[field.name]}.")
        if inner is not None:
            yield from _in_field(field, inner, (*place, key))


def _unknown_field(descriptor: Descriptor, key: str) -> str:
    close = get_close_matches(key, list(descriptor.fields_by_name), n=1)
    advice = f"Maybe you meant {close[0]!r}." if close else "Maybe it belongs somewhere else."
    return f"{descriptor.name} has no field {text_of(key)!r}. {advice}"


def _in_field(field: FieldDescriptor, value: object, place: Place) -> Iterator[Mistake]:
    if not field.is_repeated:
        yield from _in_value(field, value, place)
    elif not isinstance(value, list):
        yield Mistake(place, f"{_shown(value)} must be a list. Maybe write it in [ ].")
    else:
        for index, inner in enumerate(value):
            yield from _in_value(field, inner, (*place, index))


def _in_value(field: FieldDescriptor, value: object, place: Place) -> Iterator[Mistake]:
    message = field.message_type
    if message is not None and message.file.package != WELL_KNOWN:
        yield from mistakes(message, value, place)
        return
    wrong = _wrong_leaf(field, value)
    if wrong:
        yield Mistake(place, wrong)


def _wrong_leaf(field: FieldDescriptor, value: object) -> str:
    """What is wrong with a value that has no fields of its own; empty if nothing."""
    if field.enum_type is not None:
        return _wrong_name(field.enum_type, value)
    if field.type == FieldDescriptor.TYPE_STRING:
        if isinstance(value, str):
            return ""
        return f"{_shown(value)} must be text. Maybe put it in quotes."
    if _is_plainly_right(field, value) or field.containing_type is None:
        return ""
    try:
        whole = GetMessageClass(field.containing_type)()
        json_format.ParseDict({field.name: [value] if field.is_repeated else value}, whole)
    except (json_format.ParseError, TypeError, ValueError):
        return _sentence(field, value)
    return ""


def _is_plainly_right(field: FieldDescriptor, value: object) -> bool:
    """True for ordinary numbers and truth values: lists of them may be long."""
    if field.type in (FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT):
        return type(value) in (int, float) and abs(cast(float, value)) <= MOST_FLOAT32
    if field.type == FieldDescriptor.TYPE_INT32:
        return type(value) is int and abs(value) < 2**31
    return field.type == FieldDescriptor.TYPE_BOOL and isinstance(value, bool)


def _wrong_name(enum: EnumDescriptor, value: object) -> str:
    if isinstance(value, str) and value in enum.values_by_name:
        return ""
    names = [each.name for each in enum.values if each.number]
    alike = [name for name in names if name.endswith(f"_{str(value).upper()}")]
    close = alike or get_close_matches(str(value), names, n=1) or [", ".join(names)]
    return f"{_shown(value)} is no {enum.name}. Maybe {close[0]}."


def _sentence(field: FieldDescriptor, value: object) -> str:
    if field.message_type is not None and field.message_type.full_name in EXAMPLES:
        kind, example = field.message_type.name, EXAMPLES[field.message_type.full_name]
        return f"{_shown(value)} is no {kind}. Maybe write {example}."
    needed = NEEDED.get(field.cpp_type, "base64 text")
    return f"{_shown(value)} must be {needed}. Maybe it belongs to another field."


def _shown(value: object) -> str:
    return text_of(repr(value)) if isinstance(value, str | int | float) else "This value"
