"""The service answers or refuses every RPC of its proto."""

from unittest.mock import Mock

import pytest

from server.errors import RpcNotHonoured
from server.service import NOT_HONOURED, SERVICE, refusing


def test_an_rpc_is_answered_or_in_the_table_of_what_is_not_honoured() -> None:
    questions = {"Check", "Explain", "LintPolicy", "Recommend", "Simulate", "VerifyCertificate"}
    answered = {"Assign", "AssignStream"} | questions
    assert {method.name for method in SERVICE.methods} == answered | set(NOT_HONOURED)
    assert not answered & set(NOT_HONOURED)


async def test_an_rpc_that_is_not_written_yet_refuses_by_name() -> None:
    """Before it reads anything."""
    with pytest.raises(RpcNotHonoured, match=r"AssignmentService\.Forecast"):
        await refusing("Forecast")(None, Mock())
