"""Fields that the forms of supervision share; what is missing the verb says, so that its words stand at the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body

ALL = ("", _("All"))
DATE = {"type": "date"}


def lengthy(label: Any, rows: int = 4, most: int = 4000, help_text: Any = "") -> forms.CharField:
    """Return a field for a longer text; the verb says what is missing, so that its words stand at the field."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=most, required=False, help_text=help_text
    )


def day(label: Any, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DATE), required=required)


def short(label: Any, most: int = 120, help_text: Any = "") -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def choice(label: Any, choices: Any, *, with_all: bool = False, empty: Any = None) -> forms.ChoiceField:
    """Return a field for one of ``choices``; ``with_all`` for query bars, ``empty`` names an empty choice."""
    first = [ALL] if with_all else [("", empty)] if empty is not None else []
    return forms.ChoiceField(label=label, choices=[*first, *choices], required=False)


def bodies(actor: Actor, function: str) -> Any:
    """Return the standing bodies for which ``actor`` may do ``function``, in official order."""
    return within(Body.objects.filter(dissolved_on__isnull=True), actor, function).order_by("sort_path")


class BodyField(forms.ModelChoiceField[Body]):
    """A unit, chosen by its name; those deeper in the tree stand further in."""

    def label_from_instance(self, obj: Body) -> str:
        """Return the name with its depth."""
        return "　" * (obj.path.count(".") - 1) + obj.name
