"""Each condition on prices by itself, on certificates written by hand (02 section 4).

Ann may take one case of two: c1, a P1 with fit 0.5, and c2, a P4 with fit 0.8.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from solver.check import Decision, Wrong
from solver.check.certificate import (
    Basis,
    Claims,
    LevelRow,
    PhaseClaims,
    PricedNodes,
    PriceLevel,
    Verdict,
    Why,
    verify,
)
from solver.check.certificate.arcs import Node
from solver.check.certificate.first import FirstPhase
from solver.check.certificate.limits import limit_findings
from solver.check.certificate.prices import Prices
from solver.check.decided import decided
from solver.check.fits import Fits
from solver.check.standing import standing_of
from solver.facts import FitPolicy, LimitPolicy, Limits, Snapshot
from tests.builders import agent, case, queue, sent_fits
from tests.solver.check.asking import kept, office, refusals_of, to, waits

Vector = tuple[int, ...]
Nodes = dict[str, dict[str, Vector]]

FITS = {"c1": 5_000, "c2": 8_000}
U = 60_000
"""1 + 5 points for a lifetime value that nobody knows."""

NAMES = ("coverage(1)", "rank(1)", "order(1)", "fit", "tie_break")


def ann_alone(per_cycle: int = 1) -> Snapshot:
    """One desk and two cases."""
    return office(
        cases=(case("c1", queue_id="q", priority="P1"), case("c2", queue_id="q", priority="P4")),
        agents=(agent("ann"),),
        queues=(queue("q", {"ann"}),),
        fit=FitPolicy(in_batch_discount=False),
        limits=LimitPolicy(limits=Limits(per_cycle=per_cycle)),
    )


def with_fits(facts: Snapshot, fits: dict[tuple[int, int], float]) -> Snapshot:
    """Final fits by (case, agent)."""
    return replace(facts, scores=(sent_fits(fits),))


def nodes_of(prices: Nodes) -> tuple[PricedNodes, ...]:
    """All kinds, those without a node too. Desks are named by their agents: there is one queue."""
    kinds = ("case", "queue", "rotation", "fit", "new", "all")
    return tuple(
        PricedNodes(
            kind,
            tuple(prices.get(kind, {})),
            ("q",) * len(prices.get(kind, {})) if kind == "queue" else (),
            np.array(list(prices.get(kind, {}).values()), dtype=np.int64).reshape(-1),
        )
        for kind in kinds
    )


def claims(costs: dict[str, int], rows: tuple[LevelRow, ...], prices: Nodes) -> Claims:
    """Everything proved."""
    levels = tuple(PriceLevel(name, cost, cost, True, Basis.PRICES) for name, cost in costs.items())
    first = PhaseClaims(rows, levels, nodes_of(prices))
    return Claims(first, PhaseClaims(), certified=True, optimal=True)


def row(kind: str, value: int, group: int = 0, **more: Any) -> LevelRow:
    """A proved level as people read it."""
    given: dict[str, Any] = {"priority": "", "band": "", "bound": value, "proved": True, **more}
    return LevelRow(kind=kind, group=group, value=value, **given)


def of_plan(served: tuple[str, ...]) -> tuple[dict[str, int], tuple[LevelRow, ...]]:
    """Costs and rows where ann has some of the cases."""
    dense, level = {"c1": 2, "c2": 1}, {"c1": "P1", "c2": "P4"}
    fit = sum(FITS[name] for name in served)
    costs = (-sum(dense[name] for name in served), 0, 0, -fit, len(served))
    rows = tuple(
        row(
            "coverage", U * (name in served), 1, priority=level[name], band="basic",
            case_count=1, served_count=int(name in served),
        )
        for name in ("c1", "c2")
    )  # fmt: skip
    more = (row("rank", 0, 1), row("order", 0, 1), row("fit", fit), row("tie_break", len(served)))
    return dict(zip(NAMES, costs, strict=True)), (*rows, *more)


ZERO: Vector = (0, 0, 0, 0, 0)


def prices(c1: Vector, c2: Vector, desk: Vector, all_: Vector = ZERO, **more: Vector) -> Nodes:
    """The desk, fit and new of ann at one price unless told otherwise."""
    return {
        "case": {"c1": c1, "c2": c2},
        "queue": {"ann": more.get("queue", desk)},
        "fit": {"ann": more.get("fit", desk)},
        "new": {"ann": more.get("new", desk)},
        "all": {"ann": all_},
    }


DESK: Vector = (1, 0, 0, 8_000, -1)
"""What c2 would gain there."""
BEST = prices(c1=(-1, 0, 0, 3_000, 0), c2=ZERO, desk=DESK)


def judged(
    served: tuple[str, ...], given: Nodes, per_cycle: int = 1, facts: Snapshot | None = None
) -> Verdict:
    """The verdict on a plan with these prices."""
    snapshot = facts or with_fits(ann_alone(per_cycle), {(0, 0): 0.5, (1, 0): 0.8})
    batch = tuple(to("ann", name) if name in served else waits(name) for name in ("c1", "c2"))
    return verify(snapshot, {}, batch, claims(*of_plan(served), given))


def wrongs(verdict: Verdict) -> set[Wrong]:
    """What fails, but for the proofs that are void because of it."""
    return {one.wrong for one in verdict.failures} - {Wrong.LEVEL_PROVED}


def test_the_optimum_passes() -> None:
    verdict = judged(("c1",), BEST)
    assert verdict.failures == ()
    assert verdict.verified
    assert verdict.proved_levels == NAMES
    assert verdict.pair_count == 2


WRONG = [
    pytest.param(
        ("c2",), prices((0, 0, 0, 0, 0), (1, 0, 0, -3_000, 0), (2, 0, 0, 5_000, -1)), 1,
        Wrong.CASE_PRICE, id="1: a served case whose price is above 0",
    ),
    pytest.param(
        ("c1",), prices((-2, 0, 0, -5_000, 1), (-1, 0, 0, -8_000, 1), ZERO), 1,
        Wrong.WAITING_PRICE, id="1: a waiting case whose price is below 0",
    ),
    pytest.param(
        ("c2",), prices(ZERO, (-1, 0, 0, -8_000, 1), ZERO), 1,
        Wrong.SERVED_CHEAPER, id="2: a case that could be served for less",
    ),
    pytest.param(
        ("c1",), prices((-1, 0, 0, 2_999, 0), ZERO, DESK), 1,
        Wrong.SERVED_DEARER, id="2: a case that is served for more",
    ),
    pytest.param(
        ("c1",), prices((-1, 0, 0, 3_000, 0), ZERO, DESK, new=(2, 0, 0, 0, 0)), 1,
        Wrong.LAST_UNIT, id="3: a price that rises along a limit in use",
    ),
    pytest.param(
        ("c1",), BEST, 2, Wrong.FURTHER_UNIT, id="3: a price for a limit that has room",
    ),
    pytest.param(
        ("c1",), prices((-1, 0, 0, 3_000, 0), ZERO, DESK, all_=(1, 0, 0, 0, 0)), 1,
        Wrong.FURTHER_UNIT, id="3: a price of a backlog without limit",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("served", "given", "per_cycle", "wrong"), WRONG)
def test_a_broken_condition_is_named(
    served: tuple[str, ...], given: Nodes, per_cycle: int, wrong: Wrong
) -> None:
    assert wrongs(judged(served, given, per_cycle)) == {wrong}


def test_levels_before_the_broken_one_stay_proved() -> None:
    verdict = judged(("c1",), prices((-1, 0, 0, 2_999, 0), ZERO, DESK))
    assert verdict.proved_levels == NAMES[:3]
    void = [one.level for one in verdict.failures if one.wrong == Wrong.LEVEL_PROVED]
    assert void == ["fit", "tie_break"]


def test_a_price_that_is_at_a_limit_in_use_may_fall() -> None:
    """And also by more than anybody gains there, as long as nobody is kept from it."""
    high = (1, 7, 0, 0, 0)
    assert judged(("c1",), prices((-1, 7, 0, -5_000, 1), ZERO, high)).verified


OWNED = office(
    cases=(case("c1", queue_id="q", owner_id="ann"),),
    agents=(agent("ann"), agent("bob")),
    queues=(queue("q", {"ann", "bob"}),),
    fit=FitPolicy(in_batch_discount=False),
)
OWNED_NAMES = ("incumbents", *NAMES)


def of_owned(batch: Decision, fit: int, tie: int, price: Vector) -> Verdict:
    """c1 is ann's; with ann its fit is 0.5, with bob 0.4."""
    facts = with_fits(OWNED, {(0, 0): 0.5, (0, 1): 0.4})
    nothing = (0, 0, 0, 0, 0, 0)
    given: Nodes = {
        "case": {"c1": price},
        "queue": {"bob": nothing},
        "fit": {"bob": nothing},
        "new": {"bob": nothing},
        "all": {"ann": nothing, "bob": nothing},
    }
    costs = dict(zip(OWNED_NAMES, (-1, -1, 0, 0, -fit, tie), strict=True))
    rows = (
        row("incumbents", 1),
        row(
            "coverage", U, 1, priority="P4", band="basic", case_count=1, served_count=1
        ),
        row("rank", 0, 1), row("order", 0, 1), row("fit", fit), row("tie_break", tie),
    )  # fmt: skip
    return verify(facts, {}, (batch,), claims(costs, rows, given))


