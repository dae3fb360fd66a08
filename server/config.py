"""Settings of the server. The only module that reads the environment.

Every setting has a variable: `max_waiting` is ALLOTMENT_MAX_WAITING.
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from os import environ
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from server.errors import ConfigError
from server.time_budget import DEFAULT_TIME_LIMIT

PREFIX = "ALLOTMENT_"

MESSAGE_BYTES = 2**31 - 1
"""The biggest message that protobuf reads."""

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


def _from_seconds(value: object) -> object:
    """Texts are seconds, as in `--grace 2.5`."""
    return timedelta(seconds=float(value)) if isinstance(value, str | int | float) else value


Time = Annotated[timedelta, BeforeValidator(_from_seconds), Field(ge=timedelta())]


class Config(BaseModel):
    """How one server runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = "127.0.0.1:50051"
    """Where to listen; port 0 takes a free one. Without TLS on this machine only."""
    tls_certificate: Path | None = None
    """PEM file with the server's certificate chain. Unset: no TLS."""
    tls_key: Path | None = None
    """PEM file with the key of the certificate."""
    tls_client_ca: Path | None = None
    """PEM file with the authorities of client certificates. Unset: clients need none."""
    policy_file: Path | None = None
    """Policy of requests that bring none, read anew on change. Unset: the built-in default."""
    skills_model: Path | None = None
    """Model of `allotment learn skills`, or an ontology (.yaml, .json) alone, read anew on
    change. Unset: skills match nobody."""
    max_concurrent_solves: Positive = 2
    """Calls that solve at a time, each in its own process."""
    max_waiting: Count = 16
    """Calls that wait for them; more are told that the server is busy."""
    spare_solvers: Count = 1
    """Warm processes beside them, for the call whose process had to be killed."""
    max_cases: Positive = 100_000
    """Most cases in one request."""
    max_agents: Positive = 10_000
    """Most agents in one request."""
    max_message_bytes: Positive = 128 * 1024 * 1024
    """Biggest message, both ways."""
    max_stream_bytes: Annotated[int, Field(ge=1, le=MESSAGE_BYTES)] = 1024 * 1024 * 1024
    """Biggest request of AssignStream, all chunks together."""
    stream_patience: Annotated[Time, Field(gt=timedelta())] = timedelta(seconds=30)
    """Longest wait for the next message of a stream, either way."""
    time_limit: Annotated[Time, Field(gt=timedelta())] = DEFAULT_TIME_LIMIT
    """Time for a solve whose request names none."""
    max_time_limit: Annotated[Time, Field(gt=timedelta())] = timedelta(minutes=10)
    """Most time that a request may want for its solve."""
    remembered_answers: Count = 10_000
    """Most answers kept by request id, for 24 hours."""
    remembered_bytes: Count = 256 * 1024 * 1024
    """Most bytes of answers kept."""
    grace: Time = timedelta(seconds=30)
    """Time that running calls get when the server is told to stop."""

    @property
    def host(self) -> str:
        """The address without its port."""
        return self.address.rpartition(":")[0].strip("[]")

    @property
    def has_tls(self) -> bool:
        """Whether connections are encrypted."""
        return self.tls_certificate is not None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.host or not self.address.rpartition(":")[2].isdigit():
            raise ValueError(
                f"The address {self.address!r} is not HOST:PORT. Maybe 127.0.0.1:50051."
            )
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("A TLS certificate and its key come together.")
        if self.tls_client_ca is not None and not self.has_tls:
            raise ValueError("Client certificates need TLS: give tls_certificate and tls_key too.")
        if not self.has_tls and not is_loopback(self.host):
            raise ValueError(
                f"Without TLS the server listens on this machine only, not on {self.host!r}. "
                "Maybe give tls_certificate and tls_key, or listen on 127.0.0.1."
            )
        return self


def is_loopback(host: str) -> bool:
    """True for names and addresses that only this machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_config(given: Mapping[str, object], environment: Mapping[str, str] = environ) -> Config:
    """What is given wins over the environment, which wins over defaults; None is not given.

    Raises ConfigError that names every wrong setting.
    """
    told = {name: environment.get(PREFIX + name.upper()) for name in Config.model_fields}
    told |= {name: value for name, value in given.items() if value is not None}  # type: ignore[misc]
    try:
        return Config.model_validate({name: v for name, v in told.items() if v is not None})
    except ValidationError as error:
        raise ConfigError("\n".join(_lines(error))) from error


def _lines(error: ValidationError) -> list[str]:
    return [
        ": ".join([*map(str, problem["loc"]), problem["msg"].removeprefix("Value error, ")])
        for problem in error.errors()
    ]
