"""Ready-made scores (S13): checked and permuted whole, no Python object per pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allotment.v1 import scores_pb2 as wire
from objectives import PILLARS
from server.translate.checks import Once, check_known, fact_of, require
from server.violations import Fault, Violations
from solver.facts import DenseScores, Scores, SparseScores, Unlisted
from solver.units import PPM, Indexes

UINT16_MOST = 65_535
BLOCK_CELLS = 100_000
"""Cells that are converted at a time."""

COMPUTED = frozenset(pillar.name for pillar in PILLARS)
"""Pillars that the service computes by itself."""

UNLISTED: Mapping[int, Unlisted] = {
    wire.SparseScores.UNLISTED_UNSPECIFIED: Unlisted.INELIGIBLE,
    wire.SparseScores.UNLISTED_INELIGIBLE: Unlisted.INELIGIBLE,
    wire.SparseScores.UNLISTED_ZERO: Unlisted.ZERO,
    wire.SparseScores.UNLISTED_COMPUTE: Unlisted.COMPUTE,
}
CELL_BYTES: Mapping[int, int] = {
    wire.DenseScores.ENCODING_FLOAT32: 4,
    wire.DenseScores.ENCODING_UINT16: 2,
}
KINDS: Mapping[int, str] = {
    wire.ScoreMatrix.KIND_FIT: "FIT",
    wire.ScoreMatrix.KIND_PILLAR: "PILLAR",
}


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """How the rows of a request lie in the sorted snapshot.

    cases, agents: position in the request of each row of the snapshot.
    """

    cases: Indexes
    agents: Indexes

    @property
    def shape(self) -> tuple[int, int]:
        """(cases, agents)."""
        return len(self.cases), len(self.agents)


def order_of(ids: Sequence[str]) -> Indexes:
    """Positions of the ids in plain string order."""
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int32)


def scores_from_proto(
    violations: Violations,
    rows: Sequence[wire.ScoreMatrix],
    order: Order,
    pillars: frozenset[str],
) -> tuple[Scores, ...]:
    """The matrices in the order of the snapshot, the final fit first, then by pillar.

    pillars: names with a weight in the policy.
    """
    seen = Once(violations)
    scores = []
    for index, row in enumerate(rows):
        at = f"scores[{index}]"
        pillar = _pillar(violations, at, row, pillars)
        name = pillar or "FIT"
        if pillar is not None:
            seen.check(pillar, f"{at}.pillar" if pillar else f"{at}.kind", name)
        values = _values(violations, at, row, order)
        if values is not None:
            _check_computable(violations, f"{at}.sparse.unlisted", values, pillar)
            scores.append(Scores(values, pillar or ""))
    return tuple(sorted(scores, key=lambda matrix: matrix.pillar))


def _check_computable(
    violations: Violations, path: str, values: DenseScores | SparseScores, pillar: str | None
) -> None:
    """Notes a sparse pillar whose other pairs nothing can compute (S13)."""
    asks = isinstance(values, SparseScores) and values.unlisted == Unlisted.COMPUTE
    if asks and pillar and pillar not in COMPUTED:
        text = f"Nothing computes the pillar {pillar!r}. Maybe UNLISTED_ZERO."
        violations.add(path, Fault.CONTRADICTION, text, "UNLISTED_COMPUTE")


def _pillar(
    violations: Violations, at: str, row: wire.ScoreMatrix, pillars: frozenset[str]
) -> str | None:
    """The pillar's name, empty for a final fit, None with a violation."""
    kinds = wire.ScoreMatrix.Kind.DESCRIPTOR
    before = len(violations)
    kind = fact_of(violations, f"{at}.kind", row.kind, KINDS, kinds)
    path = f"{at}.pillar"
    if len(violations) > before:
        return None
    if kind == "FIT":
        if row.pillar:
            text = f"A final FIT names the pillar {row.pillar!r}. Maybe KIND_PILLAR."
            violations.add(path, Fault.CONTRADICTION, text, row.pillar)
        return ""
    if not row.pillar:
        require(violations, path, "KIND_FIT for a final fit")
        return None
    known = check_known(violations, path, row.pillar, pillars, "the policy's pillar weights")
    return row.pillar if known else None


