"""One call, start to end, inside a solver process: request bytes in, response bytes out."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter

from google.protobuf.message import Message

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2, schedule_pb2
from allotment.v1.policy_pb2 import Policy
from server.batch import batch_of
from server.learning.skills_in_force import skills_in
from server.lint.answer import lint_policy
from server.logs import trace_of
from server.memory import keep_freed_memory, peak_memory
from server.precheck import precheck
from server.processes.messages import WorkerSettings
from server.processes.watch import Caller, Patient, Watch
from server.translate.certificate import certificate_to_proto
from server.translate.changes import tell_changes, tell_prices
from server.translate.explanation import explanations_to_proto
from server.translate.notices import notices_to_proto
from server.translate.on_the_way import batch_on_the_way
from server.translate.options import Depth, Mode, Options
from server.translate.plan import baseline_to_proto
from server.translate.regrets import rows_by_case, tell_regrets
from server.translate.snapshot import Translated, snapshot_from_proto
from server.translate.would_be import tell_would_be
from server.verification import verify_certificate
from server.what_if.check import check
from server.what_if.explain import explain
from server.what_if.recommend import recommend
from server.what_if.simulate import simulate_with
from server.wiring import BASELINES, RULES, Sighting, compile_sighted, engine_named
from solver.compile import Compiled
from solver.engines.engine import Engine
from solver.explanation.chosen import explain_chosen
from solver.explanation.regret import QUICK
from solver.explanation.waiting import explain_waiting
from solver.handed_over import TakingOver
from solver.plan import Plan, solve_compiled
from solver.progress import SILENT, Incumbent

MOST_BETTER = {Depth.NONE: 0, Depth.SUMMARY: 1, Depth.FULL: 3}
"""Better-scored agents that are named for each case."""
log = logging.getLogger(__name__)


PATIENT = Patient()


def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller = PATIENT) -> bytes:
    """The response to a request of any RPC; raises what `server.refusals.TABLE` lists.

    caller: hears of plans on the way.
    """
    watch = Watch(settings, caller, raw_batch=_raw_batch)
    if settings.rpc == "Assign":
        response: Message = respond(wire.AssignRequest.FromString(raw_request), settings, watch)
    else:
        response = ANSWERS[settings.rpc](raw_request, settings)
    return response.SerializeToString(deterministic=True)


def _raw_batch(incumbent: Incumbent) -> bytes:
    return batch_on_the_way(incumbent).SerializeToString(deterministic=True)


def warm_up() -> None:
    """Answers a tiny request, so that the first real one finds everything imported."""
    keep_freed_memory()
    request = wire.AssignRequest()
    request.cases.add(case_id="c", queue_id="q").created_time.FromDatetime(_WARM)
    request.agents.add(agent_id="a").recent_assignments.add(case_id="b").time.FromDatetime(_WARM)
    request.policy.queues.add(queue_id="q").buckets.add(agent_ids=["a"])
    hours = request.policy.shifts.add(shift_id="s", time_zone="UTC", agent_ids=["a"]).working_hours
    hours.add(days=[schedule_pb2.DAY_MONDAY], start="00:00", end="24:00")
    respond(request, WorkerSettings(_WARM, timedelta(seconds=1), timedelta(seconds=1)))


_WARM = datetime(2026, 1, 5, tzinfo=UTC)


def _decided(request: wire.AssignRequest, settings: WorkerSettings) -> wire.AssignResponse:
    """One of several batches of a call, in the time of its settings."""
    return respond(request, settings, Watch(settings, PATIENT))


simulate = simulate_with(_decided)
"""Simulate (03)."""

ANSWERS: Mapping[str, Callable[[bytes, WorkerSettings], Message]] = {
    "Check": check,
    "Explain": explain,
    "LintPolicy": lint_policy,
    "Recommend": recommend,
    "Simulate": simulate,
    "VerifyCertificate": verify_certificate,
}
"""All but `Assign`, by the name of the RPC."""


def respond(
    request: wire.AssignRequest, settings: WorkerSettings, watch: Watch | None = None
) -> wire.AssignResponse:
    """Decides one snapshot. watch: ends the solve in time; without one it takes what it takes."""
    stages = Stages()
    with stages.timed("translate"):
        policy = Policy.FromString(settings.raw_policy)
        skills = skills_in(settings.skills)
        translated = snapshot_from_proto(request, settings.received_time, policy, skills)
    if translated.options.mode == Mode.VALIDATE_ONLY:
        notices = [default.notice for default in translated.defaults]
        return wire.AssignResponse(notices=notices, solve_stats=stages.stats)
    with stages.timed("triage"):
        sighting = RULES.sight(translated.snapshot)
    with stages.timed("compile"):
        compiled = compile_sighted(sighting)
    _log_bugs(compiled, translated.request_id)
    if translated.options.mode == Mode.PRECHECK_ONLY:
        with stages.timed("explain"):
            response, nothing = precheck(translated, sighting, compiled)
        response.solve_stats.CopyFrom(stages.finished(compiled, nothing))
        return response
    with stages.timed("solve"):
        if watch is not None:
            watch.begin()
        plan = solve_compiled(compiled, _engine(translated.options, settings), watch or SILENT)
    with stages.timed("explain"):
        response = _response(translated, sighting, plan, _solving_is_over(translated, watch))
    if translated.options.depth == Depth.FULL:
        with stages.timed("explain in full"):
            is_over = _solving_is_over(translated, watch)
            tell_prices(plan, response, is_over)
            tell_changes(plan, response.explanations, is_over)
    if translated.options.baseline and not (watch and watch.is_late()):
        with stages.timed("baseline"):
            plans = (solve_compiled(compiled, engine) for engine in BASELINES)
            response.batch.baselines.extend(baseline_to_proto(other) for other in plans)
    if translated.options.certificate:
        with stages.timed("certificate"):
            response.certificate.CopyFrom(certificate_to_proto(plan))
    response.solve_stats.CopyFrom(stages.finished(compiled, plan))
    return response


def _log_bugs(compiled: Compiled, request_id: str) -> None:
    """Pillars that met a bug are for engineers too, not for callers alone (S15)."""
    for failure in compiled.facts.failures:
        if failure.bug is not None:
            facts = {"pillar": failure.pillar, "trace": trace_of(failure.bug)}
            log.error("pillar failed", extra={"facts": facts | {"request_id": request_id}})


def _engine(options: Options, settings: WorkerSettings) -> Engine:
    """Who solves: the caller's choice, or what has to do in its place."""
    if settings.engine_override:
        return TakingOver(settings.on_the_way)
    return engine_named(options.engine, options.mip_solver, settings.time_limit)


