"""Whatever somebody does to a policy file: clear words, no crash, nothing half loaded."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from google.protobuf import json_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allotment.v1.policy_pb2 import Policy
from server.errors import FileError, InvalidRequest, NotHonoured
from server.lint import Severity, lint
from server.translate.files import read_policy
from server.translate.policy import check_policy
from tests.server.lint.linted import MONDAY
from tests.server.policy_file.reference import monday_morning, reference_fields

EXAMPLES = 100

Place = tuple[str | int, ...]


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Every place below a value, that of the value too."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*at, index))


def value_at(root: Any, place: Place) -> Any:
    """What stands at a place."""
    for step in place:
        root = root[step]
    return root


REFERENCE = reference_fields()
LEAVES = [
    value
    for place in places(REFERENCE)
    if not isinstance(value := value_at(REFERENCE, place), dict | list)
]
TEXTS = ["", " ", "x", "P1 OR", "24:00", "25:00", "Wien", "0s", "-1s", "315576000000s", "\0"]
NUMBERS: list[Any] = [0, 1, -1, 99, 0.5, 1e300, 2**31 - 1, 10**30, "NaN", "Infinity", "-Infinity"]
ODD: list[Any] = [None, True, [], {}, [[]], {"x": 1}, *TEXTS, *NUMBERS]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """The reference policy after a few changes, right or wrong."""
    policy = deepcopy(REFERENCE)
    for _ in range(draw(st.integers(1, 5))):
        here = [place for place in places(policy) if place]
        if here:
            _change(draw, policy, draw(st.sampled_from(here)))
    return policy


def _change(draw: st.DrawFn, policy: dict[str, Any], place: Place) -> None:
    owner, last = value_at(policy, place[:-1]), place[-1]
    match draw(st.sampled_from(["replace", "swap", "remove", "repeat", "rename"])):
        case "replace":
            owner[last] = draw(st.sampled_from(ODD))
        case "swap":  # a value that is right somewhere else
            owner[last] = draw(st.sampled_from(_alike(owner[last])))
        case "remove":
            del owner[last]
        case "repeat" if isinstance(owner, list):
            owner.append(deepcopy(value_at(owner, (last,))))
        case "rename" if isinstance(owner, dict):
            owner[f"{last}x"] = owner.pop(last)


def _alike(value: object) -> list[Any]:
    """Leaves of the same type, and odd ones; the value itself if it is no leaf."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NUMBERS
    return [each for each in (*LEAVES, *TEXTS) if type(each) is type(value)] or [value]


@settings(max_examples=EXAMPLES)
@given(mutated())
def test_K2_a_changed_policy_is_read_or_refused_as_a_whole(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any]
) -> None:
    """A FileError, or a policy that lint and translation agree about."""
    path = tmp_path_factory.mktemp("policy") / "policy.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with suppress(FileError):
        check_agreement(read_policy(path))


@st.composite
def jumbled(draw: st.DrawFn) -> Policy:
    """The reference policy with values of the right type in wrong places."""
    policy = deepcopy(REFERENCE)
    for _ in range(draw(st.integers(1, 8))):
        here = [place for place in places(policy) if place]
        place = draw(st.sampled_from(here))
        candidate = deepcopy(policy)
        _change(draw, candidate, place)
        with suppress(json_format.ParseError):
            json_format.ParseDict(candidate, Policy())
            policy = candidate
    return json_format.ParseDict(policy, Policy())


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(jumbled())
def test_K2_a_jumbled_policy_never_crashes_the_lint(policy: Policy) -> None:
    """With a snapshot and without."""
    check_agreement(policy)
    lint(policy, monday_morning(), MONDAY)


def check_agreement(policy: Policy) -> None:
    """Lint says `refused` where the translation refuses, and only there."""
    findings = lint(policy, None, MONDAY)
    refused = [each for each in findings if each.check == "refused"]
    try:
        check_policy(policy)
    except (InvalidRequest, NotHonoured):
        assert refused
        assert {each.finding.severity for each in refused} == {Severity.ERROR}
    else:
        assert not refused
