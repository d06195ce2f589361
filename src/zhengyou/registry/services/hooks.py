"""What this room tells upper rooms: a case was accepted, closed or withdrawn. Called in the verb's transaction.

An upper room subscribes in its ``AppConfig.ready``: ``hooks.subscribe(hooks.closed, actions.mint_for_closed)``.
"""

from collections.abc import Callable

from zhengyou.records.ledger import Actor
from zhengyou.registry.services.models import Case

Hook = Callable[[Case, Actor], None]

accepted: list[Hook] = []
closed: list[Hook] = []
withdrawn: list[Hook] = []

Link = Callable[[Case], tuple[str, str]]
links: list[Link] = []
"""What upper rooms put on the page of a case: each returns a label and an address, or an empty address."""


def subscribe(hooks: list[Hook], hook: Hook) -> None:
    """Let ``hook`` be called with the case and the actor; twice is once."""
    if hook not in hooks:
        hooks.append(hook)


def tell(hooks: list[Hook], case: Case, actor: Actor) -> None:
    """Call every subscriber, in the order in which they subscribed."""
    for hook in hooks:
        hook(case, actor)


def offer(link: Link) -> None:
    """Put ``link`` on the page of each case; twice is once."""
    if link not in links:
        links.append(link)
