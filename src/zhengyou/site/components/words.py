"""States, lights, icons and the way dates and figures are written."""

import datetime
from decimal import Decimal

from django.template import Library
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhengyou.site import assets
from zhengyou.site.components import render, tone_of

register = Library()

LIGHTS = {
    "grey": "circle",
    "green": "circle-check",
    "blue": "clock",
    "yellow": "triangle-alert",
    "red": "octagon-alert",
}
"""The colours of a deadline and the shape that tells them apart without colour."""


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built file such as `app.css`."""
    return static(assets.path(name))


@register.simple_tag(name="icon")
def draw_icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and hidden from screen readers."""
    use = format_html('<use href="{}#{}"></use>', asset("icons.svg"), name)
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', use)


@register.simple_tag
def status(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """Draw a state as a badge: its word and a colour."""
    picture = draw_icon(icon) if icon else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone_of(tone), picture, label)


@register.simple_tag
def light(colour: str, text: str = "") -> SafeString:
    """Draw a deadline light: colour, shape and words."""
    return format_html('<span class="light light-{}">{}{}</span>', colour, draw_icon(LIGHTS[colour]), text)


@register.simple_tag
def progress(done: float, total: float, label: str = "", tone: str = "info") -> SafeString:
    """Draw how much of something is done."""
    return render("progress", done=done, total=total, label=label or _("Progress"), tone=tone_of(tone))


@register.simple_tag
def stars(value: int, of: int = 5) -> SafeString:
    """Draw ``value`` stars out of ``of``."""
    label = _("%(value)s of %(of)s stars") % {"value": value, "of": of}
    return render("stars", label=label, filled=range(value), hollow=range(of - value))


@register.simple_tag
def copy(text: str, label: str = "", title: str = "") -> SafeString:
    """Draw a text to copy, for example into the WeChat group of the liaison officers."""
    return render("copy", text=text, label=label or _("Copy for the WeChat group"), title=title)


def local(value: datetime.datetime) -> datetime.datetime:
    """Return ``value`` in the time zone in which it is shown."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def day(value: datetime.date | None) -> str:
    """Write a date as 2026-11-21."""
    if value is None or value == "":
        return ""
    return (local(value) if isinstance(value, datetime.datetime) else value).strftime("%Y-%m-%d")


@register.filter
def weekday(value: datetime.date | None) -> str:
    """Write a date with its day of the week: 2026-11-21 周六."""
    if value is None or value == "":
        return ""
    shown = local(value) if isinstance(value, datetime.datetime) else value
    names = [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]
    return f"{shown:%Y-%m-%d} {names[shown.weekday()]}"


@register.filter
def minute(value: datetime.datetime | None) -> str:
    """Write a time as 2026-11-21 14:30."""
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def figure(value: float | Decimal | None, places: int = 0) -> str:
    """Write a number with thousands separators: 12,345."""
    return "" if value is None or value == "" else f"{value:,.{places}f}"


@register.filter
def money(value: float | Decimal | None) -> str:
    """Write an amount as 1,200.00 元."""
    return "" if value is None or value == "" else _("%(amount)s yuan") % {"amount": f"{value:,.2f}"}


@register.filter
def percent(value: float | Decimal | None, places: int = 1) -> str:
    """Write a share as 96.2%."""
    return "" if value is None or value == "" else f"{value * 100:.{places}f}%"


@register.filter(name="bytes")
def size(value: int | None) -> str:
    """Write the size of a file: 1.4 MB."""
    if value is None:
        return ""
    step = next((step for step in range(3) if value < 1000 ** (step + 1)), 3)
    shown = f"{value / 1000**step:.1f}" if step else str(value)
    return f"{shown} {('B', 'kB', 'MB', 'GB')[step]}"