def _solving_is_over(translated: Translated, watch: Watch | None) -> Callable[[], bool]:
    """When new solves for explanations end; only FULL begins any."""
    if translated.options.depth < Depth.FULL:
        return lambda: True
    return watch.is_over if watch else lambda: False


def _response(
    translated: Translated, sighting: Sighting, plan: Plan, is_over: Callable[[], bool]
) -> wire.AssignResponse:
    """Batch, explanations and notices of a plan. is_over: time for new solves has ended."""
    waiting = explain_waiting(plan.compiled, plan.waiting, proved=plan.proved)
    batch, watch = batch_of(translated, sighting, plan, waiting)
    response = wire.AssignResponse()
    if translated.options.depth >= Depth.SUMMARY:
        better = MOST_BETTER[translated.options.depth]
        chosen = explain_chosen(plan.compiled, plan.picks, better)
        response = explanations_to_proto(plan, chosen, waiting, sighting)
        most = translated.options.alternatives
        tell_regrets(plan, chosen.better, response.explanations, most, is_over)
        if translated.options.depth == Depth.FULL and plan.compiled.problem.triple_count <= QUICK:
            rows = rows_by_case(plan, response.explanations)
            tell_would_be(plan.compiled, chosen.better, rows)
    response.batch.CopyFrom(batch)
    response.notices.extend(notices_to_proto(translated.defaults, plan.compiled, sighting, watch))
    return response


class Stages:
    """Wall-clock facts of one answer."""

    def __init__(self) -> None:
        self.stats = plan_pb2.SolveStats()

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Times one stage."""
        start = perf_counter()
        yield
        stage = self.stats.stages.add(name=name)
        stage.duration.FromTimedelta(timedelta(seconds=perf_counter() - start))

    def finished(self, compiled: Compiled, plan: Plan) -> plan_pb2.SolveStats:
        """All facts together."""
        self.stats.allowed_pair_count = compiled.problem.triple_count
        self.stats.solve_count = plan.solve_count
        self.stats.peak_memory_bytes = peak_memory()
        return self.stats
