"""What many forced pairs would cost, by distances to all places at once (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.arrays import distinct, least_rows, ranges
from solver.explanation.residual.arcs import Standing, triple_costs
from solver.explanation.residual.beyond import in_two
from solver.explanation.residual.contracted import FAR
from solver.explanation.residual.distances import Distances
from solver.explanation.residual.everywhere import Everywhere
from solver.factors import SparsePairs
from solver.units import Bools, Ints

LEAST = -(2**62)
"""Below everything: what is not known."""
NO_WAY = 2**62
"""Above everything."""


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Losses of pairs, by (case, agent).

    desk: through which the pair costs least. loss: pairs x levels; service: pairs x rows, the
    loss of coverage as people read it. exact: elsewhere the loss above fit is at least that, or
    the pair has no way; nothing is known of service, fit and tie-break there.
    """

    case: Ints
    agent: Ints
    desk: Ints
    loss: Ints
    service: Ints
    exact: Bools


def pair_losses(distances: Distances, everywhere: Everywhere, case: Ints, agent: Ints) -> Losses:
    """Of some pairs; those without triples are left out."""
    agents = distances.standing.problem.agent_count
    keys = distinct(case * agents + agent)
    standing = _with_ways_of(distances.standing, keys)
    problem, triples = standing.problem, standing.problem.triples
    key_of = triples.case * np.int64(agents) + problem.desks.agent[triples.desk]
    triple = np.flatnonzero(np.isin(key_of, keys))
    desk, of_case = (column[triple].astype(np.int64) for column in (triples.desk, triples.case))
    slack = standing.slack(triples[triple], triple_costs(problem, standing.levels, triple))
    forced = _Forced.of(distances, everywhere, desk, of_case, slack)
    best = least_rows(key_of[triple], forced.loss)
    loss = np.where(np.abs(forced.loss[best]) < NO_WAY, forced.loss[best], 0)
    pair = np.divmod(key_of[triple][best], agents)
    return Losses(*pair, desk[best], loss, forced.service[best], forced.exact[best])


@dataclass(frozen=True, slots=True, eq=False)
class _Forced:
    """Triples that are forced, as in `Losses`; LEAST where a level is not known, NO_WAY in all
    levels where there is none."""

    loss: Ints
    service: Ints
    exact: Bools

    @staticmethod
    def of(
        distances: Distances, everywhere: Everywhere, desk: Ints, case: Ints, slack: Ints
    ) -> "_Forced":
        """By paths from their desks to where their cases are. slack: of the triples."""
        place, prices = distances.standing.place[case], distances.service
        far = everywhere.between(desk, place)
        loss, exact = slack.copy(), far < FAR
        loss[exact, -2:] += in_two(far[exact])
        service = prices.of_paths(desk, place)
        # A case that waits is served then.
        service -= np.where(prices.waits[case, None], prices.weight[case], 0)
        more = np.flatnonzero(~exact)
        beyond = distances.beyond if len(more) else None
        if beyond is None:
            # A path that costs anything above fit costs at least 1 in the last of those levels.
            loss[more, -3] += 1
            loss[more, -2:] = LEAST
        else:
            paths = beyond.paths(desk[more], place[more])
            loss[more] = NO_WAY
            more = more[paths.start]
            loss[more] = slack[more] + paths.slack
            service[more] += paths.lost
            exact[more] = True
        return _Forced(loss, service, exact)


def _with_ways_of(standing: Standing, keys: Ints) -> Standing:
    """With all triples of some pairs."""
    candidates = standing.problem.candidates
    if candidates is None:
        return standing
    pairs = SparsePairs(keys, np.zeros_like(keys), standing.problem.agent_count)
    case, way = candidates.patterns.ways_of(pairs)
    free = ~candidates.closed(case, way)
    return standing.holding(candidates.triples(case[free], way[free]))


def held_pairs(standing: Standing) -> tuple[Ints, Ints]:
    """Case and agent of all triples that are held."""
    triples = standing.problem.triples
    agent = standing.problem.desks.agent[triples.desk]
    return triples.case.astype(np.int64), agent.astype(np.int64)


def open_pairs(standing: Standing, case: Ints) -> tuple[Ints, Ints]:
    """Case and agent of what nobody holds of some cases, pairs that are removed too."""
    candidates = standing.problem.candidates
    if candidates is None:
        return case[:0], case[:0]
    patterns = candidates.patterns
    start, end = (patterns.start[patterns.of_case[case] + k] for k in (0, 1))
    return np.repeat(case, end - start), patterns.agent[ranges(start, end)].astype(np.int64)
