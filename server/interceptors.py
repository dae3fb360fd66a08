"""Around every call of our own services: a request id, one line in the log, errors as status."""

import logging
import re
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, TypeAlias
from uuid import uuid4

import grpc
from google.rpc.status_pb2 import Status

from server.errors import WorkerCrashed
from server.logs import call_facts, call_request_id
from server.refusals import internal, refusal_of
from server.status import (
    MOST_STATUS_BYTES,
    PLAIN_STATUS_BYTES,
    code_of,
    packed,
    status_of,
)

log = logging.getLogger(__name__)

REQUEST_ID = "x-request-id"
MAX_STATUS_BYTES = "x-max-status-bytes"

OURS = "/allotment."
GOOD_ID = re.compile(r"[\w.:/-]{1,128}", re.ASCII)

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"


class Calls(grpc.aio.ServerInterceptor):
    """Names and logs the calls of our own services, and translates their errors.

    Health and reflection pass untouched: probes would fill the log.
    """

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Wraps the method's handler where it is one of ours."""
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or not method.startswith(OURS):
            return handler
        return _wrapped(handler, method)


def _wrapped(handler: Handler, method: str) -> Handler:
    """Unary calls, and streams whose behaviour is a coroutine; others stay as they are."""
    if handler.unary_unary is not None:
        return grpc.unary_unary_rpc_method_handler(
            _named(method, handler.unary_unary),
            handler.request_deserializer,
            handler.response_serializer,
        )
    if handler.stream_stream is not None:
        return grpc.stream_stream_rpc_method_handler(
            _named(method, handler.stream_stream),
            handler.request_deserializer,
            handler.response_serializer,
        )
    return handler


def _named(method: str, behaviour: Any) -> Any:
    async def call(request: Any, context: Context) -> Any:
        async with _accounted_for(method, context):
            return await behaviour(request, context)

    return call


@asynccontextmanager
async def _accounted_for(method: str, context: Context) -> AsyncIterator[None]:
    """Every end of a call is logged; every error but a cancellation becomes a status."""
    request_id = _metadata(context).get(REQUEST_ID, "")
    request_id = request_id if GOOD_ID.fullmatch(request_id) else str(uuid4())
    call_request_id.set(request_id)
    call_facts.set({})
    context.set_trailing_metadata(((REQUEST_ID, request_id),))
    started = perf_counter()
    code = grpc.StatusCode.CANCELLED
    status = None
    try:
        yield
        code = grpc.StatusCode.OK
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets a status
        status = _status(error, request_id, _max_status_bytes(context))
        code = code_of(status)
    finally:
        _log_call(method, code, perf_counter() - started)
    if status is not None:
        trailing = (REQUEST_ID, request_id), packed(status)
        await context.abort(code, status.message, trailing)


def _status(error: Exception, request_id: str, max_bytes: int) -> Status:
    refusal = refusal_of(error)
    if refusal is None:
        log.error("A bug: %s", type(error).__name__, extra={"facts": {"trace": _trace(error)}})
        refusal = internal(request_id)
    return status_of(refusal, max_bytes)


def _trace(error: Exception) -> str:
    """Where the error came from, without its message, which may quote a case (R9)."""
    if isinstance(error, WorkerCrashed):
        return error.trace
    return "".join(traceback.format_tb(error.__traceback__))


def _log_call(method: str, code: grpc.StatusCode, seconds: float) -> None:
    facts = {"method": method, "code": code.name, "duration_ms": round(1000 * seconds, 3)}
    log.info("call", extra={"facts": facts | call_facts.get()})


def _max_status_bytes(context: Context) -> int:
    """What the caller can read, as far as it says so."""
    said = _metadata(context).get(MAX_STATUS_BYTES, "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return PLAIN_STATUS_BYTES
    return min(max(int(said), PLAIN_STATUS_BYTES), MOST_STATUS_BYTES)


def _metadata(context: Context) -> dict[str, str]:
    """The caller's metadata as texts; of equal names the last."""
    pairs = context.invocation_metadata() or ()
    return {name: value for name, value in pairs if isinstance(value, str)}
