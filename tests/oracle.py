"""The objective by the words of spec 02 section 2, row by row, sharing nothing with the engines."""

import itertools
from collections import Counter

from solver.problem import DeskKind, Problem


def objective(problem: Problem, choice: tuple[int, ...]) -> tuple[int, ...] | None:
    """The levels of a plan, all to be maximised; None when it breaks a limit."""
    desks, triples = problem.desks, problem.triples
    served = [(case, triple) for case, triple in enumerate(choice) if triple >= 0]
    at_desk = Counter(int(triples.desk[t]) for _, t in served)
    if any(count > desks.room[desk] for desk, count in at_desk.items()):
        return None
    taken = triples.desk[[triple for _, triple in served]]
    counts = Counter((int(desks.agent[d]), int(desks.kind[d])) for d in taken)
    turns = {agent: counts[agent, DeskKind.TURN] for agent in range(problem.agent_count)}
    fits = {agent: counts[agent, DeskKind.FIT] for agent in range(problem.agent_count)}
    for agent in range(problem.agent_count):
        new = turns[agent] + fits[agent]
        held = new + counts[agent, DeskKind.KEEP]
        if new > problem.new_room[agent] or held > problem.backlog_room[agent]:
            return None
    if _is_overweight(problem, served):
        return None
    owned = {int(c) for c, d in zip(triples.case, triples.desk, strict=True) if desks.keeping[d]}
    kept = sum(case in owned for case, _ in served)
    places = sum(int(problem.place[desks.agent[d]]) + 1 for d in taken if not desks.keeping[d])
    return (kept, *_groups(problem, served), *_common(problem, served, turns, fits), -places)


def _is_overweight(problem: Problem, served: list[tuple[int, int]]) -> bool:
    """Weighted capacity, row by row."""
    weighted, load = problem.weighted, Counter[int]()
    if weighted is None:
        return False
    for _, triple in served:
        load[int(problem.desks.agent[problem.triples.desk[triple]])] += int(weighted.weight[triple])
    return any(total > weighted.room[agent] for agent, total in load.items())


def _groups(problem: Problem, served: list[tuple[int, int]]) -> list[int]:
    """Coverage by class, rank and order of each group."""
    levels = []
    for group in range(problem.group_count):
        mine = [(c, t) for c, t in served if problem.group[c] == group]
        for urgency_class in sorted({int(c) for c in problem.urgency_class}):
            of_class = [c for c, _ in mine if problem.urgency_class[c] == urgency_class]
            levels += [sum(int(problem.urgency[c]) for c in of_class)]
        levels.append(-sum(int(problem.urgency[c]) * int(problem.triples.rank[t]) for c, t in mine))
        levels.append(-sum(int(problem.triples.order[t]) for _, t in mine))
    return levels


def _common(
    problem: Problem, served: list[tuple[int, int]], turns: dict[int, int], fits: dict[int, int]
) -> list[int]:
    """Rounds, and fit less discounts."""
    width = problem.discount.shape[1]
    rounds = sum(
        int(problem.turns_before[agent]) + k for agent, count in turns.items() for k in range(count)
    )
    scores = sum(int(problem.triples.score[t]) for _, t in served)
    discounts = sum(
        int(problem.discount[agent, min(k, width - 1)])
        for agent, count in fits.items()
        for k in range(count)
    )
    return [-rounds, scores - discounts]


def best_objective(problem: Problem) -> tuple[int, ...]:
    """The best levels over all plans, by full enumeration."""
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    values = (objective(problem, plan) for plan in itertools.product(*options))
    return max(value for value in values if value is not None)


def plan_count(problem: Problem) -> int:
    """How many plans an enumeration looks at."""
    counts = Counter(int(case) for case in problem.triples.case)
    product = 1
    for count in counts.values():
        product *= count + 1
    return product
