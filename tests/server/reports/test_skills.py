"""Reports of cycles that were decided with a skills model (S9, Q10)."""

from server.learning.skills_in_force import read_skills
from server.reports.record import Record, check_record
from tests.answering import answer
from tests.answers.asking import agents, case, queue, request
from tests.answers.small_model import small_model


def test_S9_Q10_a_policy_that_insists_on_a_model_is_read_without_it() -> None:
    asked = request(
        [case("c1", "q", subject="vpn")],
        agents("ann"),
        [queue("q", "ann")],
        fit={"skillsModelId": read_skills(small_model()).model_id},
    )
    record = Record("one", asked, answer(asked, small_model()))

    check_record(record)
    assert record.own_queues == {"c1": ("q",)}
