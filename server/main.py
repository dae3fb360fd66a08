"""The running server, from the first line of its log to the last."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable
from contextlib import suppress

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from server.config import Config
from server.errors import ConfigError, FileError, RequestError, WorkerCrashed, WorkerDied
from server.health import Health
from server.interceptors import Calls
from server.learning.errors import ModelFileError
from server.learning.skills_in_force import SkillsInForce
from server.listening import listen, transport_options
from server.logs import log_to_stderr
from server.policy_file.in_force import PolicyInForce
from server.processes.pool import PoolSize, SolverPool
from server.remembered import Memory, Remembered
from server.service import SERVICE, AssignmentService
from server.sizes import Limits

ANSWER = "server.answer:answer"
"""What solver processes call; see server/processes/worker.py."""

FOREVER = 1_000_000.0
"""Seconds; we count the grace period ourselves, for gRPC would only cancel."""

LAST_WORD = 1.0
"""Seconds that calls get to be told that the server stops."""

log = logging.getLogger(__name__)


def run(config: Config, answer: str = ANSWER) -> None:
    """Serves until SIGTERM or SIGINT, then drains. Raises ConfigError where it cannot start."""
    log_to_stderr()
    asyncio.run(serve(config, answer))


async def serve(config: Config, answer: str) -> None:
    """Serves in the running event loop."""
    signals = _signals()
    policy, skills = _policy(config), _skills(config)
    pool = SolverPool(answer, _pool_size(config))
    health = Health([SERVICE.full_name])
    server = _built(config, pool, health, policy, skills)
    port = listen(server, config)
    watching = [asyncio.create_task(each.watch()) for each in (policy, skills)]
    try:
        await server.start()
        _announce(config, port)
        if await _is_warm(pool, signals):
            await health.serving()
            log.info("serving")
            await signals.get()
        await _drain(server, health, pool, _grace_is_over(config, signals))
    finally:
        for watch in watching:
            watch.cancel()
        await server.stop(None)
        await pool.stop()
        skills.close()
    log.info("stopped")


def _pool_size(config: Config) -> PoolSize:
    return PoolSize(
        concurrent=config.max_concurrent_solves,
        waiting=config.max_waiting,
        spare=config.spare_solvers,
    )


def _policy(config: Config) -> PolicyInForce:
    try:
        return PolicyInForce(config.policy_file)
    except (FileError, RequestError) as error:
        raise ConfigError(f"The policy file is not taken:\n{error}") from error


def _skills(config: Config) -> SkillsInForce:
    try:
        return SkillsInForce(config.skills_model)
    except (FileError, ModelFileError) as error:
        raise ConfigError(f"The skills model is not taken:\n{error}") from error


def _built(
    config: Config,
    pool: SolverPool,
    health: Health,
    policy: PolicyInForce,
    skills: SkillsInForce,
) -> grpc.aio.Server:
    """The server with all its services, not yet listening."""
    service = AssignmentService(
        pool,
        Remembered(
            Memory(config.remembered_answers, config.remembered_bytes),
            asyncio.get_running_loop().time,
        ),
        Limits(
            config.max_cases,
            config.max_agents,
            config.max_message_bytes,
            config.max_stream_bytes,
            config.max_time_limit,
        ),
        config.time_limit,
        policy,
        skills,
        config.stream_patience,
    )
    server = grpc.aio.server(interceptors=[Calls()], options=transport_options(config))
    server.add_generic_rpc_handlers((service.handlers(),))
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    names = (SERVICE.full_name, health_pb2.DESCRIPTOR.services_by_name["Health"].full_name)
    reflection.enable_server_reflection((*names, reflection.SERVICE_NAME), server)
    return server


async def _is_warm(pool: SolverPool, signals: asyncio.Queue[None]) -> bool:
    """Starts the solver processes; False where a signal comes first."""
    warm = asyncio.create_task(pool.start())
    told_to_stop = asyncio.create_task(signals.get())
    await asyncio.wait((warm, told_to_stop), return_when=asyncio.FIRST_COMPLETED)
    told_to_stop.cancel()
    if not warm.done():
        warm.cancel()
        return False
    try:
        await warm
    except WorkerCrashed as error:
        raise ConfigError(f"The solver processes cannot start:\n{error.trace}") from error
    except WorkerDied as error:
        raise ConfigError("The solver processes end before they are ready.") from error
    return True


async def _drain(
    server: grpc.aio.Server, health: Health, pool: SolverPool, ended_early: Awaitable[None]
) -> None:
    """Takes no new calls and lets running ones end; the rest hears that the server stops."""
    log.info("draining")
    await health.over()
    drained = asyncio.create_task(server.stop(FOREVER))
    early = asyncio.ensure_future(ended_early)
    await asyncio.wait((drained, early), return_when=asyncio.FIRST_COMPLETED)
    early.cancel()
    await pool.stop()
    await asyncio.wait((drained,), timeout=LAST_WORD)
    await server.stop(None)
    await drained


async def _grace_is_over(config: Config, signals: asyncio.Queue[None]) -> None:
    """Returns after the grace period, or at another signal."""
    with suppress(TimeoutError):
        async with asyncio.timeout(config.grace.total_seconds()):
            await signals.get()


def _signals() -> asyncio.Queue[None]:
    """Gets an item for each SIGTERM and SIGINT."""
    told: asyncio.Queue[None] = asyncio.Queue()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.put_nowait, None)
    return told


def _announce(config: Config, port: int) -> None:
    """One line of JSON on standard output, for whoever started us with port 0."""
    line = {"event": "listening", "host": config.host, "port": port, "pid": os.getpid()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    reach = "with TLS" if config.has_tls else "on this machine only, without TLS"
    log.info("listening on %s:%d %s", config.host, port, reach)
