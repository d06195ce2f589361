"""Work in groups: whatever queued while the last group was under way is the next group. No clock, no waiting."""

import asyncio
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
        future: asyncio.Future[Out] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, future))
        if not self._busy:
            self._start()
        return await future

    def close(self, finish: Callable[[], None]) -> None:
        """Let the thread run ``finish`` as its last work and end it."""
        self._thread.submit(finish)
        self._thread.shutdown()

    def _start(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        self._busy = True
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._work, [thing for thing, _ in group])
        running.add_done_callback(lambda done: self._done([future for _, future in group], done))

    def _done(self, futures: Sequence[asyncio.Future[Out]], done: asyncio.Future[Sequence[Out]]) -> None:
        """Tell the givers of a group, those that still wait, and begin with the next."""
        error = done.exception()
        for number, future in enumerate(futures):
            if future.done():
                continue
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(done.result()[number])
        self._busy = False
        if self._waiting:
            self._start()
