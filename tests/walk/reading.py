"""What a reader finds on a page: its title, its words, its forms; and what an official would stumble over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.apps import apps

SILENT = re.compile(r"<(script|style|template|textarea|code|kbd|svg|title)\b.*?</\1>", re.DOTALL)
"""Elements whose text is no speech: `code` holds the names that an administrator needs beside the Chinese term."""
SPOKEN = re.compile(r">([^<>]*[^<>\s][^<>]*)<")
FORBIDDEN = re.compile(r"<[a-z]+\b[^>]* (?:style|on[a-z]+)=\"[^>]*>|<script(?![^>]*(?:src=|json))[^>]*>|<style\b")
RAW = re.compile(r"<lazy|__proxy__|object at 0x|\{\{|\{%|<QuerySet|&lt;|datetime\.|\bNone\b")
ENGLISH = re.compile(r"[A-Za-z][a-z]+(?:,? [a-z]+)+[.:…?!]?")
"""Two English words beside each other: a sentence that nobody translated (names of systems are single words)."""
CODE = re.compile(r"[a-z]+(?:[._][a-z]+)+")
"""A name as programs use it: `orders.verify`, `due_on`."""


@dataclass
class Form:
    """A form as a page offers it: what may be typed, and of which kind each field is."""

    action: str
    page: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class Reading(HTMLParser):
    """The forms of a page, as they are offered."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and their fields."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = None
            if told.get("method", "").lower() == "post" or "hx-post" in told:
                self._form = Form(urljoin(self.url, told.get("hx-post") or told.get("action") or self.url), self.url)
                self.forms.append(self._form)
        elif self._form is not None:
            self._note(self._form, tag, told)

    def _note(self, form: Form, tag: str, told: dict[str, str]) -> None:
        if tag == "option" and self._select:
            if "selected" in told or not form.fields.get(self._select):
                form.fields[self._select] = told.get("value", "")
            return
        name = told.get("name", "")
        if not name or name == "csrfmiddlewaretoken" or tag not in {"input", "select", "textarea", "button"}:
            return
        if "disabled" in told:
            return  # browsers do not send it
        form.kinds[name] = told.get("type", tag)
        if form.kinds[name] in {"radio", "checkbox"} and "checked" not in told:
            form.fields.setdefault(name, told.get("value", ""))
        else:
            form.fields[name] = told.get("value", "")
        self._select = name if tag == "select" else ""
        self._textarea = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        """Note what was typed into a large field."""
        if self._form is not None and self._textarea:
            self._form.fields[self._textarea] = data.strip("\n")


@cache
def stored_words() -> frozenset[str]:
    """Return every word that the tables store for a state or kind and that is no Chinese term: `sent_back`."""
    return frozenset(
        str(value)
        for model in apps.get_models()
        if model.__module__.startswith("zhengyou.")
        for one in model._meta.concrete_fields
        for value, _label in one.flatchoices
        if isinstance(value, str) and re.fullmatch(r"[a-z_]{3,}", value)
    )


def stumbles(page: str) -> Iterator[str]:
    """Yield what a reader would stumble over on a page: raw values, stored codes, English, forbidden scripts."""
    if not re.search(r"<title>\s*[^\s<]", page):
        yield "has no title"
    if inline := FORBIDDEN.search(page):
        yield f"has what the content policy forbids: {inline[0][:80]}"
    for word in {found.strip() for found in SPOKEN.findall(SILENT.sub("", page))}:
        if word in {"True", "False"} or RAW.search(word):
            yield f"shows a raw value: {word[:80]}"
        elif CODE.fullmatch(word) or word in stored_words():
            yield f"shows a stored code: {word[:80]}"
        elif ENGLISH.fullmatch(word):
            yield f"speaks English: {word[:80]}"
