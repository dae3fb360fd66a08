"""What falls into the catch-all, and why (Q10)."""

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.errors import ReportError
from server.reports.catch_all import caught
from server.reports.ranking import ranked
from tests.answers.asking import NOW, Row, agent, agents, case, queue, request
from tests.server.reports.recorded import recorded, rows, told

QUEUES = [queue("q", "ann", "bob"), queue("rest", "cid")]
ACCOUNTS = [{"accountId": "acme"}, {"accountId": "globex"}]
AWAY = [{"startTime": "2026-03-01T00:00:00Z"}]


def asking(
    *cases: Row, staff: list[Row] | None = None, queues: list[Row] = QUEUES, now: str = NOW
) -> AssignRequest:
    people = staff or agents("ann bob cid")
    return request(
        list(cases), people, queues, catchAllQueueId="rest", now=now, accounts=ACCOUNTS
    )  # fmt: skip


def test_Q10_a_case_of_no_queue_falls_into_the_catch_all() -> None:
    found = list(caught([recorded(asking(case("c1", "unheard of"), case("c2", "q")))]))

    assert told(found) == {"c1": "NO_QUEUE_MATCH"}
    assert (found[0].old_owner, found[0].new_owner) == ("", "cid")


def test_Q10_the_report_names_the_rules_that_kept_a_case_from_its_own_queues() -> None:
    """Agents by the first rule that refuses them, those of the catch-all left out."""
    staff = [agent("ann", absences=AWAY), agent("bob", limits={"backlog": 0}), agent("cid")]
    found = list(caught([recorded(asking(case("c1", "q"), staff=staff))]))

    assert told(found) == {"c1": "ALL_BLOCKED_BY_CAPACITY"}
    assert found[0].refusals == {"OUT_OF_OFFICE": 1, "BACKLOG_LIMIT": 1}


def test_Q10_a_case_whose_agents_serve_others_was_outcompeted() -> None:
    staff = [agent("ann", limits={"perCycle": 1}), agent("cid")]
    asked = asking(case("c1", "q", urgency=9), case("c2", "q"), staff=staff)

    assert told(list(caught([recorded(asked)]))) == {"c2": "OUTCOMPETED"}


def test_Q10_a_tier_between_counts_as_one_of_its_own_queues() -> None:
    queues = [
        queue("q", "ann", fallbackQueueIds=["tier"]),
        queue("tier", "bob"),
        queue("rest", "cid"),
    ]
    staff = [agent("ann", absences=AWAY), agent("bob", absences=AWAY), agent("cid")]
    found = list(caught([recorded(asking(case("c1", "q"), staff=staff, queues=queues))]))

    assert found[0].refusals == {"OUT_OF_OFFICE": 2}


def test_Q10_a_case_that_waits_in_the_catch_all_alone_fell_into_it() -> None:
    """One that waits for its own queue too did not."""
    staff = [agent(name, absences=AWAY) for name in ("ann", "bob", "cid")]
    found = list(caught([recorded(asking(case("c1"), case("c2", "q"), staff=staff))]))

    assert told(found) == {"c1": "NO_QUEUE_MATCH"}


def test_Q10_a_case_that_carries_the_catch_alls_name_is_where_it_belongs() -> None:
    assert list(caught([recorded(asking(case("c1", "rest")))])) == []


def test_Q10_a_case_of_several_batches_counts_once() -> None:
    staff = [agent("cid", absences=AWAY)]
    records = [
        recorded(asking(case("c1"), staff=staff)),
        recorded(asking(case("c1"), staff=staff, now="2026-03-04T10:02:00Z")),
    ]

    assert len(list(caught(records))) == 1


def test_Q10_policies_without_a_catch_all_have_no_such_report() -> None:
    record = recorded(request([case("c1", "q")], agents("ann"), [queue("q", "ann")]))

    with pytest.raises(ReportError, match="catch_all_queue_id"):
        list(caught([record]))


def test_Q10_the_catch_all_is_ranked_by_what_its_cases_have_in_common() -> None:
    """Most common first, with the share of all; of two skills a case counts for both."""
    needs = [{"kind": "KIND_SKILL", "name": name} for name in ("vpn", "sql")]
    record = recorded(
        asking(
            case("c1", accountId="acme", requirements=needs[:1]),
            case("c2", accountId="acme", requirements=needs),
            case("c3", "lost", accountId="globex"),
            case("c4", "q", accountId="acme"),
        )
    )
    report = ranked("catch-all", [record], list(caught([record])), 10)

    assert (report.count, report.case_count) == (3, 4)
    assert [(row.value, row.count) for row in rows(report, "account")] == [
        ("acme", 2), ("globex", 1)
    ]  # fmt: skip
    assert [(row.value, row.count) for row in rows(report, "skill")] == [
        ("vpn", 2), ("", 1), ("sql", 1)
    ]  # fmt: skip
    assert [row.share for row in rows(report, "account")] == [2 / 3, 1 / 3]
    assert [(row.value, row.why) for row in rows(report, "queue")] == [
        ("", (("NO_QUEUE_MATCH", 2),)), ("lost", (("NO_QUEUE_MATCH", 1),))
    ]  # fmt: skip


def test_Q10_a_facet_that_no_case_has_is_left_out() -> None:
    record = recorded(asking(case("c1", accountId="acme")))
    report = ranked("catch-all", [record], list(caught([record])), 10)

    assert rows(report, "skill") == []
    assert rows(report, "account") != []


def test_Q10_a_ranking_says_how_many_values_it_leaves_out() -> None:
    record = recorded(asking(case("c1", accountId="acme"), case("c2", accountId="globex")))
    report = ranked("catch-all", [record], list(caught([record])), 1)

    assert [(name, len(listed), total) for name, listed, total in report.facets if total > 1] == [
        ("account", 1, 2)
    ]
