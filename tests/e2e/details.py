"""What a plain channel reads of an error."""

from typing import TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

Detail = TypeVar("Detail", bound=Message)


def status(call: grpc.Call) -> Status:
    found = rpc_status.from_call(call)
    assert found is not None
    return found


def detail(call: grpc.Call, kind: type[Detail]) -> Detail:
    """The only detail of a kind."""
    (packed,) = [detail for detail in status(call).details if detail.Is(kind.DESCRIPTOR)]
    unpacked = kind()
    packed.Unpack(unpacked)
    return unpacked
