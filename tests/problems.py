"""Random problems, tight enough to bite (06 section 3)."""

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from solver.problem import OFF, DeskKind, Desks, Problem, Triples, WeightedRows
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
    desks, owners = _desks(rng, agents, queues, per_agent), _owners(rng, cases, agents)
    desks, triples = _with_owners(rng, desks, _triples(rng, cases, desks, size), owners, size)
    held = np.bincount(owners[owners >= 0], minlength=agents)
    return Problem(
        group=rng.integers(0, rng.integers(1, size.groups + 1), cases).astype(np.int32),
        urgency_class=rng.integers(0, 2, cases).astype(np.int32),
        urgency=rng.integers(1, 5, cases) * rng.choice([1, 10_000]),
        desks=desks,
        triples=triples,
        new_room=_rooms(rng, agents, per_agent),
        backlog_room=np.maximum(_rooms(rng, agents, per_agent), held),
        place=rng.permutation(agents).astype(np.int64),
        discount=_discounts(rng, agents, size),
        turns_before=rng.integers(0, 3, agents) * rng.choice([0, 0, 1]),
    )


def random_weighted_problem(seed: int, size: Size = TINY) -> Problem:
    """The same with weighted capacity: by case, or by case and agent in a third of them."""
    problem = random_problem(seed, size)
    rng = np.random.default_rng(seed + 1_000_000)
    cases, agents = problem.case_count, problem.agent_count
    by_case = rng.choice([100, 200, 400, 800], (cases, 1)) * rng.choice([1, 1, 3], (cases, 1))
    effort = rng.integers(1, 4, (cases, agents)) if rng.random() < 1 / 3 else 1
    weight = (by_case * effort + np.zeros((cases, agents), dtype=np.int64)).astype(np.int64)
    triples, agent = problem.triples, problem.desks.agent[problem.triples.desk]
    of_triple = weight[triples.case, agent]
    room = (rng.choice([0.3, 0.6, 1.0]) * cases / agents * rng.integers(200, 1200, agents)).astype(
        np.int64
    )
    room = np.where(rng.random(agents) < 0.15, OFF, room)
    return _weighted(problem, WeightedRows(of_triple, room))


def emptied(problem: Problem, seed: int) -> Problem:
    """The same with rooms of 0 at some desks and agents, and cases that nobody may take.

    Owners keep what they have.
    """
    rng = np.random.default_rng(seed + 2_000_000)
    desks, triples = problem.desks, problem.triples
    keeps = desks.keeping[triples.desk]
    held = np.bincount(desks.agent[triples.desk[keeps]], minlength=problem.agent_count)
    full = rng.random(len(desks)) < 0.2
    alone = (rng.random(problem.case_count) < 0.15)[triples.case] & ~keeps
    agents, weighted = problem.agent_count, problem.weighted
    return replace(
        problem,
        desks=replace(desks, room=np.where(full & ~desks.keeping, 0, desks.room)),
        triples=triples[~alone],
        weighted=weighted and replace(weighted, weight=weighted.weight[~alone]),
        new_room=np.where(rng.random(agents) < 0.15, 0, problem.new_room),
        backlog_room=np.where(rng.random(agents) < 0.15, held, problem.backlog_room),
    )


def _weighted(problem: Problem, weighted: WeightedRows) -> Problem:
    """With the pairs that alone weigh too much taken out, and room for all that owners have."""
    triples, agent = problem.triples, problem.desks.agent[problem.triples.desk]
    keeps = problem.desks.keeping[triples.desk]
    held = np.zeros(problem.agent_count, dtype=np.int64)
    np.add.at(held, agent[keeps], weighted.weight[keeps])
    fits = (weighted.weight <= weighted.room[agent]) & (held <= weighted.room)[agent] | keeps
    return replace(
        problem,
        triples=Triples(*(getattr(triples, name)[fits] for name in Triples.__slots__)),
        new_room=np.where(held > weighted.room, 0, problem.new_room),
        weighted=WeightedRows(weighted.weight[fits], np.maximum(weighted.room, held)),
    )


