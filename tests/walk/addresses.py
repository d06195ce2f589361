"""Every named page of the site, as the URL table holds it: nobody has to list a new room."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PROGRAMS = "api/"
"""Doors for programs are proved from their description (tests/registry/services/test_fuzz.py)."""


@dataclass(frozen=True, slots=True)
class Address:
    """A named address: `orders:sign`, its route and the names of its arguments in order."""

    name: str
    route: str
    arguments: tuple[str, ...]

    @property
    def is_desk(self) -> bool:
        """Whether the page belongs to the desk, which needs a login."""
        return self.route.startswith("desk/")

    @property
    def room(self) -> str:
        """The namespace, which is the label of the room."""
        return self.name.partition(":")[0]

    def kind_of(self, argument: str) -> str:
        """Return what names the kind of thing an argument stands for: the route as far as the argument.

        `desk/orders/<uuid:pk>/sign/` and `desk/orders/<uuid:pk>/reply/` mean the same kind of thing.
        """
        end = self.route.find(f":{argument}>")
        return f"{self.name}.{argument}" if end < 0 else self.route[: end + len(argument) + 2]

    def url(self, **arguments: object) -> str:
        """Return the address with its arguments filled in."""
        return reverse(self.name, kwargs=arguments)


def addresses() -> list[Address]:
    """Return every named page that answers people, in the order of the URL table."""
    return list(_below(get_resolver(), "", ""))


def _below(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if here.startswith(PROGRAMS):
            continue
        if isinstance(entry, URLResolver):
            yield from _below(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Address(space + entry.name, here, tuple(entry.pattern.regex.groupindex))
