"""Values that are the same for every pair."""

import numpy as np

from solver.factors import TableFactor
from solver.facts import Snapshot
from solver.rules import Flag


def constant(snapshot: Snapshot, ppm: int, flag: Flag) -> TableFactor:
    """One value, in parts per million, and one flag for all pairs."""
    case_count, agent_count = snapshot.shape
    return TableFactor(
        row=np.zeros(case_count, dtype=np.int32),
        table=np.broadcast_to(np.int32(ppm), (1, agent_count)),
        flag=np.broadcast_to(np.uint8(flag), (1, agent_count)),
    )
