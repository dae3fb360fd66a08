"""The product and the independent checker, written apart from one spec, agree (02 section 4)."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import ENGINE_SEQUENTIAL
from solver.check import Complaint, Outcome, Via, Wrong, check_decisions
from solver.reasons import Reason
from tests.oracle import objective
from tests.referee.instances.dice import Dice
from tests.referee.instances.requests import TEAM
from tests.solver.check.changed import changed, decisions, random_choice
from tests.solver.check.instances import rich_request
from tests.solver.check.told import Both

BATCHES = 8
SEEDS_OF_A_BATCH = 25
PLANS = 20


@cache
def both(seed: int) -> Both:
    """Kept, because several tests ask for the same."""
    return Both(rich_request(seed))


def seeds(batch: int) -> range:
    return range(batch * SEEDS_OF_A_BATCH, (batch + 1) * SEEDS_OF_A_BATCH)


def shown(seed: int, what: object) -> str:
    """The failing example, ready to be kept."""
    return f"seed {seed}: {what}\n{json_format.MessageToJson(both(seed).request)}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_checker_reaches_the_same_queues_at_the_same_ranks(batch: int) -> None:
    for seed in seeds(batch):
        one = both(seed)
        assert one.queues_by_checker() == one.queues_by_product(), shown(seed, "other queues")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_checker_finds_every_reason_of_every_pair(batch: int) -> None:
    for seed in seeds(batch):
        checker, product = both(seed).reasons_by_checker(), both(seed).reasons_by_product()
        found = {pair: (checker.get(pair), product.get(pair)) for pair in {*checker, *product}}
        differ = {pair: each for pair, each in found.items() if each[0] != each[1]}
        assert not differ, shown(seed, differ)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_checker_allows_the_triples_that_the_problem_holds(batch: int) -> None:
    """Who may take what through which queue, in which bucket and at which rank."""
    for seed in seeds(batch):
        one = both(seed)
        assert one.triples_by_checker() == one.triples_by_product(), shown(seed, "other triples")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_L5_the_checker_has_no_complaints_about_the_batch(batch: int) -> None:
    """Every limit holds after it, every case is there once, and all claims are true."""
    for seed in seeds(batch):
        found = check_decisions(both(seed).refusals, both(seed).batch)
        assert not found, shown(seed, list(map(str, found)))


@pytest.mark.parametrize("seed", range(2))
def test_the_checker_agrees_about_a_whole_team(seed: int) -> None:
    """300 cases and 60 agents, decided one after the other."""
    request = rich_request(seed, TEAM)
    request.options.engine = ENGINE_SEQUENTIAL
    one = Both(request)
    assert one.reasons_by_checker() == one.reasons_by_product()
    assert check_decisions(one.refusals, one.batch) == ()


def test_the_random_requests_show_every_reason() -> None:
    """Else the agreement would say nothing about some of them."""
    counts = Counter[str]()
    for seed in range(BATCHES * SEEDS_OF_A_BATCH):
        told = both(seed).reasons_by_checker()
        counts.update({name for names in told.values() for name in names})
    assert {name for name in counts if counts[name] >= 3} == {reason.name for reason in Reason}


def test_the_random_batches_show_every_outcome_and_way() -> None:
    decisions = [row for seed in range(BATCHES * SEEDS_OF_A_BATCH) for row in both(seed).batch]
    vias = Counter(row.via for row in decisions if row.via)
    assert {via for via in vias if vias[via] >= 3} == set(Via)
    assert {row.outcome for row in decisions} == {
        Outcome.ASSIGNED,
        Outcome.UNASSIGNED,
        Outcome.KEPT,
        Outcome.HELD_BUSINESS_HOURS,
        Outcome.MANUAL_REVIEW,
    }


@pytest.mark.parametrize("batch", range(2))
def test_the_checker_rejects_every_wrong_batch(batch: int) -> None:
    tried = Counter[str]()
    for seed in seeds(batch):
        for name, rows, wrong in changed(both(seed), Dice(seed)):
            tried[name] += 1
            found = {each.wrong for each in check_decisions(both(seed).refusals, rows)}
            assert wrong & found, shown(seed, (name, found))
    names = {"dropped", "twice", "bucket", "rank", "agent", "via", "queue", "refused"}
    assert {name for name in tried if tried[name] >= 10} == names


def plans(seed: int) -> Iterator[tuple[bool, tuple[Complaint, ...]]]:
    """Random plans of allowed pairs: whether the product sees a limit broken, and complaints."""
    one, dice = both(seed), Dice(seed)
    for _ in range(PLANS):
        choice = random_choice(one.solved, dice)
        is_over = objective(one.solved.problem, choice) is None
        rows = (*decisions(one.solved, choice), *one.aside)
        yield is_over, check_decisions(one.refusals, rows)


@pytest.mark.parametrize("batch", range(4))
def test_L1_L2_L3_L4_S4_the_checker_counts_limits_as_the_network_does(batch: int) -> None:
    """Any plan of allowed pairs has no other fault, and that one when the product sees it."""
    for seed in seeds(batch):
        for is_over, found in plans(seed):
            assert {each.wrong for each in found} <= {Wrong.OVER_LIMIT}, shown(seed, found)
            assert bool(found) == is_over, shown(seed, (is_over, list(map(str, found))))


def test_the_random_plans_keep_limits_and_break_them() -> None:
    broken = Counter(is_over for seed in seeds(0) for is_over, _ in plans(seed))
    assert min(broken[True], broken[False]) >= 50


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 100))
def test_the_checker_agrees_about_thousands(batch: int) -> None:
    """The same on thousands of requests."""
    test_the_checker_reaches_the_same_queues_at_the_same_ranks(batch)
    test_the_checker_finds_every_reason_of_every_pair(batch)
    test_the_checker_allows_the_triples_that_the_problem_holds(batch)
    test_L5_the_checker_has_no_complaints_about_the_batch(batch)
    test_L1_L2_L3_L4_S4_the_checker_counts_limits_as_the_network_does(batch)
    both.cache_clear()
