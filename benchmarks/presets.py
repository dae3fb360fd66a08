"""Runs by name: the short one, and the full one behind the figures that the project tells."""

from dataclasses import dataclass

ANY = 2**62


@dataclass(frozen=True, slots=True)
class Preset:
    """What a run measures unless it is told otherwise.

    limit: seconds that a solver gets. growth: most cases of the growth plot, 0 = none.
    detail_pairs: larger workloads go without other solvers and answers in process, and with few
    calls.
    section: of a Markdown file, where its tables go.
    """

    section: str = "last run"
    workloads: tuple[str, ...] = ()
    seeds: int = 3
    calls: int = 50
    limit: float = 120.0
    growth: int = 0
    detail_pairs: int = ANY


USUAL = Preset()
SHORT = Preset(
    section="short form",
    workloads=("tiny", "team", "weighted-2k", "enterprise-queues", "enterprise"),
    seeds=1,
    calls=10,
    limit=3.0,
    growth=2_000,
    detail_pairs=1_000_000,
)
"""Minutes on two cores."""
FULL = Preset(
    section="full form",
    workloads=(
        "tiny",
        "team",
        "dense",
        "sparse",
        "weighted-2k",
        "enterprise-queues",
        "enterprise",
        "weighted-enterprise",
        "weighted-best",
        "planet",
        "fit",
        "fit-30k",
        "fit-100k",
    ),
    seeds=5,
    limit=60.0,
    growth=50_000,
)
"""Hours: every workload of the speed table, five seeds. With one seed, about one hour."""
