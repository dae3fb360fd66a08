"""Solver processes: spawned, supervised, killable.

A solve may hold the GIL for seconds and cannot be interrupted, so it never runs
in the serving process. Read `pool` first, then `supervised` (our side of the
pipe) and `worker` (the other side).
"""
