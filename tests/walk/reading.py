"""What a reader finds on a page: its title, its words, its forms; and what an official would stumble over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.apps import apps

SILENT = {"script", "style", "template", "textarea", "code", "kbd", "title"}
"""Elements whose text is no speech: `code` holds the names that an administrator needs beside the Chinese term."""
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
    """A page as it is read."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.title = ""
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and fields, and whatever the content policy forbids."""
        told = {name: value or "" for name, value in attrs}
        script = tag == "script" and "src" not in told and "json" not in told.get("type", "")
        if "style" in told or script or any(name.startswith("on") for name in told):
            self.inline.append(self.get_starttag_text() or tag)
        if tag in SILENT:
            self._open.append(tag)
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
        form.kinds[name] = told.get("type", tag)
        if form.kinds[name] in {"radio", "checkbox"} and "checked" not in told:
            form.fields.setdefault(name, told.get("value", ""))
        else:
            form.fields[name] = told.get("value", "")
        self._select = name if tag == "select" else ""
        self._textarea = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a silent element."""
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note what is written."""
        here = self._open[-1] if self._open else ""
        if here == "title":
            self.title += data
        elif here == "textarea" and self._form is not None and self._textarea:
            self._form.fields[self._textarea] = data.strip("\n")
        elif not here and data.strip():
            self.words.append(data.strip())


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


def stumbles(reading: Reading) -> Iterator[str]:
    """Yield what a reader would stumble over: raw values, stored codes, English."""
    if not reading.title.strip():
        yield "has no title"
    yield from (f"has what the content policy forbids: {inline[:80]}" for inline in reading.inline)
    for word in reading.words:
        if word in {"True", "False"} or RAW.search(word):
            yield f"shows a raw value: {word[:80]}"
        elif CODE.fullmatch(word) or word in stored_words():
            yield f"shows a stored code: {word[:80]}"
        elif ENGLISH.fullmatch(word):
            yield f"speaks English: {word[:80]}"
