"""One phase judged: what its conditions prove, against what is claimed of its levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.check.certificate.claims import LevelRow, PhaseClaims, PriceLevel
from solver.check.certificate.findings import Findings
from solver.check.certificate.levels import ALL, MAXIMISED, Kind, Level, by_class
from solver.check.certificate.limits import limit_findings
from solver.check.certificate.pairs import PairConditions
from solver.check.certificate.phase import Phase
from solver.check.certificate.prices import Prices, read_prices
from solver.check.certificate.values import costs_of, priced
from solver.check.certificate.verdict import Condition, Gap, Verdict, Why
from solver.check.complaint import Complaint, Value, Wrong
from solver.facts import Snapshot

OVERRIDE = "override "
"""Before the names of the levels of the second phase."""

BY_PRICES = (Condition.CASES, Condition.PAIRS, Condition.LIMITS, Condition.SUM)


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """One phase with its claims. prefix: before the names of its levels. certified: the
    response has a certificate."""

    snapshot: Snapshot
    phase: Phase
    claims: PhaseClaims
    certified: bool
    prefix: str = ""

    def verdict(self) -> Verdict:
        """Everything that is claimed of the phase."""
        phase, findings = self.phase, Findings(0)
        classes = by_class(phase.levels, phase.group[phase.cases], phase.urgency_class[phase.cases])
        costs = costs_of(phase, tuple(dict.fromkeys((*phase.levels, *classes))))
        levels = phase.levels
        if not self.claims.nodes and self._is_named(classes):
            levels = classes
        gaps = tuple(self._prove(findings, levels, costs))
        proved = findings.proved
        findings.tell(self._rows(classes, costs, proved))
        findings.tell(self._agreement(levels, classes))
        names = self._names(phase.levels)
        return Verdict(
            tuple(findings.complaints),
            gaps,
            (Condition.VALUES, *(BY_PRICES if findings.pairs or proved else ())),
            findings.pairs,
            tuple(self.prefix + name for name in names[:proved]),
        )

    def _prove(
        self, findings: Findings, levels: tuple[Level, ...], costs: Mapping[Level, int]
    ) -> Iterator[Gap]:
        """Holds the prices against the conditions, and what is said of the price levels."""
        if not self.certified:
            yield Gap(Why.NO_CERTIFICATE, self._prefixed(levels))
            return
        if not self._is_named(levels):
            found = tuple(one.name for one in self.claims.levels)
            findings.tell([self._about(Wrong.LEVELS, "", found, self._names(levels))])
            return
        if self.claims.nodes:
            prices, wrong = read_prices(self.snapshot, self.phase, self.claims.nodes)
            findings.tell(wrong)
            if prices is not None:
                self._conditions(findings, prices, costs)
        findings.tell(self._levels(levels, costs, findings.proved))
        if not self.claims.nodes:
            yield Gap(Why.NO_PRICES, self._prefixed(levels))
        elif findings.proved < len(levels):
            yield Gap(Why.SOME_LEVELS, self._prefixed(levels[findings.proved :]))

    def _conditions(self, findings: Findings, prices: Prices, costs: Mapping[Level, int]) -> None:
        """Conditions 1 to 4, and the sum of the prices."""
        pairs = PairConditions(self.snapshot, self.phase, prices)
        findings.proved = len(self.phase.levels)
        findings.add(pairs.findings())
        findings.add(limit_findings(self.snapshot, self.phase, prices))
        findings.pairs = pairs.pairs
        sums = priced(self.phase, prices)
        for level in self.phase.levels[: findings.proved]:
            if sums[level] != costs[level]:
                findings.tell([self._said(Wrong.SUM_OF_PRICES, level, sums[level], costs[level])])

    def _levels(
        self, levels: tuple[Level, ...], costs: Mapping[Level, int], proved: int
    ) -> Iterator[Complaint]:
        """What is said of the price levels."""
        for k, (level, one) in enumerate(zip(levels, self.claims.levels, strict=True)):
            if one.value != costs[level]:
                yield self._said(Wrong.LEVEL_VALUE, level, one.value, costs[level])
            yield from self._proof(level, one, k < proved, costs[level])

    def _proof(self, level: Level, one: PriceLevel, proved: bool, cost: int) -> Iterator[Complaint]:
        """A level that the prices prove is its own bound; one that a solver claims no less."""
        if self.claims.nodes and one.proved != proved:
            wrong = Wrong.LEVEL_PROVED if one.proved else Wrong.LEVEL_UNPROVED
            yield self._said(wrong, level)
        if one.by_prices != (proved and one.bound is not None):
            yield self._said(Wrong.LEVEL_BASIS, level)
        sure = one.proved or proved
        if (sure and one.bound != cost) or (one.bound is not None and one.bound > cost):
            yield self._said(Wrong.LEVEL_BOUND, level, one.bound, cost)

    def _rows(
        self, classes: tuple[Level, ...], costs: Mapping[Level, int], proved: int
    ) -> Iterator[Complaint]:
        """What the batch says of its levels, class by class."""
        rights = [self._row(level, costs[level], proved) for level in classes]
        names = tuple(row.name for row in rights)
        found = tuple(row.name for row in self.claims.rows)
        if found != names:
            yield self._about(Wrong.LEVELS, "batch", found, names)
            return
        for level, right, row in zip(classes, rights, self.claims.rows, strict=True):
            yield from self._row_wrongs(level, right, row)

    def _agreement(
        self, levels: tuple[Level, ...], classes: tuple[Level, ...]
    ) -> Iterator[Complaint]:
        """Batch and certificate say the same of every proof. levels: of the prices."""
        claimed = dict(zip(levels, self.claims.levels, strict=False))
        for level, row in zip(classes, self.claims.rows, strict=False):
            one = claimed.get(level) or claimed.get(Level(level.kind, level.group))
            if one is not None and one.proved != row.proved:
                found, right = str(row.proved), str(one.proved)
                yield self._about(Wrong.LEVEL_PROVED, row.name, found, right)
            if level in claimed and row.bound != _read(level, claimed[level].bound):
                right = _read(level, claimed[level].bound)
                yield self._about(Wrong.LEVEL_BOUND, row.name, row.bound, right)

    def _row(self, level: Level, cost: int, proved: int) -> LevelRow:
        """A level as people must be told it."""
        behind = [(each.kind, each.group) for each in self.phase.levels]
        value = _as_read(level, cost)
        sure = behind.index((level.kind, level.group)) < proved
        group, priority, band = self.phase.naming.parts(level)
        cases, served = self._counts(level)
        return LevelRow(
            str(level.kind), group, priority, band, value, value if sure else None, sure,
            cases, served,
        )  # fmt: skip

    def _row_wrongs(self, level: Level, right: LevelRow, row: LevelRow) -> Iterator[Complaint]:
        if row.value != right.value:
            yield self._about(Wrong.LEVEL_VALUE, right.name, row.value, right.value)
        if (row.case_count, row.served_count) != (right.case_count, right.served_count):
            found, told = (f"{one.served_count} of {one.case_count}" for one in (row, right))
            yield self._about(Wrong.LEVEL_CASES, right.name, found, told)
        if self.claims.nodes and row.proved != right.proved:
            wrong = Wrong.LEVEL_PROVED if row.proved else Wrong.LEVEL_UNPROVED
            yield self._about(wrong, right.name)
        sure = row.proved or right.proved
        beaten = row.bound is not None and _as_cost(level, row.bound) > _as_cost(level, right.value)
        if beaten or (sure and row.bound != right.value):
            yield self._about(Wrong.LEVEL_BOUND, right.name, row.bound, right.value)

    def _counts(self, level: Level) -> tuple[int, int]:
        """Cases of the class of a level, and those that are served; 0 where it has none."""
        if level.kind != Kind.COVERAGE:
            return 0, 0
        phase = self.phase
        mine = phase.urgency_class[phase.cases] == level.urgency_class
        if level.group != ALL:
            mine &= phase.group[phase.cases] == level.group
        cases = phase.cases[mine].tolist()
        return len(cases), sum(case in phase.taken for case in cases)

    def _is_named(self, levels: tuple[Level, ...]) -> bool:
        return tuple(one.name for one in self.claims.levels) == self._names(levels)

    def _names(self, levels: tuple[Level, ...]) -> tuple[str, ...]:
        return tuple(map(self.phase.naming.name, levels))

    def _prefixed(self, levels: tuple[Level, ...]) -> tuple[str, ...]:
        return tuple(self.prefix + name for name in self._names(levels))

    def _said(
        self, wrong: Wrong, level: Level, found: Value = None, right: Value = None
    ) -> Complaint:
        """About a level of the certificate."""
        return self._about(wrong, self.phase.naming.name(level), found, right)

    def _about(
        self, wrong: Wrong, level: str, found: Value = None, right: Value = None
    ) -> Complaint:
        return Complaint(wrong, level=self.prefix + level, found=found, right=right)


def _as_read(level: Level, cost: int) -> int:
    """A cost in the sign in which people read the level; a value as a cost."""
    return -cost if level.kind in MAXIMISED else cost


_as_cost = _as_read


def _read(level: Level, cost: int | None) -> int | None:
    return None if cost is None else _as_read(level, cost)
