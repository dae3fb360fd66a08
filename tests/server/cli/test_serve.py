"""`allotment serve`."""

import inspect

import pytest
from typer.testing import CliRunner

from server.cli import app
from server.cli.serve import serve
from server.config import Config


def test_every_setting_has_its_option() -> None:
    assert list(inspect.signature(serve).parameters) == list(Config.model_fields)


@pytest.mark.parametrize("name", [name for name in Config.model_fields if name != "address"])
def test_the_help_tells_the_default(name: str) -> None:
    default = Config.model_fields[name].default
    told = inspect.signature(serve).parameters[name].annotation.__metadata__[0].help

    if isinstance(default, int):
        assert f"[{default}]" in told


def test_an_address_for_others_is_refused_without_tls() -> None:
    result = CliRunner().invoke(app, ["serve", "--address", "0.0.0.0:0"])

    assert result.exit_code == 2
    assert "Without TLS the server listens on this machine only" in result.stderr
