"""The watch over deadlines: who is escalated, warned of, and at risk (U3, U7).

It looks at the cases that a cycle leaves with nobody. What it finds comes back with the next
snapshot, in `escalated`, `warned` and `escalation_bonus` of the case.
"""

from dataclasses import dataclass

import numpy as np

from solver.facts import Snapshot
from solver.moments import MICROSECOND
from solver.units import Bools
from solver.urgency import NO_DEADLINE, Deadlines, Urgency


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """What the watch found; shape: cases.

    risk: nobody has it and little time is left. escalates, warns: for the first time.
    announces: escalates by itself and is seen for the first time, assigned now or not.
    """

    risk: Bools
    escalates: Bools
    warns: Bools
    announces: Bools


def watch(snapshot: Snapshot, urgency: Urgency, deadlines: Deadlines, alone: Bools) -> Watch:
    """Looks at the cases of a cycle. alone: those that nobody has after it; shape: cases."""
    policy = snapshot.policy.urgency.watch
    never_escalated = np.array([case.escalated is None for case in snapshot.cases], dtype=np.bool_)
    never_warned = np.array([case.warned is None for case in snapshot.cases], dtype=np.bool_)
    unowned = np.array([not case.owner_id for case in snapshot.cases], dtype=np.bool_)
    has_deadline = deadlines.due != NO_DEADLINE
    risk = alone & has_deadline & (deadlines.left < policy.escalate_within // MICROSECOND)
    # A share of whole microseconds: the product of two floats is exact enough for an age.
    short = has_deadline & (deadlines.left < policy.warn_share * deadlines.response)
    return Watch(
        risk=risk,
        escalates=risk & never_escalated,
        warns=alone & short & never_warned,
        announces=urgency.auto_escalated & never_escalated & unowned,
    )
