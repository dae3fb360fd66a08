"""How big a request may be, and how much time it may want."""

from dataclasses import dataclass
from datetime import timedelta

from server.envelope import Envelope
from server.errors import OverLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """The biggest request that is taken."""

    max_cases: int = 100_000
    max_agents: int = 10_000
    max_message_bytes: int = 128 << 20
    """One message, either way (gRPC holds it)."""
    max_stream_bytes: int = 1 << 30
    """All chunks of a streamed request together."""
    max_time_limit: timedelta = timedelta(minutes=10)
    """A solve that is stuck holds its slot for that long at most, whatever its caller wants."""


def check_size(envelope: Envelope, limits: Limits) -> None:
    """Raises OverLimits for a request with too many rows, or that wants too much time."""
    if envelope.time_limit is not None and envelope.time_limit > limits.max_time_limit:
        most = int(limits.max_time_limit.total_seconds())
        raise OverLimits(
            f"options.time_limit is {envelope.time_limit}; this server solves for {most} seconds "
            "at most.\nMaybe leave it unset.",
            {"max_time_limit_seconds": most},
        )
    if envelope.case_count <= limits.max_cases and envelope.agent_count <= limits.max_agents:
        return
    raise OverLimits(
        f"The request has {envelope.case_count} cases and {envelope.agent_count} agents; "
        f"this server takes {limits.max_cases} and {limits.max_agents}.\n"
        "Maybe send organisations that share no agent one by one.",
        {
            "case_count": envelope.case_count,
            "agent_count": envelope.agent_count,
            "max_cases": limits.max_cases,
            "max_agents": limits.max_agents,
        },
    )


def check_stream(byte_count: int, limits: Limits) -> None:
    """Raises OverLimits for chunks that are too big together."""
    if byte_count <= limits.max_stream_bytes:
        return
    raise OverLimits(
        f"The chunks have more than {limits.max_stream_bytes} bytes together; this server takes "
        "no more (--max-stream-bytes).\nMaybe send organisations that share no agent one by one.",
        {"max_stream_bytes": limits.max_stream_bytes},
    )
