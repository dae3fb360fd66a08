"""Working weeks of the agents, each different one once (S5)."""

from objectives.staff_hours import staff_hours
from solver.calendars import DAY_SLOTS, midpoints
from tests.builders import NOW, absence, agent, policy, shift, snapshot, window


def test_S5_agents_whose_weeks_agree_share_a_row() -> None:
    """Ann and Bob work the same hours, Cid is away, nobody knows about Dan."""
    day = shift("ann", "bob", "cid", working_hours=(window("10:00", "22:00"),))
    agents = (agent("ann"), agent("bob"), agent("cid", absences=(absence(NOW),)), agent("dan"))
    facts = snapshot(agents=agents, policy=policy(shifts=(day,)))
    found = staff_hours(facts, midpoints(NOW, DAY_SLOTS))

    assert found.week.tolist() == [0, 0, 1, 2]
    assert found.known.tolist() == [True, True, True, False]
    assert found.working.sum(axis=1).tolist() == [DAY_SLOTS / 2, 0, 0]
