"""What rooms above may hear and say about changes of the tree; they subscribe in ``AppConfig.ready``."""

import datetime as dt
from collections.abc import Callable, Iterable

from zhengyou.kernel.errors import Sentence
from zhengyou.registry.bodies.changes import Change

Heard = Callable[[Change, dt.date], None]
Foretold = Callable[[Change], Iterable[Sentence]]

changed: list[Heard] = []
"""Called in the transaction of a change that was made, with the day from which it holds."""

consequences: list[Foretold] = []
"""Asked by the preview: sentences about what else the change will touch, as open cases of the body."""


def on_change(heard: Heard) -> None:
    """Let ``heard`` know of every change of the tree."""
    if heard not in changed:
        changed.append(heard)


def foretell(foretold: Foretold) -> None:
    """Let ``foretold`` add its sentences to every preview."""
    if foretold not in consequences:
        consequences.append(foretold)
