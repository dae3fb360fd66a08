"""Any pair has a price, or a reason for none (02 section 5)."""

from collections import Counter
from dataclasses import replace

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.sequential import SequentialEngine
from solver.explanation.residual.forced import Move
from solver.explanation.solved import Solving
from solver.explanation.why_not import Asked, why_not
from solver.facts import Limits, SkillRequirement
from solver.plan import solve_compiled
from tests.answering import SETTINGS
from tests.builders import absence, agent, ago, all_day, case, policy, queue, snapshot
from tests.referee.instances.requests import Size, random_request, weighted_request
from tests.solver.planning import plan_of

SIZE = Size(cases=(10, 14), agents=(5, 6))
PRICED = (Asked.ALLOWED, Asked.LIFTED, Asked.OVER, Asked.SOLVED, Asked.OVERRIDE)


def test_every_pair_has_a_price_or_a_reason_for_none() -> None:
    """With weighted capacity too; those who are blocked have refusals."""
    seen = Counter[Asked]()
    for seed in range(30):
        asking = weighted_request(seed) if seed % 3 == 0 else random_request(seed, SIZE)
        facts = snapshot_from_proto(asking, SETTINGS.received_time).snapshot
        plan = solve_compiled(compile_problem(facts, RULES), AutoEngine())
        for one in range(len(facts.cases)):
            for other in range(len(facts.agents)):
                found = why_not(plan, one, other)
                seen[found.asked] += 1
                assert (found.regret is not None) == (found.asked in PRICED)
                if found.asked in (Asked.LIFTED, Asked.OVER):
                    assert found.score.refusals
                if found.regret is not None:
                    assert found.regret.moves or not any(found.regret.loss)
    assert min(seen[one] for one in PRICED) > 3


def test_over_the_limit_costs_what_the_case_brings() -> None:
    """Ann holds as many as she may: the waiting case would be served by one over it."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1"),),
        agents=(agent("ann", limits=Limits(backlog=1), active_count=1, active_load=1.0),),
        policy=policy(queues=(queue("q1", {"ann"}),), shifts=(all_day("ann"),)),
    )
    found = why_not(plan_of(facts), 0, 0)
    assert found.asked == Asked.OVER
    assert found.regret is not None
    assert found.regret.loss[0] < 0


def test_somebody_away_with_no_desk_at_all_has_a_price() -> None:
    """He is the only one, so that the problem does not know him."""
    away = absence(ago(hours=1))
    facts = snapshot(
        cases=(case("c1", queue_id="q1"),),
        agents=(agent("ann", absences=(away,)),),
        policy=policy(queues=(queue("q1", {"ann"}),), shifts=(all_day("ann"),)),
    )
    found = why_not(plan_of(facts), 0, 0)
    assert found.asked == Asked.LIFTED
    assert found.regret is not None
    assert found.regret.loss[0] < 0


def test_outside_the_queues_there_is_no_price() -> None:
    """Nor without a proof."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1"),),
        agents=(agent("ann"), agent("bob")),
        policy=policy(queues=(queue("q1", {"ann"}),), shifts=(all_day("ann", "bob"),)),
    )
    assert why_not(plan_of(facts), 0, 1).asked == Asked.OUTSIDE
    greedy = solve_compiled(compile_problem(facts, RULES), SequentialEngine())
    assert why_not(greedy, 0, 0).asked == Asked.NOT_PROVED


def test_with_weighted_capacity_a_pair_is_solved_again() -> None:
    """Ann has capacity for one of two; giving her the lesser one leaves the other waiting."""
    facts = snapshot(
        cases=(
            case("c1", queue_id="q1", priority="P1"),
            case("c2", queue_id="q1", priority="P4"),
        ),
        agents=(agent("ann", limits=Limits(hard_capacity=8.5)),),
        policy=policy(queues=(queue("q1", {"ann"}),), shifts=(all_day("ann"),)),
    )
    plan = plan_of(facts)
    assert plan.compiled.problem.is_weighted
    found = why_not(plan, 1, 0)
    assert found.asked == Asked.SOLVED
    assert found.regret is not None
    assert [(move.case, move.after < 0) for move in found.regret.moves] == [(1, False), (0, True)]
    assert found.regret.loss[0] > 0


def test_a_lifted_block_counts_weights_that_could_not_bind_before() -> None:
    """Ann has capacity for one of two; the second one asks for a skill that she lacks."""
    needed = (SkillRequirement("sso"),)
    facts = snapshot(
        cases=(
            case("c1", queue_id="q1", priority="P1"),
            case("c2", queue_id="q1", priority="P4", requirements=needed),
        ),
        agents=(agent("ann", limits=Limits(hard_capacity=8.5)),),
        policy=policy(queues=(queue("q1", {"ann"}),), shifts=(all_day("ann"),)),
    )
    plan = plan_of(facts)
    assert not plan.compiled.problem.is_weighted
    found = why_not(plan, 1, 0)
    assert found.asked == Asked.LIFTED
    assert found.regret is not None
    assert found.regret.moves == (Move(1, -1, 0), Move(0, 0, -1))
    assert found.regret.loss[0] > 0


def test_a_weighted_problem_that_nobody_holds_has_no_prices() -> None:
    """A new solve would know no pairs but those of the core, were its levels ever all proved."""
    facts = snapshot_from_proto(weighted_request(5, SIZE), SETTINGS.received_time).snapshot
    compiled = compile_problem(facts, RULES, 0)
    assert compiled.problem.candidates is not None
    assert compiled.problem.is_weighted
    plan = solve_compiled(compiled, AutoEngine())
    plan = replace(plan, levels=tuple(replace(level, proved=True) for level in plan.levels))
    assert plan.proved

    for other in range(len(facts.agents)):
        assert why_not(plan, 0, other).asked == Asked.NOT_PROVED
    assert Solving.of(plan, AutoEngine(), lambda: False) is None
