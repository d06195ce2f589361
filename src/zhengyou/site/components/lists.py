"""Tables, filters, paging: what a list page is made of."""

import re
from typing import Any

from django.core.paginator import Page
from django.forms import Form
from django.template import Context, Library
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhengyou.site.components import query as changed_query
from zhengyou.site.components import render, request_of
from zhengyou.site.components.forms import draw_field

register = Library()

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
BODY = re.compile(r"<tbody\b.*?</tbody>", re.DOTALL)
HEAD_CELL = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(td|th)\b([^>]*)>")
SPAN = re.compile(r'colspan="(\d+)"')
BLANK = re.compile(r"<td ([^>]*)>\s*—\s*</td>")
"""A cell that says nothing: a card on a phone leaves it out."""


def span_of(attributes: str) -> int:
    """Return how many columns a cell with these attributes covers."""
    found = SPAN.search(attributes)
    return int(found[1]) if found else 1


def label_cells(markup: str) -> str:
    """Give every cell of a table's body the label of its column and the roles that a card layout would lose.

    On a phone a row is drawn as a card; the labels then come from `data-label`. Columns are matched by position, so a
    template needs no label of its own. Only markup of our own templates comes here: cells hold no nested tables.
    """
    head = HEAD.search(markup)
    labels: list[str] = []
    for attributes, content in HEAD_CELL.findall(head[0]) if head else ():
        text = "" if 'class="acts"' in attributes else " ".join(strip_tags(content).split())
        labels += [text.replace('"', "&quot;")] * span_of(attributes)

    def label_row(row: re.Match[str]) -> str:
        column = 0

        def label_cell(cell: re.Match[str]) -> str:
            nonlocal column
            name, attributes = cell[1], cell[2]
            label = labels[column] if column < len(labels) else ""
            column += span_of(attributes)
            role = "rowheader" if name == "th" else "cell"
            extra = f' data-label="{label}"' if label and name == "td" and "data-label" not in attributes else ""
            return f'<{name} role="{role}"{extra}{attributes}>'

        labelled = CELL.sub(label_cell, row[0]).replace("<tr", '<tr role="row"', 1)
        return BLANK.sub(r"<td data-blank \1>—</td>", labelled)

    return BODY.sub(lambda body: ROW.sub(label_row, body[0]), markup)


@register.simple_block_tag
def table(
    content: str,
    caption: str = "",
    cards: bool = True,
    show_caption: bool = False,
    dense: bool = False,
    compact: bool = False,
) -> SafeString:
    """Draw a table that scrolls when it is wide and turns its rows into cards on a phone.

    ``compact``: there, a row's cells follow each other on a line instead of standing below each other.
    """
    body = mark_safe(label_cells(content)) if cards else content  # noqa: S308  markup of our own templates
    return render(
        "table", content=body, caption=caption, cards=cards, show_caption=show_caption, dense=dense, compact=compact
    )


@register.simple_tag(takes_context=True)
def sort_header(context: Context, key: str, label: str, num: bool = False) -> SafeString:
    """Draw a column heading that sorts by ``key``, first upwards, then downwards."""
    request = request_of(context)
    now = request.GET.get("sort", "") if request else ""
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    url = changed_query(context, sort=f"-{key}" if state == "ascending" else key, page=None)
    return render("sort_header", label=label, state=state, url=url, num=num)


@register.simple_block_tag
def results(content: str) -> SafeString:
    """Mark the part of a list page that filters, sorting and paging replace."""
    return format_html('<div id="results" class="stack" aria-live="polite">{}</div>', content)


@register.simple_tag(takes_context=True)
def query(context: Context, form: Form, keep: str = "", label: str = "") -> SafeString:
    """Draw the filter bar of a list; ``keep`` names GET parameters that a new search carries along."""
    request = request_of(context)
    kept = [(name, request.GET[name]) for name in keep.split() if request and name in request.GET]
    fields = [draw_field(field, compact=True) for field in form.visible_fields()]
    hidden = mark_safe("".join(str(field) for field in form.hidden_fields()))  # noqa: S308  drawn by Django
    reset = "?" + "&".join(f"{escape(name)}={escape(value)}" for name, value in kept)
    return render("query", fields=fields, hidden=hidden, kept=kept, label=label or _("Filter"), reset=reset)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: "Page[Any]", param: str = "page") -> SafeString:
    """Draw the total and the links to the other pages of a list."""
    numbers = [
        (number, changed_query(context, **{param: str(number)})) if isinstance(number, int) else (None, "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = changed_query(context, **{param: str(page.number - 1)}) if page.has_previous() else ""
    after = changed_query(context, **{param: str(page.number + 1)}) if page.has_next() else ""
    return render("pagination", page=page, numbers=numbers, before=before, after=after)


@register.simple_tag(takes_context=True)
def export_link(context: Context, url: str = "", label: str = "", kind: str = "xlsx") -> SafeString:
    """Draw the link to the Excel file of what the list shows now; ``kind="pdf"``: to the paper of it."""
    target = url or changed_query(context, export=kind, page=None)
    return render(
        "export_link", url=target, kind=kind, label=label or (_("Export to Excel") if kind == "xlsx" else "PDF")
    )


@register.simple_tag
def check_all(name: str) -> SafeString:
    """Draw the box that ticks every box called ``name``."""
    return format_html(
        '<input type="checkbox" class="checkbox checkbox-sm" data-check-all="{}" aria-label="{}">',
        name,
        _("Select all rows"),
    )
