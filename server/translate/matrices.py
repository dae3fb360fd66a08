"""Matrices of values per pair (S13): checked and permuted whole, no Python object per pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allotment.v1 import scores_pb2 as wire
from server.translate.cells import Array, Cells
from server.translate.checks import fact_of, require
from server.violations import Fault, Violations
from solver.facts import Unlisted
from solver.units import Indexes

UINT16_MOST = 65_535
BLOCK_CELLS = 100_000
"""Cells that are converted at a time."""

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


@dataclass(frozen=True, slots=True, eq=False)
class SparseFacts:
    """Single pairs by position in the snapshot, sorted by (case, agent), each once."""

    case: Indexes
    agent: Indexes
    values: Array
    unlisted: Unlisted


@dataclass(frozen=True, slots=True, eq=False)
class DenseFacts:
    """A whole matrix in the order of the snapshot; shape: cases x agents."""

    values: Array


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


def matrix_from_proto(
    violations: Violations, at: str, row: wire.ScoreMatrix, order: Order, cells: Cells
) -> DenseFacts | SparseFacts | None:
    """The values of a matrix; None with a violation."""
    match row.WhichOneof("values"):
        case "dense":
            return _dense(violations, f"{at}.dense", row.dense, order, cells)
        case "sparse":
            return _sparse(violations, f"{at}.sparse", row.sparse, order, cells)
    require(violations, f"{at}.values", "dense or sparse")
    return None


def _dense(
    violations: Violations, at: str, row: wire.DenseScores, order: Order, kind: Cells
) -> DenseFacts | None:
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
        return _from_uint16(violations, f"{at}.cells", cells, order, kind)
    return _from_float32(violations, f"{at}.cells", cells, order, kind)


def _from_uint16(
    violations: Violations, path: str, serialized: bytes, order: Order, kind: Cells
) -> DenseFacts | None:
    """Facts from values x 65535."""
    cells = np.frombuffer(serialized, dtype="<u2").reshape(order.shape).view(np.uint16)
    if kind.allowed.above and not cells.all():
        _refuse(violations, path, cells.astype(np.float32), order, kind)
        return None
    return DenseFacts(_sorted_facts(cells, UINT16_MOST, order, kind))


def _from_float32(
    violations: Violations, path: str, serialized: bytes, order: Order, kind: Cells
) -> DenseFacts | None:
    """Facts from values; None with a violation per wrong cell."""
    cells = np.frombuffer(serialized, dtype="<f4").reshape(order.shape).view(np.float32)
    if len(kind.wrong(cells.reshape(-1))):
        _refuse(violations, path, cells, order, kind)
        return None
    return DenseFacts(_sorted_facts(cells, 1, order, kind))


def _refuse(
    violations: Violations, path: str, cells: NDArray[np.float32], order: Order, kind: Cells
) -> None:
    """Notes the wrong cells, the first of them by place."""
    wrong = kind.wrong(cells.reshape(-1))
    listed = wrong[: violations.room].tolist()
    for place in listed:
        row, column = divmod(place, order.shape[1])
        _refuse_value(violations, f"{path}[{row},{column}]", float(cells[row, column]), kind)
    violations.rest += len(wrong) - len(listed)


def _sorted_facts(
    cells: NDArray[np.float32] | NDArray[np.uint16], one: int, order: Order, kind: Cells
) -> Array:
    """Facts by sorted case and agent; `one` is how a cell writes the value 1.

    Goes by blocks of rows that fit the processor's cache: several times faster than whole.
    """
    facts = np.empty(order.shape, dtype=kind.dtype)
    step = max(1, BLOCK_CELLS // max(1, order.shape[1]))
    for first in range(0, len(facts), step):
        rows = cells[order.cases[first : first + step]]
        facts[first : first + step] = kind.facts(rows[:, order.agents].astype(np.float64) / one)
    return _frozen(facts)


def _refuse_value(violations: Violations, path: str, value: float, kind: Cells) -> None:
    finite = np.isfinite(value)
    advice = kind.advice if finite else "Maybe a division by zero upstream."
    text = f"{kind.name} is {value:g}, but must be {kind.allowed}. {advice}"
    violations.add(path, Fault.OUT_OF_RANGE if finite else Fault.NOT_FINITE, text, f"{value:g}")


def _sparse(
    violations: Violations, at: str, row: wire.SparseScores, order: Order, kind: Cells
) -> SparseFacts | None:
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
    _check_values(violations, f"{at}.values", values, kind)
    kinds = wire.SparseScores.Unlisted.DESCRIPTOR
    unlisted = fact_of(violations, f"{at}.unlisted", row.unlisted, UNLISTED, kinds)
    if len(violations) > before:
        return None
    return _sorted_pairs(violations, at, _Pairs(case, agent, values, unlisted), order, kind)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Listed pairs by position in the request."""

    case: NDArray[np.int64]
    agent: NDArray[np.int64]
    values: NDArray[np.float32]
    unlisted: Unlisted


def _sorted_pairs(
    violations: Violations, at: str, pairs: _Pairs, order: Order, kind: Cells
) -> SparseFacts | None:
    """The pairs by sorted case and agent; None with a violation where one comes twice."""
    key = _places(order.cases)[pairs.case] * order.shape[1] + _places(order.agents)[pairs.agent]
    by_key = np.argsort(key, kind="stable")
    key = key[by_key]
    repeated = np.flatnonzero(key[1:] == key[:-1])
    if len(repeated):
        _explain_repeated(violations, f"{at}.case_indexes", pairs, np.sort(by_key[repeated + 1]))
        return None
    case, agent = np.divmod(key, order.shape[1])
    facts = kind.facts(pairs.values[by_key].astype(np.float64))
    return SparseFacts(
        _frozen(case.astype(np.int32)),
        _frozen(agent.astype(np.int32)),
        _frozen(facts),
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


def _check_values(
    violations: Violations, path: str, values: NDArray[np.float32], kind: Cells
) -> None:
    wrong = kind.wrong(values)
    listed = wrong[: violations.room].tolist()
    for index in listed:
        _refuse_value(violations, f"{path}[{index}]", float(values[index]), kind)
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


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
