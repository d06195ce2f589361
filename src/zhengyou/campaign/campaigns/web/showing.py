"""A register on the desk: one description of its columns makes the table, the phone's cards and the workbook."""

import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.records import sheets
from zhengyou.records.ledger import words
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.sheets import XLSX, Format
from zhengyou.registry.access.web import DeskRequest

PAGE = 25
LONG = 9
"""Longer texts of a small table may run over several lines."""
FEW = 5
"""A table of so many rows is read at a glance; a longer one can be exported."""


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its head, what stands in it, how the workbook writes it, and whether the table colours it."""

    label: Sentence
    value: Callable[[Any], Any]
    format: Format = Format.TEXT
    tone: Callable[[Any], str] | None = None
    width: float = 0
    wide: bool = False

    @property
    def kind(self) -> str:
        """Return the class of its cells."""
        if self.format in (Format.INT, Format.DECIMAL, Format.PERCENT):
            return "num"
        return "wide" if self.wide else ""

    def cell(self, row: Any) -> dict[str, Any]:
        """Return the cell of a row as the template draws it."""
        return {
            "text": shown(self.value(row), self.format),
            "tone": self.tone(row) if self.tone else "",
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """A button that leads to a page."""

    label: Sentence
    url: str
    kind: str = "plain"
    icon: str = ""


@dataclass(slots=True)
class Register:
    """A list page: what it lists, how, and what it says where there is nothing."""

    title: str
    lead: Sentence
    rows: Any
    cols: Sequence[Col]
    url: Callable[[Any], str]
    empty: tuple[Sentence, Sentence, Sentence, str]
    """What is not there, why, and the next step with its address."""
    form: forms.Form | None = None
    tabs: dict[str, Any] = field(default_factory=dict)
    """What `campaigns/tabs.html` draws."""
    buttons: list[Link] = field(default_factory=list)
    crumbs: Sequence[tuple[Sentence, str]] = ()
    icon: str = "clipboard-list"


def shown(value: Any, kind: Format) -> str:
    """Return a value as text on the page."""
    if value is None or value == "":
        return ""
    if kind == Format.DATE:
        return f"{value:%Y-%m-%d}"
    if kind == Format.MOMENT:
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if kind == Format.DECIMAL:
        return f"{value:.1f}"
    return f"{100 * value:.1f}%" if kind == Format.PERCENT else str(value)


def show(request: DeskRequest, register: Register) -> HttpResponseBase:
    """Answer with the page of a register, or with its workbook where that was asked for."""
    if request.GET.get("export") == "xlsx":
        return workbook(register)
    page = Paginator(register.rows, PAGE).get_page(request.GET.get("page"))
    head, *others = register.cols
    lines = [
        {"url": register.url(row), "head": str(head.value(row)), "cells": [col.cell(row) for col in others]}
        for row in page
    ]
    return render(
        request,
        "campaigns/register.html",
        {"register": register, "page": page, "lines": lines, "others": others, "head": head},
    )


def excel(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook that is kept as a file."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def workbook(register: Register) -> FileResponse:
    """Return the whole register as an Excel file."""
    columns = [sheets.Column(str(col.label), col.format, width=col.width) for col in register.cols]
    rows = ([_plain(col.value(row)) for col in register.cols] for row in register.rows)
    content = sheets.export(register.title, columns, rows, filters=_said(register.form))
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{register.title}.xlsx", content_type=XLSX)


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_proxy____args") else value


def _said(form: forms.Form | None) -> str:
    """Return in words by what the list was filtered."""
    if form is None or not form.is_valid():
        return ""
    parts = []
    for name, value in form.cleaned_data.items():
        if value in (None, "", False):
            continue
        choices = dict(getattr(form.fields[name], "choices", ()))
        parts.append(f"{form.fields[name].label}：{choices.get(value, value)}")
    return "；".join(parts)


def fill(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    done: Callable[[Any], str] | None = None,
    lead: Sentence = "",
    submit: Sentence = "",
) -> HttpResponse:
    """Answer with a page that is one form, and do the verb with what it holds; refusals stand at their field."""
    if (answer := _attempt(request, form, act, back, done)) is not None:
        return answer
    context = {"title": title, "lead": lead, "form": form, "submit": submit or title, "back": back}
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    text: Sentence = "",
    danger: bool = False,
) -> HttpResponse:
    """Ask before a verb, with what it needs to know; refusals stand at their field."""
    if (answer := _attempt(request, form, act, back, None)) is not None:
        return answer
    context = {"title": title, "text": text, "form": form, "label": title, "danger": danger, "back": back}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _attempt(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    back: str,
    done: Callable[[Any], str] | None,
) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = act(form.cleaned_data)
    except Forbidden:
        raise
    except Refused as refusal:
        refusal.place_on(form)
        return None
    messages.success(request, _("Done."))
    return redirect(done(made) if done else back)


def entries(thing: Any) -> list[dict[str, str]]:
    """Return the history of a thing as lines of a timeline."""
    return [_entry(event) for event in history(thing)]


def _entry(event: Event) -> dict[str, str]:
    who = _("by the system") if event.actor_kind in {"system", "public"} else f"{event.actor_label} {event.hat_label}"
    return {
        "when": f"{clock.local(event.at):%Y-%m-%d %H:%M}",
        "title": str(words.verb_label(event.verb)),
        "who": who,
    }


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
    facts: Sequence[tuple[Sentence, Any]]
    icon: str = "file-text"
    text: str = ""


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

    def workbook(self) -> HttpResponse:
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


@dataclass(slots=True)
class Record:
    """The page of one thing."""

    title: str
    eyebrow: str
    crumbs: Sequence[tuple[Sentence, str]]
    state: Sentence
    tone: str
    cards: list[Card]
    entries: list[dict[str, str]]
    verbs: list[Verb]
    tables: list[Table] = field(default_factory=list)
    steps: list[dict[str, str]] = field(default_factory=list)
    tabs: dict[str, Any] = field(default_factory=dict)
    """What `campaigns/tabs.html` draws."""
    attachments: dict[str, Any] | None = None
    """What `campaigns/papers.html` draws: files and, where this hat may add one, their owner."""
    links: list[Link] = field(default_factory=list)
    alert: tuple[str, Sentence, Sentence] | None = None
    """Tone, title and text of a warning on top."""


def show_record(request: DeskRequest, record: Record) -> HttpResponse:
    """Answer with the page of one thing."""
    return render(request, "campaigns/record.html", {"record": record})


def key_of(typed: str) -> uuid.UUID:
    """Return a typed id, or one that nothing has."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.UUID(int=0)


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
