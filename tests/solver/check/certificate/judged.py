"""Answers with certificates, and what the checker says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

import pytest

import server.wiring
from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    AssignResponse,
    VerifyCertificateResponse,
)
from server.verification import verified
from solver.compile import compile_problem
from tests.answering import answer
from tests.referee.instances.requests import random_request, weighted_request
from tests.solver.check.instances import rich_request

Make = Callable[[int], AssignRequest]

KINDS: dict[str, Make] = {
    "rich": rich_request,
    "random": random_request,
    "weighted": weighted_request,
}


def certified(kind: str, seed: int) -> AssignRequest:
    """A random request that asks for a certificate."""
    request = KINDS[kind](seed)
    request.options.certificate = True
    return request


@cache
def answered(kind: str, seed: int) -> tuple[AssignRequest, AssignResponse]:
    """With its answer; kept, because several tests ask for the same. Never to be changed."""
    request = certified(kind, seed)
    return request, answer(request)


@contextmanager
def factored() -> Iterator[None]:
    """Every problem is factored as large ones are, where its rules allow it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.wiring, "compile_problem", partial(compile_problem, held_pairs=0))
        yield


def verdict(request: AssignRequest, response: AssignResponse) -> VerifyCertificateResponse:
    """What the checker says."""
    return verified(request, response)


def copy(response: AssignResponse) -> AssignResponse:
    """One that may be changed."""
    other = AssignResponse()
    other.CopyFrom(response)
    return other


def has_prices(response: AssignResponse) -> bool:
    """Of every phase that has levels."""
    certificate = response.certificate
    second = bool(certificate.override_nodes) or not certificate.override_levels
    return bool(certificate.nodes) and second