def test_a_case_that_stays_pays_what_staying_costs() -> None:
    stays = (-1, -1, 0, 0, -5_000, 0)
    assert of_owned(kept("ann"), 5_000, 0, stays).verified
    wrong = of_owned(kept("ann"), 5_000, 0, (-1, -1, 0, 0, -5_001, 0))
    assert wrongs(wrong) == {Wrong.SERVED_DEARER}


def test_a_case_that_moves_at_a_loss_could_stay_for_less() -> None:
    moves = (-1, -1, 0, 0, -4_000, 2)
    assert wrongs(of_owned(to("bob"), 4_000, 2, moves)) == {Wrong.SERVED_CHEAPER}


def test_a_batch_that_is_wrong_is_not_held_against_its_prices() -> None:
    facts = with_fits(ann_alone(), {(0, 0): 0.5, (1, 0): 0.8})
    both = (to("ann", "c1"), to("ann", "c2"))
    verdict = verify(facts, {}, both, claims(*of_plan(("c1", "c2")), BEST))
    assert {one.wrong for one in verdict.failures} == {Wrong.OVER_LIMIT}
    assert [gap.why for gap in verdict.gaps] == [Why.FAILED_BEFORE]


def test_a_second_phase_that_had_nothing_to_do_has_no_levels() -> None:
    facts = with_fits(ann_alone(), {(0, 0): 0.5, (1, 0): 0.8})
    given = claims(*of_plan(("c1",)), BEST)
    more = Claims(given.first, PhaseClaims(rows=(row("fit", 0),)), certified=True, optimal=True)
    verdict = verify(facts, {}, (to("ann", "c1"), waits("c2")), more)
    assert wrongs(verdict) == {Wrong.LEVELS}


def test_costs_that_fall_from_unit_to_unit_are_named() -> None:
    """The formula of the discounts cannot; were it another one, no price would prove anything."""
    refusals = refusals_of(with_fits(ann_alone(2), {(0, 0): 0.5, (1, 0): 0.8}))
    batch = decided(refusals, (to("ann", "c1"), waits("c2")))
    phase = FirstPhase(refusals, standing_of(refusals), Fits(refusals), batch).phase()
    (discounted,) = (arcs for arcs in phase.arcs if arcs.tail_kind == Node.FIT)
    falling = replace(discounted, last=np.array([5]), further=np.array([3]))
    nothing = Prices({node: np.zeros((len(phase.levels), 2), dtype=np.int64) for node in Node})
    found = limit_findings(
        refusals.snapshot, replace(phase, arcs=(falling,)), phase.levels, nothing
    )  # fmt: skip
    assert Wrong.FALLING_COSTS in {one.complaint.wrong for one in found}
