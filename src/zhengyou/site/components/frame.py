"""The frame around a page: language, theme and size from the reader's cookies, and the links that change them."""

from urllib.parse import urlencode

from django.conf import settings
from django.template import Context, Library
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhengyou.site import preferences
from zhengyou.site.components import request_of

register = Library()


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> SafeString:
    """Write language, theme and size of type on the page's root element."""
    language = {"zh-hans": "zh-CN", "en": "en"}.get(get_language() or settings.LANGUAGE_CODE, "zh-CN")
    request = request_of(context)
    look = preferences.look(request) if request else preferences.Look()
    theme = format_html(' data-theme="{}"', look.theme) if look.theme != "auto" else ""
    size = format_html(' data-size="{}"', look.size) if look.size != "normal" else ""
    return format_html('lang="{}"{}{}', language, theme, size)


@register.simple_tag(takes_context=True)
def preference_url(context: Context, **choice: str) -> str:
    """Return the link that stores a preference (theme, size or language) and comes back to this page."""
    try:
        address = reverse("preferences")
    except NoReverseMatch:
        return "#"
    request = request_of(context)
    back = request.get_full_path() if request and request.method == "GET" else "/"
    return f"{address}?{urlencode({**choice, 'next': back})}"


@register.simple_tag(takes_context=True)
def look(context: Context) -> preferences.Look:
    """Return the reader's theme and size of type."""
    request = request_of(context)
    return preferences.look(request) if request else preferences.Look()
