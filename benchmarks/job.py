"""One job in a process of its own: `python -m benchmarks.job ORDER PATH`.

ORDER is JSON with the fields of `benchmarks.fresh_process.JobOrder`. The figures come
back as JSON on standard output, with the pace of the machine. PATH is a snapshot, or a
folder of the OR-Library.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.fresh_process import JobOrder
from benchmarks.jobs import Task
from benchmarks.machine import physical_memory
from benchmarks.pace import pace

SHARE = 0.8
"""Part of the machine's memory that a job may ask for."""


def measure(order: JobOrder, path: Path) -> Figures:
    """Does what the order says. Imports only what that takes."""
    match order.task:
        case Task.SOLVE:
            from benchmarks.bench_solve import solve_once

            return solve_once(path.read_bytes(), order.limit)
        case Task.ASSIGN:
            from benchmarks.bench_assign import answer_here

            return answer_here(path.read_bytes(), order.calls)
        case Task.CALL:
            from benchmarks.bench_assign import answer_there

            return answer_there(path.read_bytes(), order.calls)
        case Task.FIT:
            from benchmarks.bench_fit import fit_once

            return fit_once(path.read_bytes())
        case Task.ENGINE:
            from benchmarks.bench_engines import solve_by

            return solve_by(path.read_bytes(), order.peer, order.limit)
        case Task.LIBRARY:
            from benchmarks.bench_library import solve_instance

            return solve_instance(path, order.instance, order.peer, order.limit)
        case Task.NEAR:
            from benchmarks.bench_peers import solve_nearly

            return solve_nearly(path.read_bytes(), order.peer, order.limit)
    from benchmarks.bench_peers import solve_plain

    return solve_plain(path.read_bytes(), order.peer, order.limit)


def leave_memory_to_others() -> None:
    """Breaks off a solver that wants nearly all there is, before the system ends anybody."""
    most = int(physical_memory() * SHARE)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    leave_memory_to_others()
    found = measure(JobOrder(**json.loads(sys.argv[1])), Path(sys.argv[2]))
    sys.stdout.write(json.dumps({"figures": asdict(found), "pace": pace()}))
