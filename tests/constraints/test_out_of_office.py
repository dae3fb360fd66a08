"""Out of office: absolute, nothing overrides it (L6)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.out_of_office import OUT_OF_OFFICE
from solver.facts import Absence
from tests.builders import NOW, absence, agent, ago, ahead, policy, snapshot, team
from tests.constraints.asking import unblock


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


def back(*own: Absence, team_absences: tuple[Absence, ...] = ()) -> Any:
    """When the agent is back."""
    rules = policy(teams=(team("t", "a1", absences=team_absences),))
    return unblock(OUT_OF_OFFICE, snapshot(agents=(agent(absences=own),), policy=rules))


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param([(-1, 2)], ahead(hours=2), id="one"),
        pytest.param([(-1, 2), (2, 5)], ahead(hours=5), id="the next one follows at once"),
        pytest.param([(2, 5), (-1, 2)], ahead(hours=5), id="in any order"),
        pytest.param([(-1, 6), (-2, 1)], ahead(hours=6), id="one inside another"),
        pytest.param([(-1, 2), (3, 5)], ahead(hours=2), id="an hour between"),
        pytest.param([(-1, None)], "unknown", id="until further notice"),
        pytest.param([(-1, 2), (2, None)], "unknown", id="then until further notice"),
        pytest.param([(-1, 2), (3, None)], ahead(hours=2), id="back for an hour"),
    ],
)
def test_V4_an_absence_ends_with_the_last_of_its_chain(
    own: list[tuple[int, int | None]], expected: Any
) -> None:
    """(start, end) in hours from now."""
    assert back(*(hours_away(*span) for span in own)) == expected


def test_V4_the_absences_of_a_team_are_links_of_the_chain() -> None:
    assert back(hours_away(-1, 2), team_absences=(hours_away(1, 4),)) == ahead(hours=4)


def hours_away(start: int, end: int | None) -> Absence:
    return absence(ahead(hours=start), None if end is None else ahead(hours=end))


SPANS = st.tuples(st.integers(-3, 9), st.integers(1, 4) | st.none()).map(
    lambda span: (span[0], None if span[1] is None else span[0] + span[1])
)


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_V4_an_absence_refuses_every_hour_until_its_unblock_time_and_not_then(
    spans: list[tuple[int, int | None]],
) -> None:
    away = [
        any(start <= hour and (end is None or hour < end) for start, end in spans)
        for hour in range(20)
    ]
    if away[0]:
        expected = ahead(hours=away.index(False)) if False in away else "unknown"
        assert back(*(hours_away(*span) for span in spans)) == expected


def test_V4_an_absence_ends_to_the_microsecond() -> None:
    end = NOW + timedelta(microseconds=1)

    assert back(absence(ago(hours=1), end)) == end
