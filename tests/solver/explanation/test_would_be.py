"""What blocked better agents would fit is what each of them would when asked alone (S14)."""

from collections import Counter

from objectives.would_be import LIFTED
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.chosen import explain_chosen
from solver.explanation.pair import score_pair
from solver.explanation.would_be import would_be_fits
from solver.plan import solve_compiled
from solver.reasons import reasons_in
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request

SIZE = Size(cases=(10, 16), agents=(6, 9))


def test_would_be_fits_are_those_of_pairs_that_are_asked_alone() -> None:
    """None of who is free, and of who is blocked by nothing that a fit tells of."""
    seen = Counter[str]()
    for seed in range(60):
        snapshot = snapshot_from_proto(random_request(seed, SIZE), SETTINGS.received_time).snapshot
        plan = solve_compiled(compile_problem(snapshot, RULES), AutoEngine())
        compiled = plan.compiled
        better = explain_chosen(compiled, plan.picks, 100).better
        columns = (better.case, better.agent, better.entry, better.mask, better.fit)
        rows = zip(*(one.tolist() for one in columns), strict=True)
        for found, (case, agent, entry, mask, fit) in zip(
            would_be_fits(compiled, better), rows, strict=True
        ):
            if LIFTED.isdisjoint(reasons_in(mask)):
                assert found is None
                seen["not lifted"] += 1
                continue
            queue = int(compiled.eligibility.memberships.queue[entry])
            alone = score_pair(compiled, case, agent, queue)
            assert alone.breakdown is not None
            assert (fit if found is None else found) == int(alone.breakdown.pairs.fit[0])
            seen["same" if found in (None, fit) else "other"] += 1
    assert min(seen["not lifted"], seen["same"]) > 5
    assert seen["other"]
