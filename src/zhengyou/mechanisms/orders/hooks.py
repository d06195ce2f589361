"""What upper rooms may hear of an order."""

from collections.abc import Callable

from zhengyou.mechanisms.orders.models import Order

Hearing = Callable[[Order], None]

_closed: list[Hearing] = []


def on_closed(hearing: Hearing) -> None:
    """Call ``hearing`` with each order that is closed, in the same transaction."""
    if hearing not in _closed:
        _closed.append(hearing)


def tell_closed(order: Order) -> None:
    """Tell those who asked that ``order`` is closed."""
    for hearing in _closed:
        hearing(order)
