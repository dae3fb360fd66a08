"""Nobody waits for the sake of a case behind him, and no group pays for a lower one."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import Order, make_instance
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, engine_named
from solver.bounds import prove_solution
from solver.compile import Compiled, compile_problem
from solver.engines.engine import Engine, Solution
from solver.engines.flow import FlowEngine
from solver.engines.sequential import SequentialEngine
from solver.facts import Snapshot
from solver.levels import levels_of
from solver.plan import Plan as SolvedPlan
from solver.plan import solve_compiled
from solver.problem import Problem, Triples
from solver.units import Bools, Ints
from tests.problems import Size, random_problem
from tests.properties.better_plans import Plan, can_be_served

CROWD = Size(cases=24, agents=7, queues=3, groups=3, scores=12, score_unit=31)
BATCHES = 6
PROBLEMS_OF_A_BATCH = 25


def crowds(batch: int) -> Iterator[Problem]:
    """Random problems with waiting cases, several groups, ties and binding limits."""
    start = batch * PROBLEMS_OF_A_BATCH
    for seed in range(start, start + PROBLEMS_OF_A_BATCH):
        yield random_problem(seed, CROWD)


def proved(problem: Problem) -> Solution:
    """A plan whose prices prove every level."""
    solution = FlowEngine().solve(problem)
    levels = levels_of(problem)
    proof = prove_solution(problem, levels, solution)
    assert proof.proved_levels == len(levels)
    return solution


def unjust(problem: Problem, choice: Ints) -> list[int]:
    """Waiting cases that could be served by dropping cases behind them only."""
    plan = Plan(problem, choice.tolist())
    return [case for case in plan.waiting if can_be_served(plan, case)]


def team_snapshot(seed: int) -> Snapshot:
    """A generated team, short of hands."""
    request = make_instance("team", Order(cases=60, agents=14, seed=seed, tightness=0.5))
    return snapshot_from_proto(request, NOW).snapshot


def team(seed: int) -> Problem:
    """The same through all rules."""
    return compile_problem(team_snapshot(seed), RULES).problem


def choice_among_all(listed: Compiled, plan: SolvedPlan) -> Ints:
    """A plan's choice as positions among all triples, which it never held."""
    place = {
        key: triple
        for triple, key in enumerate(
            zip(
                listed.problem.triples.case.tolist(),
                listed.agent.tolist(),
                listed.queue.tolist(),
                strict=True,
            )
        )
    }
    choice = np.full(listed.problem.case_count, -1, dtype=np.int64)
    columns = (plan.picks.case, plan.picks.agent, plan.picks.queue)
    for key in zip(*(column.tolist() for column in columns), strict=True):
        choice[key[0]] = place[key]
    return choice


@pytest.mark.parametrize("batch", range(BATCHES))
def test_Q5_U9_no_case_waits_that_could_be_served_by_dropping_only_cases_behind_it(
    batch: int,
) -> None:
    """Found by a search of its own over triples and limits, never by prices."""
    for problem in crowds(batch):
        assert unjust(problem, proved(problem).choice) == []


@pytest.mark.parametrize("seed", range(3))
def test_Q5_U9_in_a_team_nobody_waits_for_a_case_behind_him(seed: int) -> None:
    problem = team(seed)
    choice = proved(problem).choice

    assert (choice < 0).sum() > 10
    assert unjust(problem, choice) == []


@pytest.mark.parametrize("seed", range(3))
def test_Q5_U9_nor_where_no_list_of_pairs_is_held(seed: int) -> None:
    """The engine prices pairs in blocks; the search looks through the list of them all."""
    snapshot = team_snapshot(seed)
    plan = solve_compiled(compile_problem(snapshot, RULES, held_pairs=0), engine_named("auto"))
    listed = compile_problem(snapshot, RULES)

    assert plan.proved
    assert plan.compiled.problem.candidates is not None
    assert unjust(listed.problem, choice_among_all(listed, plan)) == []


