"""Real concurrency for tests: several threads with connections of their own start at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(number: int, work: Callable[[int], Any]) -> list[Any]:
    """Run ``work(0) … work(number - 1)`` at the same moment; return results, or the exceptions in their place.

    Needs ``pytest.mark.django_db(transaction=True)``: the threads must see what the test has committed.
    """
    barrier = threading.Barrier(number)
    results: list[Any] = [None] * number

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = work(place)
        except Exception as error:  # noqa: BLE001 -- the test judges it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
