"""Levels of the objective, as the contract tells them."""

from collections.abc import Iterator
from dataclasses import replace

from allotment.v1 import plan_pb2 as pb
from solver.levels import LevelKind
from solver.progress import Reachable
from solver.values import LevelValue

ClassNames = tuple[tuple[str, str], ...]
"""Priority and band of urgency classes."""


def level_to_proto(level: LevelValue, class_names: ClassNames) -> pb.Level:
    """A level. class_names: priority and band of its urgency classes."""
    priority, band = class_names[level.urgency_class] if level.urgency_class >= 0 else ("", "")
    return pb.Level(
        kind=pb.Level.Kind.ValueType(int(level.kind)),
        drain_group=level.group + 1,
        priority=priority,
        band=band,
        value=level.value,
        bound=level.bound,
        proved=level.proved,
        case_count=level.case_count,
        served_count=level.served_count,
    )


def levels_on_the_way(
    levels: tuple[LevelValue, ...], reachable: Reachable | None, class_names: ClassNames
) -> Iterator[pb.Level]:
    """Levels of a plan on the way, one of them with what it could reach at best. Coverage has no
    such bound: engines know it for a whole group, and it is told by class."""
    bounded = (reachable.kind, reachable.group) if reachable else None
    for level in levels:
        bound = None
        if reachable and bounded == (level.kind, level.group) != (LevelKind.COVERAGE, level.group):
            bound = reachable.value
        yield level_to_proto(replace(level, bound=bound), class_names)
