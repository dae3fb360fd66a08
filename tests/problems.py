"""Random problems, tight enough to bite (06 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.problem import Desks, Problem, Triples
from solver.rules import NO_LIMIT


@dataclass(frozen=True)
class Size:
    """Upper bounds of a random problem."""

    cases: int = 5
    agents: int = 4
    queues: int = 3
    groups: int = 2
    scores: int = 4
    """Distinct scores: few of them make ties."""
    score_unit: int = 1


TINY = Size()
SMALL = Size(cases=60, agents=20, queues=5, groups=3, scores=40, score_unit=137)


def random_problem(seed: int, size: Size = TINY) -> Problem:
    """A problem with several queues per pair, daily caps, rotation, discounts, ties and groups."""
    rng = np.random.default_rng(seed)
    cases = int(rng.integers(1, size.cases + 1))
    agents = int(rng.integers(1, size.agents + 1))
    queues = int(rng.integers(1, size.queues + 1))
    tightness = rng.choice([0.5, 0.8, 1.2])
    per_agent = max(1, round(tightness * cases / agents))
    desks = _desks(rng, agents, queues, per_agent)
    return Problem(
        group=rng.integers(0, rng.integers(1, size.groups + 1), cases).astype(np.int32),
        urgency_class=rng.integers(0, 2, cases).astype(np.int32),
        urgency=rng.integers(1, 5, cases) * rng.choice([1, 10_000]),
        desks=desks,
        triples=_triples(rng, cases, desks, size),
        new_room=_rooms(rng, agents, per_agent),
        backlog_room=_rooms(rng, agents, per_agent),
        place=rng.permutation(agents).astype(np.int64),
        discount=_discounts(rng, agents, size),
    )


def _rooms(rng: np.random.Generator, agents: int, per_agent: int) -> np.ndarray:
    """Rooms from 1 up; some agents have no limit."""
    rooms = rng.integers(1, per_agent + 2, agents).astype(np.int64)
    return np.where(rng.random(agents) < 0.15, NO_LIMIT, rooms)


def _desks(rng: np.random.Generator, agents: int, queues: int, per_agent: int) -> Desks:
    """Most agents sit in most queues, often with a daily limit."""
    held = np.flatnonzero(rng.random(agents * queues) < 0.8)
    if not len(held):
        held = np.array([0])
    agent, queue = np.divmod(held, queues)
    room = rng.integers(1, per_agent + 1, len(held)).astype(np.int64)
    turning = rng.random(queues) < rng.choice([0.0, 0.4])
    return Desks(
        agent.astype(np.int32),
        queue.astype(np.int32),
        np.where(rng.random(len(held)) < 0.5, NO_LIMIT, room),
        turning[queue],
    )


def _triples(rng: np.random.Generator, cases: int, desks: Desks, size: Size) -> Triples:
    """Each case may use about two thirds of the desks; some cases none."""
    allowed = rng.random((cases, len(desks))) < rng.choice([0.4, 0.7, 1.0])
    allowed &= (rng.random(cases) < 0.95)[:, None]
    case, desk = np.nonzero(allowed)
    return Triples(
        case.astype(np.int32),
        desk.astype(np.int32),
        rng.integers(0, 3, len(case)).astype(np.int32),
        rng.integers(0, 2, len(case)).astype(np.int32),
        rng.integers(0, size.scores, len(case)) * size.score_unit,
    )


def _discounts(rng: np.random.Generator, agents: int, size: Size) -> np.ndarray:
    """Nondecreasing from 0, sometimes none."""
    steps = rng.integers(0, 2, (agents, 6)) * size.score_unit * rng.choice([0, 1])
    steps[:, 0] = 0
    return np.cumsum(steps, axis=1).astype(np.int64)
