"""The service answers or refuses every RPC of its proto."""

from server.service import NOT_HONOURED, SERVICE


def test_an_rpc_is_answered_or_in_the_table_of_what_is_not_honoured() -> None:
    questions = {"Check", "Explain", "LintPolicy", "Recommend", "Simulate", "VerifyCertificate"}
    answered = {"Assign"} | questions
    assert {method.name for method in SERVICE.methods} == answered | set(NOT_HONOURED)
    assert not answered & set(NOT_HONOURED)
