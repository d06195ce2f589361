"""The pages worth looking at: `make shots` photographs them, the accessibility test walks them.

Whoever adds a page adds a row.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shot:
    """A page: the name of its picture, its address, and the account that opens it (empty: a citizen)."""

    name: str
    url: str
    login: str = ""
    follow: str = field(default="")
    """A CSS selector of a link to click first: the page behind a list's first row has no fixed address."""


PAGES: list[Shot] = [
    Shot("home", "/"),
    Shot("units", "/units/"),
    Shot("unit", "/", follow=".unit-grid a"),
    Shot("campaign", "/", follow=".link-list a"),
    Shot("styleguide-index", "/desk/styleguide/", "office"),
    Shot("styleguide-list", "/desk/styleguide/list/", "office"),
    Shot("styleguide-detail", "/desk/styleguide/detail/", "office"),
    Shot("styleguide-form", "/desk/styleguide/form/", "office"),
    Shot("styleguide-charts", "/desk/styleguide/charts/", "office"),
    Shot("styleguide-public", "/desk/styleguide/public/", "office"),
    Shot("styleguide-plain", "/desk/styleguide/plain/", "office"),
    Shot("styleguide-document", "/desk/styleguide/document/", "office"),
    Shot("styleguide-wall", "/desk/styleguide/wall/", "office"),
    Shot("styleguide-rate", "/desk/styleguide/rate/", "office"),
]
"""Every page, in the order in which a newcomer would look at them."""
