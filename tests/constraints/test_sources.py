"""Sources of availability: the first one configured for the agent decides, or all do (V1)."""

from itertools import product

import pytest

from constraints.sources import NO_AVAILABILITY_SOURCE
from solver.facts import Agent, Hours, Shift, Snapshot, SourceMode
from solver.reasons import Reason
from tests.builders import absence, agent, ago, queue, shift, team, window
from tests.constraints.asking import one_agent, reasons, refuses

IN, OUT = window("09:00", "17:00"), window("00:00", "04:00")
FIRST, ALL_OF = SourceMode.FIRST, SourceMode.ALL_OF
OUTSIDE, OFFLINE = Reason.OUTSIDE_ASSIGNMENT_HOURS, Reason.PRESENCE_OFFLINE
NOTHING, ON, OFF = "", "on", "off"
STATUS = {NOTHING: "", ON: "Available", OFF: "Away"}


def shifts(told: str) -> tuple[Shift, ...]:
    """A shift that runs, one that does not, or none."""
    hours = {ON: IN, OFF: OUT}
    return (shift("a1", assignment_hours=(hours[told],)),) if told else ()


def sourced(
    on_shift: str, crm: str, custom: str, predicted: str
) -> tuple[Agent, tuple[Shift, ...]]:
    """An agent of whom each source says ON, OFF or NOTHING, in the order of V1."""
    hours = {NOTHING: (), ON: (IN,), OFF: (OUT,)}
    one = agent(
        presence=STATUS[crm], custom_presence=STATUS[custom], predicted_hours=hours[predicted]
    )
    return one, shifts(on_shift)


def facts_of(sources: tuple[str, str, str, str], mode: SourceMode, required: bool) -> Snapshot:
    """The agent in a queue that asks for assignment hours."""
    one, on = sourced(*sources)
    asking = queue("q1", {"a1"}, presence_required=required)
    return one_agent(one, asking, mode=mode, shifts=on)


@pytest.mark.parametrize(
    ("sources", "mode", "expected"),
    [
        pytest.param((ON, OFF, OFF, OFF), FIRST, set(), id="a shift outranks all"),
        pytest.param((OFF, ON, ON, ON), FIRST, {OUTSIDE}, id="a shift outranks presence"),
        pytest.param((NOTHING, ON, OFF, OFF), FIRST, set(), id="the CRM outranks the custom field"),
        pytest.param((NOTHING, OFF, ON, ON), FIRST, {OFFLINE}, id="the CRM says no"),
        pytest.param((NOTHING, NOTHING, ON, OFF), FIRST, set(), id="unknown presence: next source"),
        pytest.param((NOTHING, NOTHING, OFF, ON), FIRST, {OFFLINE}, id="the custom field says no"),
        pytest.param((NOTHING, NOTHING, NOTHING, ON), FIRST, set(), id="predicted hours"),
        pytest.param(
            (NOTHING, NOTHING, NOTHING, OFF), FIRST, {OUTSIDE}, id="they block as shifts do"
        ),
        pytest.param((ON, ON, ON, ON), ALL_OF, set(), id="all agree"),
        pytest.param((ON, NOTHING, NOTHING, NOTHING), ALL_OF, set(), id="one of one agrees"),
        pytest.param((ON, OFF, NOTHING, ON), ALL_OF, {OFFLINE}, id="the CRM disagrees"),
        pytest.param((ON, ON, OFF, ON), ALL_OF, {OFFLINE}, id="the custom field disagrees"),
        pytest.param((ON, ON, ON, OFF), ALL_OF, {OUTSIDE}, id="predicted hours disagree"),
        pytest.param((OFF, ON, NOTHING, ON), ALL_OF, {OUTSIDE}, id="the shift disagrees"),
        pytest.param((OFF, OFF, NOTHING, ON), ALL_OF, {OUTSIDE, OFFLINE}, id="two disagree"),
    ],
)
def test_V1_the_sources_decide_in_order_or_all_together(
    sources: tuple[str, str, str, str], mode: SourceMode, expected: set[Reason]
) -> None:
    assert reasons(facts_of(sources, mode, required=False)) == expected


