"""Generated histories: how accounts got on with the agents whom they met."""

from collections.abc import Iterable

from allotment.v1 import case_pb2
from benchmarks.instances.agents import Staff, agent_ids
from benchmarks.instances.dice import Dice
from benchmarks.instances.order import Order

HISTORY_DICE, TALENT_DICE = 10, 11
AGENTS_MET = 20
MOST_CASES = 12


def add_histories(order: Order, staff: Staff, accounts: Iterable[case_pb2.Account]) -> None:
    """Each account met twenty agents, and liked the talented ones better.

    Twins are equally talented, so that whole rows of agents tie where they never met.
    """
    dice = Dice(order.seed, HISTORY_DICE)
    talent = Dice(order.seed, TALENT_DICE).whole(-40, 60, order.agents)[staff.twin].tolist()
    ids = agent_ids(order.agents)
    for account in accounts:
        met = sorted(set(dice.whole(0, order.agents - 1, AGENTS_MET).tolist()))
        cases = dice.whole(1, MOST_CASES, AGENTS_MET).tolist()
        mood = dice.whole(-30, 30, AGENTS_MET).tolist()
        share = dice.whole(0, 100, AGENTS_MET).tolist()
        for place, agent in enumerate(met):
            account.histories.add(
                agent_id=ids[agent],
                case_count=cases[place],
                sentiment=max(-100, min(100, talent[agent] + mood[place])) / 100,
                final_resolver_share=share[place] / 100,
            )
