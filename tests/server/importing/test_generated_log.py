"""A generated log, imported: a snapshot that the service takes."""

import pytest

from benchmarks.instances import Order
from benchmarks.instances.incident_log import make_log, write_log
from tests.server.importing.logs import Imported, imported
from tests.snapshots import assert_usable


@pytest.fixture(scope="module")
def found() -> Imported:
    """The snapshot of two weeks of 1,500 incidents, in the middle of the second one."""
    log = write_log(make_log(Order(cases=1500, agents=40, seed=3)), zipped=False)
    return imported(log.decode(), "2026-03-10 10:00")


def test_the_service_takes_it(found: Imported) -> None:
    assert_usable(found.request)


def test_it_has_enough_of_everything_to_be_worth_solving(found: Imported) -> None:
    counts = found.summary.counts

    assert counts.cases >= 50
    assert counts.cases_counted_as_unassigned == 0
    assert counts.agents == 40
    assert counts.queues == 10
    assert counts.agents_with_own_hours > 30
    assert counts.recent_withdrawn > 0


def test_S6_every_agent_has_predicted_hours_and_nobody_a_made_up_shift(found: Imported) -> None:
    assert all(agent.predicted_windows for agent in found.request.agents)
    assert not found.request.policy.shifts


def test_no_agent_is_in_two_buckets_of_a_queue(found: Imported) -> None:
    for queue in found.request.policy.queues:
        agents = [agent for bucket in queue.buckets for agent in bucket.agent_ids]
        assert len(agents) == len(set(agents))


def test_nothing_in_it_is_younger_than_the_snapshot(found: Imported) -> None:
    now = found.request.snapshot_time.seconds
    recent = [one for agent in found.request.agents for one in agent.recent_assignments]

    assert all(case.created_time.seconds <= now for case in found.request.cases)
    assert all(one.time.seconds <= now and one.came_back_time.seconds <= now for one in recent)


def test_no_case_is_also_in_the_backlog_of_an_agent(found: Imported) -> None:
    held = [one.case_id for agent in found.request.agents for one in agent.active_cases]

    assert set(held).isdisjoint(found.case_ids)
    assert len(held) == len(set(held))
