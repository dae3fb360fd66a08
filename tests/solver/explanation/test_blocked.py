"""Who suits better and is blocked, against each pair asked alone (02 section 5)."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation import blocked
from solver.explanation.better import Better
from solver.explanation.chosen import explain_chosen
from solver.explanation.pair import PairScore, score_pair
from solver.explanation.refused import Refused, RefusedPairs
from solver.fit import pair_fits
from solver.plan import Plan, solve_compiled
from solver.reasons import Reason
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request

SIZE = Size(cases=(10, 16), agents=(6, 9))


def _plans(seeds: range, held_pairs: int) -> Iterator[Plan]:
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed, SIZE), SETTINGS.received_time).snapshot
        yield solve_compiled(compile_problem(snapshot, RULES, held_pairs), AutoEngine())


def _raw_fit(compiled: Compiled, score: PairScore) -> int:
    """As the facts are."""
    one = (np.array([k], dtype=np.int32) for k in (score.case, score.agent, score.queue))
    return int(pair_fits(compiled.facts, *one).score[0])


def _expected(plan: Plan, case: int, chosen: int, least: int) -> list[tuple[int, int, PairScore]]:
    """Minus the fit, agent and score of all who suit better, pair by pair."""
    compiled, found = plan.compiled, []
    members = compiled.eligibility.memberships
    entries = range(*members.first_entries()[case : case + 2].tolist())
    queues = [int(members.queue[entry]) for entry in entries]
    for agent in range(len(compiled.snapshot.agents)):
        each = [score_pair(compiled, case, agent, queue) for queue in queues]
        each = [one for one in each if not compiled.facts.stopped[one.queue]]
        reasons = [{refusal.reason for refusal in one.refusals} for one in each]
        outside = all(Reason.NOT_IN_QUEUE in some for some in reasons)
        unscored = any(Reason.NOT_SCORED in some for some in reasons)
        owned = compiled.owners.agent[case] == agent
        if outside or unscored or owned or agent == chosen or not all(reasons):
            continue
        latest = max(range(len(each)), key=lambda k: (min(reasons[k]), -k))
        fit = _raw_fit(compiled, each[latest])
        if fit > least:
            found.append((-fit, agent, each[latest]))
    return sorted(found, key=lambda one: one[:2])


@pytest.fixture(params=[blocked.FEW, 0], ids=["pair by pair", "group by group"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether small problems are looked at as large ones are."""
    monkeypatch.setattr(blocked, "FEW", request.param)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("held_pairs", [10_000, 0], ids=["held", "factored"])
@pytest.mark.parametrize("start", range(0, 60, 20))
def test_the_best_of_those_who_are_blocked_are_named(start: int, held_pairs: int) -> None:
    """With all their refusals, used and limit and end; nobody twice, nobody of locked cases."""
    told = Counter[Reason]()
    for plan in _plans(range(start, start + 20), held_pairs):
        compiled, picks = plan.compiled, plan.picks
        better = explain_chosen(compiled, picks, 100).better
        refusing = better[~better.free]
        refused = Refused(compiled, _pairs(refusing))
        place = {pair: k for k, pair in enumerate(_keys(refusing))}
        assert len(place) == len(refusing.case)
        chosen = zip(picks.case.tolist(), picks.agent.tolist(), picks.fit.tolist(), strict=True)
        for case, agent, least in chosen:
            if compiled.owners.locked[case]:
                assert case not in refusing.case
                continue
            expected = _expected(plan, case, agent, least)
            mine = refusing[refusing.case == case]
            assert [(-fit, who) for fit, who in zip(mine.fit, mine.agent, strict=True)] == [
                one[:2] for one in expected
            ]
            for _, who, score in expected:
                refusals = refused.of(place[case, who])
                assert refusals == score.refusals
                told.update(one.reason for one in refusals)
    assert len(told) > 8
    assert sum(told.values()) > 40


def _pairs(some: Better) -> RefusedPairs:
    return RefusedPairs(some.case, some.agent, some.entry, some.mask)


def _keys(some: Better) -> list[tuple[int, int]]:
    return list(zip(some.case.tolist(), some.agent.tolist(), strict=True))


@pytest.mark.usefixtures("few")
def test_fewer_are_the_first_of_many() -> None:
    """Free or blocked, whoever suits best; ties by id."""
    told = Counter[bool]()
    for plan in _plans(range(40), 10_000):
        many = explain_chosen(plan.compiled, plan.picks, 100).better
        for most in (0, 1, 3):
            few = explain_chosen(plan.compiled, plan.picks, most).better
            expected = [
                pair
                for case in sorted(set(many.case.tolist()))
                for pair in [key for key in _keys(many) if key[0] == case][:most]
            ]
            assert _keys(few) == expected
            told.update(few.free.tolist() if most == 1 else ())
    assert min(told[True], told[False]) > 20


def test_a_better_agent_stands_before_those_who_suit_less() -> None:
    """By falling fit, then id, in every case."""
    for plan in _plans(range(20), 0):
        better = explain_chosen(plan.compiled, plan.picks, 100).better
        keys = list(zip(better.case, -better.fit, better.agent, strict=True))
        assert keys == sorted(keys)
