"""What the page's list of cases is searched by: a few columns of all cases."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from allotment.v1 import plan_pb2 as pb
from server.page.names import case_reason_name, outcome_name
from solver.facts import Case


class Coded(TypedDict):
    """A column of few different texts. names: the texts; places: of each row among them."""

    names: list[str]
    places: list[int]


class Columns(TypedDict):
    """One row per case. urgencies, fits: in units of 1e-4; subjects: none without the request;
    risks: 1 where its deadline is at risk (U7)."""

    ids: list[str]
    outcomes: Coded
    reasons: Coded
    agents: Coded
    queues: Coded
    bands: Coded
    urgencies: list[int]
    fits: list[int]
    subjects: list[str]
    risks: list[int]


def finder_columns(rows: Sequence[pb.Assignment], facts: Mapping[str, Case]) -> Columns:
    """The columns of a batch. facts: cases of the request by id, empty without it."""
    return {
        "ids": [row.case_id for row in rows],
        "outcomes": coded([outcome_name(row.outcome) for row in rows]),
        "reasons": coded([_reason(row) for row in rows]),
        "agents": coded([row.agent_id for row in rows]),
        "queues": coded([row.queue_id or row.owner_queue_id for row in rows]),
        "bands": coded([row.band for row in rows]),
        "urgencies": [row.urgency for row in rows],
        "fits": [row.fit for row in rows],
        "subjects": [facts[row.case_id].subject for row in rows] if facts else [],
        "risks": [int(row.sla_risk) for row in rows],
    }


def coded(texts: Sequence[str]) -> Coded:
    """Each text once, in its order."""
    names = sorted(set(texts))
    places = {name: place for place, name in enumerate(names)}
    return {"names": names, "places": [places[text] for text in texts]}


def _reason(row: pb.Assignment) -> str:
    """Why it waits, empty for a case that does not."""
    return case_reason_name(row.case_reason) if row.case_reason else ""
