"""One phase judged: what its conditions prove, against what is claimed of its levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.check.certificate.claims import PhaseClaims
from solver.check.certificate.findings import Findings
from solver.check.certificate.levels import Level, by_class
from solver.check.certificate.limits import limit_findings
from solver.check.certificate.pairs import PairConditions
from solver.check.certificate.phase import Phase
from solver.check.certificate.prices import Prices, read_prices
from solver.check.certificate.told import Told
from solver.check.certificate.values import costs_of, priced
from solver.check.certificate.verdict import Condition, Gap, Verdict, Why
from solver.check.complaint import Wrong
from solver.facts import Snapshot

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
        group, of_class = (column[phase.cases] for column in (phase.group, phase.urgency_class))
        classes = by_class(phase.levels, group, of_class)
        costs = costs_of(phase, tuple(dict.fromkeys((*phase.levels, *classes))))
        told = Told(phase, self.claims, costs, self.prefix)
        levels = classes if told.is_named(classes) else phase.levels
        gaps = tuple(self._prove(findings, told, levels, costs))
        findings.tell(told.rows(classes, levels))
        proved = told.names(levels[: findings.proved])
        conditions = (Condition.VALUES, *(BY_PRICES if findings.looked else ()))
        return Verdict(tuple(findings.complaints), gaps, conditions, findings.pairs, proved)

    def _prove(
        self,
        findings: Findings,
        told: Told,
        levels: tuple[Level, ...],
        costs: Mapping[Level, int],
    ) -> Iterator[Gap]:
        """What is said of the price levels, and whether the prices prove it."""
        if not self.certified:
            yield Gap(Why.NO_CERTIFICATE, told.names(levels))
        elif not told.is_named(levels):
            findings.tell(told.other_levels(levels))
        elif not self.claims.nodes:
            findings.tell(told.price_levels(levels, 0))
            yield Gap(Why.NO_PRICES, told.names(levels))
        else:
            claimed = told.claimed_count()
            self._conditions(findings, levels[:claimed], costs)
            findings.tell(told.price_levels(levels, findings.proved))
            if claimed < len(levels):
                yield Gap(Why.SOME_LEVELS, told.names(levels[claimed:]))

    def _conditions(
        self, findings: Findings, levels: tuple[Level, ...], costs: Mapping[Level, int]
    ) -> None:
        """Conditions 1 to 4 and the sum of the prices, of the levels that have prices."""
        prices, wrong = read_prices(self.snapshot, self.phase, levels, self.claims.nodes)
        findings.tell(wrong)
        if prices is None:
            return
        findings.looked, findings.proved = True, len(levels)
        pairs = PairConditions(self.snapshot, self.phase, levels, prices)
        findings.add(pairs.findings())
        findings.add(limit_findings(self.snapshot, self.phase, levels, prices))
        findings.pairs = pairs.pairs
        self._sum(findings, levels, prices, costs)

    def _sum(
        self,
        findings: Findings,
        levels: tuple[Level, ...],
        prices: Prices,
        costs: Mapping[Level, int],
    ) -> None:
        """The prices add up to the value of the plan, wherever the conditions hold."""
        sums = priced(self.phase, levels, prices)
        told = Told(self.phase, self.claims, costs, self.prefix)
        for level in levels[: findings.proved]:
            if sums[level] != costs[level]:
                findings.tell([told.said(Wrong.SUM_OF_PRICES, level, sums[level], costs[level])])
