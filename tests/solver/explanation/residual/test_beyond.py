"""Paths that cost something above fit are those that one search after the other finds."""

from collections import Counter

import numpy as np
import pytest

from solver.explanation.level_rows import level_rows, lost_service
from solver.explanation.residual import alike, beyond, zones
from solver.explanation.residual.distances import Distances
from solver.explanation.residual.forced import WAITS, Move, path_moves
from solver.explanation.residual.widening import Residual
from solver.units import Ints
from tests.problems import SMALL, TINY, Size, random_problem
from tests.referee.instances import requests
from tests.solver.explanation.residual.forcing import residual_of
from tests.solver.pricing.factored import compiled_twice

LARGER = requests.Size(cases=(20, 30), agents=(8, 12))


def _distances(residual: Residual) -> Distances:
    standing = residual.standing
    return Distances(standing, residual.arcs, level_rows(standing.problem, standing.levels))


def _check(residual: Residual) -> Counter[str]:
    """From all desks to each place: levels, and service against the cases that move."""
    distances, seen = _distances(residual), Counter[str]()
    place, desks = distances.standing.place, len(distances.standing.problem.desks)
    everybody = np.arange(desks, dtype=np.int64)
    assert distances.beyond is not None
    for end in np.unique(place).tolist() if desks else ():
        found, reach = distances.beyond.paths(everybody, np.full(desks, end)), residual.to(end)
        expected = np.flatnonzero(reach.reached[:desks])
        assert np.array_equal(found.start, expected), end
        assert np.array_equal(found.slack, reach.slack[expected]), end
        lost = found.lost + distances.service.of_paths(expected, np.full_like(expected, end))
        for row, desk in enumerate(expected.tolist()):
            moves = path_moves(residual.standing, residual.search, reach, desk)
            assert np.array_equal(lost[row], _lost(residual, moves)), (desk, end)
        seen["service"] += int((lost != 0).any(axis=1).sum())
        seen["above fit"] += int((found.slack[:, :-2] != 0).any(axis=1).sum())
    return seen


def _lost(residual: Residual, moves: tuple[Move, ...]) -> Ints:
    """Service lost by some moves, by row."""
    problem = residual.standing.problem
    rows = level_rows(problem, residual.standing.levels)
    sign = [int(move.after == WAITS) - int(move.before == WAITS) for move in moves]
    case = np.array([move.case for move in moves], dtype=np.int64)
    return lost_service(problem, rows, case, np.array(sign, dtype=np.int64))


def _check_held(seeds: range, size: Size) -> Counter[str]:
    return sum((_check(residual_of(random_problem(seed, size))[0]) for seed in seeds), Counter())


def _check_factored(seeds: range) -> Counter[str]:
    problems = (factored.problem for _, _, factored in compiled_twice(seeds, LARGER))
    return sum((_check(residual_of(problem)[0]) for problem in problems), Counter())


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_paths_are_those_of_single_searches(size: Size) -> None:
    """In every level, and in the service that people read."""
    seen = _check_held(range(15 if size == SMALL else 60), size)
    assert min(seen["service"], seen["above fit"]) > 50


def test_paths_are_found_where_nobody_holds_the_pairs() -> None:
    """Cases alike and ways alike are looked at once."""
    seen = _check_factored(range(25))
    assert min(seen["service"], seen["above fit"]) > 50


@pytest.mark.parametrize(
    ("place", "name"),
    [(alike, "MOST"), (beyond, "STEPS"), (beyond, "MOST"), (zones, "MOST")],
    ids=["kinds", "steps", "junctions", "zones"],
)
def test_nothing_is_known_where_it_would_take_too_long(
    place: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many kinds of pairs, pairs between zones, places between which to go, or zones."""
    monkeypatch.setattr(place, name, 0)
    problems = [factored.problem for _, _, factored in compiled_twice(range(6), LARGER)]
    assert any(_distances(residual_of(problem)[0]).beyond is None for problem in problems)


def test_pairs_between_zones_are_looked_at_so_many_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However few that are."""
    monkeypatch.setattr(alike, "BLOCK", 2)
    assert _check_factored(range(100, 112))["above fit"] > 20


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 9_000, 1_000))
def test_paths_of_thousands_of_problems(start: int) -> None:
    """Held or not."""
    _check_held(range(start, start + 500), TINY)
    _check_held(range(start, start + 60), SMALL)
    assert _check_factored(range(start, start + 300))["service"] > 500