@pytest.mark.parametrize(
    ("sources", "mode", "expected"),
    [
        pytest.param((ON, ON, NOTHING, NOTHING), FIRST, set(), id="present"),
        pytest.param(
            (ON, OFF, ON, NOTHING), FIRST, {OFFLINE}, id="away, by the first status known"
        ),
        pytest.param((ON, NOTHING, ON, NOTHING), FIRST, set(), id="present by the custom field"),
        pytest.param((ON, NOTHING, NOTHING, NOTHING), FIRST, {OFFLINE}, id="unknown is offline"),
        pytest.param((ON, NOTHING, NOTHING, ON), ALL_OF, {OFFLINE}, id="unknown among all of"),
        pytest.param((ON, ON, OFF, NOTHING), ALL_OF, {OFFLINE}, id="one of two statuses"),
        pytest.param((OFF, ON, NOTHING, NOTHING), FIRST, {OUTSIDE}, id="present is not enough"),
        pytest.param(
            (NOTHING, NOTHING, NOTHING, ON), FIRST, {OFFLINE}, id="predicted is not present"
        ),
    ],
)
def test_Q7_a_queue_may_require_presence_as_well(
    sources: tuple[str, str, str, str], mode: SourceMode, expected: set[Reason]
) -> None:
    assert reasons(facts_of(sources, mode, required=True)) == expected


def test_V1_without_any_source_an_agent_is_unavailable() -> None:
    facts = facts_of((NOTHING, NOTHING, NOTHING, NOTHING), FIRST, required=False)

    assert reasons(facts) == {Reason.NO_AVAILABILITY_SOURCE}


@pytest.mark.parametrize("place", range(4))
def test_V1_any_source_is_one(place: int) -> None:
    sources = [NOTHING] * 4
    sources[place] = OFF
    facts = facts_of((sources[0], sources[1], sources[2], sources[3]), FIRST, required=False)

    assert not refuses(NO_AVAILABILITY_SOURCE, facts)


def read_aloud(sources: tuple[str, str, str, str], mode: SourceMode, required: bool) -> set[Reason]:
    """V1 and Q7 as they are written, one source after the other."""
    names = (OUTSIDE, OFFLINE, OFFLINE, OUTSIDE)
    told = [(name, word) for name, word in zip(names, sources, strict=True) if word]
    heard = told[:1] if mode == FIRST else told
    refused = {name for name, word in heard if word == OFF}
    if not told:
        refused.add(Reason.NO_AVAILABILITY_SOURCE)
    if required:
        presence = [word for name, word in told if name == OFFLINE]
        if not presence or OFF in (presence[:1] if mode == FIRST else presence):
            refused.add(OFFLINE)
    return refused


def test_V1_every_combination_of_sources_is_judged_as_the_row_reads() -> None:
    """3 x 3 x 3 x 3 sources, both modes, presence required or not."""
    words = (NOTHING, ON, OFF)
    for sources in product(words, words, words, words):
        for mode, required in product(SourceMode, (True, False)):
            facts = facts_of(sources, mode, required)
            assert reasons(facts) == read_aloud(sources, mode, required), (sources, mode, required)


@pytest.mark.parametrize("mode", SourceMode)
@pytest.mark.parametrize(
    "sources",
    [(ON, ON, ON, ON), (NOTHING, ON, NOTHING, NOTHING), (NOTHING, NOTHING, NOTHING, ON)],
)
def test_L6_an_absence_is_taken_out_of_whichever_source_decides(
    sources: tuple[str, str, str, str], mode: SourceMode
) -> None:
    one, on = sourced(*sources)
    away = team("t", "a1", absences=(absence(ago(hours=1)),))
    facts = one_agent(one, mode=mode, shifts=on, teams=(away,))

    assert reasons(facts) == {Reason.OUT_OF_OFFICE}


def test_V1_predicted_hours_refuse_by_the_kind_of_hours_that_the_queue_asks_for() -> None:
    facts = one_agent(agent(predicted_hours=(OUT,)), queue("q1", {"a1"}, hours=Hours.WORKING))

    assert reasons(facts) == {Reason.OUTSIDE_WORKING_HOURS}


@pytest.mark.parametrize(
    ("status", "present"),
    [("Available", True), ("Online", True), ("available", False), ("Busy", False)],
)
def test_V1_available_and_online_mean_present_as_they_are_written(
    status: str, present: bool
) -> None:
    assert (reasons(one_agent(agent(presence=status))) == set()) is present


def test_V1_a_policy_names_its_own_statuses() -> None:
    idle = frozenset({"Idle"})

    assert reasons(one_agent(agent(presence="Idle"), available_statuses=idle)) == set()
    assert reasons(one_agent(agent(presence="Online"), available_statuses=idle)) == {OFFLINE}
