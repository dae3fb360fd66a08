"""Messages of which only the outside is read: what is inside stays bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto

BYTES = FieldDescriptorProto.TYPE_BYTES
TEXT = FieldDescriptorProto.TYPE_STRING
MESSAGE = FieldDescriptorProto.TYPE_MESSAGE
REPEATED = FieldDescriptorProto.LABEL_REPEATED


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an outside class, with the number that it has in the real message."""

    name: str
    kind: FieldDescriptorProto.Type.ValueType
    label: FieldDescriptorProto.Label.ValueType = FieldDescriptorProto.LABEL_OPTIONAL
    explicit: bool = False
    """Set and empty differ, as they do for messages."""


def outside_class(message: Descriptor, fields: Iterable[Field], prefix: str = "Outside") -> Any:
    """A message class with the same field numbers as a message, but only some fields.

    prefix: of its name, another one for every class of the same message.
    """
    name = f"{prefix}{message.name}"
    file = FileDescriptorProto(name=f"allotment/server/{name}.proto", syntax="proto3")
    file.package = "allotment.server"
    file.dependency.append(message.file.name)
    outside = file.message_type.add(name=name)
    for wanted in fields:
        there = message.fields_by_name[wanted.name]
        field = outside.field.add(
            name=wanted.name, number=there.number, type=wanted.kind, label=wanted.label
        )
        if wanted.explicit:
            field.proto3_optional = True
            field.oneof_index = len(outside.oneof_decl)
            outside.oneof_decl.add(name=f"_{wanted.name}")
        if wanted.kind == FieldDescriptorProto.TYPE_MESSAGE and there.message_type is not None:
            field.type_name = f".{there.message_type.full_name}"
    pool = descriptor_pool.Default()
    built = pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(built.message_types_by_name[name])
