"""The edge between protobuf and the kernel's facts: here everything is checked once."""

from server.translate.snapshot import Translated, snapshot_from_proto

__all__ = ["Translated", "snapshot_from_proto"]
