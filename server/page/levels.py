"""What was decided by, level by level, and what is proved of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allotment.v1 import plan_pb2 as pb
from server.page.figures import count, score
from server.page.names import kind_name
from server.page.span import Span, span

SCORED = (pb.Level.KIND_COVERAGE, pb.Level.KIND_RANK, pb.Level.KIND_FIT)
MAXIMISED = (pb.Level.KIND_INCUMBENTS, pb.Level.KIND_COVERAGE, pb.Level.KIND_FIT)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level. kind: its name, such as `COVERAGE`; urgency_class: such as `P1 premium`.

    bound: the best value that could still be possible, and gap: how much better that is, in
    the unit of the value; empty if proved or if nothing is known. served: of its cases, None
    where it does not count cases.
    """

    kind: str
    urgency_class: str
    value: str
    proved: bool
    bound: str
    gap: str
    served: tuple[int, int] | None
    bar: Span | None


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Levels of one drain group; group: 0 for those that span all."""

    group: int
    rows: tuple[LevelRow, ...]


def level_groups(levels: Iterable[pb.Level]) -> tuple[LevelGroup, ...]:
    """Levels in their order, neighbours of one drain group together."""
    groups: list[tuple[int, list[LevelRow]]] = []
    for level in levels:
        if not groups or groups[-1][0] != level.drain_group:
            groups.append((level.drain_group, []))
        groups[-1][1].append(level_row(level))
    return tuple(LevelGroup(group, tuple(rows)) for group, rows in groups)


def level_row(level: pb.Level) -> LevelRow:
    """One level."""
    counted = level.case_count > 0
    is_open = level.HasField("bound") and not level.proved
    return LevelRow(
        kind=kind_name(level.kind),
        urgency_class=f"{level.priority} {level.band}".strip(),
        value=amount(level, level.value),
        proved=level.proved,
        bound=amount(level, level.bound) if is_open else "",
        gap=amount(level, abs(level.bound - level.value)) if is_open else "",
        served=(level.served_count, level.case_count) if counted else None,
        bar=span(0, level.served_count, level.case_count) if counted else None,
    )


def amount(level: pb.Level, value: int) -> str:
    """A value of a level in its unit."""
    return score(value) if level.kind in SCORED else count(value)


def proved_count(levels: Sequence[pb.Level]) -> int:
    """How many levels are proved."""
    return sum(level.proved for level in levels)
