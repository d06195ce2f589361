"""The desk's menu: what this hat may open, grouped as an office is."""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.registry.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; shown to hats that hold ``function`` (empty: to everybody)."""

    label: Sentence
    route: str
    icon: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    label: Sentence
    url: str
    icon: str
    active: bool
    badge: int | None = None


class Group(NamedTuple):
    """A group of entries under one heading."""

    label: Sentence
    entries: tuple[Link, ...]


MENU: tuple[tuple[Sentence, tuple[Entry, ...]], ...] = (
    (_("Desk"), (Entry(_("To do"), "desk", "inbox"),)),
    (
        _("Campaigns"),
        (
            Entry(_("Campaigns"), "campaigns:list", "flag", "campaigns.read"),
            Entry(_("Task sheets"), "campaigns:sheets", "clipboard-list", "campaigns.read"),
            Entry(_("Plans"), "plans:list", "file-text", "plans.read"),
        ),
    ),
    (
        _("Windows and services"),
        (
            Entry(_("Cases"), "services:cases", "ticket", "services.read"),
            Entry(_("Windows"), "services:windows", "landmark", "services.read"),
            Entry(_("Service items"), "services:items", "list-tree", "services.read"),
            Entry(_("Business systems"), "services:integrations", "network", "services.api"),
        ),
    ),
    (
        _("Ratings and rectification"),
        (
            Entry(_("Rating summary"), "ratings:summary", "star", "ratings.read"),
            Entry(_("Bad ratings to hand out"), "ratings:bad", "send", "ratings.supervise"),
            Entry(_("Rectification orders"), "orders:list", "clipboard-check", "orders.read"),
            Entry(_("Review of texts"), "ratings:review", "eye", "ratings.supervise"),
            Entry(_("Reports of demanded praise"), "ratings:reports", "shield-alert", "ratings.forced_praise"),
            Entry(_("Enter a rating"), "ratings:enter-desk", "pencil", "ratings.enter"),
        ),
    ),
    (_("Comparison and reports"), (Entry(_("Comparison of units"), "scoring:runs", "scale", "scoring.read"),)),
    (
        _("Papers and approvals"),
        (
            Entry(_("Approvals"), "approvals:list", "signature"),
            Entry(_("Approval procedures"), "approvals:definitions", "workflow", "approvals.define"),
        ),
    ),
    (_("Registers"), ()),
    (
        _("Administration"),
        (
            Entry(_("Persons and accounts"), "access:people", "users", "people.manage"),
            Entry(_("Roles and grants"), "access:grants", "shield-check", "access.read"),
            Entry(_("Ledger"), "access:ledger", "book-open", "ledger.read"),
            Entry(_("Deadlines"), "deadlines:clocks", "timer", "deadlines.read"),
            Entry(_("Working-day calendar"), "deadlines:calendar", "calendar-days", "deadlines.read"),
            Entry(_("Rule packs"), "deadlines:packs", "scale", "deadlines.read"),
        ),
    ),
)
"""The groups and entries in their order on screen; a group with nothing to open is not shown."""


def menu_for(request: HttpRequest, actor: Actor) -> list[Group]:
    """Return the groups that hold something this hat may open."""
    groups = (
        Group(label, tuple(link for entry in entries if (link := _link(entry, request, actor))))
        for label, entries in MENU
    )
    return [group for group in groups if group.entries]


def _link(entry: Entry, request: HttpRequest, actor: Actor) -> Link | None:
    if entry.function and not actor.holds(entry.function):
        return None
    try:
        url = reverse(entry.route)
    except NoReverseMatch:
        return None
    active = request.path == url or (url != "/desk/" and request.path.startswith(url))
    return Link(entry.label, url, entry.icon, active)
