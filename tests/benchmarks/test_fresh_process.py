"""Jobs in processes of their own end, whatever happens."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fresh_process import JobError, JobOrder, figures_of
from benchmarks.instances import Order, make_instance


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A small team."""
    path = tmp_path / "team.binpb"
    path.write_bytes(make_instance("team", Order(cases=20, agents=8)).SerializeToString())
    return path


def test_a_peer_that_overruns_its_limit_is_ended(snapshot: Path) -> None:
    assert figures_of(JobOrder("peer", peer="cbc", limit=1e-6), snapshot) is None


def test_a_job_that_breaks_off_tells_why(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.binpb"
    garbage.write_bytes(b"\xff" * 9)

    with pytest.raises(JobError, match="Error parsing message"):
        figures_of(JobOrder("solve"), garbage)


def test_a_job_that_wants_nearly_all_memory_is_broken_off() -> None:
    """In an interpreter of its own: the limit stays with a process."""
    hungry = (
        "from benchmarks.job import leave_memory_to_others\n"
        "from benchmarks.machine import physical_memory\n"
        "leave_memory_to_others()\n"
        "held = bytearray(physical_memory())\n"
    )

    ended = subprocess.run([sys.executable, "-c", hungry], capture_output=True, text=True)

    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("MemoryError")
