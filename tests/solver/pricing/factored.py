"""Random snapshots, compiled with all triples held and with none."""

from collections.abc import Iterator

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.plan import Plan
from tests.answering import SETTINGS
from tests.referee.instances.requests import SMALL, Size, random_request


def compiled_twice(seeds: range, size: Size = SMALL) -> Iterator[tuple[int, Compiled, Compiled]]:
    """The same problem held, and factored where its rules allow it."""
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed, size), SETTINGS.received_time).snapshot
        held, factored = compile_problem(snapshot, RULES), compile_problem(snapshot, RULES, 0)
        if factored.problem.candidates is not None:
            yield seed, held, factored


def values(plan: Plan) -> list[tuple[int, int, int, int]]:
    """What a plan reaches, level by level."""
    return [(row.kind, row.group, row.urgency_class, row.value) for row in plan.levels]
