"""Work in groups: whatever queued while the last group was under way is the next group. No clock, no waiting."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Full(Exception):
    """So much waits already that one more would wait too long."""


class Batches(Generic[In, Out]):
    """A queue whose things are worked on in groups by one thread of its own.

    ``work`` gets a group and returns one result for each thing, in order; what it raises, every giver of the group
    gets. ``most`` bounds a group, ``bound`` the queue.
    """

    def __init__(self, work: Callable[[Sequence[In]], Sequence[Out]], *, name: str, most: int, bound: int) -> None:
        self._work, self._most, self._bound = work, most, bound
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: deque[tuple[In, asyncio.Future[Out]]] = deque()
        self._busy = False

    async def give(self, thing: In) -> Out:
        """Queue ``thing`` and return its result.

        Raises:
            Full: the queue has reached its bound.
        """
        if len(self._waiting) >= self._bound:
            raise Full
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Out] = loop.create_future()
        self._waiting.append((thing, future))
        if not self._busy:
            self._busy = True
            loop.call_soon(self._start, loop)  # whoever comes in the same turn of the loop comes along
        return await future

    def close(self, finish: Callable[[], None]) -> None:
        """Let the thread run ``finish`` as its last work and end it."""
        self._thread.submit(finish)
        self._thread.shutdown()

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        self._thread.submit(self._run, loop, [thing for thing, _ in group], [future for _, future in group])

    def _run(
        self, loop: asyncio.AbstractEventLoop, things: Sequence[In], futures: Sequence[asyncio.Future[Out]]
    ) -> None:
        """Work on a group in the thread and let the loop tell its givers."""
        results: Sequence[Out] = ()
        error: Exception | None = None
        try:
            results = self._work(things)
        except Exception as raised:  # noqa: BLE001 -- every giver gets it
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop has ended, and its visitors with it
            loop.call_soon_threadsafe(self._done, loop, futures, results, error)

    def _done(
        self,
        loop: asyncio.AbstractEventLoop,
        futures: Sequence[asyncio.Future[Out]],
        results: Sequence[Out],
        error: Exception | None,
    ) -> None:
        """Tell the givers of a group, those that still wait, and begin with the next."""
        for number, future in enumerate(futures):
            if future.done():
                continue
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(results[number])
        self._busy = bool(self._waiting)
        if self._busy:
            self._start(loop)
