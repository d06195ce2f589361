"""Forms of mapping tables."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.services.adapters import ADAPTERS
from zhengyou.registry.services.enums import Reading
from zhengyou.registry.services.forms.desk import LinesField


class AdapterForm(forms.Form):
    """Which ready table a business system speaks."""

    adapter = forms.ChoiceField(label=_("Adapter"), choices=[(key, one.title) for key, one in ADAPTERS.items()])


class MappingForm(forms.Form):
    """One field of another system."""

    theirs = forms.CharField(label=_("Field in their system"), max_length=60)
    reading = forms.ChoiceField(label=_("How its value is read"), choices=Reading.choices)
    words = LinesField(
        label=_("Table of values"), required=False, help_text=_("One on each line: their value = our value")
    )

    def clean_words(self) -> dict[str, str]:
        """Return their values with ours."""
        found: dict[str, str] = {}
        lines: Any = self.cleaned_data["words"]
        for line in lines:
            theirs, mark, ours = line.partition("=")
            if not mark or not theirs.strip() or not ours.strip():
                raise forms.ValidationError(_("Write each line as: their value = our value"))
            found[theirs.strip()] = ours.strip()
        return found
