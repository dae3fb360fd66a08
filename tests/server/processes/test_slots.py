"""Slots: in order, bounded, and honest about the wait."""

import asyncio
from datetime import timedelta

import pytest

from server.errors import Busy
from server.processes.slots import FIRST_GUESS, LONGEST_WAIT, SHORTEST_WAIT, Slots


class Holder:
    """Takes a slot until told to leave."""

    def __init__(self, slots: Slots) -> None:
        self.has_slot = False
        self.may_leave = asyncio.Event()
        self.task = asyncio.create_task(self._hold(slots))

    async def _hold(self, slots: Slots) -> None:
        async with slots.taken():
            self.has_slot = True
            await self.may_leave.wait()

    async def leave(self) -> None:
        self.may_leave.set()
        await self.task


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_waits_gets_the_slot_in_order() -> None:
    slots = Slots(1, most_waiting=2)
    first, second, third = (Holder(slots) for _ in range(3))
    await settled()
    assert (first.has_slot, second.has_slot, slots.waiting_count) == (True, False, 2)

    await first.leave()
    await settled()
    assert (second.has_slot, third.has_slot) == (True, False)

    await second.leave()
    await third.leave()
    assert slots.waiting_count == 0


async def test_one_too_many_is_told_that_the_server_is_busy() -> None:
    slots = Slots(1, most_waiting=1)
    holders = [Holder(slots), Holder(slots)]
    await settled()

    with pytest.raises(Busy) as error:
        async with slots.taken():
            pass

    assert (error.value.waiting_count, error.value.retry_after) == (1, FIRST_GUESS)
    for holder in holders:
        await holder.leave()


async def test_who_gives_up_waiting_makes_room() -> None:
    slots = Slots(1, most_waiting=1)
    holder, waiting = Holder(slots), Holder(slots)
    await settled()
    waiting.task.cancel()
    await settled()
    assert slots.waiting_count == 0

    await holder.leave()
    async with slots.taken():
        pass


@pytest.mark.parametrize(
    ("recent", "slot_count", "waiting", "wait"),
    [
        pytest.param([2.0, 4.0], 1, 0, timedelta(seconds=3), id="the mean of recent calls"),
        pytest.param([4.0], 2, 3, timedelta(seconds=8), id="with the queue before it"),
        pytest.param([0.001], 2, 0, SHORTEST_WAIT, id="not at once"),
        pytest.param([50.0], 1, 9, LONGEST_WAIT, id="not for ever"),
        pytest.param([], 1, 9, FIRST_GUESS, id="nothing measured yet"),
    ],
)
def test_the_expected_wait(
    recent: list[float], slot_count: int, waiting: int, wait: timedelta
) -> None:
    slots = Slots(slot_count, most_waiting=99)
    slots._recent_seconds.extend(recent)
    slots._waiting = waiting

    assert slots.expected_wait() == wait


async def test_it_can_be_asked_before() -> None:
    """Whoever would be sent away hears it without taking anything."""
    slots = Slots(1, most_waiting=0)
    slots.check_room()
    holder = Holder(slots)
    await settled()
    with pytest.raises(Busy):
        slots.check_room()
    await holder.leave()
    slots.check_room()
