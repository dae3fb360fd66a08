"""What the page tells of a batch as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignResponse
from server.page.fits import Column, Waterfall, mean_waterfall, spread
from server.page.greed import Greedy, prices_of_greed
from server.page.head import SERVED, OutcomeShare, QueueRow, by_outcome, by_queue, mean
from server.page.levels import LevelGroup, level_groups, proved_count
from server.page.limits import Fullness
from server.page.load import Load, load
from server.page.names import termination_name
from server.page.prices import PriceGroup, price_groups
from server.page.refused import Bar, case_reasons, refusals
from server.page.stages import Stage, stages


@dataclass(frozen=True, slots=True)
class Overview:
    """A batch as a whole. open_count: cases that a precheck leaves open. fit: mean of the served
    cases, in units of 1e-4; None without any."""

    case_count: int
    served_count: int
    open_count: int
    fit: int | None
    termination: str
    proved_count: int
    outcomes: tuple[OutcomeShare, ...]
    queues: tuple[QueueRow, ...]
    levels: tuple[LevelGroup, ...]
    override_levels: tuple[LevelGroup, ...]
    greed: tuple[Greedy, ...]
    waterfall: Waterfall | None
    spread: tuple[Column, ...]
    load: Load
    reasons: tuple[Bar, ...]
    refusals: tuple[Bar, ...]
    stages: tuple[Stage, ...]
    prices: tuple[PriceGroup, ...]


def overview(response: AssignResponse, full: Mapping[str, Fullness]) -> Overview:
    """The overview of an answer. full: its agents under their limits; empty: not known."""
    batch, told = response.batch, response.explanations
    rows = batch.assignments
    served = [row for row in rows if row.outcome in SERVED]
    waiting = (row for row in rows if row.outcome == plan_pb2.OUTCOME_UNASSIGNED)
    return Overview(
        case_count=len(rows),
        served_count=len(served),
        open_count=sum(row.outcome == plan_pb2.OUTCOME_UNSPECIFIED for row in rows),
        fit=mean([row.fit for row in served]),
        termination=termination_name(batch.termination),
        proved_count=proved_count(batch.levels),
        outcomes=by_outcome(rows),
        queues=by_queue(rows),
        levels=level_groups(batch.levels),
        override_levels=level_groups(batch.override_levels),
        greed=prices_of_greed(batch),
        waterfall=mean_waterfall(told),
        spread=tuple(spread(row.fit for row in served)),
        load=load(rows, told, full),
        reasons=case_reasons(rows),
        refusals=refusals(told, frozenset(row.case_id for row in waiting)),
        stages=stages(response.solve_stats),
        prices=price_groups(response.shadow_prices),
    )
