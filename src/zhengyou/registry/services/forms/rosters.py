"""Forms of opening times, rosters, what serves after hours, and norms of conduct."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.services.enums import AfterKind, NormKind, ShiftKind, Weekday
from zhengyou.registry.services.forms.contacts import Holder
from zhengyou.registry.services.forms.desk import LinesField


class OpeningForm(forms.Form):
    """On which weekdays a window serves from when to when."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), choices=Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("From (time)"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("To (time)"), widget=forms.TimeInput(attrs={"type": "time"}))
    extended = forms.BooleanField(label=_("Extended hours, outside of office hours"), required=False)


class ShiftForm(forms.Form):
    """Who is on duty on a day, from when to when."""

    appointment = Holder(label=_("On duty"))
    stands_in_for = Holder(label=_("Stands in for (AB post)"), required=False)
    kind = forms.ChoiceField(label=_("Kind of duty"), choices=ShiftKind.choices)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("From (time)"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("To (time)"), widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Earlier than the beginning: on the next day"),
    )  # fmt: skip

    def __init__(self, *args: Any, holders: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["appointment"].queryset = fields["stands_in_for"].queryset = holders
        fields["day"].initial = clock.today()


class AfterHoursForm(forms.Form):
    """What serves when the windows are closed."""

    kind = forms.ChoiceField(label=_("What serves"), choices=AfterKind.choices)
    words = forms.CharField(label=_("Where, or at which number"), max_length=200)
    hours = forms.CharField(label=_("When it serves"), max_length=80)


class NormForm(forms.Form):
    """A norm of conduct, or its next version."""

    kind = forms.ChoiceField(label=_("Kind of norm"), choices=NormKind.choices)
    title = forms.CharField(label=_("Title of the norm"), max_length=120)
    lines = LinesField(label=_("Lines of the norm"), help_text=_("One on each line"))
