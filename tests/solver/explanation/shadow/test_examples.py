"""Shadow prices of small snapshots (ADR 0054)."""

from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.explanation.shadow.opened import wanted_skills
from solver.explanation.shadow.price import PriceKind
from solver.explanation.shadow.prices import shadow_prices
from solver.facts import Limits, SkillRequirement, Turns
from solver.plan import Plan, solve_compiled
from tests.builders import agent, all_day, case, policy, queue, sent_fits, snapshot
from tests.solver.explanation.shadow.telling import random_plans, told_of


def _small(**facts: object) -> Plan:
    """Two cases of one queue whose only agent takes one case a cycle."""
    one = snapshot(
        cases=(case("c1", queue_id="q1"), case("c2", queue_id="q1")),
        agents=(agent("a1", limits=Limits(per_cycle=1)), agent("a2")),
        policy=policy(
            queues=(queue("q1", {"a1"}, **facts), queue("q2", {"a2"})),
            shifts=(all_day("a1", "a2"),),
        ),
        scores=(sent_fits({(0, 0): 0.9, (1, 0): 0.4001}),),
    )
    return solve_compiled(compile_problem(one, RULES), FlowEngine())


def test_an_extra_agent_has_the_mean_fit_of_his_queue() -> None:
    """Of 0.9000 and 0.4001, half to the even neighbour; a queue without pairs gains nothing."""
    told = told_of(_small())
    by_fit = told[PriceKind.QUEUE, -1, 0, ""].gain
    assert by_fit.gain[-2:] == (6_500, -3)
    assert by_fit.served == (1, 0, 0, 0, 0)
    assert (PriceKind.QUEUE, -1, 1, "") not in told


def test_through_a_queue_in_rotation_he_has_its_mean_turn() -> None:
    """The only agent of the queue has 1 of 1."""
    gain = told_of(_small(turns=Turns.ALWAYS))[PriceKind.QUEUE, -1, 0, ""].gain
    assert gain.gain[-2] == 10_000


def test_a_skill_serves_as_many_cases_as_its_agent_has_room_for() -> None:
    """Three cases ask for it: the one with room for two gains more than those with room for one."""
    facts = snapshot(
        cases=tuple(
            case(f"c{k}", queue_id="q1", requirements=(SkillRequirement("sql", k),))
            for k in (1, 2, 3)
        ),
        agents=tuple(
            agent(name, limits=Limits(per_cycle=room))
            for name, room in (("a1", 1), ("a2", 2), ("a3", 1))
        ),
        policy=policy(
            queues=(queue("q1", {"a1", "a2", "a3"}),), shifts=(all_day("a1", "a2", "a3"),)
        ),
    )
    plan = solve_compiled(compile_problem(facts, RULES), FlowEngine())
    price = told_of(plan)[PriceKind.SKILL, -1, -1, "sql"]
    assert (price.agent, price.level, price.gain.served[0]) == (1, 3, 2)


def test_what_time_left_out_is_counted() -> None:
    """Before the first solve there is nothing; before the first skill there are slots."""
    plan = next(
        plan
        for plan in random_plans(range(100))
        if any(one.skill for one in shadow_prices(plan, AutoEngine()).prices)
        and any(one.kind == PriceKind.HOURLY for one in shadow_prices(plan, AutoEngine()).prices)
    )
    nothing = shadow_prices(plan, AutoEngine(), lambda: True)
    facts, skills = plan.compiled.snapshot, len(wanted_skills(plan.compiled.snapshot))
    assert nothing.prices == ()
    assert nothing.untried == len(facts.agents) + len(facts.policy.queues) + skills
    moments = iter([False])
    some = shadow_prices(plan, AutoEngine(), lambda: next(moments, True))
    assert some.untried >= skills
    assert {one.kind for one in some.prices} >= {PriceKind.HOURLY}
    assert not [one for one in some.prices if one.skill]