def _values(
    violations: Violations, at: str, row: wire.ScoreMatrix, order: Order
) -> DenseScores | SparseScores | None:
    match row.WhichOneof("values"):
        case "dense":
            return _dense(violations, f"{at}.dense", row.dense, order)
        case "sparse":
            return _sparse(violations, f"{at}.sparse", row.sparse, order)
    require(violations, f"{at}.values", "dense or sparse")
    return None


def _dense(
    violations: Violations, at: str, row: wire.DenseScores, order: Order
) -> DenseScores | None:
    before = len(violations)
    kinds = wire.DenseScores.Encoding.DESCRIPTOR
    cell_bytes = fact_of(violations, f"{at}.encoding", row.encoding, CELL_BYTES, kinds)
    sizes = (("case_count", row.case_count), ("agent_count", row.agent_count))
    for (name, count), needed in zip(sizes, order.shape, strict=True):
        if count != needed:
            text = f"{name} is {count}, but the request has {needed}. Maybe rows were filtered."
            violations.add(f"{at}.{name}", Fault.WRONG_SHAPE, text, count)
    if len(violations) > before:
        return None
    cells = row.cells
    needed = order.shape[0] * order.shape[1] * cell_bytes
    if len(cells) != needed:
        text = f"cells has {len(cells)} bytes, but must have {needed}. Maybe another encoding."
        violations.add(f"{at}.cells", Fault.WRONG_SHAPE, text, len(cells))
        return None
    if row.encoding == wire.DenseScores.ENCODING_UINT16:
        return DenseScores(_frozen(_from_uint16(cells, order)))
    ppm = _from_float32(violations, f"{at}.cells", cells, order)
    return None if ppm is None else DenseScores(_frozen(ppm))


def _from_uint16(serialized: bytes, order: Order) -> Indexes:
    """Parts per million, shape: cases x agents; every value is right."""
    cells = np.frombuffer(serialized, dtype="<u2").reshape(order.shape).view(np.uint16)
    return _sorted_ppm(cells, UINT16_MOST, order)


def _from_float32(
    violations: Violations, path: str, serialized: bytes, order: Order
) -> Indexes | None:
    """Parts per million, shape: cases x agents; None with a violation per wrong cell."""
    cells = np.frombuffer(serialized, dtype="<f4").reshape(order.shape).view(np.float32)
    wrong = _wrong(cells.reshape(-1))
    if not len(wrong):
        return _sorted_ppm(cells, 1, order)
    listed = wrong[: violations.room].tolist()
    for place in listed:
        row, column = divmod(place, order.shape[1])
        _refuse_value(violations, f"{path}[{row},{column}]", float(cells[row, column]))
    violations.rest += len(wrong) - len(listed)
    return None


