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
    also: tuple[str, ...] = ()
    """Routes of further pages under this entry that lie at other addresses: the tabs above a list."""


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


DESK = "/desk/"

MENU: tuple[tuple[Sentence, tuple[Entry, ...]], ...] = (
    (_("Desk"), (Entry(_("To do"), "desk", "inbox"),)),
    (
        _("Campaigns"),
        (
            Entry(_("Campaigns"), "campaigns:list", "flag", "campaigns.read"),
            Entry(_("Task sheets"), "campaigns:sheets", "clipboard-list", "campaigns.read"),
            Entry(_("Stamped pages"), "campaigns:scans", "scan-line", "campaigns.submit"),
            Entry(_("Plans"), "plans:list", "file-text", "plans.read"),
        ),
    ),
    (
        _("Windows and services"),
        (
            Entry(_("Cases"), "services:cases", "ticket", "services.read"),
            Entry(
                _("First contacts and notices"),
                "services:contacts",
                "contact",
                "services.read",
                ("services:slips", "services:undertakings", "services:distrusts", "services:mandates"),
            ),
            Entry(
                _("Appointments and duty"),
                "services:bookings",
                "calendar-check",
                "services.read",
                ("services:queue", "services:slots", "services:shifts", "services:after"),
            ),
            Entry(_("Norms of conduct"), "services:norms", "book-open", "services.read"),
            Entry(_("Windows"), "services:windows", "landmark", "services.read"),
            Entry(_("Service items"), "services:items", "list-tree", "services.read"),
            Entry(_("Commitments and identity cards"), "display:commitments", "id-card", "display.read"),
            Entry(_("Demonstration posts"), "display:posts", "award", "display.read"),
            Entry(
                _("Practical matters"), "display:practical-matters", "hand-heart", "display.read", ("display:brands",)
            ),
            Entry(
                _("What hangs where"),
                "display:coverage",
                "image",
                "display.read",
                ("display:postings", "display:spots", "display:assets", "display:items"),
            ),
            Entry(_("My card and promises"), "display:mine", "signature", "display.read"),
            Entry(_("Business systems"), "services:integrations", "network", "services.api"),
        ),
    ),
    (
        _("Ratings and rectification"),
        (
            Entry(_("Rating summary"), "ratings:summary", "star", "ratings.read"),
            Entry(_("Ratings by channel"), "ratings:channels", "chart-column", "ratings.read"),
            Entry(_("Handling of bad ratings"), "ratings:bad", "send", "ratings.supervise"),
            Entry(_("Appeals against bad ratings"), "ratings:appeals", "scale", "ratings.appeal"),
            Entry(_("Raters to call back"), "ratings:calls", "phone", "ratings.call_back"),
            Entry(_("Retaliation against raters"), "ratings:retaliations", "shield-alert", "ratings.protect"),
            Entry(_("Rules for bad ratings"), "ratings:loop", "scale", "ratings.keep"),
            Entry(_("Invited panels"), "ratings:panels", "users", "ratings.panels"),
            Entry(_("Spot checks"), "ratings:checks", "eye", "ratings.check"),
            Entry(_("Taken over from above"), "ratings:incoming", "download", "ratings.import"),
            Entry(_("Pushed outward"), "ratings:outward", "network", "ratings.push"),
            Entry(_("Rectification orders"), "orders:list", "clipboard-check", "orders.read"),
            Entry(_("Recurring problems"), "orders:proposals", "repeat", "orders.propose"),
            Entry(_("Samples of closed orders"), "orders:samples", "scan-line", "orders.check"),
            Entry(_("Templates of orders"), "orders:templates", "copy", "orders.keep"),
            Entry(_("Review of texts"), "ratings:review", "eye", "ratings.supervise"),
            Entry(_("Reports of demanded praise"), "ratings:reports", "shield-alert", "ratings.forced_praise"),
            Entry(_("Rating terminals"), "ratings:kiosks", "monitor", "ratings.kiosks"),
            Entry(_("Enter a rating"), "ratings:enter-desk", "pencil", "ratings.enter"),
        ),
    ),
    (
        _("Matters of the people"),
        (
            Entry(_("Board of matters"), "complaints:board", "layout-dashboard", "complaints.read"),
            Entry(_("Register of matters"), "complaints:list", "inbox", "complaints.read"),
            Entry(_("Upper 12345 platform"), "complaints:platforms", "network", "complaints.exchange"),
            Entry(_("Three rates and times"), "complaints:statistics", "gauge", "complaints.read"),
            Entry(_("Take a register over"), "complaints:take-register", "upload", "complaints.tables"),
            Entry(_("Mailboxes for matters"), "complaints:mailboxes", "mail", "complaints.tables"),
            Entry(_("Teaching the classifier"), "complaints:lessons", "tags", "complaints.teach"),
            Entry(_("Hotline desk"), "complaints:hotline", "phone", "complaints.receive"),
            Entry(_("Window for what could not be done"), "complaints:window", "landmark", "complaints.receive"),
            Entry(_("Letter or visit"), "complaints:paper", "mail", "complaints.receive"),
            Entry(_("Asked on site"), "complaints:site", "map-pin", "complaints.receive"),
            Entry(_("Opinion boxes"), "complaints:boxes", "archive", "complaints.open_box"),
            Entry(_("Knowledge base"), "complaints:knowledge", "book-open", "complaints.receive"),
            Entry(_("Responsibility table"), "complaints:responsibilities", "list-tree", "complaints.read"),
            Entry(_("Follow-up after four weeks"), "complaints:follow-ups", "calendar-check", "complaints.follow_up"),
            Entry(_("Investigations of reports"), "complaints:inquiries", "search", "complaints.investigate"),
            Entry(_("Lines of supervision"), "complaints:lines", "shield", "complaints.tables"),
        ),
    ),
    (
        _("Opinions and care"),
        (
            Entry(_("Items of opinion"), "complaints:items", "git-merge", "complaints.opinions"),
            Entry(_("Hot issues and monthly themes"), "complaints:issues", "target", "complaints.opinions"),
            Entry(_("Put right first"), "complaints:proposals", "trending-down", "complaints.opinions"),
            Entry(_("Needs of the people"), "complaints:needs", "hand-heart", "complaints.needs"),
            Entry(_("Opinion of own staff"), "complaints:staff", "message-square", "complaints.speak"),
            Entry(_("Care for staff"), "complaints:care", "heart", "complaints.speak"),
            Entry(_("Reports of retaliation"), "complaints:retaliation", "shield-alert", "complaints.protect"),
        ),
    ),
    (
        _("Supervision"),
        (
            Entry(_("Supervision board"), "orders:board", "layout-dashboard", "orders.read"),
            Entry(_("Notices of supervision"), "orders:writs", "send", "orders.read"),
            Entry(_("Proposed measures"), "orders:measures", "gavel", "orders.supervise"),
            Entry(_("Lists of problems"), "orders:lists", "list-checks", "orders.read"),
            Entry(_("Violations of rules"), "orders:violations", "shield-alert", "orders.violations"),
            Entry(_("Accountability cases"), "orders:cases", "scale", "orders.account"),
            Entry(_("Visits to units"), "orders:tours", "map-pin", "orders.tours"),
            Entry(_("Trigger rules"), "orders:triggers", "settings-2", "orders.trigger"),
        ),
    ),
    (
        _("Comparison and reports"),
        (
            Entry(_("The whole at a glance"), "reports:county", "layout-dashboard", "reports.lead"),
            Entry(_("How my unit stands"), "reports:own", "gauge", "reports.read"),
            Entry(_("Comparison of units"), "scoring:runs", "scale", "scoring.read"),
            Entry(_("Assessment schemes"), "scoring:schemes", "list-checks", "scoring.read"),
            Entry(_("Suspicious ratings"), "scoring:findings", "shield-check", "scoring.read"),
            Entry(_("My stars"), "scoring:mine", "star", "scoring.appeal"),
        ),
    ),
    (
        _("Papers and approvals"),
        (
            Entry(_("Outgoing papers"), "papers:list", "file-text", "papers.read"),
            Entry(_("Papers to sign for"), "papers:receipts", "file-check", "papers.sign_for"),
            Entry(_("Incoming papers"), "papers:incoming", "inbox", "papers.read"),
            Entry(_("Decisions of meetings"), "papers:resolutions", "gavel", "papers.read"),
            Entry(_("Set of regulations"), "papers:regulations", "scroll-text", "papers.read"),
            Entry(_("Approvals"), "approvals:list", "signature"),
            Entry(_("Approval procedures"), "approvals:definitions", "workflow", "approvals.define"),
        ),
    ),
    (
        _("Registers"),
        (
            Entry(_("Tree of bodies"), "bodies:list", "network", "bodies.read"),
            Entry(_("Contact list"), "bodies:contacts", "contact", "bodies.read"),
            Entry(_("Leading groups"), "bodies:groups", "users", "bodies.read"),
            Entry(_("Invited supervisors"), "bodies:supervisors", "eye", "bodies.read"),
            Entry(_("Places"), "bodies:places", "map-pin", "bodies.read"),
        ),
    ),
    (
        _("Administration"),
        (
            Entry(_("Persons and accounts"), "access:people", "users", "people.manage"),
            Entry(_("Roles and grants"), "access:grants", "shield-check", "access.read"),
            Entry(_("Ledger"), "access:ledger", "book-open", "ledger.read"),
            Entry(_("Background jobs"), "jobs:list", "list-checks", "jobs.read"),
            Entry(_("Deadlines"), "deadlines:clocks", "timer", "deadlines.read"),
            Entry(_("Working-day calendar"), "deadlines:calendar", "calendar-days", "deadlines.read"),
            Entry(_("Rule packs"), "deadlines:packs", "scale", "deadlines.read"),
        ),
    ),
)
"""The groups and entries in their order on screen; a group with nothing to open is not shown."""


def menu_for(request: HttpRequest, actor: Actor) -> list[Group]:
    """Return the groups that hold something this hat may open."""
    addresses = {entry.route: url for _label, entries in MENU for entry in entries if (url := _address(entry, actor))}
    tabs = {
        reverse(tab): addresses[entry.route]
        for _label, entries in MENU
        for entry in entries
        if entry.route in addresses
        for tab in entry.also
    }
    above = (url for url in (*addresses.values(), *tabs) if request.path.startswith(url) and url != DESK)
    here = max(above, key=len, default=request.path)  # a page belongs to the nearest entry above it only
    here = tabs.get(here, here)
    groups = (
        Group(
            label,
            tuple(
                Link(entry.label, addresses[entry.route], entry.icon, addresses[entry.route] == here)
                for entry in entries
                if entry.route in addresses
            ),
        )
        for label, entries in MENU
    )
    return [group for group in groups if group.entries]


def _address(entry: Entry, actor: Actor) -> str:
    """Return where an entry leads, or nothing where this hat may not open it or its room has no such page yet."""
    if entry.function and not actor.holds(entry.function):
        return ""
    try:
        return reverse(entry.route)
    except NoReverseMatch:
        return ""
