"""Memory of a process counts what it started."""

import subprocess
import sys

from benchmarks.process_tree import family, tree_memory, watched

MEGABYTE = 2**20
HOLDER = (
    "import subprocess, sys\n"
    "held = b'x' * (64 * 2**20)\n"
    "if sys.argv[1:]:\n"
    "    child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE)\n"
    "    child.stdout.readline()\n"
    "print('ready', flush=True)\n"
    "sys.stdin.readline()\n"
)
SLEEPER = "held = b'x' * (64 * 2**20); print('ready', flush=True); import time; time.sleep(60)"


def test_a_process_that_holds_64_mb_and_one_that_it_started_count_both() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, SLEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    try:
        holder.stdout.readline()
        members, memory = family(holder.pid), tree_memory(holder.pid)
    finally:
        for process in reversed(family(holder.pid)):
            subprocess.run(["kill", "-9", str(process)], check=True)
        holder.communicate()

    assert len(members) == 2
    assert 128 * MEGABYTE < memory < 192 * MEGABYTE


def test_a_watch_keeps_the_most() -> None:
    with watched() as watch:
        held = bytearray(96 * MEGABYTE)
        held[::4096] = b"x" * len(held[::4096])
        watch.look()
        del held
    after = watch.peak

    assert after > 96 * MEGABYTE


def test_a_process_that_has_ended_holds_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.communicate()

    assert tree_memory(ended.pid) == 0
