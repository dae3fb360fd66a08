"""The Python client of the assignment service."""

from .channel import Tls
from .client import Client
from .errors import (
    AccessDenied,
    AllotmentError,
    Busy,
    CallError,
    Closed,
    DeadlineExceeded,
    FileError,
    Internal,
    InvalidRequest,
    NotFound,
    NotHonoured,
    RequestError,
    RequestIdReused,
    TooLarge,
    Unavailable,
    UnknownAnswer,
    Violation,
)
from .files import read_message, read_request, read_response, write_message
from .retry import NEVER, Retry

__all__ = [
    "NEVER",
    "AccessDenied",
    "AllotmentError",
    "Busy",
    "CallError",
    "Client",
    "Closed",
    "DeadlineExceeded",
    "FileError",
    "Internal",
    "InvalidRequest",
    "NotFound",
    "NotHonoured",
    "RequestError",
    "RequestIdReused",
    "Retry",
    "Tls",
    "TooLarge",
    "Unavailable",
    "UnknownAnswer",
    "Violation",
    "read_message",
    "read_request",
    "read_response",
    "write_message",
]
