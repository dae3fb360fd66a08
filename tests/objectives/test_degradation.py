"""A pillar that cannot be computed is dropped, or stops its queues; never silently (S15)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from objectives import PILLARS
from objectives.fit import gather
from objectives.pillars import PillarWeights
from solver.errors import PillarError
from solver.facts import DenseScores, FitPolicy, OnPillarFailure, Scores, Snapshot
from solver.rules import Factor, FitFacts, Flag
from tests.builders import policy, queue, sent_fits, snapshot
from tests.objectives.lookup import flags, values


@dataclass(frozen=True)
class FromFile:
    """A pillar whose model is a file."""

    path: Path
    name: str = "skills"

    def factor(self, snapshot: Snapshot) -> Factor:
        """Raises PillarError where there is no file, ValueError where it holds no number."""
        try:
            text = self.path.read_text("utf-8")
        except OSError as error:
            raise PillarError(f"the model cannot be read: {error.strerror}.") from error
        float(text)
        return PILLARS[1].factor(snapshot)


WHOLE = Scores(DenseScores(np.array([[700_000]], dtype=np.int32)))
HALVES = (("bandwidth", 0.5), ("skills", 0.5))
QUEUES = (queue("both"), queue("free", pillar_weights=(("bandwidth", 1.0),)))


def facts(path: Path, on_failure: OnPillarFailure, weights: PillarWeights = HALVES) -> FitFacts:
    """Two queues, of which one weighs the skills that are to come from a file."""
    fit = FitPolicy(pillar_weights=weights, on_pillar_failure=on_failure)
    return gather(snapshot(policy=policy(fit=fit, queues=QUEUES)), [PILLARS[1], FromFile(path)])


def test_S15_the_others_share_the_weight_of_a_pillar_whose_model_is_missing(tmp_path: Path) -> None:
    found = facts(tmp_path / "none", OnPillarFailure.DROP)

    assert found.policy_weights.tolist() == [1_000_000, 0]
    assert found.weights.tolist() == [[1_000_000, 0], [1_000_000, 0]]
    assert found.stopped.tolist() == [False, False]
    (failure,) = found.failures
    assert (failure.pillar, failure.bug) == ("skills", None)
    assert failure.cause == "the model cannot be read: No such file or directory."
    assert values(found.factors[1], snapshot()) == [[0]]
    assert flags(found.factors[1], snapshot()) == [[Flag.DROPPED]]


def test_S15_a_bug_in_a_pillar_drops_it_too_and_is_kept_for_the_log(tmp_path: Path) -> None:
    damaged = tmp_path / "model"
    damaged.write_text("no number", "utf-8")

    (failure,) = facts(damaged, OnPillarFailure.DROP).failures

    assert isinstance(failure.bug, ValueError)
    assert failure.cause == "it met a bug (ValueError). Maybe report it."


def test_S15_a_policy_may_stop_the_queues_that_weigh_it_and_no_other(tmp_path: Path) -> None:
    found = facts(tmp_path / "none", OnPillarFailure.STOP)

    assert found.stopped.tolist() == [True, False]


def test_S15_where_the_last_pillar_fails_the_queue_stops_whatever_the_policy(
    tmp_path: Path,
) -> None:
    found = facts(tmp_path / "none", OnPillarFailure.DROP, weights=(("skills", 1.0),))

    assert found.policy_weights.tolist() == [0, 0]
    assert found.stopped.tolist() == [True, False]


def test_S15_a_pillar_that_works_stops_nothing(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.write_text("1", "utf-8")

    found = facts(model, OnPillarFailure.STOP)

    assert found.failures == ()
    assert not found.stopped.any()


@pytest.mark.parametrize("on_failure", OnPillarFailure)
def test_S15_S13_where_all_fits_that_matter_are_sent_no_pillar_is_missed(
    on_failure: OnPillarFailure,
) -> None:
    fit = FitPolicy(pillar_weights=(("zeal", 1.0),), on_pillar_failure=on_failure)
    rules = policy(fit=fit, queues=(queue("q1"),))
    one = sent_fits({(0, 0): 0.5})

    computed = gather(snapshot(policy=rules, scores=(one,)), PILLARS)
    whole = gather(snapshot(policy=rules, scores=(WHOLE,)), PILLARS)

    assert computed.stopped.tolist() == [True]
    assert whole.stopped.tolist() == [False]
