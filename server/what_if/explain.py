"""Explain inside a solver process: why, why not, and what it would take, for one case (03)."""

from dataclasses import dataclass
from functools import cached_property
from time import monotonic

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from server.batch import batch_of
from server.errors import NotHonoured
from server.processes.messages import WorkerSettings
from server.processes.watch import Patient, Watch
from server.translate.changes import tell_changes_of
from server.translate.checks import require
from server.translate.explanation import explanations_to_proto
from server.translate.options import FULL_ALTERNATIVES
from server.translate.regrets import AskedCase, tell_regrets_of
from server.translate.snapshot import Translated
from server.translate.would_be import tell_would_be
from server.unimplemented import find_unhonoured
from server.violations import Violations
from server.what_if.asked import position, translated
from server.what_if.pace import Pace
from server.what_if.pair import AskedPair, tell_pair
from server.wiring import RULES, Sighting, compile_sighted, engine_named
from solver.explanation.chosen import explain_chosen
from solver.explanation.regret import Regretting
from solver.explanation.waiting import Waiting, explain_waiting
from solver.members import agent_positions, case_positions
from solver.plan import Plan, solve_compiled

MOST_BETTER = 3
"""Better-scored agents that are named."""


def explain(raw_request: bytes, settings: WorkerSettings) -> wire.ExplainResponse:
    """The answer; raises NotFound for an unknown case or agent, NotHonoured or InvalidRequest."""
    watch, question = Watch(settings, Patient()), wire.ExplainRequest.FromString(raw_request)
    facts = _facts(question, settings)
    position("case", question.case_id, case_positions(facts.snapshot))
    if question.agent_id:
        position("agent", question.agent_id, agent_positions(facts.snapshot))
    began = monotonic()
    decided = _Decided.of(facts, settings, watch)
    pace = Pace(watch.left, monotonic() - began)
    response = decided.row(question.case_id)
    response.explanation.CopyFrom(decided.explanation(question, pace))
    if question.agent_id:
        asked = AskedPair(decided.plan, decided.regretting, decided.sighting, question)
        tell_pair(response, asked, watch.left())
    case = case_positions(decided.plan.compiled.snapshot).get(question.case_id, -1)
    if case >= 0 and decided.plan.waiting[case]:
        tell_changes_of(decided.plan, case, response.explanation, pace.is_over)
    return response


def _facts(question: wire.ExplainRequest, settings: WorkerSettings) -> Translated:
    if question.WhichOneof("basis") == "batch_id":
        found = find_unhonoured(question)
        raise NotHonoured(found.first, found.rest)
    violations = Violations()
    if not question.case_id:
        require(violations, "case_id", "the id of a case of the snapshot was left out")
    return translated(question, question.snapshot, violations, settings)


@dataclass(frozen=True, eq=False)
class _Decided:
    """The snapshot of a question, decided as Assign does. waiting: of all cases."""

    facts: Translated
    sighting: Sighting
    plan: Plan
    waiting: tuple[Waiting, ...]

    @staticmethod
    def of(facts: Translated, settings: WorkerSettings, watch: Watch) -> "_Decided":
        """In the time that the watch leaves."""
        options, sighting = facts.options, RULES.sight(facts.snapshot)
        engine = engine_named(options.engine, options.mip_solver, settings.time_limit)
        compiled = compile_sighted(sighting)
        watch.begin()
        plan = solve_compiled(compiled, engine, watch)
        waiting = explain_waiting(plan.compiled, plan.waiting, proved=plan.proved)
        return _Decided(facts, sighting, plan, waiting)

    @cached_property
    def regretting(self) -> Regretting | None:
        """What case and pair are priced by: the search for the case answers the pair as well."""
        return Regretting.of(self.plan)

    def row(self, case_id: str) -> wire.ExplainResponse:
        """The row of a case, and its batch without rows."""
        batch, _ = batch_of(self.facts, self.sighting, self.plan, self.waiting)
        row = batch.assignments[case_positions(self.facts.snapshot)[case_id]]
        response = wire.ExplainResponse(assignment=row)
        batch.ClearField("assignments")
        response.batch.CopyFrom(batch)
        return response

    def explanation(self, question: wire.ExplainRequest, pace: Pace) -> pb.Explanation:
        """What depth FULL tells of the case, but for what it would take. pace: of new solves."""
        plan, case_id = self.plan, question.case_id
        case = case_positions(plan.compiled.snapshot).get(case_id, -1)
        waiting = tuple(one for one in self.waiting if one.case == case)
        picks = plan.picks.where(plan.picks.case == case)
        chosen = explain_chosen(plan.compiled, picks, MOST_BETTER)
        told = explanations_to_proto(plan, chosen, waiting, self.sighting)
        row = next(row for row in told.explanations if row.case_id == case_id)
        if case >= 0:
            most = self._alternatives(question)
            asked = AskedCase(plan, self.regretting, case, row)
            tell_regrets_of(asked, chosen.better, most, pace.is_over)
            tell_would_be(plan.compiled, chosen.better, {case: row})
        return row

    def _alternatives(self, question: wire.ExplainRequest) -> int:
        if question.snapshot.options.HasField("alternative_count"):
            return self.facts.options.alternatives
        return FULL_ALTERNATIVES
