"""Weighted capacity in whole answers (L2, L5)."""

import pytest

from tests.answers.asking import Goes, Row, agent, case, decided, queue, request


def got(ann: Row, *cases: Row, **policy: object) -> str:
    """The cases that Ann alone may take, and gets."""
    asked = request(list(cases), [ann], [queue("q", "ann")], limitPolicy=policy)
    return " ".join(name for name, found in decided(asked).items() if isinstance(found, Goes))


def of(priority: str, case_id: str, effort: float = 1) -> Row:
    return case(case_id, "q", priority=priority, effort=effort)


FOUR = [of("P1", "c1"), of("P4", "c2"), of("P4", "c3"), of("P4", "c4")]
TEN = {"limits": {"hardCapacity": 10}}


def test_L2_the_weights_of_new_and_held_cases_together_are_at_most_that() -> None:
    """A P1 weighs 8, a P4 1; the most urgent ones go first."""
    held = [{"caseId": "h", "priority": "P4"}]

    assert len(got(agent("ann", **TEN), *FOUR).split()) == 3
    assert len(got(agent("ann", activeCases=held, **TEN), *FOUR).split()) == 2
    assert "c1" in got(agent("ann", activeCases=held, **TEN), *FOUR)


def test_L2_it_is_off_where_it_is_not_set() -> None:
    assert got(agent("ann"), *FOUR) == "c1 c2 c3 c4"


@pytest.mark.parametrize("status", ["New", "Waiting on customer", "Open", ""])
def test_L2_the_status_of_a_held_case_does_not_matter(status: str) -> None:
    """It does for the load of S7."""
    held = [{"caseId": "h", "priority": "P1", "status": status}]

    assert got(agent("ann", activeCases=held, **TEN), of("P3", "c1")) == "c1"
    assert got(agent("ann", activeCases=held, **TEN), of("P3", "c1", 1.01)) == ""


def test_L2_weights_are_whole_hundredths() -> None:
    """Three times 3.33 is 9.99, and 0.01 is left; 0.004 rounds to nothing."""
    thirds = [of("P1", f"c{n}", 3.33 / 8) for n in range(3)]
    dust = of("P4", "d", 0.01)
    grain = of("P4", "e", 0.004)

    assert got(agent("ann", **TEN), *thirds, dust) == "c0 c1 c2 d"
    assert got(agent("ann", **TEN), *thirds, dust, grain) == "c0 c1 c2 d e"
    assert got(agent("ann", **TEN), *thirds, of("P4", "d", 0.02)) == "c0 c1 c2"


def test_L5_the_lowest_capacity_of_policy_team_and_agent_wins() -> None:
    ann = agent("ann", limits={"hardCapacity": 9})

    assert len(got(ann, *FOUR, limits={"hardCapacity": 10}).split()) == 2
    assert len(got(ann, *FOUR, limits={"hardCapacity": 8}).split()) == 1
