"""The batch of a plan: one row for every case, how sure it is, and where it comes from."""

import hashlib

import numpy as np

from allotment.v1 import plan_pb2
from server.sla_watch import Watch
from server.sla_watch import watch as watched
from server.translate.aside import aside_rows
from server.translate.options import Options
from server.translate.plan import Origin, assignments_to_proto, batch_to_proto
from server.translate.snapshot import Translated
from server.translate.urgency import tell_urgency
from server.version import VERSION
from server.wiring import Sighting
from solver.engines.sequential import SequentialEngine
from solver.explanation.waiting import Waiting
from solver.plan import Plan

GREEDY = SequentialEngine().name
"""The engine that answers where time left nothing better."""


def batch_of(
    translated: Translated, sighting: Sighting, plan: Plan, waiting: tuple[Waiting, ...]
) -> tuple[plan_pb2.Batch, Watch]:
    """The batch, and what the watch over deadlines finds in it. waiting: of all cases."""
    return batch_with(translated, sighting, plan, assignments_to_proto(plan, waiting))


def batch_with(
    translated: Translated, sighting: Sighting, plan: Plan, decided: list[plan_pb2.Assignment]
) -> tuple[plan_pb2.Batch, Watch]:
    """The same with rows for the cases that are not set aside. A case without an outcome may
    yet get an agent: the watch passes over it."""
    rows = [*decided, *aside_rows(sighting)]
    rows.sort(key=lambda row: row.case_id)
    alone = np.array([bool(row.outcome) and not row.agent_id for row in rows], dtype=np.bool_)
    watch = watched(sighting.snapshot, sighting.urgency, sighting.deadlines, alone)
    tell_urgency(rows, sighting, watch)
    termination = _termination(plan, translated.options)
    return batch_to_proto(plan, rows, _origin(translated, plan), termination), watch


def _termination(plan: Plan, options: Options) -> plan_pb2.Termination.ValueType:
    """How sure the batch is."""
    if not plan.engine:
        return plan_pb2.TERMINATION_UNSPECIFIED
    if plan.engine == GREEDY != options.engine:
        return plan_pb2.TERMINATION_FALLBACK
    return plan_pb2.TERMINATION_OPTIMAL if plan.proved else plan_pb2.TERMINATION_FEASIBLE


def _origin(translated: Translated, plan: Plan) -> Origin:
    """Fingerprints; equal input, engine and version give an equal batch id.

    What time ended is a batch of its own.
    """
    expertise = translated.snapshot.expertise
    model_id = expertise.model_id if expertise else ""
    parts = [translated.fingerprint, translated.policy_hash, plan.engine, VERSION]
    if model_id:
        parts.append(model_id)
    if not plan.proved:
        picks = np.stack([plan.picks.case, plan.picks.agent, plan.picks.queue])
        parts.append(hashlib.sha256(picks.tobytes()).hexdigest())
    batch_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return Origin(translated.fingerprint, translated.policy_hash, VERSION, batch_id, model_id)
