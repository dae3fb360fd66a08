"""The channel: its options and its encryption."""

from dataclasses import dataclass
from pathlib import Path

import grpc

from .errors import FileError

MAX_STATUS_BYTES = "x-max-status-bytes"
"""Tells the server how long an error we can read: without it, it lists fewer violations."""

STATUS_BYTES = 32_768
"""About 300 violations; also passes the usual limits of proxies, which is why it is not more."""

METADATA_BYTES = 1_048_576
"""Metadata of an answer that we read."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Encryption of a channel. All files are PEM."""

    authorities: Path | None = None
    """Whom to trust. None: what gRPC trusts by itself."""
    certificate: Path | None = None
    """The client's certificate chain, where the server asks for one."""
    key: Path | None = None
    """Its key."""


def opened(address: str, tls: Tls | None, max_message_bytes: int) -> grpc.Channel:
    """A channel to HOST:PORT; connects at the first call. Raises FileError."""
    options = [
        ("grpc.max_send_message_length", max_message_bytes),
        ("grpc.max_receive_message_length", max_message_bytes),
        ("grpc.max_metadata_size", METADATA_BYTES),
        ("grpc.absolute_max_metadata_size", METADATA_BYTES),
        # A server that has just come up is found at once, not after a second.
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 5_000),
    ]
    if tls is None:
        return grpc.insecure_channel(address, options=options)
    credentials = grpc.ssl_channel_credentials(
        _content(tls.authorities), _content(tls.key), _content(tls.certificate)
    )
    return grpc.secure_channel(address, credentials, options=options)


def _content(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise FileError(f"Cannot read {path}: {error.strerror}.") from error
