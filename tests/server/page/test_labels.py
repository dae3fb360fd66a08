"""Every value of the contract that the page shows has a label."""

import pytest
from google.protobuf.descriptor import EnumDescriptor

from allotment.v1 import explanation_pb2, plan_pb2
from server.page import names
from server.page.environment import environment
from server.page.prices import PARTS, price_groups
from server.wiring import BASELINES
from solver.reasons import CAPACITY

PLAN = plan_pb2.DESCRIPTOR.enum_types_by_name
LEVEL = plan_pb2.Level.DESCRIPTOR.enum_types_by_name
NOTICE = plan_pb2.Notice.DESCRIPTOR.enum_types_by_name
PILLAR = explanation_pb2.PillarContribution.DESCRIPTOR.enum_types_by_name


def labels(name: str) -> dict[str, str]:
    """A table of the template."""
    found = getattr(environment().get_template("labels.html").module, name)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("table", "enum", "prefix"),
    [
        ("OUTCOMES", PLAN["Outcome"], "OUTCOME_"),
        ("VIAS", PLAN["Via"], "VIA_"),
        ("CASE_REASONS", PLAN["CaseReason"], "CASE_REASON_"),
        ("KINDS", LEVEL["Kind"], "KIND_"),
        ("UNITS", LEVEL["Kind"], "KIND_"),
        ("NOTICES", NOTICE["Kind"], "KIND_"),
        ("FLAGS", PILLAR["Flag"], "FLAG_"),
    ],
)
def test_every_value_has_a_label(table: str, enum: EnumDescriptor, prefix: str) -> None:
    assert list(labels(table)) == [one.name.removeprefix(prefix) for one in enum.values]


def test_every_limit_and_every_baseline_has_a_label() -> None:
    assert set(labels("LIMITS")) == {reason.name for reason in CAPACITY}
    assert set(labels("ENGINES")) == {engine.name for engine in BASELINES}


def test_every_part_of_the_prices_has_a_label() -> None:
    """And every kind of price but the unset one has a part."""
    kinds = explanation_pb2.ShadowPrice.DESCRIPTOR.enum_types_by_name["Kind"].values
    priced = [explanation_pb2.ShadowPrice(kind=one.number) for one in kinds[1:]]  # type: ignore[arg-type]

    assert set(labels("PARTS")) == set(PARTS)
    assert {group.part for group in price_groups(priced)} == set(PARTS) - {"OTHERS"}


def test_every_reason_has_words() -> None:
    reasons = explanation_pb2.DESCRIPTOR.enum_types_by_name["PairReason"].values
    known = environment().globals["REFUSED"]
    assert isinstance(known, dict)

    assert set(known) == {one.name.removeprefix("PAIR_REASON_") for one in reasons[1:]}


def test_values_of_newer_versions_show_as_numbers() -> None:
    assert names.outcome_name(99) == "99"
    assert names.reason_name(99) == "99"
