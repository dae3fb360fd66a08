"""Names of the contract's values, as the labels of the page know them."""

from google.protobuf.descriptor import EnumDescriptor

from allotment.v1 import explanation_pb2, plan_pb2


def _names(enum: EnumDescriptor, prefix: str) -> dict[int, str]:
    """Names by value, without what they have in common."""
    return {value.number: value.name.removeprefix(prefix) for value in enum.values}


_PLAN = plan_pb2.DESCRIPTOR.enum_types_by_name
_OUTCOMES = _names(_PLAN["Outcome"], "OUTCOME_")
_VIAS = _names(_PLAN["Via"], "VIA_")
_CASE_REASONS = _names(_PLAN["CaseReason"], "CASE_REASON_")
_TERMINATIONS = _names(_PLAN["Termination"], "TERMINATION_")
_KINDS = _names(plan_pb2.Level.DESCRIPTOR.enum_types_by_name["Kind"], "KIND_")
_NOTICES = _names(plan_pb2.Notice.DESCRIPTOR.enum_types_by_name["Kind"], "KIND_")
_REASONS = _names(explanation_pb2.DESCRIPTOR.enum_types_by_name["PairReason"], "PAIR_REASON_")
_FLAGS = _names(explanation_pb2.PillarContribution.DESCRIPTOR.enum_types_by_name["Flag"], "FLAG_")
_SOURCES = _names(explanation_pb2.Topic.DESCRIPTOR.enum_types_by_name["Source"], "SOURCE_")


def outcome_name(value: int) -> str:
    """Of an outcome; like all names here the number where a newer version sent it."""
    return _OUTCOMES.get(value, str(value))


def via_name(value: int) -> str:
    """Of the way to an agent."""
    return _VIAS.get(value, str(value))


def case_reason_name(value: int) -> str:
    """Of a reason to wait."""
    return _CASE_REASONS.get(value, str(value))


def termination_name(value: int) -> str:
    """Of how a solve ended."""
    return _TERMINATIONS.get(value, str(value))


def kind_name(value: int) -> str:
    """Of what a level measures."""
    return _KINDS.get(value, str(value))


def reason_name(value: int) -> str:
    """Of what refuses an agent."""
    return _REASONS.get(value, str(value))


def flag_name(value: int) -> str:
    """Of why a pillar has a default."""
    return _FLAGS.get(value, str(value))


def source_name(value: int) -> str:
    """Of how a topic was found."""
    return _SOURCES.get(value, str(value))


def notice_name(value: int) -> str:
    """Of what an operator should hear of."""
    return _NOTICES.get(value, str(value))
