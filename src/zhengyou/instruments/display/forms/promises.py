"""Forms of the desk pages of what is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.forms.fields import Day, Holder, WindowOfUnit, Words, at_work_in, offer, windows_of
from zhengyou.registry.bodies.models import Body


class CommitmentFilter(forms.Form):
    """The query bar above the list of commitments."""

    q = forms.CharField(label=_("Words of the commitment"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("Stage of review"), required=False, choices=[("", _("All")), *State.choices])
    measure = forms.ChoiceField(label=_("Measured by"), required=False, choices=[("", _("All")), *Measure.choices])


class CardFilter(forms.Form):
    """The query bar above the list of identity cards."""

    q = forms.CharField(label=_("Name or post"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("Stage of review"), required=False, choices=[("", _("All")), *State.choices])


class WindowFilter(forms.Form):
    """The query bar above the windows whose codes are printed."""

    q = forms.CharField(label=_("Window or place"), required=False, max_length=60)


class CommitmentForm(forms.Form):
    """What a unit, or one of its windows, promises."""

    text = forms.CharField(
        label=_("Service commitment"),
        help_text=_("One promise that a visitor understands, such as: all materials named at once."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        required=False,
    )
    window = WindowOfUnit(label=_("Window"), empty_label=_("The whole unit promises"))
    measure = forms.ChoiceField(
        label=_("Measured by"),
        help_text=_("Whether it is kept is then counted from records and shown to the public."),
        choices=Measure.choices,
        required=False,
    )
    target = forms.IntegerField(
        label=_("At least (%)"), required=False, widget=forms.NumberInput(attrs={"min": 1, "max": 100})
    )
    starts_on = forms.DateField(label=_("Holds from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Holds until"),
        help_text=_("Empty: until it is taken down."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, body: Body, amending: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "window", windows_of(body))
        if amending:
            del self.fields["window"], self.fields["starts_on"]

    def clean_measure(self) -> str:
        """Take an empty choice as none."""
        return self.cleaned_data["measure"] or Measure.NONE


class CardForm(forms.Form):
    """The identity card of somebody who serves."""

    appointment = Holder(label=_("Person who serves"), empty_label=None)
    window = WindowOfUnit(label=_("Window"), empty_label=_("No fixed window"))
    motto = forms.CharField(label=_("Motto"), max_length=60, required=False)
    badge = forms.CharField(
        label=_("Party or union identity"),
        help_text=_("Such as a party or union membership; shown only with the person's consent."),
        max_length=30,
        required=False,
    )
    emblem = forms.BooleanField(label=_("Leave a place where the emblem is pinned"), required=False)
    consent = forms.BooleanField(label=_("The person has agreed that this identity is shown"), required=False)
    photo_consent = forms.BooleanField(label=_("The person has agreed that a photograph is shown"), required=False)

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "appointment", at_work_in(body))
        offer(self, "window", windows_of(body))


class ConsentForm(forms.Form):
    """What the person whose card it is agrees to."""

    badge = forms.CharField(
        label=_("Party or union identity"), help_text=_("Empty: none is shown."), max_length=30, required=False
    )
    emblem = forms.BooleanField(label=_("The card leaves a place where I pin the emblem"), required=False)
    photo = forms.BooleanField(label=_("I agree that my photograph is shown"), required=False)


class FulfilmentForm(forms.Form):
    """What was done for a promise."""

    on = Day(label=_("Done on"))
    text = Words(label=_("What was done"), max_length=300)
