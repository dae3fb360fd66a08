"""Solvers to compare with, on the plain variant (`benchmarks.plain`)."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from benchmarks.peers.peer import Answer, Near, Peer

__all__ = [
    "CBC",
    "LEVELS",
    "NEARING",
    "OURS",
    "PEERS",
    "Answer",
    "Near",
    "Peer",
    "installed_peers",
    "nearing_peer",
    "peer_named",
]

if TYPE_CHECKING:
    from benchmarks.peers.general import General
    from benchmarks.peers.ours import Ours

OURS = "allotment"
CBC = "cbc"
BOTH = ("coverage", "fit")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a peer can do.

    levels: those that it brings to their optimum. most_pairs: beyond, its model does not fit
    into memory. weighs: it knows weighted capacity. factored: it takes problems whose pairs
    nobody holds.
    """

    levels: tuple[str, ...] = BOTH
    most_pairs: int = 2_000_000
    weighs: bool = False
    factored: bool = False


ANY = 2**62
PROFILES = {
    OURS: Profile(most_pairs=ANY, weighs=True, factored=True),
    "scipy": Profile(most_pairs=20_000_000),
    "scipy-sparse": Profile(),
    CBC: Profile(weighs=True),
    "cp-sat": Profile(weighs=True),
    "highs": Profile(weighs=True),
    "sequential": Profile(levels=(), most_pairs=ANY, weighs=True, factored=True),
    "round_robin": Profile(levels=(), most_pairs=ANY, weighs=True, factored=True),
}
LEVELS = {name: profile.levels for name, profile in PROFILES.items()}
PEERS = tuple(PROFILES)
"""Ours first: the others are told as ratios to it."""


NEARING = (OURS, "cp-sat", "highs")
"""Those that can be asked for a plan that is proved to be nearly the best; ours first."""


def nearing_peer(name: str) -> "General | Ours":
    """The same for one of `NEARING`."""
    peer = peer_named(name)
    assert hasattr(peer, "solve_near")
    return cast("General | Ours", peer)


def peer_named(name: str) -> Peer:
    """The peer of a name; imports its library only now."""
    match name:
        case "scipy":
            from benchmarks.peers.scipy_assignment import ScipyAssignment

            return ScipyAssignment()
        case "scipy-sparse":
            from benchmarks.peers.scipy_sparse import ScipySparse

            return ScipySparse()
        case "cbc":
            from benchmarks.peers.cbc import Cbc

            return Cbc()
        case "cp-sat" | "highs":
            from ortools.math_opt.python import mathopt

            from benchmarks.peers.general import General

            types = mathopt.SolverType
            return General(types.CP_SAT if name == "cp-sat" else types.HIGHS)
        case "sequential" | "round_robin":
            from benchmarks.peers.ours import Greedy
            from solver.engines.round_robin import RoundRobinEngine
            from solver.engines.sequential import SequentialEngine

            return Greedy(SequentialEngine() if name == "sequential" else RoundRobinEngine())
    from benchmarks.peers.ours import Ours

    return Ours()


def installed_peers() -> tuple[str, ...]:
    """The peers whose library is here."""
    return PEERS if find_spec("pulp") else tuple(name for name in PEERS if name != CBC)
