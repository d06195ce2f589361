"""A register on the desk: one description of its columns makes the table, the phone's cards and the workbook."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.records import sheets
from zhengyou.records.sheets import XLSX, Format
from zhengyou.registry.access.web.desk import DeskRequest

PAGE = 25
BROAD = 30
"""From this width of a workbook's column on, its text may run over several lines of the page."""


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its head, what stands in it, how the workbook writes it, and whether the table colours it."""

    label: Sentence
    value: Callable[[Any], Any]
    format: Format = Format.TEXT
    tone: Callable[[Any], str] | None = None
    width: float = 0
    wide: bool = False
    only_sheet: bool = False
    """Whether it stands in the workbook only."""

    @property
    def kind(self) -> str:
        """Return the class of its cells."""
        if self.format in (Format.INT, Format.DECIMAL, Format.PERCENT):
            return "num"
        return "wide" if self.wide or self.width > BROAD else ""

    def cell(self, row: Any) -> dict[str, Any]:
        """Return the cell of a row as the template draws it."""
        return {
            "text": shown(self.value(row), self.format),
            "tone": self.tone(row) if self.tone else "",
            "kind": self.kind,
        }


def state_of(label: Sentence, tones: Mapping[str, str]) -> Col:
    """Return the column that tells where a row stands; ``tones``: how the room colours its states."""
    return Col(label, lambda row: row.get_state_display(), tone=lambda row: tones[row.state])


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
    lead: Sentence = ""
    rows: Any = ()
    cols: Sequence[Col] = ()
    url: Callable[[Any], str] = lambda _row: ""
    empty: Sentence | tuple[Sentence, Sentence, Sentence, str] = ""
    """What is not there, why, and the next step with its address; or only why: the first button is the next step."""
    form: forms.Form | None = None
    tabs: Any = ()
    """Pages beside this one: the items of `{% tabs %}`, or what the room's own template draws."""
    buttons: list[Link] = field(default_factory=list)
    crumbs: Sequence[tuple[Sentence, str]] = ()
    icon: str = "clipboard-list"
    nodes: Sequence[Any] = ()
    """The tree of units beside the list."""
    keep: str = ""
    """Words of the address that the query bar keeps."""

    @property
    def nothing(self) -> tuple[Sentence, Sentence, Sentence, str]:
        """Return what an empty list says: title, text, and the next step with its address."""
        if isinstance(self.empty, tuple):
            return self.empty
        step = self.buttons[0] if self.buttons else Link("", "")
        return _("Nothing here"), self.empty, step.label, step.url


def shown(value: Any, kind: Format) -> str:
    """Return a value as text on the page."""
    if value is None or value == "":
        return ""
    if kind == Format.DATE:
        return f"{value:%Y-%m-%d}"
    if kind == Format.MOMENT:
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if kind == Format.DECIMAL:
        return f"{value:,}" if isinstance(value, Decimal) else f"{value:.1f}"  # a decimal tells how exact it is
    return f"{100 * value:.1f}%" if kind == Format.PERCENT else str(value)


def searched(rows: QuerySet[Any], form: forms.Form, *names: str) -> QuerySet[Any]:
    """Return ``rows`` by the words (``q``, in the fields of these names) and the ``state`` of the query bar."""
    wanted = form.cleaned_data if form.is_valid() else {}
    if typed := (wanted.get("q") or "").strip():
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": typed}) for name in names)))
    return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


def show(request: DeskRequest, register: Register, template: str = "access/register.html") -> HttpResponseBase:
    """Answer with the page of a register, or with its workbook where that was asked for."""
    if request.GET.get("export") == "xlsx":
        return workbook(register)
    page = Paginator(register.rows, PAGE).get_page(request.GET.get("page"))
    head, *others = [col for col in register.cols if not col.only_sheet]
    lines = [
        {
            "url": register.url(row),
            "head": shown(head.value(row), head.format),
            "cells": [col.cell(row) for col in others],
        }
        for row in page
    ]
    context = {"register": register, "page": page, "lines": lines, "others": others, "head": head}
    return render(request, template, context)


def excel(content: bytes, name: Sentence) -> FileResponse:
    """Answer with a workbook that is kept as a file."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def workbook(register: Register) -> FileResponse:
    """Return the whole register as an Excel file."""
    columns = [sheets.Column(str(col.label), col.format, width=col.width) for col in register.cols]
    found = register.rows
    many = found.iterator(chunk_size=1000) if isinstance(found, QuerySet) else found
    rows = ([_plain(col.value(row)) for col in register.cols] for row in many)
    return excel(sheets.export(register.title, columns, rows, filters=_said(register.form)), register.title)


def _plain(value: Any) -> Any:
    is_lazy, is_masked = hasattr(value, "_proxy____args"), hasattr(value, "masked")
    return str(value) if is_lazy or is_masked or isinstance(value, Model) else value


def _said(form: forms.Form | None) -> str:
    """Return in words by what the list was filtered."""
    if form is None or not form.is_valid():
        return ""
    parts = []
    for name, value in form.cleaned_data.items():
        if value in (None, "", False):
            continue
        choices = getattr(form.fields[name], "choices", ()) if isinstance(value, str) else ()
        parts.append(f"{form[name].label}：{dict(choices).get(value, value)}")
    return "；".join(parts)
