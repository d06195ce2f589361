"""The page of one thing: its facts, the tables that belong to it, its history, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.records import sheets
from zhengyou.records.files import Owner, owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.owners import rules_of
from zhengyou.records.files.queries import attached_to
from zhengyou.records.ledger import words
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.sheets import Format
from zhengyou.registry.access.web.desk import DeskRequest
from zhengyou.registry.access.web.register import PAGE, Link, excel

LONG = 9
"""Longer texts of a small table may run over several lines."""
FEW = 5
"""A table of so many rows is read at a glance; a longer one can be exported."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of an action bar: ``dialog`` asks first, ``post`` does it at once, ``link`` leads to a page."""

    label: Sentence
    url: str
    how: str = "dialog"
    kind: str = "plain"
    icon: str = ""
    confirm: Sentence = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A block of facts: label and text, and longer texts below each other."""

    title: Sentence
    facts: Sequence[tuple[Sentence, Any]] = ()
    icon: str = "file-text"
    text: str = ""
    lines: Sequence[Any] | None = None
    """What is listed line by line."""


def texts(pairs: Sequence[tuple[Sentence, str]]) -> list[Card]:
    """Return a card for each longer text that is not empty."""
    return [Card(label, text=text) for label, text in pairs if text]


@dataclass(slots=True)
class Table:
    """A small table on the page of one thing: rows of cells, each with buttons of its own."""

    title: Sentence
    heads: Sequence[Sentence]
    rows: list["Row"]
    icon: str = "list-checks"
    empty: Sentence = ""
    buttons: Sequence[Link] = ()

    param: str = ""
    page: Page[Any] | None = None
    export: str = ""
    """Set by `turn`: under which word the address names its page, that page, and where its workbook is."""

    @property
    def has_verbs(self) -> bool:
        """Return whether any of its rows has a button."""
        return any(row.verbs for row in self.lines)

    @property
    def lines(self) -> Sequence["Row"]:
        """Return the rows that the page shows."""
        return self.rows if self.page is None else list(self.page.object_list)

    def turn(self, request: DeskRequest, number: int) -> None:
        """Cut the table into pages of its own, and let it be exported; ``number``: its place on the page."""
        self.param = f"page{number}"
        self.page = Paginator(self.rows, 2 * PAGE).get_page(request.GET.get(self.param))
        self.export = f"{request.path}?export=xlsx&table={number}" if len(self.rows) > FEW else ""

    def workbook(self) -> HttpResponseBase:
        """Answer with the whole table as an Excel file."""
        columns = [sheets.Column(str(head), Format.TEXT) for head in self.heads]
        rows = ([str(cell["text"]) for cell in row.shown] for row in self.rows)
        return excel(sheets.export(str(self.title), columns, rows), str(self.title))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of such a table: its cells (text, or text and tone), the page of the thing, and what may be done."""

    cells: Sequence[Any]
    url: str = ""
    verbs: Sequence[Verb] = ()

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return its cells as the template draws them."""
        pairs = [cell if isinstance(cell, tuple) else (cell, "") for cell in self.cells]
        return [
            {"text": "" if text is None else text, "tone": tone, "long": len(str(text)) > LONG} for text, tone in pairs
        ]


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a thing, and whether this hat may add some."""

    title: Sentence
    shown: Sequence[Any]
    owner: Owner | None = None
    """Whose they are, where more may be added."""


def files_of(request: DeskRequest, thing: Any, title: Sentence = "") -> Files:
    """Return the files of ``thing`` by the rule of those who own it."""
    owner = owner_of(thing)
    writes = bool(rules_of(owner.kind).may_write(request.actor, owner.id))
    return Files(title or _("Files"), shown(attached_to(owner), removable=writes), owner if writes else None)


@dataclass(slots=True)
class Record:
    """The page of one thing."""

    title: str
    crumbs: Sequence[tuple[Sentence, str]]
    cards: Sequence[Card]
    entries: Sequence[dict[str, str]] = ()
    eyebrow: Sentence = ""
    state: Sentence = ""
    tone: str = "neutral"
    verbs: Sequence[Verb | None] = ()
    """What may be done; None stands for what this hat is not offered."""
    tables: list[Table] = field(default_factory=list)
    steps: list[dict[str, str]] = field(default_factory=list)
    tabs: Any = ()
    """As in a register."""
    files: Files | None = None
    """Its files, where it may have some."""
    links: list[Link] = field(default_factory=list)
    alert: tuple[str, Sentence, Sentence] | None = None
    """Tone, title and text of a warning on top."""

    @property
    def offered(self) -> list[Verb]:
        """Return the verbs that this hat is offered."""
        return [verb for verb in self.verbs if verb is not None]


def show_record(request: DeskRequest, record: Record, template: str = "access/record.html") -> HttpResponse:
    """Answer with the page of one thing."""
    return render(request, template, {"record": record})


def entries(thing: Any, most: int | None = None) -> list[dict[str, str]]:
    """Return the history of a thing as lines of a timeline, or the ``most`` of it that comes first."""
    return [_entry(event) for event in history(thing)[:most]]


def _entry(event: Event) -> dict[str, str]:
    """Return a line of a timeline; of the public neither name nor hour is known."""
    who = {"system": _("by the system"), "public": _("The public"), "device": _("A device")}.get(event.actor_kind)
    at = clock.local(event.at)
    return {
        "when": f"{at:%Y-%m-%d}" if event.actor_kind == "public" else f"{at:%Y-%m-%d %H:%M}",
        "title": str(words.verb_label(event.verb)),
        "who": who or f"{event.actor_label} {event.hat_label}".strip(),
    }


def road(states: Sequence[Any], here: str, ended: Sequence[Any] = ()) -> list[dict[str, str]]:
    """Return ``states`` as steps with ``here`` as the present one; a state off the road stands alone."""
    if here in ended:
        return [{"label": str(next(one.label for one in ended if one == here)), "state": "error"}]
    place = [str(one) for one in states].index(here)
    last = len(states) - 1
    return [
        {
            "label": str(one.label),
            "state": "done" if at < place or at == place == last else "current" if at == place else "todo",
        }
        for at, one in enumerate(states)
    ]
