"""One job in a process of its own: `python -m benchmarks.job ORDER SNAPSHOT`.

ORDER is JSON with the fields of `benchmarks.fresh_process.JobOrder`. The figures come
back as JSON on standard output.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.bench_assign import answer_here, answer_there
from benchmarks.bench_fit import fit_once
from benchmarks.bench_peers import solve_plain
from benchmarks.bench_solve import solve_once
from benchmarks.figures import Figures
from benchmarks.fresh_process import JobOrder
from benchmarks.jobs import Task


def measure(order: JobOrder, raw_request: bytes) -> Figures:
    """Does what the order says."""
    match order.task:
        case Task.SOLVE:
            return solve_once(raw_request, order.limit)
        case Task.ASSIGN:
            return answer_here(raw_request, order.calls)
        case Task.CALL:
            return answer_there(raw_request, order.calls)
        case Task.FIT:
            return fit_once(raw_request)
    return solve_plain(raw_request, order.peer, order.limit)


if __name__ == "__main__":
    found = measure(JobOrder(**json.loads(sys.argv[1])), Path(sys.argv[2]).read_bytes())
    sys.stdout.write(json.dumps(asdict(found)))
