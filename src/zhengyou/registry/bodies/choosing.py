"""The tree of bodies at the left of list pages: what to draw, and which body was chosen by ``?body=<public id>``.

A list page of any room does three things: ``choice = choose(request, "orders.read")``, filters its rows by
``queries.under(rows, choice.body)``, and draws ``choice.nodes`` with the `tree` component (docs/frontend.md).
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from zhengyou.records import ledger
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.models import Body

PARAMETER = "body"
MOST = 300
"""So many bodies under one parent are drawn; whoever has more beside each other finds the rest by the search."""

_DROPPED = (PARAMETER, "page", "export")


@dataclass(slots=True)
class Node:
    """One line of the tree as the `tree` component draws it."""

    label: str
    url: str
    active: bool = False
    open: bool = False
    badge: str = ""
    children: "list[Node]" = field(default_factory=list)
    lazy_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen body, or None where none was chosen, and the tree to choose from."""

    body: Body | None
    nodes: list[Node]


def choose(request: HttpRequest, function: str) -> Choice:
    """Return what ``request`` chose, and the tree of all that its actor may do ``function`` to, opened to the choice.

    An unknown id, or a body outside that tree, chooses nothing. Three queries, however many bodies there are.
    """
    allowed = rules.paths(actor_of(request), function, campaigns=True)
    body = chosen_body(request.GET, allowed)
    back = host_url(request.path, request.GET)
    return Choice(body, tree(allowed, body, back))


def chosen_body(get: QueryDict, paths: Iterable[str]) -> Body | None:
    """Return the body named by ``?body=`` where it stands below one of ``paths``, else None."""
    try:
        wanted = uuid.UUID(get.get(PARAMETER, ""))
    except ValueError:
        return None
    return queries.at_paths(Body.objects.filter(public_id=wanted), paths).first()


def tree(paths: tuple[str, ...], chosen: Body | None, back: str) -> list[Node]:
    """Return the nodes below ``paths``: opened towards ``chosen``, or the first level where there is one root only."""
    tops = list(_tops(paths))
    opened = {int(key) for key in chosen.path.split(".")[:-1]} if chosen else set()
    if not opened and len(tops) == 1:
        opened = {tops[0].pk}
    below: dict[int | None, list[Body]] = {}
    for row in queries.children_of(opened) if opened else ():
        below.setdefault(row.parent_id, []).append(row)
    return [_node(top, below, opened, chosen, back) for top in tops]


def children(body: Body, back: str) -> list[Node]:
    """Return the nodes directly under ``body``; ``back`` is the page whose list they filter."""
    shown = list(queries.children(body)[: MOST + 1])
    return [_node(child, {}, set(), None, back) for child in shown[:MOST]] + _rest(shown, back)


def _rest(shown: list[Body], back: str) -> list[Node]:
    """Return a line that says that there are more where ``shown`` holds more than are drawn."""
    if len(shown) <= MOST:
        return []
    return [Node(label=gettext("More bodies: find them by the search"), url=reverse("bodies:list"))]


def host_url(path: str, get: QueryDict) -> str:
    """Return the address of the list page with its filters, but without chosen body, page and export."""
    kept = get.copy()
    for name in _DROPPED:
        kept.pop(name, None)
    return f"{path}?{kept.urlencode()}" if kept else path


def is_desk_page(back: str) -> bool:
    """Return whether ``back`` is a page of the desk on this very site, to which a node may link."""
    return back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)


def may_look(request: HttpRequest, body: Body) -> bool:
    """Return whether ``body`` stands in a tree in which the actor may do anything at all."""
    return rules.may_anything(actor_of(request), body)


def actor_of(request: HttpRequest) -> ledger.Actor:
    """Return who asks; nobody in particular where nobody is signed in."""
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, ledger.Actor) else ledger.PUBLIC


def _tops(paths: tuple[str, ...]) -> Iterator[Body]:
    """Yield the topmost bodies of ``paths``: the root bodies where everything may be read."""
    if "" in paths:
        yield from queries.children(None)
    else:
        keys = [int(path.rstrip(".").rsplit(".", 1)[-1]) for path in paths]
        yield from queries.with_children(queries.standing().filter(pk__in=keys))


def _node(body: Body, below: dict[int | None, list[Body]], opened: set[int], chosen: Body | None, back: str) -> Node:
    is_open = body.pk in opened
    joint = "&" if "?" in back else "?"
    node = Node(
        label=body.known_as,
        url=f"{back}{joint}{PARAMETER}={body.public_id}",
        active=body == chosen,
        open=is_open,
        children=_below(body, below, opened, chosen, back) if is_open else [],
    )
    if getattr(body, "has_children", False) and not node.children:
        node.lazy_url = reverse("bodies:tree-children", args=[body.public_id]) + "?" + urlencode({"to": back})
    return node


def _below(
    body: Body, below: dict[int | None, list[Body]], opened: set[int], chosen: Body | None, back: str
) -> list[Node]:
    """Return the nodes under an opened body: the first ones, and those that are opened or chosen themselves."""
    rows = below.get(body.pk, [])
    shown = [row for place, row in enumerate(rows) if place < MOST or row.pk in opened]
    return [_node(row, below, opened, chosen, back) for row in shown] + _rest(rows, back)
