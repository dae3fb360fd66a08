"""What the .proto files say about each message, field and enum value."""

from collections.abc import Iterator
from typing import TypeAlias

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)

Steps: TypeAlias = tuple[int, ...]
"""Field numbers and positions from the file down, as protoc's source info has them."""

FILE_MESSAGES = FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
FILE_ENUMS = FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER
FIELDS = DescriptorProto.FIELD_FIELD_NUMBER
MESSAGES = DescriptorProto.NESTED_TYPE_FIELD_NUMBER
ENUMS = DescriptorProto.ENUM_TYPE_FIELD_NUMBER
VALUES = EnumDescriptorProto.VALUE_FIELD_NUMBER


def comments(files: FileDescriptorSet) -> dict[str, str]:
    """Comments by full name, each as one line; the files must carry source info."""
    found: dict[str, str] = {}
    for file in files.file:
        said = {
            tuple(place.path): " ".join(place.leading_comments.split())
            for place in file.source_code_info.location
        }
        found |= {name: said.get(path, "") for path, name in _names_in(file)}
    return found


def _names_in(file: FileDescriptorProto) -> Iterator[tuple[Steps, str]]:
    for index, message in enumerate(file.message_type):
        yield from _names_of(message, (FILE_MESSAGES, index), file.package)
    for index, enum in enumerate(file.enum_type):
        yield from _values_of(enum, (FILE_ENUMS, index), file.package)


def _names_of(message: DescriptorProto, at: Steps, scope: str) -> Iterator[tuple[Steps, str]]:
    name = f"{scope}.{message.name}"
    yield at, name
    for index, field in enumerate(message.field):
        yield (*at, FIELDS, index), f"{name}.{field.name}"
    for index, inner in enumerate(message.nested_type):
        yield from _names_of(inner, (*at, MESSAGES, index), name)
    for index, enum in enumerate(message.enum_type):
        yield from _values_of(enum, (*at, ENUMS, index), name)


def _values_of(enum: EnumDescriptorProto, at: Steps, scope: str) -> Iterator[tuple[Steps, str]]:
    name = f"{scope}.{enum.name}"
    yield at, name
    for index, value in enumerate(enum.value):
        yield (*at, VALUES, index), f"{name}.{value.name}"
