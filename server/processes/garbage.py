"""When a solver process looks for cycles of objects: between two answers only."""

import gc

MUCH = 50_000
"""Objects made and not freed by themselves since the last look."""


def leave_garbage() -> None:
    """Has the collector look at nothing that is here, and at the rest only when asked.

    An answer makes hundreds of thousands of objects and no cycles to speak of: looking through
    them over and over took a quarter of its time.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def collect_garbage() -> None:
    """Looks for cycles between two answers, where enough has piled up."""
    if gc.get_count()[0] > MUCH:
        gc.collect()
