"""Every engine of the contract competes."""

import pytest

from allotment.v1.assignment_service_pb2 import Engine
from benchmarks.contenders import CONTENDERS, PULP, installed_contenders


def test_every_engine_of_the_contract_competes() -> None:
    named = {name.removeprefix("ENGINE_").lower() for name in Engine.DESCRIPTOR.values_by_name}

    assert {one.engine for one in CONTENDERS} == named - {"unspecified"} | {"auto"}


def test_pulp_is_left_out_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = installed_contenders()
    monkeypatch.setattr("benchmarks.contenders.find_spec", lambda _: None)

    assert set(everybody) - set(installed_contenders()) == {PULP.name}
