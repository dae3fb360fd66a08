"""All that the fit of a pair is made of, together (S1, S2, S3, S7, S13)."""

from math import isnan

import numpy as np

from objectives import PILLARS, fit_facts
from solver.facts import DenseScores, FitPolicy, Scores
from tests.builders import active, agent, ago, policy, queue, recent, snapshot
from tests.objectives.lookup import values


def test_S1_the_four_pillars_stand_in_the_order_of_the_default_weights() -> None:
    assert [pillar.name for pillar in PILLARS] == [name for name, _ in FitPolicy().pillar_weights]


def test_S1_factors_follow_the_policys_order() -> None:
    """History is 0.20 and bandwidth 1, whichever stands first."""
    fit = FitPolicy(pillar_weights=(("customer_history", 1.0), ("bandwidth", 3.0)))
    facts = snapshot(policy=policy(fit=fit, queues=(queue(),)))
    found = fit_facts(facts)

    assert found.pillars == ("customer_history", "bandwidth")
    assert [values(factor, facts) for factor in found.factors] == [[[200_000]], [[1_000_000]]]
    assert found.policy_weights.tolist() == [250_000, 750_000]
    assert found.weights.tolist() == [[250_000, 750_000]]


def test_S3_and_S7_agents_bring_their_penalty_and_their_load() -> None:
    busy = agent("ann", recent=(recent(ago(minutes=90)),), active_cases=(active(priority="P2"),))
    found = fit_facts(snapshot(agents=(busy, agent("bob"))))

    assert found.keep.tolist() == [700_000, 1_000_000]
    assert found.minutes[0] == 90
    assert isnan(found.minutes[1])
    assert found.load.load.tolist() == [40_000, 0]
    assert found.load.utilisation.tolist() == [100_000, 0]


def test_S13_a_final_fit_stands_beside_the_pillars() -> None:
    one = Scores(DenseScores(np.array([[700_000]], dtype=np.int32)))
    found = fit_facts(snapshot(scores=(one,)))
    first = np.zeros(1, dtype=np.int32)

    assert len(found.factors) == 4
    assert found.sent is not None
    assert found.sent.at(first, first).tolist() == [700_000]
    assert fit_facts(snapshot()).sent is None
