"""What this version does not honour yet: one table, from which features delete lines.

Nothing is ever silently ignored (03): a request that sets something of the
table, or a field that this version has never heard of, is refused with its path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.unknown_fields import UnknownFieldSet

from server.violations import Bounded

PACKAGE = "allotment.v1"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message; `same` are values that ask for nothing but what is done anyway."""

    message: str
    name: str
    same: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an enum."""

    enum: str
    name: str


@dataclass(frozen=True, slots=True)
class Rpc:
    """A method of a service."""

    service: str
    name: str


TABLE: tuple[Field | Value | Rpc, ...] = (
    # Questions
    Field("ExplainRequest", "batch_id"),
    # The request
    Field("AssignRequest", "policy_id"),
    Value("RowErrors", "ROW_ERRORS_SET_ASIDE"),
    # Agents
    Field("ActiveCase", "queue_id"),
    Field("Presence", "read_time"),
)


@dataclass(frozen=True, slots=True)
class Unhonoured:
    """Something set that is not honoured; `value` names an enum value, else it is empty."""

    path: str
    value: str = ""

    @property
    def message(self) -> str:
        """What is wrong, and the way out."""
        if self.value:
            return f"{self.value} is not honoured by this version yet. Maybe leave it unset."
        return "This field is not honoured by this version yet. Maybe leave it unset."


def find_unhonoured(message: Message, at: str = "") -> Bounded[Unhonoured]:
    """All that is set in the message and not honoured, in its order; `at` is its own path."""
    found: Bounded[Unhonoured] = Bounded()
    _Walk(found, has_unknown_fields(message)).enter(message, at)
    return found


def has_unknown_fields(message: Message) -> bool:
    """True if this version has never heard of something in the message, however deep."""
    known = type(message)()
    known.CopyFrom(message)
    known.DiscardUnknownFields()
    return known.ByteSize() != message.ByteSize()


def find_unknown(message: Message, at: str, found: Bounded[Unhonoured]) -> None:
    """Adds fields of the message itself that this version has never heard of."""
    unknown = UnknownFieldSet(message)
    for index in range(len(unknown)):
        found.append(Unhonoured(_join(at, f"(field {unknown[index].field_number})")))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through a message. unknown: there may be fields that nobody has heard of."""

    found: Bounded[Unhonoured]
    unknown: bool

    def enter(self, message: Message, at: str) -> None:
        """Looks at whatever is set in the message."""
        if self.unknown:
            find_unknown(message, at, self.found)
        for name, has_presence, step in _steps(message.DESCRIPTOR, unknown=self.unknown):
            value = getattr(message, name)
            if message.HasField(name) if has_presence else value:
                step.look(value, _join(at, name), self)


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


@dataclass(frozen=True, slots=True)
class _Refuse:
    """The field is not honoured, unless it says what is done anyway."""

    same: tuple[object, ...]

    def look(self, value: object, path: str, walk: _Walk) -> None:
        if value not in self.same:
            walk.found.append(Unhonoured(path))


@dataclass(frozen=True, slots=True)
class _RefuseValues:
    """Some values of the enum are not honoured."""

    names: Mapping[int, str]

    def look(self, value: int, path: str, walk: _Walk) -> None:
        if value in self.names:
            walk.found.append(Unhonoured(path, self.names[value]))


@dataclass(frozen=True, slots=True)
class _Enter:
    """Something inside the message may not be honoured."""

    def look(self, value: Message, path: str, walk: _Walk) -> None:
        walk.enter(value, path)


@dataclass(frozen=True, slots=True)
class _EnterRows:
    """Something inside the rows may not be honoured."""

    def look(self, value: list[Message], path: str, walk: _Walk) -> None:
        for index, row in enumerate(value):
            walk.enter(row, f"{path}[{index}]")


_Step = _Refuse | _RefuseValues | _Enter | _EnterRows


@cache
def _steps(descriptor: Descriptor, *, unknown: bool) -> tuple[tuple[str, bool, _Step], ...]:
    """The fields of a message that need a look, by number; packed lists and texts never do.

    Each with its name, and whether it knows if it is set; the others are, unless they are empty.
    unknown: all messages inside need one, else those alone that lead to something of the table.
    """
    steps = [
        (field.name, field.has_presence, _step(field))
        for field in sorted(descriptor.fields, key=lambda field: field.number)
        if unknown or any(_is_refused(each) for each in _within(field))
    ]
    return tuple((name, has, step) for name, has, step in steps if step is not None)


def _within(field: FieldDescriptor) -> set[FieldDescriptor]:
    """The field, and all fields of messages of ours inside it, however deep."""
    found, ahead = set[FieldDescriptor](), [field]
    while ahead:
        field = ahead.pop()
        message = _message(field)
        if field not in found and message is not None:
            ahead.extend(message.fields)
        found.add(field)
    return found


def _message(field: FieldDescriptor) -> Descriptor | None:
    """Of its values, where those are messages of this contract."""
    message = field.message_type
    return message if message is not None and message.file.package == PACKAGE else None


def _is_refused(field: FieldDescriptor) -> bool:
    """The field is in the table, or values of it."""
    is_listed = field.full_name in _FIELDS
    return is_listed or (field.enum_type is not None and bool(_refused_values(field.enum_type)))


def _step(field: FieldDescriptor) -> _Step | None:
    entry = _FIELDS.get(field.full_name)
    if entry is not None:
        return _Refuse(entry.same)
    if field.enum_type is not None:
        names = _refused_values(field.enum_type)
        return _RefuseValues(names) if names else None
    if _message(field) is None:
        return None
    return _EnterRows() if field.is_repeated else _Enter()


def _refused_values(enum: EnumDescriptor) -> dict[int, str]:
    refused = {
        f"{PACKAGE}.{entry.enum}.{entry.name}" for entry in TABLE if isinstance(entry, Value)
    }
    return {
        value.number: value.name
        for value in enum.values
        if f"{enum.full_name}.{value.name}" in refused
    }


_FIELDS = {
    f"{PACKAGE}.{entry.message}.{entry.name}": entry for entry in TABLE if isinstance(entry, Field)
}
