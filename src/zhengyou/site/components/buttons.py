"""Buttons and links that look like buttons."""

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhengyou.site.components import render
from zhengyou.site.components.words import draw_icon

register = Library()

KINDS = {"primary": "btn-primary", "plain": "btn-plain", "quiet": "btn-ghost", "danger": "btn-error"}


def classes(kind: str, size: str) -> str:
    """Return the classes of a button; an unknown kind is a programming error and raises KeyError."""
    return f"btn {KINDS[kind]}" + (" btn-sm" if size == "sm" else "")


def face(label: str, icon: str) -> SafeString:
    """Return what stands inside a button."""
    return format_html("{}<span>{}</span>", draw_icon(icon) if icon else "", label)


@register.simple_tag
def button(
    label: str, kind: str = "primary", icon: str = "", name: str = "", value: str = "", size: str = ""
) -> SafeString:
    """Draw the button that sends the form around it."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button type="submit" class="{}"{}>{}</button>', classes(kind, size), named, face(label, icon))


@register.simple_tag
def link_button(label: str, url: str, kind: str = "plain", icon: str = "", size: str = "") -> SafeString:
    """Draw a link that looks like a button."""
    return format_html('<a class="{}" href="{}">{}</a>', classes(kind, size), url, face(label, icon))


@register.simple_tag
def dialog_link(label: str, url: str, kind: str = "plain", icon: str = "", size: str = "") -> SafeString:
    """Draw a link whose page (`confirm.html`) opens in a dialog; without JavaScript it is an ordinary link."""
    return format_html('<a class="{}" href="{}" data-dialog>{}</a>', classes(kind, size), url, face(label, icon))


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    label: str,
    url: str,
    kind: str = "plain",
    icon: str = "",
    size: str = "",
    confirm: str = "",
    name: str = "",
    value: str = "",
) -> SafeString:
    """Draw a button that posts to ``url``; ``confirm`` names the consequence and asks first."""
    return render(
        "post_button",
        csrf_token=context.get("csrf_token", ""),
        classes=classes(kind, size),
        face=face(label, icon),
        label=label,
        url=url,
        confirm=confirm,
        danger=kind == "danger",
        name=name,
        value=value,
    )
