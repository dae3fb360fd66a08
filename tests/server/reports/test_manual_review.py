"""What goes to manual review (U5, Q10)."""

from server.reports.manual_review import reviewed
from server.reports.ranking import ranked
from tests.answers.asking import agents, case, queue, request
from tests.server.reports.recorded import recorded, rows, told

RECORD = recorded(
    request(
        [
            case("c1", "q", category="legal", overrideRouting=True),
            case("c2", "q", category="legal", overrideRouting=True),
            case("c3", "q", category="legal"),
            case("c4", "q"),
        ],
        agents("ann"),
        [queue("q", "ann")],
    )
)


def test_Q10_U5_cases_for_manual_review_are_counted_once() -> None:
    assert told(list(reviewed([RECORD, RECORD]))) == {
        "c1": "OVERRIDE_ROUTING",
        "c2": "OVERRIDE_ROUTING",
    }


def test_Q10_U5_they_are_ranked_with_a_filter_for_a_rule() -> None:
    """A rule for the category would take c3 along."""
    report = ranked("override", [RECORD], list(reviewed([RECORD])), 10)

    (row,) = rows(report, "category")
    assert (row.value, row.count, row.share) == ("legal", 2, 1.0)
    assert row.suggestion is not None
    assert row.suggestion.filter == "category = 'legal'"
    assert (row.suggestion.taken, row.suggestion.others) == (2, 1)
