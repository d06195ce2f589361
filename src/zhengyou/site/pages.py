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
    Shot("overview", "/desk/reports/", "leader"),
    Shot("overview-paper", "/desk/reports/?paper=1", "leader"),
    Shot("overview-unit", "/desk/reports/unit/", "head"),
    Shot("display-commitments", "/desk/display/", "office"),
    Shot("display-commitment", "/desk/display/", "office", follow="#results th a"),
    Shot("display-cards", "/desk/display/cards/", "office"),
    Shot("display-printing", "/desk/display/printing/", "office"),
    Shot("sign-in", "/sign-in/"),
    Shot("papers", "/desk/papers/outgoing/", "office"),
    Shot("paper-new", "/desk/papers/outgoing/new/", "office"),
    Shot("paper-numbers", "/desk/papers/outgoing/numbers/", "office"),
    Shot("paper-organs", "/desk/papers/outgoing/organs/", "office"),
    Shot("paper-receipts", "/desk/papers/receipts/", "head"),
    Shot("paper-incoming", "/desk/papers/incoming/", "office"),
    Shot("paper-incoming-new", "/desk/papers/incoming/new/", "office"),
    Shot("notices", "/desk/notices/", "office"),
    Shot("jobs", "/desk/jobs/", "operator"),
    Shot("jobs-periodic", "/desk/jobs/periodic/", "operator"),
    Shot("account", "/desk/people/account/", "office"),
    Shot("password", "/desk/people/account/password/", "office"),
    Shot("second-factor", "/desk/people/account/second-factor/", "office"),
    Shot("hats", "/desk/access/hats/", "office"),
    Shot("people", "/desk/access/people/", "operator"),
    Shot("person", "/desk/access/people/", "operator", follow="tbody th a"),
    Shot("enrol", "/desk/access/people/enrol/", "operator"),
    Shot("grants", "/desk/access/grants/", "security"),
    Shot("roles", "/desk/access/roles/", "security"),
    Shot("role", "/desk/access/roles/leader/", "security"),
    Shot("matrix", "/desk/access/matrix/", "security"),
    Shot("who", "/desk/access/who/?function=bodies.manage", "security"),
    Shot("personal-data", "/desk/access/personal-data/", "security"),
    Shot("ledger", "/desk/access/ledger/", "auditor"),
    Shot("bodies", "/desk/bodies/", "office"),
    Shot("body", "/desk/bodies/", "office", follow="tbody th a"),
    Shot("body-import", "/desk/bodies/import/bodies/", "office"),
    Shot("contacts", "/desk/bodies/contacts/", "office"),
    Shot("groups", "/desk/bodies/groups/", "office"),
    Shot("group", "/desk/bodies/groups/", "office", follow="tbody th a"),
    Shot("supervisors", "/desk/bodies/supervisors/", "office"),
    Shot("places", "/desk/bodies/places/", "office"),
    Shot("item", "/desk/services/items/", "office", follow="tbody th a"),
    Shot("progress", "/progress/"),
    Shot("rate-enter", "/r/"),
    Shot("track-enter", "/t/"),
    Shot("cases", "/desk/services/cases/", "office"),
    Shot("case", "/desk/services/cases/", "office", follow="tbody th a"),
    Shot("case-register", "/desk/services/register/", "office"),
    Shot("case-import", "/desk/services/import/", "office"),
    Shot("items", "/desk/services/items/", "office"),
    Shot("windows", "/desk/services/windows/", "office"),
    Shot("window", "/desk/services/windows/", "office", follow="tbody th a"),
    Shot("business-systems", "/desk/services/systems/", "office"),
    Shot("ratings", "/desk/ratings/", "office"),
    Shot("ratings-comments", "/desk/ratings/comments/", "office"),
    Shot("ratings-review", "/desk/ratings/review/", "office"),
    Shot("ratings-bad", "/desk/ratings/bad/", "office"),
    Shot("ratings-reports", "/desk/ratings/reports/", "office"),
    Shot("ratings-enter", "/desk/ratings/enter/", "office"),
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
