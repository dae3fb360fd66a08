"""The certificate on the wire: a price per node and level, whatever the order of rows."""

from itertools import pairwise

import pytest
from google.protobuf.message import Message

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.certificate_pb2 import Certificate
from allotment.v1.plan_pb2 import Level
from tests.answering import answer
from tests.referee.instances.dice import Dice
from tests.solver.check.instances import rich_request

SEEDS = range(40)


def certified(seed: int) -> wire.AssignRequest:
    """A random request that asks for a certificate."""
    request = rich_request(seed)
    request.options.certificate = True
    return request


def shuffled(request: wire.AssignRequest, dice: Dice) -> wire.AssignRequest:
    """The same with its rows in another order; matrices follow the rows, so there is none."""
    assert not request.scores
    other = wire.AssignRequest()
    other.CopyFrom(request)
    for name in ("cases", "agents", "accounts"):
        other.ClearField(name)
    other.cases.extend(dice.shuffled(list(request.cases)))
    other.agents.extend(dice.shuffled(list(request.agents)))
    other.accounts.extend(dice.shuffled(list(request.accounts)))
    return other


def raw(message: Message) -> bytes:
    return message.SerializeToString(deterministic=True)


def test_without_asking_there_is_none() -> None:
    assert not answer(rich_request(0)).HasField("certificate")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_node_is_listed_once_by_id_with_a_price_per_level(seed: int) -> None:
    certificate = answer(certified(seed)).certificate
    phases = (
        (certificate.levels, certificate.nodes),
        (certificate.override_levels, certificate.override_nodes),
    )
    for levels, kinds in phases:
        for nodes in kinds:
            queues = nodes.queue_ids if nodes.kind == "queue" else [""] * len(nodes.ids)
            rows = list(zip(nodes.ids, queues, strict=True))
            assert all(one < other for one, other in pairwise(rows))
            assert len(nodes.prices) == len(rows) * sum(one.proved for one in levels)


@pytest.mark.parametrize("seed", SEEDS)
def test_levels_are_those_of_the_batch_as_costs(seed: int) -> None:
    """But for coverage, which is by dense ranks here and by classes there."""
    response = answer(certified(seed))
    mine = {one.name: one for one in response.certificate.levels if "coverage" not in one.name}
    rows = [one for one in response.batch.levels if one.kind != Level.KIND_COVERAGE]
    assert len(mine) == len(rows)
    for (name, one), row in zip(mine.items(), rows, strict=True):
        kind = Level.Kind.Name(row.kind).removeprefix("KIND_").lower()
        assert name.startswith(kind)
        sign = -1 if row.kind in (Level.KIND_INCUMBENTS, Level.KIND_FIT) else 1
        assert (sign * one.value, one.proved) == (row.value, row.proved)
        assert not one.proved or one.bound == one.value


def test_the_order_of_rows_changes_nothing() -> None:
    tried = 0
    for seed in SEEDS:
        request = certified(seed)
        if not request.scores:
            tried += 1
            one, other = answer(request), answer(shuffled(request, Dice(seed)))
            for part in ("batch", "certificate"):
                assert raw(getattr(one, part)) == raw(getattr(other, part)), (seed, part)
            assert list(one.explanations) == list(other.explanations)
    assert tried > 10


def test_a_solver_s_claims_come_without_prices() -> None:
    request = certified(3)
    request.options.engine = wire.ENGINE_SEQUENTIAL
    certificate = answer(request).certificate
    assert certificate.levels
    assert not certificate.nodes
    assert {one.basis for one in certificate.levels} == {Certificate.BASIS_UNSPECIFIED}
