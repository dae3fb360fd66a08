"""Random plans, and shadow prices by unit."""

from collections.abc import Iterator

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.explanation.shadow.price import PriceKind, ShadowPrice
from solver.explanation.shadow.prices import shadow_prices
from solver.plan import Plan, solve_compiled
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request

SIZE = Size(cases=(8, 14), agents=(4, 7))


def random_plans(seeds: range) -> Iterator[Plan]:
    """Proved plans of snapshots that no weighted capacity narrows."""
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed, SIZE), SETTINGS.received_time).snapshot
        compiled = compile_problem(snapshot, RULES)
        if compiled.problem.weighted is None:
            yield solve_compiled(compiled, FlowEngine())


def told_of(plan: Plan) -> dict[tuple[PriceKind, int, int, str], ShadowPrice]:
    """By kind and unit."""
    found = shadow_prices(plan, AutoEngine())
    assert not found.untried
    prices = {
        (one.kind, -1 if one.skill else one.agent, one.queue, one.skill): one
        for one in found.prices
    }
    assert len(prices) == len(found.prices)
    return prices
