"""Working weeks of the agents, each different one once (S5)."""

from objectives.staff_hours import staff_hours
from solver.calendars import DAY_SLOTS, midpoints
from tests.builders import NOW, absence, agent, policy, shift, snapshot, window


def test_S5_agents_whose_weeks_agree_share_a_row() -> None:
    """Ann and Bob work the same hours, Cid is away, Dan is unknown, Eve's hours are predicted."""
    day = shift("ann", "bob", "cid", working_hours=(window("10:00", "22:00"),))
    eve = agent("eve", predicted_hours=(window("10:00", "16:00"),))
    agents = (agent("ann"), agent("bob"), agent("cid", absences=(absence(NOW),)), agent("dan"), eve)
    facts = snapshot(agents=agents, policy=policy(shifts=(day,)))
    found = staff_hours(facts, midpoints(NOW, DAY_SLOTS))

    assert found.week.tolist() == [0, 0, 1, 2, 3]
    assert found.known.tolist() == [True, True, True, False, True]
    assert found.working.sum(axis=1).tolist() == [DAY_SLOTS / 2, 0, 0, DAY_SLOTS / 4]
