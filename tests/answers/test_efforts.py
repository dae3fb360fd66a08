"""Efforts of single pairs: what a case costs one agent and not another (S13, S12, L2)."""

import base64
import struct
from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest, Engine
from tests.answering import answer
from tests.answers.asking import (
    Goes,
    Row,
    agent,
    case,
    decided,
    fits,
    histogram,
    queue,
    request,
)
from tests.referee import complaints

CAPACITY_8 = {"hardCapacity": 8}
STAFF = [agent("ann", limits=CAPACITY_8), agent("bob", limits=CAPACITY_8)]
QUEUES = [queue("q", "ann bob")]


def efforts(pairs: dict[tuple[int, int], float], unlisted: str = "UNLISTED_COMPUTE") -> Row:
    """Efforts of (case, agent) pairs; of the others the cases' own."""
    sparse = {
        "caseIndexes": [case for case, _ in pairs],
        "agentIndexes": [agent for _, agent in pairs],
        "values": list(pairs.values()),
        "unlisted": unlisted,
    }
    return {"kind": "KIND_EFFORT", "sparse": sparse}


def asking(cases: list[Row], *scores: Row, **facts: Any) -> AssignRequest:
    return request(cases, STAFF, QUEUES, list(scores), **facts)


def test_S13_L2_a_case_may_be_too_heavy_for_one_agent_alone() -> None:
    """A P2 weighs 4; for Ann, who suits it better, it is thrice the work: 12 of her 8."""
    cases = [case("c1", "q", priority="P2")]
    (sent,) = fits({"c1": (0.9, 0.5)})

    assert decided(asking(cases, sent)) == {"c1": Goes("ann", "q")}
    asked = asking(cases, sent, efforts({(0, 0): 3}))
    assert decided(asked) == {"c1": Goes("bob", "q")}


def test_S13_L2_a_sent_effort_may_make_a_case_lighter_than_its_own() -> None:
    """A P1 of effort 2 weighs 16: too much for anybody, but half of it for Bob."""
    cases = [case("c1", "q", priority="P1", effort=2)]

    assert decided(asking(cases)) == {"c1": "ALL_BLOCKED_BY_CAPACITY"}
    assert histogram(asking(cases), "c1") == {"WEIGHTED_CAPACITY": 2}
    asked = asking(cases, efforts({(0, 1): 1}))
    assert decided(asked) == {"c1": Goes("bob", "q")}


def test_S13_L2_the_sum_of_sent_efforts_fills_an_agent() -> None:
    """Three P3 of weight 2: for Ann 3 times the work each, so that one fits; two more fit Bob."""
    cases = [case(f"c{number}", "q", priority="P3") for number in range(3)]
    heavy = {(number, 0): 3.0 for number in range(3)}
    (sent,) = fits({f"c{number}": (0.9, 0.1) for number in range(3)})

    found = decided(asking(cases, sent, efforts(heavy)))

    agents = sorted(str(one).split("'")[1] for one in found.values())
    assert agents == ["ann", "bob", "bob"]


def test_S13_a_pair_that_a_sparse_effort_matrix_leaves_out_is_ineligible_by_default() -> None:
    asked = asking([case("c1", "q")], efforts({(0, 1): 1}, "UNLISTED_INELIGIBLE"))

    assert decided(asked) == {"c1": Goes("bob", "q")}


def test_S13_L2_O3_what_an_owner_holds_weighs_as_sent() -> None:
    """Ann owns a P1 that weighs 2 for her, not 8: there is room for another P2."""
    cases = [case("c1", "q", priority="P1", ownerAgentId="ann"), case("c2", "q", priority="P2")]
    away = agent("bob", limits={"perCycle": 0})
    staff = [STAFF[0], away]

    full = request(cases, staff, QUEUES)
    light = request(cases, staff, QUEUES, [efforts({(0, 0): 0.25})])

    assert decided(full)["c2"] == "ALL_BLOCKED_BY_CAPACITY" or decided(full)["c2"] == "OUTCOMPETED"
    assert decided(light)["c2"] == Goes("ann", "q")


def test_S13_Q9_the_fallback_over_limits_keeps_to_sent_efforts_too() -> None:
    """A P1 may go over the cycle limit, but not over the weighted capacity of 8."""
    rules = {"roundRobinFallback": {"priorities": ["P1"]},
             "limitPolicy": {"limits": {"perCycle": 0}}}  # fmt: skip
    cases = [case("c1", "q", priority="P1")]

    assert decided(asking(cases, efforts({(0, 0): 1.5}), **rules))["c1"] == Goes(
        "bob", "q", 1, 0, "RR_FALLBACK"
    )


def test_S13_a_dense_matrix_of_efforts_will_do() -> None:
    cells = base64.b64encode(struct.pack("<2f", 3, 1)).decode()
    dense = {"encoding": "ENCODING_FLOAT32", "caseCount": 1, "agentCount": 2, "cells": cells}
    (sent,) = fits({"c1": (0.9, 0.5)})
    asked = asking([case("c1", "q", priority="P2")], sent, {"kind": "KIND_EFFORT", "dense": dense})

    assert decided(asked) == {"c1": Goes("bob", "q")}


@pytest.mark.parametrize("engine", ["ENGINE_SEQUENTIAL", "ENGINE_MIP", "ENGINE_PULP"])
def test_S13_L2_every_engine_keeps_to_sent_efforts(engine: str) -> None:
    cases = [case(f"c{number}", "q", priority="P3") for number in range(4)]
    asked = asking(cases, efforts({(number, 0): 4 for number in range(4)}))
    asked.options.engine = Engine.Value(engine)

    response = answer(asked)

    assert complaints(asked, response) == []
    assert sum(row.agent_id == "ann" for row in response.batch.assignments) == 1
    assert sum(row.agent_id == "bob" for row in response.batch.assignments) == 3
