"""Turns alone, against the rule in words."""

import numpy as np
import pytest

from solver.engines.round_robin import RoundRobinEngine
from solver.problem import DeskKind, Desks, Problem, Triples
from solver.rules import NO_LIMIT
from tests.oracle import objective
from tests.problems import SMALL, TINY, Size, random_problem


def by_turns(problem: Problem) -> tuple[int, ...]:
    """The rule case by case: every try is counted anew, by the words of spec 02."""
    triples, desks = problem.triples, problem.desks
    plan = [-1] * problem.case_count
    for triple, desk in enumerate(triples.desk.tolist()):
        if desks.keeping[desk]:
            plan[triples.case[triple]] = triple
    queue = sorted(range(problem.agent_count), key=lambda agent: int(problem.place[agent]))
    for case in sorted(
        (case for case in range(problem.case_count) if plan[case] < 0),
        key=lambda i: (problem.group[i], problem.urgency_class[i], -problem.urgency[i], i),
    ):
        offers = []
        for triple in np.flatnonzero(triples.case == case).tolist():
            tried = [*plan]
            tried[case] = triple
            if objective(problem, tuple(tried)) is not None:
                agent = int(desks.agent[triples.desk[triple]])
                offers.append(
                    (triples.rank[triple], queue.index(agent), triples.order[triple], triple, agent)
                )
        if offers:
            *_, plan[case], agent = min(offers)
            queue.append(queue.pop(queue.index(agent)))
    return tuple(plan)


@pytest.mark.parametrize("size", [TINY, Size(cases=14, agents=5, queues=3)], ids=["tiny", "larger"])
@pytest.mark.parametrize("start", range(0, 150, 50))
def test_every_case_goes_to_whoever_waited_longest_in_its_first_bucket(
    start: int, size: Size
) -> None:
    for seed in range(start, start + 50):
        problem = random_problem(seed, size)
        assert tuple(RoundRobinEngine().solve(problem).choice.tolist()) == by_turns(problem), seed


def test_turns_go_round() -> None:
    """Five cases, three agents, the second of them longest ago; scores do not matter."""
    problem = one_queue(cases=5, place=[2, 0, 1], score=[9, 1, 5])
    assert agents_of(problem) == [1, 2, 0, 1, 2]


def test_who_is_full_is_passed_over() -> None:
    problem = one_queue(cases=5, place=[0, 1, 2], score=[1, 1, 1], room=[2, 1, NO_LIMIT])
    assert agents_of(problem) == [0, 1, 2, 0, 2]


def test_it_serves_as_many_cases_in_a_large_problem_as_limits_allow() -> None:
    """Nothing waits that an agent with room could take."""
    for seed in range(20):
        problem = random_problem(seed, SMALL)
        choice = RoundRobinEngine().solve(problem).choice
        for triple in np.flatnonzero(choice[problem.triples.case] < 0).tolist():
            tried = choice.copy()
            tried[problem.triples.case[triple]] = triple
            assert objective(problem, tuple(tried.tolist())) is None


def agents_of(problem: Problem) -> list[int]:
    """The agent of each case."""
    agents: list[int] = problem.agent(RoundRobinEngine().solve(problem).choice).tolist()
    return agents


def one_queue(
    cases: int, place: list[int], score: list[int], room: list[int] | None = None
) -> Problem:
    """Everybody may take everything."""
    agents = len(place)
    case, desk = np.divmod(np.arange(cases * agents, dtype=np.int32), agents)
    zeros = np.zeros(cases * agents, dtype=np.int32)
    unlimited = np.full(agents, NO_LIMIT, dtype=np.int64)
    return Problem(
        group=np.zeros(cases, dtype=np.int32),
        urgency_class=np.zeros(cases, dtype=np.int32),
        urgency=np.ones(cases, dtype=np.int64),
        desks=Desks(
            np.arange(agents, dtype=np.int32),
            np.zeros(agents, dtype=np.int32),
            unlimited,
            np.full(agents, DeskKind.FIT, dtype=np.int32),
        ),
        triples=Triples(case, desk, zeros, zeros, np.tile(np.array(score), cases)),
        new_room=unlimited if room is None else np.array(room),
        backlog_room=unlimited,
        place=np.array(place),
        discount=np.zeros((agents, 1), dtype=np.int64),
        turns_before=np.zeros(agents, dtype=np.int64),
    )
