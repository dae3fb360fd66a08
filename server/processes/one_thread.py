"""One thread of linear algebra per solver process (ADR 0026)."""

from collections.abc import MutableMapping

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def compute_in_one_thread(environment: MutableMapping[str, str]) -> None:
    """Tells numpy's libraries so, unless the operator has told them something else.

    They ask once, when they are loaded: before the first import of numpy.
    """
    for name in THREADS:
        environment.setdefault(name, "1")
