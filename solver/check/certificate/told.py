"""What a response tells of the levels of a phase, against what is so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from solver.check.certificate.claims import Basis, LevelRow, PhaseClaims, PriceLevel
from solver.check.certificate.levels import ALL, MAXIMISED, Kind, Level
from solver.check.certificate.phase import Phase
from solver.check.complaint import Complaint, Value, Wrong


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The claims of one phase. costs: of the plan, counted anew, by level."""

    phase: Phase
    claims: PhaseClaims
    costs: Mapping[Level, int]
    prefix: str

    def names(self, levels: tuple[Level, ...]) -> tuple[str, ...]:
        """Names of levels, those of the second phase with a prefix."""
        return tuple(self.prefix + self.phase.naming.name(level) for level in levels)

    def is_named(self, levels: tuple[Level, ...]) -> bool:
        """The certificate has these levels, in this order."""
        return tuple(self.prefix + one.name for one in self.claims.levels) == self.names(levels)

    def claimed_count(self) -> int:
        """How many levels are said to be proved before the first that is not."""
        return sum(1 for _ in takewhile(lambda one: one.proved, self.claims.levels))

    def other_levels(self, levels: tuple[Level, ...]) -> Iterator[Complaint]:
        """The certificate has other levels."""
        found = tuple(one.name for one in self.claims.levels)
        right = tuple(map(self.phase.naming.name, levels))
        yield Complaint(Wrong.LEVELS, node="certificate", found=found, right=right)

    def price_levels(self, levels: tuple[Level, ...], proved: int) -> Iterator[Complaint]:
        """Value, proof and bound of every price level; proved: how many the prices prove."""
        for k, (level, one) in enumerate(zip(levels, self.claims.levels, strict=True)):
            cost = self.costs[level]
            if one.value != cost:
                yield self.said(Wrong.LEVEL_VALUE, level, one.value, cost)
            if self.claims.nodes and one.proved and k >= proved:
                yield self.said(Wrong.LEVEL_PROVED, level)
            yield from self._bound(level, one, cost)

    def _bound(self, level: Level, one: PriceLevel, cost: int) -> Iterator[Complaint]:
        """Of a proved level its own cost; of others what no plan that exists goes below."""
        basis = self._basis(one)
        if one.basis != basis:
            yield self.said(Wrong.LEVEL_BASIS, level, one.basis.value, basis.value)
        beaten = one.bound is not None and one.bound > cost
        if beaten or (one.proved and one.bound != cost):
            yield self.said(Wrong.LEVEL_BOUND, level, one.bound, cost)

    def _basis(self, one: PriceLevel) -> Basis:
        """What the bound of a level rests on, as far as there is one."""
        if one.bound is None:
            return Basis.NOTHING
        return Basis.PRICES if one.proved and self.claims.nodes else Basis.SOLVER

    def rows(self, classes: tuple[Level, ...], levels: tuple[Level, ...]) -> Iterator[Complaint]:
        """What the batch says. classes: its levels; levels: those of the prices."""
        rights = [self._row(level) for level in classes]
        found, names = (tuple(row.name for row in rows) for rows in (self.claims.rows, rights))
        if found != names:
            yield Complaint(Wrong.LEVELS, node="batch", found=found, right=names)
            return
        behind = dict(zip(levels, self.claims.levels, strict=False))
        for level, right, row in zip(classes, rights, self.claims.rows, strict=True):
            yield from self._row_wrongs(level, right, row)
            yield from self._agreement(level, row, behind)

    def _row(self, level: Level) -> LevelRow:
        """A level as people must be told it, nothing proved."""
        group, priority, band = self.phase.naming.parts(level)
        cases, served = self._counts(level)
        value = as_read(level, self.costs[level])
        return LevelRow(
            kind=str(level.kind),
            group=group,
            priority=priority,
            band=band,
            value=value,
            bound=None,
            proved=False,
            case_count=cases,
            served_count=served,
        )

    def _row_wrongs(self, level: Level, right: LevelRow, row: LevelRow) -> Iterator[Complaint]:
        """Value, counts and bound of a row."""
        if row.value != right.value:
            yield self._about(Wrong.LEVEL_VALUE, row.name, row.value, right.value)
        if (row.case_count, row.served_count) != (right.case_count, right.served_count):
            found, told = (f"{one.served_count} of {one.case_count}" for one in (row, right))
            yield self._about(Wrong.LEVEL_CASES, row.name, found, told)
        beaten = row.bound is not None and as_read(level, row.bound) > as_read(level, right.value)
        if beaten or (row.proved and row.bound != right.value):
            yield self._about(Wrong.LEVEL_BOUND, row.name, row.bound, right.value)

    def _agreement(
        self, level: Level, row: LevelRow, behind: Mapping[Level, PriceLevel]
    ) -> Iterator[Complaint]:
        """Batch and certificate say the same of a level. behind: claims of the price levels."""
        mine = behind.get(level)
        one = mine or behind.get(Level(level.kind, level.group))
        if one is not None and one.proved != row.proved:
            wrong = Wrong.LEVEL_PROVED if row.proved else Wrong.LEVEL_UNPROVED
            yield self._about(wrong, row.name)
        bound = None if mine is None or mine.bound is None else as_read(level, mine.bound)
        if mine is not None and row.bound != bound:
            yield self._about(Wrong.LEVEL_BOUND, row.name, row.bound, bound)

    def _counts(self, level: Level) -> tuple[int, int]:
        """Cases of the class of a level, and those that are served; 0 where it has none."""
        phase = self.phase
        if level.kind != Kind.COVERAGE:
            return 0, 0
        mine = phase.urgency_class[phase.cases] == level.urgency_class
        if level.group != ALL:
            mine &= phase.group[phase.cases] == level.group
        cases = phase.cases[mine].tolist()
        return len(cases), sum(case in phase.taken for case in cases)

    def said(
        self, wrong: Wrong, level: Level, found: Value = None, right: Value = None
    ) -> Complaint:
        """About a level of the certificate."""
        return self._about(wrong, self.phase.naming.name(level), found, right)

    def _about(
        self, wrong: Wrong, level: str, found: Value = None, right: Value = None
    ) -> Complaint:
        return Complaint(wrong, level=self.prefix + level, found=found, right=right)


def as_read(level: Level, number: int) -> int:
    """A cost in the sign in which people read the level, or such a value as a cost."""
    return -number if level.kind in MAXIMISED else number