def test_the_search_finds_what_a_greedy_plan_leaves_undone() -> None:
    """One case after the other strands cases in at least a quarter of the problems."""
    greedy: Engine = SequentialEngine()
    problems = [problem for batch in range(2) for problem in crowds(batch)]

    stranded = [bool(unjust(problem, greedy.solve(problem).choice)) for problem in problems]

    assert np.mean(stranded) > 0.25


def test_the_search_finds_a_case_that_was_sent_away() -> None:
    """A served case without an owner that is dropped could be served again."""
    for problem in crowds(0):
        choice = proved(problem).choice
        for case in np.flatnonzero((choice >= 0) & ~problem.incumbent).tolist()[:3]:
            without = choice.copy()
            without[case] = -1
            assert case in unjust(problem, without)


def higher_groups(problem: Problem, choice: Ints, last: int) -> list[tuple[int, ...]]:
    """Of each group up to the last: cases served, urgency by class, rank and order sums."""
    rows, found = problem.triples, []
    for group in range(last + 1):
        used = choice[(problem.group == group) & (choice >= 0)]
        case = rows.case[used]
        urgency = problem.urgency[case]
        classes = np.bincount(problem.urgency_class[case], weights=urgency, minlength=2)
        rank, order = urgency @ rows.rank[used], rows.order[used].sum()
        found.append((len(used), *map(int, classes), int(rank), int(order)))
    return found


def without(problem: Problem, left_out: Bools) -> Problem:
    """The problem as if these cases had not come."""
    stays = ~left_out[problem.triples.case]
    columns = (getattr(problem.triples, name)[stays] for name in Triples.__slots__)
    return replace(problem, triples=Triples(*columns))


def lower_cases(problem: Problem, last: int) -> Bools:
    """Cases of the groups behind; those that somebody has already keep their room (02)."""
    lower: Bools = (problem.group > last) & ~problem.incumbent
    return lower


@pytest.mark.parametrize("batch", range(BATCHES))
def test_Q5_cases_of_lower_groups_never_change_what_a_higher_group_gets(batch: int) -> None:
    """Number, urgency, rank and order are the same with them and without."""
    for problem in crowds(batch):
        together = FlowEngine().solve(problem).choice
        for last in range(problem.group_count - 1):
            alone = without(problem, lower_cases(problem, last))
            assert higher_groups(problem, together, last) == higher_groups(
                alone, FlowEngine().solve(alone).choice, last
            )


def test_lower_groups_do_compete_for_the_same_rooms() -> None:
    """In a third of the problems and more a lower group gets more once the higher is gone."""
    gained = 0
    problems = [problem for batch in range(2) for problem in crowds(batch)]
    for problem in problems:
        served = FlowEngine().solve(problem).choice >= 0
        alone = without(problem, (problem.group == 0) & ~problem.incumbent)
        freed = FlowEngine().solve(alone).choice >= 0
        lower = problem.group > 0
        gained += bool(freed[lower].sum() > served[lower].sum())

    assert gained / len(problems) > 1 / 3


@pytest.mark.parametrize("seed", range(3))
def test_Q5_in_a_team_lower_groups_never_change_what_a_higher_group_gets(seed: int) -> None:
    problem = team(seed)
    together = FlowEngine().solve(problem).choice

    for last in range(problem.group_count - 1):
        alone = without(problem, lower_cases(problem, last))
        choice = FlowEngine().solve(alone).choice
        assert higher_groups(problem, together, last) == higher_groups(alone, choice, last)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 100))
def test_drain_groups_hold_on_thousands(batch: int) -> None:
    """The same on thousands of problems."""
    test_Q5_U9_no_case_waits_that_could_be_served_by_dropping_only_cases_behind_it(batch)
    test_Q5_cases_of_lower_groups_never_change_what_a_higher_group_gets(batch)
