"""One policy, not two: the published JSON Schema says what the descriptor says (K1)."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from jsonschema import Draft202012Validator

from allotment.v1.policy_pb2 import Policy
from server.policy_file.json_schema import is_required
from tests.architecture.house import ROOT
from tests.server.translate.requests import ABSENT, FULL, edited, problems_of

PUBLISHED = ROOT / "docs/policy.schema.json"
SCHEMA: dict[str, Any] = json.loads(PUBLISHED.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_K1_the_published_schema_is_in_step_with_the_protos(tmp_path: Path) -> None:
    """After a change of the protos: make stubs."""
    fresh = tmp_path / "policy.schema.json"

    subprocess.run([ROOT / "scripts/schema.sh", fresh], check=True, cwd=ROOT)

    assert fresh.read_text("utf-8") == PUBLISHED.read_text("utf-8")


def test_K1_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def kinds(message: Descriptor) -> Iterator[Descriptor | EnumDescriptor]:
    """The message and all types of ours below it, repeats too."""
    yield message
    for field in message.fields:
        if field.enum_type is not None:
            yield field.enum_type
        elif field.message_type is not None and field.message_type.file.package == "allotment.v1":
            yield from kinds(field.message_type)


KINDS = {kind.full_name.removeprefix("allotment.v1."): kind for kind in kinds(Policy.DESCRIPTOR)}
MESSAGES = {name: kind for name, kind in KINDS.items() if isinstance(kind, Descriptor)}
ENUMS = {name: kind for name, kind in KINDS.items() if isinstance(kind, EnumDescriptor)}


def published(name: str) -> dict[str, Any]:
    """What the schema says of a message or an enum."""
    return SCHEMA if name == "Policy" else SCHEMA["$defs"][name]


def test_K1_the_schema_has_every_type_and_no_other() -> None:
    assert set(SCHEMA["$defs"]) == set(KINDS) - {"Policy"}


@pytest.mark.parametrize("name", MESSAGES)
def test_K1_a_message_has_its_fields_with_their_types(name: str) -> None:
    """Field for field: none is missing, none is invented."""
    fields = MESSAGES[name].fields

    told = {key: shape(value) for key, value in published(name)["properties"].items()}

    assert told == {field.name: expected(field) for field in fields}
    assert published(name)["additionalProperties"] is False


@pytest.mark.parametrize("name", ENUMS)
def test_K1_an_enum_has_its_names_but_the_unspecified_one(name: str) -> None:
    told = [value["const"] for value in published(name)["oneOf"]]

    assert told == [value.name for value in ENUMS[name].values if value.number]


def shape(schema: dict[str, Any]) -> str:
    """A property's type in one word, in brackets for a list."""
    if "items" in schema:
        return f"[{shape(schema['items'])}]"
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix("#/$defs/")
    return str(schema.get("format", "duration" if "pattern" in schema else schema["type"]))


SHAPES = {
    FieldDescriptor.TYPE_STRING: "string",
    FieldDescriptor.TYPE_BOOL: "boolean",
    FieldDescriptor.TYPE_DOUBLE: "number",
    FieldDescriptor.TYPE_INT32: "integer",
}
WELL_KNOWN = {"Duration": "duration", "Timestamp": "date-time"}


def expected(field: FieldDescriptor) -> str:
    """The same for a field of the descriptor."""
    kind = field.enum_type or field.message_type
    if kind is None:
        one = SHAPES[field.type]
    elif kind.file.package == "google.protobuf":
        one = WELL_KNOWN[kind.name]
    else:
        one = kind.full_name.removeprefix("allotment.v1.")
    return f"[{one}]" if field.is_repeated else one


def test_K1_everything_has_a_description() -> None:
    """The comments of the protos, for whoever hovers over a word in an editor."""
    said = [published(name)["description"] for name in KINDS]
    for name in MESSAGES:
        said += [each["description"] for each in published(name)["properties"].values()]
    for name in ENUMS:
        said += [each["description"] for each in published(name)["oneOf"]]

    assert all(said)


def test_K1_a_policy_in_its_proto_json_form_is_valid() -> None:
    policy = json_format.ParseDict(FULL["policy"], Policy())
    written = json_format.MessageToDict(policy, preserving_proto_field_name=True)

    assert [error.message for error in VALIDATOR.iter_errors(written)] == []


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        pytest.param({"queues": [{"queue_id": "q", "fliter": ""}]}, "fliter", id="unknown field"),
        pytest.param({"queues": [{}]}, "queue_id", id="no id"),
        pytest.param({"cooldown": "8h"}, "8h", id="a duration in hours"),
        pytest.param({"queues": [{"queue_id": "q", "when": "never"}]}, "never", id="half a name"),
        pytest.param({"teams": {}}, "array", id="no list"),
        pytest.param({"max_candidates": 1.5}, "1.5", id="half an agent"),
    ],
)
def test_K1_an_editor_finds_the_common_mistakes(policy: dict[str, Any], words: str) -> None:
    assert words in " ".join(error.message for error in VALIDATOR.iter_errors(policy))


def required_in(value: object, name: str, path: str) -> Iterator[str]:
    """Paths of all fields of a value that the schema of a message requires."""
    if isinstance(value, list):
        for index, row in enumerate(value):
            yield from required_in(row, name, f"{path}.{index}")
    elif isinstance(value, dict):
        yield from (f"{path}.{each}" for each in published(name).get("required", ()))
        for field in MESSAGES[name].fields:
            if field.message_type is not None and field.name in value:
                inner = field.message_type.full_name.removeprefix("allotment.v1.")
                yield from required_in(value[field.name], inner, f"{path}.{field.name}")


REQUIRED = list(required_in(FULL["policy"], "Policy", "policy"))


def test_K1_most_required_fields_are_tried() -> None:
    assert {path.rpartition(".")[2] for path in REQUIRED} >= {"queue_id", "days", "count", "weight"}


@pytest.mark.parametrize("path", REQUIRED)
def test_K1_what_the_schema_requires_the_server_requires(path: str) -> None:
    """The word in the comment is true: without the field the policy is refused."""
    dotted = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("."))

    problems = dict(problems_of(edited({path: ABSENT})))

    assert problems[dotted.removeprefix(".")] in ("REQUIRED", "OUT_OF_RANGE")


def test_K1_a_field_that_is_required_beside_another_one_is_not_asked_for_alone() -> None:
    assert is_required("Plain id. Required, each once.")
    assert not is_required("The windows. Required with WINDOWS.")
