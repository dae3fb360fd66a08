"""The snapshot of a question, as facts, with all that is wrong told at once."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from google.protobuf.message import Message

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.policy_pb2 import Policy
from server.errors import InvalidRequest, NotFound, NotHonoured
from server.learning.skills_in_force import skills_in
from server.processes.messages import WorkerSettings
from server.translate.checks import require
from server.translate.options import Mode
from server.translate.snapshot import Translated, snapshot_from_proto
from server.unimplemented import Unhonoured, find_unknown
from server.violations import Bounded, Fault, Violation, Violations
from solver.facts import Snapshot
from solver.triage import Triage, without

MOST_COMPARED = 10_000
"""Ids among which a likely one is looked for."""


def translated(
    question: Message,
    snapshot: wire.AssignRequest,
    violations: Violations,
    settings: WorkerSettings,
) -> Translated:
    """The facts that are asked about.

    violations: of the question's own fields. Raises NotHonoured for fields of a newer
    contract or what the snapshot sets and this version has not, else InvalidRequest.
    """
    check_known(question)
    if not question.HasField("snapshot"):
        require(violations, "snapshot", "the file was not attached")
        raise InvalidRequest(violations.first, violations.rest)
    facts = _read(snapshot, violations, settings)
    if facts is not None and facts.options.mode != Mode.SOLVE:
        text = "mode is another one than SOLVE, but this RPC has none. Maybe leave it unset."
        violations.add("snapshot.mode", Fault.CONTRADICTION, text)
    if facts is None or violations:
        raise InvalidRequest(violations.first, violations.rest)
    return facts


def check_known(question: Message) -> None:
    """Raises NotHonoured for fields that this version has never heard of."""
    unknown: Bounded[Unhonoured] = Bounded()
    find_unknown(question, "", unknown)
    if unknown:
        raise NotHonoured(unknown.first, unknown.rest)


def _read(
    snapshot: wire.AssignRequest, violations: Violations, settings: WorkerSettings
) -> Translated | None:
    """The facts, or None with what is wrong, by its path in the question."""
    policy, skills = Policy.FromString(settings.raw_policy), skills_in(settings.skills)
    try:
        return snapshot_from_proto(snapshot, settings.received_time, policy, skills)
    except NotHonoured as error:
        paths = [replace(found, path=f"snapshot.{found.path}") for found in error.paths]
        raise NotHonoured(paths, error.rest) from error
    except InvalidRequest as error:
        for problem in error.violations:
            violations.append(_inside(problem))
        violations.rest += error.rest
        return None


def decided_with(snapshot: Snapshot, triage: Triage, case: int) -> Snapshot:
    """The case among all those that Assign would decide, as if nothing set it aside."""
    aside = triage.aside.copy()
    aside[case] = False
    cases = list(snapshot.cases)
    if triage.review[case]:
        cases[case] = replace(cases[case], override_routing=False)
    return without(replace(snapshot, cases=tuple(cases)), aside)


def _inside(problem: Violation) -> Violation:
    return replace(problem, path=f"snapshot.{problem.path}")


def position(kind: str, name: str, positions: Mapping[str, int]) -> int:
    """Where the case or agent stands; raises NotFound."""
    if name in positions:
        return positions[name]
    close = get_close_matches(name, list(positions)[:MOST_COMPARED], n=1)
    maybe = f"you meant {close[0]!r}" if close else "the snapshot was exported before it was there"
    raise NotFound(kind, name, f"There is no {kind} {name!r} in the snapshot.\nMaybe {maybe}.")
