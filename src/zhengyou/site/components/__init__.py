"""The components of the design system (设计组件): what `{% load ui %}` offers to every template.

Each module registers the tags of one kind; class lists stand here and in `templates/components/` and nowhere else.
`docs/frontend.md` shows how to use them, `/styleguide/` how they look.
"""

from typing import Literal, cast

from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Tone = Literal["neutral", "info", "success", "warning", "error"]
"""The meaning of a colour; a text always stands beside it."""

TONES: tuple[Tone, ...] = ("neutral", "info", "success", "warning", "error")


def tone_of(word: object) -> Tone:
    """Return ``word`` as a tone; an unknown word is a programming error and raises ValueError."""
    text = str(word or "neutral")
    if text not in TONES:
        raise ValueError(f"Unknown tone {text!r}; choose one of {', '.join(TONES)}.")
    return text


def render(name: str, /, **values: object) -> SafeString:
    """Render the component template ``name`` with ``values`` and nothing from the page's context."""
    return mark_safe(render_to_string(f"components/{name}.html", values).strip())  # noqa: S308  our own template


def request_of(context: Context) -> HttpRequest | None:
    """Return the request of the page being rendered, or None where a template is rendered without one."""
    return cast("HttpRequest | None", context.get("request"))


def query(context: Context, **changes: str | None) -> str:
    """Return this page's query string with ``changes``; None takes a parameter out; `?` alone means none is left."""
    request = request_of(context)
    if request is None:
        pairs = {name: value for name, value in changes.items() if value is not None}
        return "?" + "&".join(f"{name}={value}" for name, value in pairs.items())
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = value
    return "?" + parameters.urlencode()
