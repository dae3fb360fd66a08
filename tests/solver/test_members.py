"""Teams and shifts are named once and used everywhere (Q11)."""

from solver.members import absences_of, agent_positions, case_positions, shifts_of, teams_of
from tests.builders import NOW, absence, agent, ahead, case, policy, shift, snapshot, team

TWO = (agent("ann"), agent("bob"))


def test_Q11_an_agent_has_his_teams_in_the_policys_order() -> None:
    late, early = team("z", "ann", "bob"), team("a", "ann", "gone")
    facts = snapshot(agents=TWO, policy=policy(teams=(late, early)))

    assert teams_of(facts) == ((late, early), (late,))


def test_Q11_an_agent_has_all_his_shifts() -> None:
    day, night = shift("ann", shift_id="day"), shift("ann", shift_id="night")
    facts = snapshot(agents=TWO, policy=policy(shifts=(day, night)))

    assert shifts_of(facts) == ((day, night), ())


def test_L6_an_agent_is_away_with_his_team() -> None:
    own, shared = absence(NOW), absence(ahead(days=1))
    away = policy(teams=(team("t", "ann", "bob", absences=(shared,)),))
    facts = snapshot(agents=(agent("ann", absences=(own,)), agent("bob")), policy=away)

    assert absences_of(facts) == ((own, shared), (shared,))


def test_positions_are_those_of_the_snapshot() -> None:
    facts = snapshot(cases=(case("x"), case("y")), agents=TWO)

    assert case_positions(facts) == {"x": 0, "y": 1}
    assert agent_positions(facts) == {"ann": 0, "bob": 1}
