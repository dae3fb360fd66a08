"""Settings: given, from the environment, by default; wrong ones are named."""

from datetime import timedelta
from pathlib import Path

import pytest

from server.config import Config, read_config
from server.errors import ConfigError

TLS = {"tls_certificate": "cert.pem", "tls_key": "key.pem"}


def test_what_is_given_wins_over_the_environment_and_that_over_defaults() -> None:
    config = read_config(
        {"max_waiting": 3, "grace": None},
        {"ALLOTMENT_MAX_WAITING": "4", "ALLOTMENT_GRACE": "2.5", "ALLOTMENT_POLICY_FILE": "p.yaml"},
    )

    assert config.max_waiting == 3
    assert config.grace == timedelta(seconds=2.5)
    assert config.policy_file == Path("p.yaml")
    assert config.max_concurrent_solves == 2


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        read_config({"max_waiting": -1, "max_cases": "many", "colour": "red"}, {})

    assert all(name in str(error.value) for name in ("max_waiting", "max_cases", "colour"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "[::1]"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert read_config({"address": f"{host}:0"}, {}) == Config(address=f"{host}:0")


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "10.0.0.1", "example.com"])
def test_other_addresses_need_tls(host: str) -> None:
    with pytest.raises(ConfigError, match="Without TLS"):
        read_config({"address": f"{host}:0"}, {})

    assert read_config({"address": f"{host}:0", **TLS}, {}).has_tls


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"address": "localhost"}, "HOST:PORT"),
        ({"address": ":50051"}, "HOST:PORT"),
        ({"address": "localhost:http"}, "HOST:PORT"),
        ({"tls_certificate": "cert.pem"}, "come together"),
        ({"tls_client_ca": "ca.pem"}, "need TLS"),
        ({"time_limit": "soon"}, "time_limit"),
        ({"time_limit": 0}, "time_limit"),
    ],
)
def test_what_does_not_fit_together_is_refused(settings: dict[str, object], problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        read_config(settings, {})
