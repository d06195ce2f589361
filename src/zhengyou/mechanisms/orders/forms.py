"""Forms of the desk pages of orders."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.mechanisms.orders.enums import Finding, Kind, State


class OrderFilter(forms.Form):
    """The query bar above the list of orders."""

    q = forms.CharField(label=_("Number or title"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    kind = forms.ChoiceField(label=_("Arose from"), required=False, choices=[("", _("All")), *Kind.choices])


class ReplyForm(forms.Form):
    """What the unit found and did."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("Cause"),
        help_text=_("For the level above only: why it went wrong, or why the statement does not hold."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    reply = forms.CharField(
        label=_("How it was put right"),
        help_text=_("The public reads this after verification. Name no persons, telephone or identity numbers."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        required=False,
    )


class ReasonForm(forms.Form):
    """A reason that a verb asks for."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
