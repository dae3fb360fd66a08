"""Regrets in the levels that a batch tells (02 section 5)."""

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.flow import FlowEngine
from solver.explanation import regret
from solver.explanation.regret import Regret, Regretting
from solver.explanation.residual import zones
from solver.explanation.residual.forced import WAITS
from solver.levels import levels_of
from solver.plan import Plan, solve_compiled
from solver.values import MAXIMISED, level_values
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request

LARGER = Size(cases=(20, 30), agents=(8, 12))


def _plans(seeds: range, held_pairs: int = 60_000) -> list[Plan]:
    """Proved plans of the counting model."""
    plans = []
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed, LARGER), SETTINGS.received_time)
        compiled = compile_problem(snapshot.snapshot, RULES, held_pairs)
        if not compiled.problem.is_weighted:
            plans.append(solve_compiled(compiled, FlowEngine()))
    return plans


def _after(plan: Plan, forced: Regret) -> list[int]:
    """Losses of the plan after all moves, told as people read them."""
    problem, choice = plan.compiled.problem, plan.choice.copy()
    triples = problem.triples
    for move in forced.moves:
        there = np.flatnonzero((triples.case == move.case) & (triples.desk == move.after))
        choice[move.case] = -1 if move.after == WAITS else int(there[0])
    values = level_values(problem, levels_of(problem), choice)
    return [
        before.value - after.value if before.kind in MAXIMISED else after.value - before.value
        for before, after in zip(plan.levels, values, strict=True)
    ]


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_alternatives_cost_what_the_batch_after_their_moves_does(start: int) -> None:
    """Row by row; the cheapest come first, and nobody is named twice."""
    told = 0
    for plan in _plans(range(start, start + 20)):
        regretting = Regretting.of(plan)
        assert regretting is not None
        for case in range(len(plan.choice)):
            regrets = regretting.of_case(case, 5)
            for one in regrets:
                assert list(one.loss) == _after(plan, one)
            agents = [one.agent for one in regrets]
            assert len(set(agents)) == len(agents)
            assert [regretting.of_pair(case, agent) for agent in agents] == list(regrets)
            told += len(regrets)
    assert told > 50


@pytest.mark.parametrize("quick", [regret.QUICK, 0], ids=["held", "factored"])
def test_many_pairs_at_once_cost_what_each_of_them_does(
    quick: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, whether the pairs are held or not."""
    monkeypatch.setattr(regret, "QUICK", quick)
    told = 0
    for plan in _plans(range(40), 0):
        regretting = Regretting.of(plan)
        assert regretting is not None
        single = [one for case in range(len(plan.choice)) for one in regretting.of_case(case, 20)]
        pairs = np.array([(one.case, one.agent) for one in single], dtype=np.int64).reshape(-1, 2)
        many = regretting.of_pairs(*pairs.T)
        assert many.known.all()
        for one, loss in zip(single, many.loss, strict=True):
            assert tuple(loss.tolist()) == one.loss
        told += len(single)
    assert told > 100


def test_of_very_large_batches_only_ties_above_fit_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others are named as not known; a few pairs are searched for nevertheless."""
    monkeypatch.setattr(regret, "QUICK", 0)
    monkeypatch.setattr(zones, "MOST", 0)
    told = missing = 0
    for plan in _plans(range(20), 0):
        regretting = Regretting.of(plan)
        assert regretting is not None
        single = [one for case in range(len(plan.choice)) for one in regretting.of_case(case, 20)]
        pairs = np.array([(one.case, one.agent) for one in single], dtype=np.int64).reshape(-1, 2)
        many = regretting.of_pairs(*pairs.T)
        for one, loss, known in zip(single, many.loss, many.known, strict=True):
            assert tuple(loss.tolist()) == (one.loss if known else (0,) * len(one.loss))
            told += bool(known)
            missing += not known
        if not regretting.is_quick:
            assert regretting.searched(*pairs[:2].T).known.all()
    assert min(told, missing) > 20


def _best_of_all(seeds: range) -> list[tuple[list[Regret], list[Regret]]]:
    """Three at once, and thirty of each case by itself, where nobody holds the pairs."""
    found = []
    for plan in _plans(seeds, 0):
        regretting = Regretting.of(plan)
        assert regretting is not None
        if not regretting.is_quick:
            best = regretting.best_of_all(3)
            served = np.flatnonzero(plan.choice >= 0).tolist()
            found += [(best.get(case, []), list(regretting.of_case(case, 30))) for case in served]
    return found


def test_the_best_of_all_cases_at_once_are_those_of_each_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where nobody holds the pairs: at the same costs, and those that cost least."""
    monkeypatch.setattr(regret, "QUICK", 0)
    told = 0
    for best, single in _best_of_all(range(40)):
        losses = {one.agent: one.loss for one in single}
        assert [one.loss for one in best] == [losses[one.agent] for one in best]
        assert [one.loss for one in best] == [one.loss for one in single[:3]]
        told += len(best)
    assert told > 200


@pytest.mark.parametrize(("place", "name"), [(regret, "FURTHER"), (zones, "MOST")])
def test_of_very_large_batches_the_best_that_tie_above_fit_are_told(
    place: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At what they cost; others may be left out."""
    monkeypatch.setattr(regret, "QUICK", 0)
    monkeypatch.setattr(place, name, 0)
    told = missing = 0
    for best, single in _best_of_all(range(30)):
        losses = {one.agent: one.loss for one in single}
        assert [one.loss for one in best] == [losses[one.agent] for one in best]
        assert [one.loss for one in best] >= [one.loss for one in single[: len(best)]]
        told += len(best)
        missing += min(3, len(single)) - len(best)
    assert min(told, missing) > 10


def test_nothing_is_told_of_a_plan_without_proof() -> None:
    """A search would not find the cheapest way."""
    plan = _plans(range(1))[0]
    unproved = Plan(
        plan.compiled, plan.engine, plan.objective, plan.choice, plan.levels, plan.proof,
        plan.solve_count, plan.picks,
    )  # fmt: skip
    assert Regretting.of(unproved) is None
