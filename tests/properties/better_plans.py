"""An independent search: could a waiting case be served at the cost of cases behind it only?

Written from the allowed triples and the limits (02 sections 1 and 2): no network, no prices
and no engine of the product. A way leads from the waiting case over desks and agents, makes
room by sending served cases elsewhere, and ends at free room or at a case that is dropped.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from solver.problem import DeskKind, Problem

Place: TypeAlias = tuple[str, int]
"""A case, a desk, the new cases of an agent, all his cases, or the sink."""
Cost: TypeAlias = tuple[int, ...]
"""Rank and order of each earlier group, one after the other."""
SINK: Place = ("sink", 0)


@dataclass(frozen=True)
class Triple:
    """One allowed triple."""

    case: int
    desk: int
    cost: tuple[int, int]
    """u x rank, and order."""


class Plan:
    """A problem with a plan, in plain Python. choice: triple of each case, -1 = waits."""

    def __init__(self, problem: Problem, choice: list[int]) -> None:
        rows = problem.triples
        columns = (rows.case, rows.desk, rows.rank, rows.order)
        self.urgency = problem.urgency.tolist()
        self.urgency_class = problem.urgency_class.tolist()
        self.group = problem.group.tolist()
        self.triples = [
            Triple(case, desk, (self.urgency[case] * rank, order))
            for case, desk, rank, order in zip(*(c.tolist() for c in columns), strict=True)
        ]
        self.kind = problem.desks.kind.tolist()
        self.agent = problem.desks.agent.tolist()
        self.has_owner = {one.case for one in self.triples if self.kind[one.desk] >= DeskKind.KEEP}
        self.chosen = {one.case: one for t in choice if t >= 0 for one in [self.triples[t]]}
        self.room = {
            **{("desk", d): room for d, room in enumerate(problem.desks.room.tolist())},
            **{("new", a): room for a, room in enumerate(problem.new_room.tolist())},
            **{("all", a): room for a, room in enumerate(problem.backlog_room.tolist())},
        }
        self.of_case: dict[int, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            self.of_case[triple.case].append(triple)
        self.after = {
            place: following
            for desk in range(len(self.agent))
            for place, following in pairwise(self.way(desk))
        }
        self.through: dict[Place, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
        """How many cases pass from one place to the next, by the place where they arrive."""
        self.used: dict[Place, int] = defaultdict(int)
        for one in self.chosen.values():
            self._count(one)

    @property
    def waiting(self) -> list[int]:
        """Cases that nobody serves."""
        return [case for case in range(len(self.group)) if case not in self.chosen]

    def way(self, desk: int) -> list[Place]:
        """From a desk to the sink."""
        agent, kind = self.agent[desk], self.kind[desk]
        if kind == DeskKind.KEEP_UNCOUNTED:
            return [("desk", desk), SINK]
        if kind == DeskKind.KEEP:
            return [("desk", desk), ("all", agent), SINK]
        return [("desk", desk), ("new", agent), ("all", agent), SINK]

    def is_behind(self, case: int, first: int) -> bool:
        """True if the case may be dropped for the first one."""
        if case in self.has_owner:
            return False
        return self._turn(case) > self._turn(first)

    def steps(self, place: Place) -> list[tuple[Place, tuple[int, int], int]]:
        """Where one more can go from a place: (place, change of rank and order, whose)."""
        kind, number = place
        found = []
        if kind == "case":
            mine = self.chosen.get(number)
            others = [one for one in self.of_case[number] if one is not mine]
            return [(("desk", one.desk), one.cost, number) for one in others]
        if self.used[place] < self.room[place]:
            found.append((self.after[place], (0, 0), -1))
        for before, count in self.through[place].items():
            if count > 0:
                found.append((before, (0, 0), -1))
        if kind == "desk":
            found += [
                (("case", one.case), (-one.cost[0], -one.cost[1]), one.case)
                for one in self.chosen.values()
                if one.desk == number
            ]
        return found

    def _count(self, one: Triple) -> None:
        way = self.way(one.desk)
        for place, following in pairwise(way):
            self.used[place] += 1
            if following != SINK:
                self.through[following][place] += 1

    def _turn(self, case: int) -> tuple[int, int, int]:
        return self.group[case], self.urgency_class[case], -self.urgency[case]


def can_be_served(plan: Plan, first: int) -> bool:
    """True if a waiting case gets an agent while only cases behind it are dropped.

    Cases of its own group and of later ones may move as they like. Those of earlier groups
    may move as well, as long as no earlier group gets worse in rank, then order. Also true
    where cases can go round in a circle and an earlier group gains: no such plan is optimal.
    """
    groups = sorted(group for group in set(plan.group) if group < plan.group[first])
    column = {group: 2 * place for place, group in enumerate(groups)}
    nothing: Cost = (0,) * (2 * len(groups))
    best: dict[Place, Cost] = {("case", first): nothing}
    changed = {("case", first)}
    for _ in range(len(plan.room) + len(plan.group) + 2):
        reached: set[Place] = set()
        for place in sorted(changed):
            for following, cost, case in plan.steps(place):
                found = _plus(best[place], column, plan, case, cost)
                if following not in best or found < best[following]:
                    best[following] = found
                    reached.add(following)
        changed = reached - {SINK}
        if not changed:
            break
    ends = [SINK, *(("case", case) for case in plan.chosen if plan.is_behind(case, first))]
    return bool(changed) or any(best[end] <= nothing for end in ends if end in best)


def _plus(
    so_far: Cost, column: dict[int, int], plan: Plan, case: int, cost: tuple[int, int]
) -> Cost:
    """The cost with that of one more step."""
    if case < 0 or plan.group[case] not in column:
        return so_far
    at = column[plan.group[case]]
    return (*so_far[:at], so_far[at] + cost[0], so_far[at + 1] + cost[1], *so_far[at + 2 :])
