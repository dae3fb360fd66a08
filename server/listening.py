"""The port: options, TLS, and a clear word where it cannot be had."""

import grpc

from server.config import Config
from server.errors import ConfigError

METADATA_BYTES = 1_048_576
"""Metadata of a call that we read; peers have their own limit."""


def transport_options(config: Config) -> list[tuple[str, int]]:
    """gRPC's settings of the server."""
    return [
        ("grpc.max_receive_message_length", config.max_message_bytes),
        ("grpc.max_send_message_length", config.max_message_bytes),
        ("grpc.max_metadata_size", METADATA_BYTES),
        ("grpc.absolute_max_metadata_size", METADATA_BYTES),
        # Else a second server on the same port would quietly share its calls.
        ("grpc.so_reuseport", 0),
    ]


def listen(server: grpc.aio.Server, config: Config) -> int:
    """Binds the address and returns the port. Raises ConfigError where that fails."""
    try:
        if config.has_tls:
            return server.add_secure_port(config.address, _credentials(config))
        return server.add_insecure_port(config.address)
    except RuntimeError as error:
        maybe = " or the TLS files are no PEM, or do not belong together" if config.has_tls else ""
        raise ConfigError(
            f"Cannot listen on {config.address}.\nMaybe another program does already{maybe}."
        ) from error


def _credentials(config: Config) -> grpc.ServerCredentials:
    try:
        key = config.tls_key.read_bytes() if config.tls_key else b""
        chain = config.tls_certificate.read_bytes() if config.tls_certificate else b""
        authorities = config.tls_client_ca.read_bytes() if config.tls_client_ca else None
    except OSError as error:
        raise ConfigError(f"Cannot read {error.filename}: {error.strerror}.") from error
    return grpc.ssl_server_credentials(
        [(key, chain)],
        root_certificates=authorities,
        require_client_auth=authorities is not None,
    )