def _sorted_ppm(cells: NDArray[np.float32] | NDArray[np.uint16], one: int, order: Order) -> Indexes:
    """Parts per million by sorted case and agent; `one` is how a cell writes the ratio 1.

    Goes by blocks of rows that fit the processor's cache: several times faster than whole.
    """
    ppm = np.empty(order.shape, dtype=np.int32)
    step = max(1, BLOCK_CELLS // max(1, order.shape[1]))
    for first in range(0, len(ppm), step):
        rows = cells[order.cases[first : first + step]]
        ppm[first : first + step] = _as_ppm(rows[:, order.agents].astype(np.float64) / one)
    return ppm


def _wrong(values: NDArray[np.float32]) -> NDArray[np.intp]:
    """Positions of values outside 0 to 1; NaN makes every comparison false."""
    if not values.size or (values.min() >= 0 and values.max() <= 1):
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(~((values >= 0) & (values <= 1)))


def _refuse_value(violations: Violations, path: str, value: float) -> None:
    finite = np.isfinite(value)
    advice = "Maybe it is a percentage." if finite else "Maybe a division by zero upstream."
    text = f"A score is {value:g}, but must be from 0 to 1. {advice}"
    violations.add(path, Fault.OUT_OF_RANGE if finite else Fault.NOT_FINITE, text, f"{value:g}")


def _as_ppm(ratios: NDArray[np.float64]) -> Indexes:
    return np.rint(ratios * PPM).astype(np.int32)


def _sparse(
    violations: Violations, at: str, row: wire.SparseScores, order: Order
) -> SparseScores | None:
    before = len(violations)
    lengths = {len(row.case_indexes), len(row.agent_indexes), len(row.values)}
    if len(lengths) > 1:
        text = (
            f"{len(row.case_indexes)} case_indexes, {len(row.agent_indexes)} agent_indexes and "
            f"{len(row.values)} values. Maybe one list was cut: all three go together."
        )
        violations.add(at, Fault.WRONG_SHAPE, text)
    case = np.fromiter(row.case_indexes, dtype=np.int64, count=len(row.case_indexes))
    agent = np.fromiter(row.agent_indexes, dtype=np.int64, count=len(row.agent_indexes))
    values = np.fromiter(row.values, dtype=np.float32, count=len(row.values))
    _check_positions(violations, f"{at}.case_indexes", case, order.shape[0])
    _check_positions(violations, f"{at}.agent_indexes", agent, order.shape[1])
    _check_values(violations, f"{at}.values", values)
    kinds = wire.SparseScores.Unlisted.DESCRIPTOR
    unlisted = fact_of(violations, f"{at}.unlisted", row.unlisted, UNLISTED, kinds)
    if len(violations) > before:
        return None
    return _sorted_pairs(violations, at, _Pairs(case, agent, values, unlisted), order)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Listed pairs by position in the request."""

    case: NDArray[np.int64]
    agent: NDArray[np.int64]
    values: NDArray[np.float32]
    unlisted: Unlisted


def _sorted_pairs(
    violations: Violations, at: str, pairs: _Pairs, order: Order
) -> SparseScores | None:
    """The pairs by sorted case and agent; None with a violation where one comes twice."""
    key = _places(order.cases)[pairs.case] * order.shape[1] + _places(order.agents)[pairs.agent]
    by_key = np.argsort(key, kind="stable")
    key = key[by_key]
    repeated = np.flatnonzero(key[1:] == key[:-1])
    if len(repeated):
        _explain_repeated(violations, f"{at}.case_indexes", pairs, np.sort(by_key[repeated + 1]))
        return None
    case, agent = np.divmod(key, order.shape[1])
    ppm = _as_ppm(pairs.values[by_key].astype(np.float64))
    return SparseScores(
        _frozen(case.astype(np.int32)),
        _frozen(agent.astype(np.int32)),
        _frozen(ppm),
        pairs.unlisted,
    )


def _places(order: Indexes) -> NDArray[np.int64]:
    """Position in the snapshot of each row of the request: the inverse of `order`."""
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def _check_positions(
    violations: Violations, path: str, positions: NDArray[np.int64], count: int
) -> None:
    wrong = np.flatnonzero((positions < 0) | (positions >= count))
    listed = wrong[: violations.room].tolist()
    for index in listed:
        value = int(positions[index])
        text = f"{value} is no position from 0 to {count - 1}. Maybe they were counted from 1."
        violations.add(f"{path}[{index}]", Fault.OUT_OF_RANGE, text, value)
    violations.rest += len(wrong) - len(listed)


def _check_values(violations: Violations, path: str, values: NDArray[np.float32]) -> None:
    wrong = _wrong(values)
    listed = wrong[: violations.room].tolist()
    for index in listed:
        _refuse_value(violations, f"{path}[{index}]", float(values[index]))
    violations.rest += len(wrong) - len(listed)


def _explain_repeated(
    violations: Violations, path: str, pairs: _Pairs, repeated: NDArray[np.int64]
) -> None:
    listed = repeated[: violations.room].tolist()
    for index in listed:
        value = f"({pairs.case[index]}, {pairs.agent[index]})"
        text = f"The pair {value} is listed before. Maybe two exports were joined."
        violations.add(f"{path}[{index}]", Fault.DUPLICATE, text, value)
    violations.rest += len(repeated) - len(listed)


def _frozen(array: Indexes) -> Indexes:
    array.flags.writeable = False
    return array
