"""Fields in which a body or a person is named by typing; suggestions come while one types."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.people.models import Person

JOINT = " · "
"""Stands between a person's name and the body in a suggestion."""


def suggesting(url: Any, options: str) -> dict[str, Any]:
    """Return the attributes by which an input fetches suggestions into the data list ``options``."""
    return {
        "list": options,
        "autocomplete": "off",
        "hx-get": url,
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{options}",
        "hx-swap": "innerHTML",
        "hx-params": "*",
    }


class BodyField(forms.CharField):
    """A body, named in full, in short or by its code; it must stand below one of ``paths``."""

    def __init__(self, *, paths: Iterable[str] = ("",), **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Full name, short name or code"))
        super().__init__(**kwargs)
        self.paths = tuple(paths)
        self.widget.attrs.update(suggesting(reverse_lazy("bodies:suggest-bodies"), "body-options"))

    def prepare_value(self, value: Any) -> Any:
        """Return what the input shows for a body."""
        return value.name if isinstance(value, Body) else value

    def clean(self, value: Any) -> Body | None:
        """Return the body that was typed."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        return one_body(typed, self.paths)


def one_body(typed: str, paths: Iterable[str]) -> Body:
    """Return the one standing body called ``typed`` below ``paths``, or say why it is not one."""
    rows = queries.at_paths(queries.standing(), paths)
    found = list(rows.filter(code=typed)[:1]) or list(queries.named(typed, rows)[:4])
    if not found:
        raise forms.ValidationError(_("No body of this name or code stands in your scope."), code="unknown")
    if len(found) > 1:
        told = "；".join(f"{one.name}（{one.parent.name if one.parent else one.code}）" for one in found)
        raise forms.ValidationError(
            _("Several bodies are called so: %(found)s. Give the full name or the code."),
            params={"found": told},
            code="several",
        )
    return found[0]


class BodiesField(forms.CharField):
    """Several bodies, one a line."""

    def __init__(self, *, paths: Iterable[str] = ("",), **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("One body a line: full name, short name or code"))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)
        self.paths = tuple(paths)

    def clean(self, value: Any) -> Any:
        """Return the bodies that were typed."""
        return [one_body(line.strip(), self.paths) for line in super().clean(value).splitlines() if line.strip()]


class PersonField(forms.CharField):
    """A person by name; where several bear it, followed by ``·`` and the unit, as the suggestions write it.

    With ``newcomers`` a name that nobody bears is no error: the field then gives the name.
    """

    def __init__(self, *, paths: Iterable[str] = ("",), newcomers: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Name; where several bear it: name · unit"))
        super().__init__(**kwargs)
        self.paths = tuple(paths)
        self.newcomers = newcomers
        self.widget.attrs.update(suggesting(reverse_lazy("bodies:suggest-persons"), "person-options"))

    def prepare_value(self, value: Any) -> Any:
        """Return what the input shows for a person."""
        return value.name if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | str | None:
        """Return the person who was typed, or the name of a newcomer."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        parts: list[str] = [part.strip() for part in typed.partition(JOINT.strip())]
        name, unit = parts[0], parts[2]
        found = list(queries.persons(self.paths, name=name, unit=unit)[:3])
        if not found and self.newcomers and not unit:
            return name
        if not found:
            raise forms.ValidationError(_("Nobody of this name holds a post in your scope."), code="unknown")
        if len(found) > 1:
            told = "；".join(spoken(one) for one in found)
            raise forms.ValidationError(
                _("Several persons bear this name: %(found)s. Add the unit."), params={"found": told}, code="several"
            )
        return found[0]


def spoken(person: Person) -> str:
    """Return a person with the unit of the first post, as suggestions write it."""
    unit = next(iter(queries.units_of(person)), "")
    return f"{person.name}{JOINT}{unit}" if unit else person.name


def scoped(form: forms.Form, paths: Iterable[str]) -> None:
    """Let every field of ``form`` that names bodies or persons look only below ``paths``."""
    for field in _scoped_fields(form):
        field.paths = tuple(paths)


def _scoped_fields(form: forms.Form) -> Iterator[BodyField | BodiesField | PersonField]:
    for field in form.fields.values():
        if isinstance(field, (BodyField, BodiesField, PersonField)):
            yield field
