"""Headings, cards, columns, trees, steps, histories: what gives a page its shape."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhengyou.site.components import render, tone_of

register = Library()

COLUMNS = {"2": "cols-2", "3": "cols-3", "4": "cols-4", "main": "cols-main"}


@register.simple_tag
def heading(title: str, lead: str = "", eyebrow: str = "") -> SafeString:
    """Draw the page's heading, with a line above (`eyebrow`) and a sentence below (`lead`)."""
    return render("heading", title=title, lead=lead, eyebrow=eyebrow)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """Draw one step of the breadcrumbs; the last step has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_block_tag
def hero(content: str, title: str, lead: str = "", eyebrow: str = "") -> SafeString:
    """Draw the blue band at the head of a public page."""
    return render("hero", content=content, title=title, lead=lead, eyebrow=eyebrow)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    lead: str = "",
    icon: str = "",
    id: str = "",  # noqa: A002  named like the attribute
    flush: bool = False,
) -> SafeString:
    """Draw a white card; ``flush`` lets a table reach its edges."""
    return render("card", content=content, title=title, lead=lead, icon=icon, id=id, flush=flush)


@register.simple_block_tag
def columns(content: str, kind: int | str = 2) -> SafeString:
    """Set the children side by side in 2, 3 or 4 columns, or wide and narrow (`main`); below each other on a phone."""
    return format_html('<div class="cols {}">{}</div>', COLUMNS[str(kind)], content)


@register.simple_block_tag
def stack(content: str) -> SafeString:
    """Set the children below each other with the usual distance."""
    return format_html('<div class="stack">{}</div>', content)


@register.simple_block_tag
def aside(content: str, label: str) -> SafeString:
    """Draw the column at the left of a desk page, usually the tree of bodies."""
    return render("aside", content=content, label=label)


@register.simple_block_tag
def fold(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002  named like the attribute
    """Draw a part that opens on a click."""
    return render("fold", content=content, summary=summary, open=open)


@register.simple_tag
def tabs(items: Iterable[Any], label: str = "") -> SafeString:
    """Draw tabs that are links; each item has `label`, `url`, `active` and perhaps `count`."""
    return render("tabs", items=items, label=label or _("Views"))


@register.simple_block_tag
def kpis(content: str) -> SafeString:
    """Set key figures side by side."""
    return format_html('<div class="kpis">{}</div>', content)


@register.simple_tag
def kpi(
    label: str,
    value: object,
    unit: str = "",
    change: str = "",
    tone: str = "neutral",
    note: str = "",
    url: str = "",
    icon: str = "",
) -> SafeString:
    """Draw one key figure; ``tone`` colours the change, whose words must carry the meaning alone."""
    return render(
        "kpi", label=label, value=value, unit=unit, change=change, tone=tone_of(tone), note=note, url=url, icon=icon
    )


@register.simple_tag
def tree(nodes: Iterable[Any], label: str = "") -> SafeString:
    """Draw a tree of links; a node has `label`, `url`, `active`, `open`, `badge`, `children`, `lazy_url`."""
    return render("tree", nodes=nodes, label=label or _("Units"))


@register.simple_tag
def steps(items: Iterable[Any], label: str = "") -> SafeString:
    """Draw the steps of a process; an item has `label`, `state` (done, current, todo, error), `note`, `url`."""
    return render("steps", items=items, label=label or _("Steps"))


@register.simple_tag
def timeline(entries: Iterable[Any], empty: str = "") -> SafeString:
    """Draw a history, newest first as given; an entry has `when`, `title`, `who`, `text`, `tone`, `url`."""
    return render("timeline", entries=entries, empty=empty or _("Nothing has happened yet."))


@register.simple_block_tag(end_name="end_unless_empty")
def unless_empty(content: str, kind: str) -> SafeString:
    """Draw a part of the frame only if a page has put something into it; blanks alone do not count."""
    return format_html('<div class="{}">{}</div>', kind, content) if content.strip() else SafeString("")


@register.simple_block_tag
def facts(content: str, columns: int = 2) -> SafeString:
    """Draw a description list; its rows are `fact` and `fact_block`."""
    return format_html('<dl class="facts facts-{}">{}</dl>', columns, content)


@register.simple_tag
def fact(label: str, value: object, empty: str = "—") -> SafeString:
    """Draw one row of a description list."""
    shown = empty if value is None or value == "" else value
    return format_html('<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, shown)


@register.simple_block_tag
def fact_block(content: str, label: str, wide: bool = False) -> SafeString:
    """Draw one row of a description list whose value is markup; ``wide`` lets it take the whole width."""
    kind = " fact-wide" if wide else ""
    return format_html('<div class="fact{}"><dt>{}</dt><dd>{}</dd></div>', kind, label, content)


@register.simple_tag
def files(items: Iterable[Any], empty: str = "") -> SafeString:
    """Draw a list of files; an item has `name`, `url`, `size` in bytes, `note`, `remove_url`."""
    return render("files", items=items, empty=empty or _("No files."))


@register.simple_tag
def empty_state(title: str, text: str = "", action: str = "", url: str = "", icon: str = "inbox") -> SafeString:
    """Say what is not there and what to do next."""
    return render("empty_state", title=title, text=text, action=action, url=url, icon=icon)


ALERT_ICONS = {
    "neutral": "info",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-x",
}


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Draw a message inside the page; an error is announced by screen readers at once."""
    known = tone_of(tone)
    return render("alert", content=content, tone=known, title=title, icon=ALERT_ICONS[known])


@register.simple_tag(takes_context=True)
def alerts(context: Context) -> SafeString:
    """Draw the messages left by the last verb (`django.contrib.messages`)."""
    drawn = []
    for message in context.get("messages") or ():
        known = "neutral" if message.level_tag == "debug" else message.level_tag
        text = conditional_escape(message.message)
        drawn.append(render("alert", content=text, tone=known, title="", icon=ALERT_ICONS[known], closes=True))
    return mark_safe("".join(drawn))  # noqa: S308  rendered by our own template
