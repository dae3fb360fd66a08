"""Cases change places, alone or against one another, until nobody carries too much and no such
change would pay (02 section 3).

What agents carry beyond their rooms costs them a fine, which rises as long as they do. So what is
too much wanders on to those who are not fined as much, until it comes to somebody with room.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import ranges
from solver.boards.board import FAR, Board, Shares
from solver.engines.course import Course
from solver.units import Bools, Floats, Ints

FINE, DEARER, PASSES = 1e-3, 1.25, 120
"""The first fine for a case of usual weight too much, in spreads; by how much it rises in a pass;
passes at most."""
LAST, IDLE = 8, 2
"""Passes over all cases at most, and passes without a change after which there are no more."""
ASKED = 20
"""Agents that a case looks at in a pass, of those that it is near to."""
LOOKED_AT = 2_000_000
"""Exchanges of two cases that are looked at in a pass, about."""
TWOS = 6
"""Agents that a case looks at for two of their cases in exchange."""
ROUNDS = 6
"""Of changes in one pass; every agent takes part in one."""


def repaired(board: Board, agent: Ints, near: Ints, course: Course) -> Ints:
    """Agents who carry too much get rid of it, as far as that is possible.

    agent: of each case of the board. near: agents that a case of each row looks at; shape: rows
    x some.
    """
    table, first = _Table(board, near), FINE * board.spread / board.usual_weight
    fine = np.full(len(board.room), first)
    for turn in range(PASSES):
        over = Shares.of(board, agent).overfull(board)
        if course.is_over() or not over.any():
            break
        agent, _ = table.changed(agent, np.flatnonzero(over[agent]), fine, turn, near.shape[1])
        fine[over] = np.minimum(fine[over] * DEARER, FAR)
    return agent


def improved(board: Board, agent: Ints, near: Ints, course: Course) -> Ints:
    """The same cases with agents that suit them better; nobody carries more beyond his room."""
    table, everybody, idle = _Table(board, near), np.arange(len(agent)), 0
    never = np.full(len(board.room), float(FAR))
    for turn in range(LAST):
        if course.is_over() or idle == IDLE:
            break
        agent, made = table.changed(agent, everybody, never, turn, ASKED)
        idle = 0 if made else idle + 1
    return agent


@dataclass(frozen=True, slots=True, eq=False)
class _Changes:
    """What may be done. gain: in cost, fines included; case goes to agent `to`, and the cases
    `back` and `also`, if any, to its agent; -1 = nobody."""

    gain: Floats
    case: Ints
    to: Ints
    back: Ints
    also: Ints

    def better(self) -> "_Changes":
        """Those that gain, the most first."""
        good = np.flatnonzero(self.gain > 0)
        order = good[np.argsort(-self.gain[good], kind="stable")]
        return _Changes(*(getattr(self, name)[order] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Looks for changes on a board; cases are numbered as in `board.cases`."""

    board: Board
    near: Ints

    def changed(
        self, agent: Ints, some: Ints, fine: Floats, turn: int, asked: int
    ) -> tuple[Ints, int]:
        """One pass over some cases, and how many changes it made."""
        pass_ = _Pass.of(self.board, agent, fine)
        case, to = self._pairs(agent, some, turn, asked)
        changes = _joined(pass_.shifts(case, to), pass_.swaps(case, to)).better()
        agent, made = _made(changes, agent, len(self.board.room))
        pass_, few = _Pass.of(self.board, agent, fine), self._pairs(agent, some, turn, TWOS)
        agent, more = _made(pass_.twos(*few).better(), agent, len(self.board.room))
        return agent, made + more

    def _pairs(self, agent: Ints, some: Ints, turn: int, asked: int) -> tuple[Ints, Ints]:
        """Cases and other agents that they are near to, other ones in each turn."""
        row = self.board.row[self.board.cases]
        rng = np.random.default_rng(turn)
        column = rng.permutation(self.near.shape[1])[:asked]
        case = np.repeat(some, len(column))
        to = self.near[row[some]][:, column].reshape(-1)
        open_ = (to != agent[case]) & (self.board.of_pairs(self.board.cases[case], to) < FAR)
        return case[open_], to[open_]


