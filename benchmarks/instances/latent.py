"""Fit from a factor model: skills, hours and load that agents and cases hide.

A pair's score comes from twelve skills, from how the agent's hours meet the customer's,
and from the agent's load; never from noise of its own. Everything is computed in whole
numbers, parts per million, so that every machine gets the same.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.instances.agents import Staff
from benchmarks.instances.cases import Arrivals
from benchmarks.instances.customers import Customers
from benchmarks.instances.dice import Dice, Floats, Ints
from benchmarks.instances.order import Order

FACTOR_DICE = 6
SKILLS = 12
TOP_LEVEL = 9
SKILL_PERCENT, HOURS_PERCENT, LOAD_PERCENT = 60, 20, 20

MEETING = np.array(
    [
        [100, 30, 50, 90, 55, 95],
        [35, 100, 5, 40, 80, 35],
        [70, 20, 100, 60, 35, 70],
        [90, 40, 45, 100, 60, 90],
        [55, 80, 15, 60, 100, 55],
        [70, 65, 45, 75, 80, 100],
    ]
)
"""How much of a customer's day an agent meets, in percent; agent's zone x customer's zone."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What cases ask for and what agents have.

    `asked`: cases x skills, `level`: agents x skills, whole numbers as float64, so that
    their products are exact; `zone` per case; `roster` and `load` (ppm left) per agent.
    """

    asked: Floats
    level: Floats
    zone: Ints
    roster: Ints
    load: Ints

    def scores(self, first: int, last: int) -> Ints:
        """Scores of the cases from first up to last; ppm, cases x agents."""
        asked = self.asked[first:last]
        skills = (asked @ self.level.T).astype(np.int64)
        most = TOP_LEVEL * asked.sum(axis=1).astype(np.int64)
        skill = skills * 1_000_000 // most[:, None]
        hours = MEETING[self.roster[None, :], self.zone[first:last, None]] * 10_000
        mixed: Ints = SKILL_PERCENT * skill + HOURS_PERCENT * hours + LOAD_PERCENT * self.load
        return mixed // 100


def make_factors(order: Order, staff: Staff, arrivals: Arrivals, customers: Customers) -> Factors:
    """Draws the factors: cases of a queue ask for its skills, agents have a few strong ones."""
    dice = Dice(order.seed, FACTOR_DICE)
    return Factors(
        asked=_asked(dice, arrivals),
        level=_levels(dice, order.agents)[staff.twin],
        zone=customers.zone[arrivals.account],
        roster=staff.roster,
        load=np.maximum(0, 1_000_000 - staff.held * 2_200_000 // staff.capacity),
    )


def _asked(dice: Dice, arrivals: Arrivals) -> Floats:
    """Two of the three skills of the queue, and a little of any one."""
    count = len(arrivals.queue)
    rows = np.arange(count)
    asked = np.zeros((count, SKILLS), dtype=np.int64)
    left_out = dice.whole(0, 2, count)
    for number in range(3):
        weight = dice.whole(3, TOP_LEVEL, count) * (left_out != number)
        asked[rows, (arrivals.queue * 5 + number * 4 + number) % SKILLS] += weight
    asked[rows, dice.whole(0, SKILLS - 1, count)] += dice.whole(1, 3, count)
    return asked.astype(np.float64)


def _levels(dice: Dice, count: int) -> Floats:
    """A little of everything, three strong skills."""
    rows = np.arange(count)
    level = dice.whole(0, 3, count * SKILLS).reshape(count, SKILLS)
    for _ in range(3):
        level[rows, dice.whole(0, SKILLS - 1, count)] = dice.whole(5, TOP_LEVEL, count)
    return level.astype(np.float64)
