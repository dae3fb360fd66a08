"""The server's own policy file: changed under its feet, and bad from the start."""

import subprocess
import sys
from pathlib import Path

from server.main import ANSWER
from tests.architecture.house import ROOT
from tests.e2e.serving import Server, serving
from tests.server.lint.linted import snapshot_of
from tests.server.processes.living import eventually


def version(server: Server) -> str:
    """The version of the policy that decides."""
    with server.client() as client:
        return client.assign(snapshot_of("g")).batch.policy_version


def test_K1_a_changed_file_decides_and_a_bad_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("version: one")
    with serving(answer=ANSWER, policy_file=str(path)) as server:
        assert version(server) == "one"

        path.write_text("version: second")
        assert eventually(lambda: version(server) == "second")

        path.write_text("version: third\nqueues: x")
        assert eventually(lambda: "must be a list" in server.log.read_text())
        assert version(server) == "second"


def test_K1_a_server_does_not_start_with_a_bad_file(tmp_path: Path) -> None:
    """It says why, with the line."""
    path = tmp_path / "policy.yaml"
    path.write_text("version: one\nqueues: x")

    command = [sys.executable, "-m", "server.cli", "serve", "--policy-file", str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 2
    assert "policy.yaml:2: queues:" in ended.stderr
