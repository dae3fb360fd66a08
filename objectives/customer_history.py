"""Customer history: how well an agent and an account got on (S8).

Per account, not per reporter; sparse: an entry per account and agent who met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from solver.factors import SparsePairs
from solver.facts import Account, Snapshot
from solver.rules import Flag, Input
from solver.units import Indexes, Ints, to_ppm

Floats = NDArray[np.float64]

BASELINE = 0.2
GAIN = 0.8
"""What the best history adds to the baseline, fully believed."""
LOSS = 0.2
"""What the worst one takes from it."""
HALF_BELIEVED = 3.0
"""Cases after which a history counts half: c = n / (n + 3)."""

FACTORS = ("sentiment", "sentiment_trend", "need_attention", "resolution", "final_resolver")
"""In the order of the columns; each from -1 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """What is known of accounts and agents who met, all of shape: entries (x factors).

    cases: how many. factors: NaN where one is absent; entries x factors.
    """

    cases: Floats
    factors: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        """True where there is a case and a factor."""
        return (self.cases > 0) & ~np.isnan(self.factors).all(axis=1)

    @property
    def confidence(self) -> Floats:
        """c = n / (n + 3), 0 where nothing is known."""
        return np.where(self.known, self.cases / (self.cases + HALF_BELIEVED), 0.0)

    @property
    def mean(self) -> Floats:
        """Mean of the factors that are present, 0 where none is."""
        present = ~np.isnan(self.factors)
        total: Floats = np.where(present, self.factors, 0.0).sum(axis=1)
        mean: Floats = total / np.maximum(present.sum(axis=1), 1)
        return mean

    @property
    def value(self) -> Floats:
        """0.2 + c * (0.8 * max(r, 0) + 0.2 * min(r, 0))."""
        mean = self.mean
        swing = GAIN * np.maximum(mean, 0.0) + LOSS * np.minimum(mean, 0.0)
        return BASELINE + self.confidence * swing

    def take(self, order: Ints) -> "Entries":
        """Some of the entries, in this order."""
        return Entries(self.cases[order], self.factors[order])


@dataclass(frozen=True, slots=True, eq=False)
class HistoryFactor:
    """Values of the entries, the baseline elsewhere.

    row: profile of each case, 0 where its account met nobody; shape: cases.
    entry: number of the entry of (profile, agent). value, flag: of the entries, those of
    nobody at last.
    """

    row: Indexes
    entry: SparsePairs
    entries: Entries
    value: Ints
    flag: NDArray[np.uint8]

    @property
    def alike(self) -> Indexes:
        """The profiles."""
        return self.row

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Values of single pairs, in parts per million."""
        return self.value[self._entry(case, agent)]

    def block(self, case: Indexes, agent: Indexes) -> Indexes:
        """Values of all pairs of some cases and ascending agents."""
        if not len(self.entry.key):
            return np.full((1, len(agent)), self.value[-1], dtype=np.int32)
        place, met, entry = self.entry.of_rows(self.row[case])
        values = np.full((len(case), self.entry.agent_count), self.value[-1], dtype=np.int32)
        values[place, met] = self.value[entry]
        return values if len(agent) == values.shape[1] else values[:, agent]

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """NO_HISTORY where the value is the baseline for want of anything better."""
        flags: NDArray[np.uint8] = self.flag[self._entry(case, agent)]
        return flags

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """Cases, how far they are believed, the mean of the factors, and each factor."""
        entry, entries = self._entry(case, agent), self.entries
        columns = {"cases": entries.cases, "confidence": entries.confidence, "mean": entries.mean}
        columns |= {name: entries.factors[:, place] for place, name in enumerate(FACTORS)}
        return tuple(
            Input(name, np.append(column, np.nan)[entry]) for name, column in columns.items()
        )

    def _entry(self, case: Indexes, agent: Indexes) -> Ints:
        """Number of the entry of each pair, -1 for none."""
        profile = self.row[case]
        found = np.full(profile.shape, -1, dtype=np.int64)
        met = profile > 0
        listed, entry = self.entry.find(profile[met], agent[met])
        found[met] = np.where(listed, entry, -1)
        return found


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """What agents and accounts did together, shrunk to the baseline where that was little."""

    name: str = "customer_history"

    def factor(self, snapshot: Snapshot) -> HistoryFactor:
        """An entry per agent and account of the batch who met."""
        accounts, row = accounts_met(snapshot)
        places = {agent.agent_id: place for place, agent in enumerate(snapshot.agents)}
        profile = [place for place, each in enumerate(accounts, start=1) for _ in each.histories]
        agent = [places[history.agent_id] for each in accounts for history in each.histories]
        key = np.array(profile, np.int64) * len(places) + np.array(agent, np.int64)
        order = np.argsort(key)
        entries = entries_of(accounts).take(order)
        value = np.append(to_ppm(entries.value), to_ppm(BASELINE))
        flag = np.append(np.where(entries.known, Flag.NONE, Flag.NO_HISTORY), Flag.NO_HISTORY)
        pairs = SparsePairs(key[order], np.arange(len(key)), max(len(places), 1))
        return HistoryFactor(row, pairs, entries, value, flag.astype(np.uint8))


def accounts_met(snapshot: Snapshot) -> tuple[tuple[Account, ...], Indexes]:
    """Accounts of the batch with a history, and the profile of each case: 1 for the first."""
    known = {account.account_id: account for account in snapshot.accounts if account.histories}
    used = {case.account_id for case in snapshot.cases}
    accounts = tuple(known[name] for name in known if name in used)
    profiles = {account.account_id: place for place, account in enumerate(accounts, start=1)}
    row = np.array([profiles.get(case.account_id, 0) for case in snapshot.cases], dtype=np.int32)
    return accounts, row


def entries_of(accounts: Sequence[Account]) -> Entries:
    """The facts of all entries as columns, account by account."""
    met = [history for account in accounts for history in account.histories]
    medians = [account.median_resolution for account in accounts for _ in account.histories]
    columns = (
        _column([history.sentiment for history in met]),
        np.clip(_column([history.sentiment_trend for history in met]), -1.0, 1.0),
        1.0 - 2.0 * _column([history.need_attention for history in met]),
        _column(list(map(_resolution, medians, [history.mean_resolution for history in met]))),
        2.0 * _column([history.final_resolver_share for history in met]) - 1.0,
    )
    return Entries(
        cases=_column([history.case_count for history in met]),
        factors=np.stack(columns, axis=1),
    )


def _column(values: Sequence[float | None]) -> Floats:
    """The values of all entries, NaN where one is absent."""
    return np.array(values, dtype=np.float64)


def _resolution(median: timedelta | None, mean: timedelta | None) -> float | None:
    """clamp((median - mean) / median): faster than the account is used to is good."""
    if median is None or mean is None:
        return None
    return min(1.0, max(-1.0, (median - mean) / median))


CUSTOMER_HISTORY = CustomerHistory()
