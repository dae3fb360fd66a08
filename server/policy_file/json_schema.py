"""The JSON Schema of a message: its proto-JSON form with field names as in the .proto (K1).

Narrower than the reader, which takes camelCase and numbers in quotes as well.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

Schema: TypeAlias = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: Mapping[int, Schema] = {
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number"},
    FieldDescriptor.TYPE_INT32: {
        "type": "integer",
        "minimum": -(2**31),
        "maximum": 2**31 - 1,
    },
}
WELL_KNOWN: Mapping[str, Schema] = {
    "google.protobuf.Duration": {
        "type": "string",
        "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$",
        "examples": ["28800s"],
    },
    "google.protobuf.Timestamp": {
        "type": "string",
        "format": "date-time",
        "examples": ["2026-03-14T09:00:00Z"],
    },
}


def json_schema(message: Descriptor, comments: Mapping[str, str]) -> Schema:
    """The schema of a message and of all that it is made of; `comments` by full name."""
    inside = sorted(set(_types_below(message, set())) - {message}, key=_name)
    return {
        "$schema": DIALECT,
        "title": message.name,
        **_message(message, comments),
        "$defs": {_name(each): _definition(each, comments) for each in inside},
    }


def _types_below(
    message: Descriptor, seen: set[Descriptor]
) -> Iterator[Descriptor | EnumDescriptor]:
    """The message and all types of its fields, each once and none of them well known."""
    if message in seen:
        return
    seen.add(message)
    yield message
    for field in message.fields:
        if field.enum_type is not None:
            yield field.enum_type
        elif field.message_type is not None and field.message_type.full_name not in WELL_KNOWN:
            yield from _types_below(field.message_type, seen)


def _name(kind: Descriptor | EnumDescriptor) -> str:
    """The name without its package, such as `Queue.When`."""
    return kind.full_name.removeprefix(f"{kind.file.package}.")


def _definition(kind: Descriptor | EnumDescriptor, comments: Mapping[str, str]) -> Schema:
    return _enum(kind, comments) if isinstance(kind, EnumDescriptor) else _message(kind, comments)


def _message(message: Descriptor, comments: Mapping[str, str]) -> Schema:
    said = {field.name: comments[field.full_name] for field in message.fields}
    schema: Schema = {
        "description": comments[message.full_name],
        "type": "object",
        "properties": {
            field.name: {"description": said[field.name], **_field(field)}
            for field in message.fields
        },
        "additionalProperties": False,
    }
    required = [name for name, text in said.items() if is_required(text)]
    return schema | {"required": required} if required else schema


def is_required(comment: str) -> bool:
    """True where a field is required whatever the others are."""
    return "Required" in comment and "Required with" not in comment


def _enum(enum: EnumDescriptor, comments: Mapping[str, str]) -> Schema:
    return {
        "description": comments[enum.full_name],
        "oneOf": [
            {"const": value.name, "description": comments[f"{enum.full_name}.{value.name}"]}
            for value in enum.values
            if value.number
        ],
    }


def _field(field: FieldDescriptor) -> Schema:
    one = _value(field)
    return {"type": "array", "items": one} if field.is_repeated else one


def _value(field: FieldDescriptor) -> Schema:
    if field.enum_type is not None:
        return {"$ref": f"#/$defs/{_name(field.enum_type)}"}
    if field.message_type is None:
        return SCALARS[field.type]
    if field.message_type.full_name in WELL_KNOWN:
        return WELL_KNOWN[field.message_type.full_name]
    return {"$ref": f"#/$defs/{_name(field.message_type)}"}
