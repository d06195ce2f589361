"""Forms of rating terminals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.services.models import Window


class KioskFilter(forms.Form):
    """The query bar above the terminals."""

    q = forms.CharField(label=_("Terminal, window or unit"), required=False, max_length=60)
    standing = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[
            ("", _("All")),
            ("working", _("Working")),
            ("silent", _("Silent")),
            ("unpaired", _("Not bound yet")),
        ],
    )


class KioskForm(forms.Form):
    """A terminal: its window (only when it is new), name, PIN and size of type."""

    window = forms.ModelChoiceField(label=_("Window"), queryset=Window.objects.none())
    name = forms.CharField(label=_("Name of the terminal"), max_length=60, help_text=_("As written on the device"))
    pin = forms.CharField(
        label=_("PIN for staff"),
        max_length=8,
        help_text=_("4 to 8 digits; with it staff leave the full-screen page"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )
    large = forms.BooleanField(label=_("Begin in large type"), required=False)

    def __init__(self, *args: Any, windows: QuerySet[Window], new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["window"]
            self.fields["pin"].required = False
            self.fields["pin"].help_text = _("Leave empty to keep the present one")
            return
        field: Any = self.fields["window"]
        field.queryset = windows
        field.label_from_instance = lambda window: f"{window.body.name} · {window}"
