"""How this room's desk pages are put together: lists with their export, one thing with its verbs, a verb that asks."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhengyou.instruments.complaints.forms.fields import NothingForm
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.records.ledger import words
from zhengyou.records.ledger.models import Event
from zhengyou.records.sheets import XLSX, Column, Format, export
from zhengyou.registry.access.web import DeskRequest
from zhengyou.registry.bodies.models import Body

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column: what it is called, what it says of a row, and the tone of its badge where it has one."""

    label: Sentence
    value: Callable[[Any], Any]
    tone: Callable[[Any], str] | None = None
    form: Format = Format.TEXT
    width: int = 16
    only_sheet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list page: its words, its columns, where a row leads, and what an empty one says to do next."""

    title: Sentence
    columns: Sequence[Shown]
    lead: Sentence = ""
    address: Callable[[Any], str] = lambda _row: ""
    empty: Sentence = ""
    next_step: tuple[Sentence, str] | None = None
    buttons: Sequence[tuple[Sentence, str]] = ()
    tabs: Sequence[dict[str, Any]] = ()
    filter_form: forms.Form | None = None
    keep: str = ""
    nodes: Sequence[Any] = ()


def show(request: DeskRequest, rows: QuerySet[Any], listing: Listing) -> HttpResponseBase:
    """Show ``rows`` page by page, or hand them out as a workbook."""
    if request.GET.get("export") == "xlsx":
        return as_workbook(rows, listing)
    shown = [column for column in listing.columns if not column.only_sheet]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "head": [column.label for column in shown],
        "rows": [(listing.address(row), [_cell(column, row) for column in shown]) for row in page],
        "filter_form": listing.filter_form,
    }
    return render(request, "complaints/listing.html", context)


def as_workbook(rows: QuerySet[Any], listing: Listing) -> FileResponse:
    """Return all ``rows`` as an Excel file with the columns of the list."""
    columns = [Column(str(column.label), column.form, width=column.width) for column in listing.columns]
    lines = ([_plain(column.value(row)) for column in listing.columns] for row in rows.iterator(chunk_size=1000))
    content = export(str(listing.title), columns, lines)
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{listing.title}.xlsx", content_type=XLSX)


def own_body(request: DeskRequest) -> Body:
    """Return the body of the hat. Raises Forbidden for somebody who wears none."""
    if request.actor.body is None:
        raise Forbidden(_("Put on the identity of a unit first."))
    return request.actor.body


def workbook_answer(content: bytes, name: Sentence) -> FileResponse:
    """Return a workbook to be stored under ``name``."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_proxy____cast") or hasattr(value, "masked") else value


def _cell(column: Shown, row: Any) -> dict[str, Any]:
    value = column.value(row)
    if column.form == Format.DATE and value:
        value = f"{value:%Y-%m-%d}"
    elif column.form == Format.MOMENT and value:
        value = f"{clock.local(value):%Y-%m-%d %H:%M}"
    return {
        "text": "—" if value in (None, "") else value,
        "tone": column.tone(row) if column.tone else "",
        "num": column.form in (Format.INT, Format.DECIMAL),
        "wide": column.width > 30,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A button of one thing's page: ``asks`` opens a form in a dialog, otherwise it posts at once."""

    label: Sentence
    url: str
    kind: str = "plain"
    icon: str = ""
    asks: bool = True
    confirm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """The page of one thing: state, facts, texts, rows that belong to it, history and verbs."""

    title: Sentence
    crumbs: Sequence[tuple[Sentence, str]]
    eyebrow: Sentence = ""
    state: Sentence = ""
    tone: str = "neutral"
    facts: Sequence[tuple[Sentence, Any]] = ()
    texts: Sequence[tuple[Sentence, str]] = ()
    tables: Sequence["Rows"] = ()
    history: Iterable[Event] = ()
    verbs: Sequence[Verb | None] = ()
    alert: Sentence = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A small table on the page of one thing: each row an address (or nothing) and its cells."""

    title: Sentence
    head: Sequence[Sentence]
    rows: Sequence[tuple[str, Sequence[Any]]]
    empty: Sentence = field(default="")


def show_thing(request: DeskRequest, thing: Thing) -> HttpResponse:
    """Show the page of one thing."""
    context = {
        "thing": thing,
        "entries": [entry(event) for event in thing.history],
        "verbs": [verb for verb in thing.verbs if verb is not None],
    }
    return render(request, "complaints/thing.html", context)


def entry(event: Event) -> dict[str, Any]:
    """Return an event as the timeline shows it; what the public did has no name."""
    return {
        "when": event.at,
        "title": words.verb_label(event.verb),
        "who": " · ".join(filter(None, [event.actor_label, event.hat_label])) if event.actor_kind == "account" else "",
    }


def click(request: DeskRequest) -> NothingForm:
    """Return the empty form of a verb that needs only the click."""
    return NothingForm(request.POST if request.method == "POST" else None)


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: Sentence,
    back: str,
    text: Sentence = "",
    label: Sentence = "",
    said: Sentence = "",
    danger: bool = False,
    dialog: bool = True,
    after: Callable[[Any], str] | None = None,
    links: Sequence[tuple[Sentence, str]] = (),
) -> HttpResponse:
    """Ask what a verb needs, do it, and go on; a refusal stands at its field and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, str(said or _("Done.")))
            return redirect((after(done) if after else "") or back)
    context = {
        "title": title,
        "text": text,
        "lead": text,
        "form": form,
        "label": label or title,
        "submit": label or title,
        "danger": danger,
        "back": back,
        "links": links,
    }
    template = "confirm.html" if dialog else "form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)
