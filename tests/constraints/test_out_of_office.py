"""Out of office: absolute, nothing overrides it (L6)."""

import pytest

from constraints.out_of_office import OUT_OF_OFFICE
from solver.facts import Absence
from tests.builders import NOW, absence, agent, ago, ahead, policy, snapshot, team


@pytest.mark.parametrize(
    ("away", "allowed"),
    [
        pytest.param(absence(ago(days=1), ahead(days=1)), False, id="away"),
        pytest.param(absence(NOW, ahead(days=1)), False, id="leaves now"),
        pytest.param(absence(ago(days=1), NOW), True, id="back now"),
        pytest.param(absence(ago(days=2), ago(days=1)), True, id="was away"),
        pytest.param(absence(ahead(microseconds=1)), True, id="leaves soon"),
        pytest.param(absence(ago(days=900)), False, id="until further notice"),
    ],
)
def test_L6_an_agent_who_is_away_gets_nothing(away: Absence, allowed: bool) -> None:
    """Absences are half-open: the first moment away counts, the first moment back does not."""
    facts = snapshot(agents=(agent(absences=(away,)),))

    assert OUT_OF_OFFICE.agents(facts).tolist() == [allowed]


def test_L6_one_of_several_absences_is_enough() -> None:
    past, present = absence(ago(days=2), ago(days=1)), absence(ago(hours=1))
    facts = snapshot(agents=(agent(absences=(past, present)),))

    assert OUT_OF_OFFICE.agents(facts).tolist() == [False]


def test_Q11_a_team_that_is_away_takes_its_members_with_it() -> None:
    away = team("t", "ann", absences=(absence(ago(hours=1)),))
    facts = snapshot(agents=(agent("ann"), agent("bob")), policy=policy(teams=(away,)))

    assert OUT_OF_OFFICE.agents(facts).tolist() == [False, True]


def test_nobody_is_away_where_nobody_is() -> None:
    assert OUT_OF_OFFICE.agents(snapshot(agents=())).shape == (0,)
