"""What goes to manual review (U5, Q10)."""

from server.reports.manual_review import reviewed
from server.reports.ranking import ranked
from tests.answers.asking import agents, case, queue, request
from tests.server.reports.recorded import rows, told, with_plan

ASKED = request(
    [case("c1", "q", accountId="legal"), case("c2", "q", accountId="legal"), case("c3", "q")],
    agents("ann"),
    [queue("q", "ann")],
    accounts=[{"accountId": "legal"}],
)
RECORD = with_plan(
    ASKED,
    {"caseId": "c1", "outcome": "OUTCOME_MANUAL_REVIEW"},
    {"caseId": "c2", "outcome": "OUTCOME_MANUAL_REVIEW"},
    {"caseId": "c3", "outcome": "OUTCOME_ASSIGNED", "agentId": "ann", "queueId": "q"},
)


def test_Q10_cases_for_manual_review_are_counted_once() -> None:
    assert told(list(reviewed([RECORD, RECORD]))) == {"c1": "MANUAL_REVIEW", "c2": "MANUAL_REVIEW"}


def test_Q10_they_are_ranked_with_a_filter_for_a_rule() -> None:
    report = ranked("override", [RECORD], list(reviewed([RECORD])), 10)

    (row,) = rows(report, "account")
    assert (row.value, row.count, row.share) == ("legal", 2, 1.0)
    assert row.suggestion is not None
    assert row.suggestion.filter == "account = 'legal'"
