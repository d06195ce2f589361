"""What rooms above may hear and say about changes of the tree; they subscribe in ``AppConfig.ready``."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Protocol

from zhengyou.kernel.errors import Sentence
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.changes import Change
from zhengyou.registry.bodies.models import Body

Heard = Callable[[Change, dt.date], None]
Foretold = Callable[[Change], Iterable[Sentence]]


class Rooted(Protocol):
    """A verb of an upper room that takes a new root body into its care."""

    def __call__(self, root: Body, *, actor: Actor) -> object:
        """Take ``root`` into care."""


changed: list[Heard] = []
"""Called in the transaction of a change that was made, with the day from which it holds."""

rooted: list[Rooted] = []
"""Called in the transaction in which somebody founded a root body, so that it is looked after from the beginning."""

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


def on_root(heard: Rooted) -> None:
    """Let ``heard`` know of every new root body and of who founded it."""
    if heard not in rooted:
        rooted.append(heard)
