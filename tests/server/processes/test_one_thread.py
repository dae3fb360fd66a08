"""Solver processes do not fight for cores."""

import subprocess
import sys

from server.processes.one_thread import THREADS, compute_in_one_thread


def test_the_libraries_are_told_to_use_one_thread() -> None:
    environment: dict[str, str] = {}

    compute_in_one_thread(environment)

    assert environment == dict.fromkeys(THREADS, "1")


def test_what_the_operator_has_set_stays() -> None:
    environment = {"OPENBLAS_NUM_THREADS": "4"}

    compute_in_one_thread(environment)

    assert environment["OPENBLAS_NUM_THREADS"] == "4"


def test_a_solver_process_starts_without_numpy_so_that_it_is_told_in_time() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import server.processes.worker, sys; print('numpy' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "False"
