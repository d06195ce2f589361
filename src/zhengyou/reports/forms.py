"""Query bars of the public pages and overviews."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.bodies.enums import Kind


class UnitFilter(forms.Form):
    """The query bar above the directory of units."""

    q = forms.CharField(label=_("Name of the unit"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])


class ItemFilter(forms.Form):
    """The query bar above the items of a unit."""

    q = forms.CharField(label=_("Name of the item"), required=False, max_length=60)


class CodeForm(forms.Form):
    """Where a visitor types the code of a slip; the rating pages read it."""

    code = forms.CharField(
        label=_("Rating code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class ReceiptForm(forms.Form):
    """Where a visitor types the receipt code of a rating."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
