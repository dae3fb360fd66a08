"""Ready-made scores (S13): final fits, pillars, and efforts of pairs (L2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allotment.v1 import scores_pb2 as wire
from objectives import PILLARS
from server.translate.cells import Cells
from server.translate.checks import POSITIVE_WEIGHT, SHARE, Once, check_known, fact_of, require
from server.translate.matrices import DenseFacts, Order, SparseFacts, matrix_from_proto
from server.violations import Fault, Violations
from solver.facts import (
    DenseEfforts,
    DenseScores,
    Efforts,
    Scores,
    SparseEfforts,
    SparseScores,
    Unlisted,
)
from solver.units import PPM

COMPUTED = frozenset(pillar.name for pillar in PILLARS)
"""Pillars that the service computes by itself."""

FIT, PILLAR, EFFORT = "FIT", "PILLAR", "EFFORT"
KINDS: Mapping[int, str] = {
    wire.ScoreMatrix.KIND_FIT: FIT,
    wire.ScoreMatrix.KIND_PILLAR: PILLAR,
    wire.ScoreMatrix.KIND_EFFORT: EFFORT,
}
SHARES = Cells("A score", SHARE, one=PPM, whole=True, advice="Maybe it is a percentage.")
EFFORTS = Cells("An effort", POSITIVE_WEIGHT, one=1, whole=False, advice="Maybe the unit is hours.")


@dataclass(frozen=True, slots=True, eq=False)
class SentMatrices:
    """What the caller sent: the final fit first, then pillars by name; and efforts."""

    scores: tuple[Scores, ...]
    efforts: Efforts | None


def scores_from_proto(
    violations: Violations,
    rows: Sequence[wire.ScoreMatrix],
    order: Order,
    pillars: frozenset[str],
) -> SentMatrices:
    """The matrices in the order of the snapshot. pillars: names with a weight in the policy."""
    seen = Once(violations)
    scores: list[Scores] = []
    efforts: Efforts | None = None
    for index, row in enumerate(rows):
        at = f"scores[{index}]"
        kind = _kind(violations, at, row)
        pillar = _pillar(violations, at, row, kind, pillars) if kind else None
        if kind and pillar is not None:
            seen.check((kind, pillar), f"{at}.{'pillar' if pillar else 'kind'}", pillar or kind)
        cells = EFFORTS if kind == EFFORT else SHARES
        values = matrix_from_proto(violations, at, row, order, cells)
        if values is None:
            continue
        if kind == EFFORT:
            _check_not_zero(violations, f"{at}.sparse.unlisted", values)
            efforts = _efforts(values)
        else:
            _check_computable(violations, f"{at}.sparse.unlisted", values, pillar)
            scores.append(Scores(_scores(values), pillar or ""))
    return SentMatrices(tuple(sorted(scores, key=lambda matrix: matrix.pillar)), efforts)


def _scores(values: DenseFacts | SparseFacts) -> DenseScores | SparseScores:
    if isinstance(values, DenseFacts):
        return DenseScores(values.values)
    return SparseScores(values.case, values.agent, values.values, values.unlisted)


def _efforts(values: DenseFacts | SparseFacts) -> Efforts:
    if isinstance(values, DenseFacts):
        return DenseEfforts(values.values)
    return SparseEfforts(values.case, values.agent, values.values, values.unlisted)


def _check_not_zero(violations: Violations, path: str, values: DenseFacts | SparseFacts) -> None:
    """Notes efforts that are to be 0 where none is sent."""
    if isinstance(values, SparseFacts) and values.unlisted == Unlisted.ZERO:
        text = "No effort is 0. Maybe UNLISTED_COMPUTE: the case's own."
        violations.add(path, Fault.CONTRADICTION, text, "UNLISTED_ZERO")


def _check_computable(
    violations: Violations, path: str, values: DenseFacts | SparseFacts, pillar: str | None
) -> None:
    """Notes a sparse pillar whose other pairs nothing can compute (S13)."""
    asks = isinstance(values, SparseFacts) and values.unlisted == Unlisted.COMPUTE
    if asks and pillar and pillar not in COMPUTED:
        text = f"Nothing computes the pillar {pillar!r}. Maybe UNLISTED_ZERO."
        violations.add(path, Fault.CONTRADICTION, text, "UNLISTED_COMPUTE")


def _kind(violations: Violations, at: str, row: wire.ScoreMatrix) -> str:
    """What the values are, empty with a violation."""
    before = len(violations)
    kind = fact_of(violations, f"{at}.kind", row.kind, KINDS, wire.ScoreMatrix.Kind.DESCRIPTOR)
    return kind if len(violations) == before else ""


def _pillar(
    violations: Violations, at: str, row: wire.ScoreMatrix, kind: str, pillars: frozenset[str]
) -> str | None:
    """The pillar's name, empty where it is none, None with a violation."""
    path = f"{at}.pillar"
    if kind != PILLAR:
        if row.pillar:
            text = (
                f"A matrix of the kind {kind} names the pillar {row.pillar!r}. Maybe KIND_PILLAR."
            )
            violations.add(path, Fault.CONTRADICTION, text, row.pillar)
        return ""
    if not row.pillar:
        require(violations, path, "KIND_FIT for a final fit")
        return None
    known = check_known(violations, path, row.pillar, pillars, "the policy's pillar weights")
    return row.pillar if known else None
