"""Solvers to compare with, on the plain variant (`benchmarks.plain`)."""

from importlib.util import find_spec

from benchmarks.peers.peer import Peer

OURS = "allotment"
CBC = "cbc"
BOTH = ("coverage", "fit")
LEVELS = {OURS: BOTH, "scipy": BOTH, "scipy-sparse": BOTH, CBC: BOTH, "sequential": ()}
"""The levels that each of them brings to their optimum."""
PEERS = tuple(LEVELS)
"""Ours first: the others are told as ratios to it."""


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
        case "sequential":
            from benchmarks.peers.sequential import Sequential

            return Sequential()
    from benchmarks.peers.ours import Ours

    return Ours()


def installed_peers() -> tuple[str, ...]:
    """The peers whose library is here."""
    return PEERS if find_spec("pulp") else tuple(name for name in PEERS if name != CBC)