@dataclass(frozen=True, slots=True, eq=False)
class _Pass:
    """A plan, and what changes of it would gain. fine: of each agent for a unit too much; held:
    cases by agent; start: of each agent's."""

    board: Board
    agent: Ints
    fine: Floats
    shares: Shares
    weight: Ints
    held: Ints
    start: Ints

    @staticmethod
    def of(board: Board, agent: Ints, fine: Floats) -> "_Pass":
        """agent: of each case of the board."""
        held = np.argsort(agent, kind="stable")
        start = np.searchsorted(agent[held], np.arange(len(board.room) + 1))
        weight = board.weight[board.row[board.cases]]
        return _Pass(board, agent, fine, Shares.of(board, agent), weight, held, start)

    def shifts(self, case: Ints, to: Ints) -> _Changes:
        """Cases that go to other agents."""
        board, count = self.board, self.shares.count
        away, weight = self.agent[case], self.weight[case]
        gain = self._cost(case, away) - self._cost(case, to)
        gain += board.discount_of(away, count[away]) - board.discount_of(to, count[to] + 1)
        fines = self._fined(to, weight, 1) + self._fined(away, -weight, -1)
        nobody = np.full(len(case), -1, dtype=np.int64)
        return _Changes(gain - fines, case, to, nobody, nobody)

    def swaps(self, case: Ints, to: Ints) -> _Changes:
        """Cases that change places with one of the others' cases."""
        case, to = self._few(case, to)
        start, end = self.start[to], self.start[to + 1]
        back, pair = self.held[ranges(start, end)], np.repeat(np.arange(len(to)), end - start)
        possible = self._cost(back, self.agent[case[pair]]) < FAR
        back, pair = back[possible], pair[possible]
        case, to = case[pair], to[pair]
        away, more = self.agent[case], self.weight[case] - self.weight[back]
        gain = self._cost(case, away) + self._cost(back, to)
        gain -= self._cost(case, to) + self._cost(back, away)
        fines = self._fined(to, more, 0) + self._fined(away, -more, 0)
        return _Changes(gain - fines, case, to, back, np.full(len(case), -1, dtype=np.int64))

    def twos(self, case: Ints, to: Ints) -> _Changes:
        """Cases that change places with two of the others' cases."""
        count = self.shares.count
        pairs = count[to] * (count[to] - 1) // 2
        every = 1 + int(pairs.sum()) // LOOKED_AT
        case, to, pairs = case[::every], to[::every], pairs[::every]
        start, place = self.start[to], np.repeat(np.arange(len(to)), pairs)
        one, other = _both(ranges(np.zeros_like(pairs), pairs))
        back, also = (self.held[start[place] + each] for each in (one, other))
        case, to = case[place], to[place]
        away = self.agent[case]
        possible = (self._cost(back, away) < FAR) & (self._cost(also, away) < FAR)
        case, to, away, back, also = (each[possible] for each in (case, to, away, back, also))
        gain = self._cost(case, away) + self._cost(back, to) + self._cost(also, to)
        gain -= self._cost(case, to) + self._cost(back, away) + self._cost(also, away)
        gain += self.board.discount_of(to, count[to])
        gain -= self.board.discount_of(away, count[away] + 1)
        more = self.weight[case] - self.weight[back] - self.weight[also]
        fines = self._fined(to, more, -1) + self._fined(away, -more, 1)
        return _Changes(gain - fines, case, to, back, also)

    def _few(self, case: Ints, to: Ints) -> tuple[Ints, Ints]:
        """So many of the pairs that not too many exchanges are looked at."""
        every = 1 + int(self.shares.count[to].sum()) // LOOKED_AT
        return case[::every], to[::every]

    def _cost(self, case: Ints, agent: Ints) -> Ints:
        return self.board.of_pairs(self.board.cases[case], agent)

    def _fined(self, agent: Ints, weight: Ints, count: int) -> Floats:
        """What more weight, and more cases, add to the agents' fines."""
        load = self.shares.load[agent] - np.minimum(self.board.room, FAR)[agent]
        cases = self.shares.count[agent] - self.board.most[agent]
        more = np.maximum(0, load + weight) - np.maximum(0, load)
        longer = np.maximum(0, cases + count) - np.maximum(0, cases)
        fines: Floats = self.fine[agent] * (more + self.board.usual_weight * longer)
        return fines


def _both(pair: Ints) -> tuple[Ints, Ints]:
    """The larger and the smaller of two numbers: (1, 0), (2, 0), (2, 1), (3, 0), ..."""
    larger = ((1 + np.sqrt(1 + 8 * pair)) // 2).astype(np.int64)
    larger -= larger * (larger - 1) // 2 > pair
    return larger, pair - larger * (larger - 1) // 2


def _joined(first: _Changes, second: _Changes) -> _Changes:
    return _Changes(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in _Changes.__slots__
        )
    )


def _made(changes: _Changes, agent: Ints, agents: int) -> tuple[Ints, int]:
    """Makes the best changes of which no two have an agent in common; how many those are."""
    after, free, made = agent.copy(), np.ones(agents, dtype=np.bool_), 0
    case, to, back, also = changes.case, changes.to, changes.back, changes.also
    away = agent[case]
    for _ in range(ROUNDS):
        left = np.flatnonzero(free[away] & free[to])
        case, to, back, also, away = (each[left] for each in (case, to, back, also, away))
        win = _first_of_all(away, to, agents)
        after[case[win]] = to[win]
        for others in (back, also):
            swapped = win & (others >= 0)
            after[others[swapped]] = away[swapped]
        free[away[win]] = False
        free[to[win]] = False
        made += int(win.sum())
    return after, made


def _first_of_all(away: Ints, to: Ints, agents: int) -> Bools:
    """True for changes before which no other one has an agent in common."""
    place = np.arange(len(to))
    first = np.full(agents, len(to))
    for side in (away, to):
        np.minimum.at(first, side, place)
    won: Bools = (first[away] == place) & (first[to] == place)
    return won
