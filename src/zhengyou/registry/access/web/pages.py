"""How plain desk pages are put together: lists with their export, one thing with its verbs and files, a verb that asks."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhengyou.kernel.errors import Sentence
from zhengyou.records.files import owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.owners import rules_of
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import XLSX, Column, Format, export
from zhengyou.registry.access.web import asking
from zhengyou.registry.access.web.asking import data_of
from zhengyou.registry.access.web.desk import DeskRequest
from zhengyou.registry.access.web.record import entries

__all__ = [
    "Listing",
    "Rows",
    "Shown",
    "Thing",
    "Verb",
    "ask",
    "data_of",
    "entries",
    "searched",
    "show",
    "show_thing",
    "state_of",
]

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column of a list: what it is called, what it says of a row, and the tone of its badge where it has one."""

    label: Sentence
    value: Callable[[Any], Any]
    tone: Callable[[Any], str] | None = None
    form: Format = Format.TEXT
    width: int = 18
    only_sheet: bool = False


def state_of(label: Sentence, tones: Mapping[str, str]) -> Shown:
    """Return the column that tells where a row stands; ``tones``: how the room colours its states."""
    return Shown(
        label=label, value=lambda row: row.get_state_display(), tone=lambda row: tones.get(row.state, "neutral")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list page: its words, its columns, where a row leads, and what an empty one says to do next."""

    title: Sentence
    columns: Sequence[Shown]
    lead: Sentence = ""
    address: Callable[[Any], str] = lambda _row: ""
    empty: Sentence = ""
    buttons: Sequence[tuple[Sentence, str, str]] = ()
    """Label, address and icon; the first one is the main one, and the next step of an empty list."""
    tabs: Sequence[dict[str, Any]] = ()
    filter_form: forms.Form | None = None
    choice: Any = None


def show(request: DeskRequest, rows: QuerySet[Any], listing: Listing) -> HttpResponseBase:
    """Show ``rows`` page by page, or hand them out as a workbook."""
    if request.GET.get("export") == "xlsx":
        return _workbook(rows, listing)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = [column for column in listing.columns if not column.only_sheet]
    context = {
        "listing": listing,
        "head": columns,
        "page": page,
        "rows": [(listing.address(row), [_cell(column, row) for column in columns]) for row in page],
    }
    return render(request, "access/listing.html", context)


def _workbook(rows: QuerySet[Any], listing: Listing) -> FileResponse:
    columns = [Column(str(column.label), column.form, width=column.width) for column in listing.columns]
    lines = ([_plain(column.value(row)) for column in listing.columns] for row in rows.iterator(chunk_size=1000))
    content = io.BytesIO(export(str(listing.title), columns, lines))
    return FileResponse(content, as_attachment=True, filename=f"{listing.title}.xlsx", content_type=XLSX)


def searched(rows: QuerySet[Any], form: forms.Form, *fields: str) -> QuerySet[Any]:
    """Return ``rows`` by the words and the state of the query bar."""
    wanted = form.cleaned_data if form.is_valid() else {}
    if typed := (wanted.get("q") or "").strip():
        found = models.Q()
        for field in fields:
            found |= models.Q(**{f"{field}__icontains": typed})
        rows = rows.filter(found)
    return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_proxy____cast") or isinstance(value, models.Model) else value


def _cell(column: Shown, row: Any) -> dict[str, Any]:
    value = column.value(row)
    if column.form == Format.DATE and value:
        value = f"{value:%Y-%m-%d}"
    return {
        "text": "—" if value in (None, "") else value,
        "tone": column.tone(row) if column.tone else "",
        "num": column.form in (Format.INT, Format.DECIMAL),
        "moment": column.form == Format.MOMENT and bool(value),
        "wide": column.width > 30,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A button of one thing's page: ``asks`` opens a form in a dialog, ``link`` leads on, otherwise it posts at once."""

    label: Sentence
    url: str
    kind: str = "plain"
    icon: str = ""
    asks: bool = False
    link: bool = False
    confirm: Sentence = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A small table on the page of one thing."""

    title: Sentence
    head: Sequence[Sentence]
    rows: Sequence[Sequence[Any]]
    empty: Sentence = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """The page of one thing: state, facts, lines, rows that belong to it, files, history and verbs."""

    of: models.Model
    title: Sentence
    crumb: tuple[Sentence, str]
    eyebrow: Sentence = ""
    facts: Sequence[tuple[Sentence, Any]] = ()
    lines: tuple[Sentence, Sequence[Any]] | None = None
    tables: Sequence[Rows] = ()
    verbs: Sequence[Verb | None] = ()
    links: Sequence[tuple[Sentence, str, str]] = ()
    """Label, address and icon of what is printed from it, or where it leads."""
    alert: Sentence = ""
    tone: str = "info"
    """Of the alert."""
    with_files: Sentence = ""
    """The heading of its files, where it has some."""


def show_thing(request: DeskRequest, thing: Thing, tones: Mapping[str, str]) -> HttpResponse:
    """Show the page of one thing; ``tones``: how the room colours its states."""
    state = getattr(thing.of, "state", "")
    context = {
        "thing": thing,
        "state": thing.of.get_state_display() if state else "",  # type: ignore[attr-defined]  # models with a state
        "tone": tones.get(state, "neutral"),
        "entries": entries(thing.of),
        "verbs": [verb for verb in thing.verbs if verb is not None],
    }
    if thing.with_files:
        owner = owner_of(thing.of)
        attach = bool(rules_of(owner.kind).may_write(request.actor, owner.id))
        context |= {"files": shown(attached_to(owner), removable=attach), "attach": attach, "owner": owner}
    return render(request, "access/thing.html", context)


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[Any], Any],
    *,
    title: Sentence,
    back: str,
    text: Sentence = "",
    label: Sentence = "",
    said: Sentence = "",
    danger: bool = False,
    dialog: bool = False,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Ask what a verb needs, in a dialog or on a page of its own."""
    if dialog:
        return asking.ask(
            request, form, act, title=title, back=back, text=text, label=label, said=said, danger=danger, after=after
        )
    return asking.fill(
        request, form, act, title=title, back=back, lead=text, submit=label, said=said, danger=danger, after=after
    )
