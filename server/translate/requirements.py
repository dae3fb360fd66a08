"""What agents must have, and what they have: skills and attributes (Q12)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from sys import float_info

from allotment.v1 import agent_pb2, case_pb2
from server.translate.checks import COUNT, Once, Range, check_number, fact_of, require
from server.translate.times import ANY, read_duration, read_moment
from server.violations import Fault, Violations
from solver.facts import Attribute, AttributeRequirement, Requirement, Skill, SkillRequirement

LEVEL = Range(1, COUNT.most)
FINITE = Range(-float_info.max, float_info.max)
KINDS: dict[int, type[Requirement]] = {
    case_pb2.Requirement.KIND_SKILL: SkillRequirement,
    case_pb2.Requirement.KIND_ATTRIBUTE: AttributeRequirement,
}


def read_requirements(
    violations: Violations, path: str, rows: Iterable[case_pb2.Requirement]
) -> tuple[Requirement, ...]:
    """The requirements, sorted; a violation for each that is there twice."""
    seen = Once(violations)
    found = []
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        found.append(_requirement(violations, row, at))
        if row.name:
            seen.check((row.kind, row.name, row.value, _level(row)), f"{at}.name", row.name)
    return tuple(sorted(found, key=_order)) if len(found) > 1 else tuple(found)


def _requirement(violations: Violations, row: case_pb2.Requirement, at: str) -> Requirement:
    kind = fact_of(violations, f"{at}.kind", row.kind, KINDS, case_pb2.Requirement.Kind.DESCRIPTOR)
    if not row.name:
        require(violations, f"{at}.name", "leave out the whole requirement")
    level = _level(row)
    if level is not None:
        check_number(violations, f"{at}.min_level", level, LEVEL)
    widen_after = None
    if row.HasField("widen_after"):
        widen_after = read_duration(violations, f"{at}.widen_after", row.widen_after, ANY)
    if kind is AttributeRequirement:
        return AttributeRequirement(row.name, row.value, level, widen_after)
    if row.kind == case_pb2.Requirement.KIND_SKILL and row.value:
        text = f"A skill has levels, not values such as {row.value!r}. Maybe KIND_ATTRIBUTE."
        violations.add(f"{at}.value", Fault.CONTRADICTION, text, row.value)
    return SkillRequirement(row.name, 1 if level is None else level, widen_after)


def _level(row: case_pb2.Requirement) -> int | None:
    return row.min_level if row.HasField("min_level") else None


def _order(requirement: Requirement) -> tuple[object, ...]:
    value = requirement.value if isinstance(requirement, AttributeRequirement) else ""
    level = requirement.min_level
    return type(requirement).__name__, requirement.name, value, level is not None, level


def read_skills(
    violations: Violations, path: str, rows: Iterable[agent_pb2.Skill]
) -> tuple[Skill, ...]:
    """The skills by name."""
    seen = Once(violations)
    skills = []
    for index, row in enumerate(rows):
        seen.identify(row.name, f"{path}[{index}].name")
        level = row.level if row.HasField("level") else 1
        check_number(violations, f"{path}[{index}].level", level, LEVEL)
        case_count = row.case_count if row.HasField("case_count") else None
        if case_count is not None:
            check_number(violations, f"{path}[{index}].case_count", case_count, COUNT)
        skills.append(Skill(row.name, level, row.manual, case_count))
    return tuple(sorted(skills, key=lambda skill: skill.name))


def read_attributes(
    violations: Violations, path: str, rows: Sequence[case_pb2.Attribute]
) -> tuple[Attribute, ...]:
    """The attributes by name."""
    if not rows:
        return ()
    names = [row.name for row in rows]
    seen = Once(violations) if len({*names} - {""}) < len(names) else None
    attributes = []
    for index, row in enumerate(rows):
        if seen is not None:
            seen.identify(names[index], f"{path}[{index}].name")
        attributes.append(Attribute(names[index], _value(violations, row, path, index)))
    attributes.sort(key=_name)
    return tuple(attributes)


def _name(attribute: Attribute) -> str:
    return attribute.name


def _value(
    violations: Violations, row: case_pb2.Attribute, path: str, index: int
) -> str | float | bool | datetime | None:
    """The value, None for NULL."""
    match row.WhichOneof("value"):
        case "text":
            return row.text
        case "number":
            check_number(violations, f"{path}[{index}].number", row.number, FINITE)
            return row.number
        case "truth":
            return row.truth
        case "moment":
            return read_moment(violations, f"{path}[{index}].moment", row.moment)
    return None
