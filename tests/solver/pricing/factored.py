"""Random snapshots, compiled with all triples held and with none."""

from collections.abc import Iterator

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.plan import Plan
from tests.answering import SETTINGS
from tests.referee.instances.requests import SMALL, Size, random_request


def compiled_twice(seeds: range, size: Size = SMALL) -> Iterator[tuple[int, Compiled, Compiled]]:
    """The same problem held, and factored where its rules allow it; without weights that bind."""
    for seed, held, factored in any_compiled_twice(seeds, size):
        if not held.problem.is_weighted:
            yield seed, held, factored


def any_compiled_twice(
    seeds: range, size: Size = SMALL
) -> Iterator[tuple[int, Compiled, Compiled]]:
    """The same, whether weights bind or not."""
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed, size), SETTINGS.received_time).snapshot
        held, factored = compile_problem(snapshot, RULES), compile_problem(snapshot, RULES, 0)
        if factored.problem.candidates is not None:
            yield seed, held, factored


def values(plan: Plan) -> list[tuple[int, int, int, int]]:
    """What a plan reaches, level by level."""
    return [(row.kind, row.group, row.urgency_class, row.value) for row in plan.levels]