def side_by_side(problems: list[Problem]) -> Problem:
    """All together, none of their cases and agents having to do with each other."""
    cases, agents, desks = (
        np.cumsum([0, *(count(each) for each in problems)])
        for count in (
            lambda each: each.case_count,
            lambda each: each.agent_count,
            lambda each: len(each.desks),
        )
    )
    width = max(each.discount.shape[1] for each in problems)
    moved = [
        replace(
            each,
            desks=replace(each.desks, agent=(each.desks.agent + agents[k]).astype(np.int32)),
            triples=replace(
                each.triples,
                case=(each.triples.case + cases[k]).astype(np.int32),
                desk=(each.triples.desk + desks[k]).astype(np.int32),
            ),
            place=each.place + agents[k],
            discount=np.pad(
                each.discount, ((0, 0), (0, width - each.discount.shape[1])), mode="edge"
            ),
        )
        for k, each in enumerate(problems)
    ]
    weighted = [each.weighted for each in moved if each.weighted is not None]
    return Problem(
        group=np.concatenate([each.group for each in moved]),
        urgency_class=np.concatenate([each.urgency_class for each in moved]),
        urgency=np.concatenate([each.urgency for each in moved]),
        desks=_stacked(Desks, [each.desks for each in moved]),
        triples=_stacked(Triples, [each.triples for each in moved]),
        new_room=np.concatenate([each.new_room for each in moved]),
        backlog_room=np.concatenate([each.backlog_room for each in moved]),
        place=np.concatenate([each.place for each in moved]),
        discount=np.concatenate([each.discount for each in moved]),
        turns_before=np.concatenate([each.turns_before for each in moved]),
        weighted=_stacked(WeightedRows, weighted) if weighted else None,
    )


Table = TypeVar("Table", Desks, Triples, WeightedRows)


def _stacked(kind: type[Table], tables: list[Table]) -> Table:
    """One after the other."""
    return kind(
        *(np.concatenate([getattr(each, name) for each in tables]) for name in kind.__slots__)
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
        np.where(turning[queue], DeskKind.TURN, DeskKind.FIT).astype(np.int32),
    )


def _owners(rng: np.random.Generator, cases: int, agents: int) -> np.ndarray:
    """Owner of each case, -1 for none; half of the problems have none at all."""
    owned = rng.random(cases) < rng.choice([0.0, 0.4])
    return np.where(owned, rng.integers(0, agents, cases), -1)


def _with_owners(
    rng: np.random.Generator, desks: Desks, triples: Triples, owners: np.ndarray, size: Size
) -> tuple[Desks, Triples]:
    """A keeping desk per owner, and one triple into it in place of the others to him."""
    holders = np.unique(owners[owners >= 0])
    kind = rng.choice([DeskKind.KEEP, DeskKind.KEEP, DeskKind.KEEP_UNCOUNTED], len(holders))
    owned = np.flatnonzero(owners >= 0)
    stays = desks.agent[triples.desk] != owners[triples.case]
    case = np.concatenate([triples.case[stays], owned])
    keep = len(desks) + np.searchsorted(holders, owners[owned])
    desk = np.concatenate([triples.desk[stays], keep])
    zeros = np.zeros(len(owned), dtype=np.int64)
    score = rng.integers(0, size.scores, len(owned)) * size.score_unit
    order = np.lexsort((desk, case))
    return (
        Desks(
            np.concatenate([desks.agent, holders]).astype(np.int32),
            np.concatenate([desks.queue, np.full(len(holders), -1)]).astype(np.int32),
            np.concatenate([desks.room, np.full(len(holders), NO_LIMIT)]),
            np.concatenate([desks.kind, kind]).astype(np.int32),
        ),
        Triples(
            case[order].astype(np.int32),
            desk[order].astype(np.int32),
            np.concatenate([triples.rank[stays], zeros])[order].astype(np.int32),
            np.concatenate([triples.order[stays], zeros])[order].astype(np.int32),
            np.concatenate([triples.score[stays], score])[order],
        ),
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
