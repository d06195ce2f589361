"""Forms that choose among the things of one campaign."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model, QuerySet


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def long_text(rows: int = 4) -> forms.Textarea:
    """Return the widget of a text of several lines."""
    return forms.Textarea(attrs={"rows": rows})


def one_of(model: type[Model], label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """Return a field that chooses one row; which rows, the form is told when it is made."""
    return forms.ModelChoiceField(
        label=label, queryset=model._default_manager.none(), required=required, help_text=help_text
    )


def some_of(model: type[Model], label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """Return a field that chooses several rows with check boxes."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=model._default_manager.none(),
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class Picking(forms.Form):
    """A form whose fields choose among ``rows``: field name to queryset."""

    def __init__(self, *args: Any, rows: Mapping[str, QuerySet[Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (rows or {}).items():
            field: Any = self.fields[name]
            field.queryset = found
